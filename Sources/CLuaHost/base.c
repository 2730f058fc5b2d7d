// The basic functions that differ from Lua's own: no addresses, a fixed order, output that stays inside.

#include <string.h>

#include "host.h"

/// Pushes the text of any value, without metamethods and without an address.
void clh_push_display(lua_State *L, int index) {
  clh_host *h = clh_of(L);
  const clh_decimal *decimal;
  switch (lua_type(L, index)) {
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) {
        lua_pushfstring(L, "%I", (LUAI_UACINT)lua_tointeger(L, index));
        return;
      }
      lua_pushvalue(L, index);
      lua_tolstring(L, -1, NULL);
      return;
    case LUA_TSTRING: lua_pushvalue(L, index); return;
    case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false"); return;
    case LUA_TUSERDATA:
      decimal = clh_to_decimal(L, index);
      if (decimal != NULL) lua_pushlstring(L, decimal->bytes + decimal->count, decimal->length);
      else lua_pushstring(L, lua_touserdata(L, index) == h->marks.null ? "null" : "event");
      return;
    default: lua_pushstring(L, luaL_typename(L, index));
  }
}

static int to_string(lua_State *L) {
  luaL_checkany(L, 1);
  clh_push_display(L, 1);
  return 1;
}

/// As Lua's, and of a decimal: the integer where it is one that fits, else the decimal itself. A float would round.
static int to_number(lua_State *L) {
  const clh_decimal *decimal = clh_to_decimal(L, 1);
  if (decimal == NULL || !lua_isnoneornil(L, 2)) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
  }
  lua_settop(L, 1);
  if (decimal->unbounded || decimal->count + decimal->exponent > 19) return 1;
  if (decimal->count == 0) return lua_pushinteger(L, 0), 1;
  uint64_t sum = 0;
  const int64_t places = decimal->count + decimal->exponent;
  for (int64_t at = 0; at < (int64_t)decimal->count; at++) {
    const int digit = decimal->bytes[at] - '0';
    if (at < places) sum = sum * 10 + (uint64_t)digit;  // 19 digits fit
    else if (digit != 0) return 1;
  }
  for (int64_t at = decimal->count; at < places; at++) sum *= 10;
  if (sum > (uint64_t)INT64_MAX + decimal->negative) return 1;
  lua_pushinteger(L, decimal->negative ? (lua_Integer)(0 - sum) : (lua_Integer)sum);
  return 1;
}

/// A copy that can be written, all the way down: of a table, or of an event's data as it stands.
static int copy(lua_State *L) {
  clh_host *h = clh_of(L);
  luaL_checkany(L, 1);
  lua_settop(L, 1);
  const void *value = lua_touserdata(L, 1);
  if (value != NULL && (value == h->marks.data || value == h->marks.meta)) {
    clh_push_view_copy(L, value == h->marks.meta);
    return 1;
  }
  if (lua_type(L, 1) != LUA_TTABLE) {
    if (value != NULL && value == h->marks.event) return luaL_error(L, "copy of an event: copy its data, or the fields that you need");
    return 1;
  }
  h->scratch.length = 0;
  clh_freeze_value(L, 1, &h->scratch, "copy");
  clh_thaw_value(L, (clh_text){h->scratch.data, h->scratch.length});
  return 1;
}

/// As Lua's. A failure costs a thousandth of the steps: after one Lua looks over the whole call stack, so that a model that
/// overflows the stack and catches that again and again would take minutes within its steps.
static int protected_call(lua_State *L) {
  luaL_checkany(L, 1);
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  if (lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0) == LUA_OK) return lua_gettop(L);
  clh_charge(L, (uint64_t)clh_of(L)->budget / 1000);
  lua_pushboolean(L, 0);
  lua_replace(L, 1);
  return 2;
}

static int type_name(lua_State *L) {
  luaL_checkany(L, 1);
  const clh_host *h = clh_of(L);
  if (lua_type(L, 1) == LUA_TUSERDATA) {
    lua_pushstring(L, lua_touserdata(L, 1) == h->marks.null ? "null" : clh_to_decimal(L, 1) != NULL ? "decimal" : "event");
  } else {
    lua_pushstring(L, luaL_typename(L, 1));
  }
  return 1;
}

static int print(lua_State *L) {
  clh_bytes *printed = &clh_of(L)->printed;
  const int count = lua_gettop(L);
  for (int i = 1; i <= count; i++) {
    size_t length;
    clh_push_display(L, i);
    const char *text = lua_tolstring(L, -1, &length);
    const size_t room = printed->length + 1 < CLH_MAX_OUTPUT ? CLH_MAX_OUTPUT - printed->length - 1 : 0;
    if (length > room) length = room;
    clh_add(L, printed, text, length);
    if (printed->length < CLH_MAX_OUTPUT) clh_add_byte(L, printed, i < count ? '\t' : '\n');
    lua_pop(L, 1);
  }
  return 0;
}

static int array(lua_State *L) {
  if (lua_isnoneornil(L, 1)) {
    lua_settop(L, 0);
    lua_newtable(L);
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  if (lua_getmetatable(L, 1)) return luaL_error(L, "array of a table that is not a plain one");
  lua_settop(L, 1);
  clh_push(L, clh_of(L)->marks.array_ref);
  lua_setmetatable(L, 1);
  return 1;
}

/// As Lua's, by the host's length.
static int raw_length(lua_State *L) {
  luaL_argexpected(L, lua_type(L, 1) == LUA_TTABLE || lua_type(L, 1) == LUA_TSTRING, 1, "table or string");
  lua_pushinteger(L, lua_type(L, 1) == LUA_TTABLE ? clh_border(L, 1) : (lua_Integer)lua_rawlen(L, 1));
  return 1;
}

/// `tonumber` finds Lua's own as its upvalue.
const luaL_Reg clh_base_functions[] = {
    {"tostring", to_string}, {"type", type_name}, {"print", print}, {"pairs", clh_pairs},
    {"next", clh_next},      {"array", array},    {"tonumber", to_number}, {"pcall", protected_call},
    {"copy", copy},          {"rawlen", raw_length}, {NULL, NULL},
};
