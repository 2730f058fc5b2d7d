// table: Lua's own functions, with a price in steps for the work that C does, and a sort that is stable and always the same.
// (Lua's own sort picks pivots by the clock for large tables.)

#include "host.h"

static int pass_on(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

/// The table's length at 1, for a function that moves elements of it.
static lua_Integer charged_length(lua_State *L, bool moves) {
  luaL_checktype(L, 1, LUA_TTABLE);
  const lua_Integer length = clh_border(L, 1);
  if (moves) clh_charge(L, (uint64_t)length / 4);
  return length;
}

/// As Lua's, by the host's length.
static int insert(lua_State *L) {
  const int count = lua_gettop(L);
  if (count != 2 && count != 3) {
    luaL_checktype(L, 1, LUA_TTABLE);
    return luaL_error(L, "wrong number of arguments to 'insert'");
  }
  const lua_Integer end = charged_length(L, count == 3) + 1;
  lua_Integer place = end;
  if (count == 3) {
    place = luaL_checkinteger(L, 2);
    luaL_argcheck(L, (lua_Unsigned)place - 1u < (lua_Unsigned)end, 2, "position out of bounds");
    for (lua_Integer at = end; at > place; at--) {
      lua_geti(L, 1, at - 1);
      lua_seti(L, 1, at);
    }
  }
  lua_seti(L, 1, place);
  return 0;
}

static int take_out(lua_State *L) {
  const lua_Integer length = charged_length(L, lua_gettop(L) > 1);
  lua_Integer place = luaL_optinteger(L, 2, length);
  if (place != length) luaL_argcheck(L, (lua_Unsigned)place - 1u <= (lua_Unsigned)length, 2, "position out of bounds");
  lua_geti(L, 1, place);
  for (; place < length; place++) {
    lua_geti(L, 1, place + 1);
    lua_seti(L, 1, place);
  }
  lua_pushnil(L);
  lua_seti(L, 1, place);
  return 1;
}

/// Lua's own, told where the range ends.
static int charged_by_range(lua_State *L, int first, int last) {
  luaL_checktype(L, 1, LUA_TTABLE);
  if (lua_gettop(L) < last) lua_settop(L, last);
  if (lua_isnil(L, last)) {
    lua_pushinteger(L, clh_border(L, 1));
    lua_replace(L, last);
  }
  const lua_Integer from = luaL_optinteger(L, first, 1), to = luaL_checkinteger(L, last);
  if (to >= from) clh_charge(L, ((uint64_t)to - (uint64_t)from) / 4);
  return pass_on(L);
}

static int unpack(lua_State *L) { return charged_by_range(L, 2, 3); }
static int move(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  const lua_Integer from = luaL_checkinteger(L, 2), to = luaL_checkinteger(L, 3);
  if (to >= from) clh_charge(L, ((uint64_t)to - (uint64_t)from) / 4);
  return pass_on(L);
}
static int concat(lua_State *L) { return charged_by_range(L, 3, 4); }

/// True if the element on top belongs before the one below it. Pops neither.
static bool before(lua_State *L, bool custom) {
  if (!custom) return lua_compare(L, -1, -2, LUA_OPLT);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, -2);
  lua_pushvalue(L, -4);
  lua_call(L, 2, 1);
  const bool answer = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return answer;
}

/// Merges from[low+1…middle] and from[middle+1…high] into `into`.
static void merge(lua_State *L, int from, int into, lua_Integer low, lua_Integer middle, lua_Integer high, bool custom) {
  lua_Integer left = low + 1, right = middle + 1;
  for (lua_Integer at = low + 1; at <= high; at++) {
    bool take_right = left > middle;
    if (left <= middle && right <= high) {
      lua_rawgeti(L, from, left);
      lua_rawgeti(L, from, right);
      take_right = before(L, custom);
      lua_pop(L, 2);
    }
    lua_rawgeti(L, from, take_right ? right++ : left++);
    lua_rawseti(L, into, at);
  }
}

static int sort(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  const bool custom = !lua_isnoneornil(L, 2);
  if (custom) luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  const lua_Integer count = clh_border(L, 1);
  lua_createtable(L, 0, 0);
  int from = 1, into = 3;
  for (lua_Integer width = 1; width < count; width *= 2) {
    clh_charge(L, (uint64_t)count);
    for (lua_Integer low = 0; low < count; low += 2 * width) {
      const lua_Integer middle = low + width < count ? low + width : count;
      const lua_Integer high = low + 2 * width < count ? low + 2 * width : count;
      merge(L, from, into, low, middle, high, custom);
    }
    const int other = from;
    from = into;
    into = other;
  }
  for (lua_Integer i = 1; from != 1 && i <= count; i++) {
    lua_rawgeti(L, from, i);
    lua_rawseti(L, 1, i);
  }
  return 0;
}

static const luaL_Reg wrapped[] = {
    {"insert", insert}, {"remove", take_out}, {"unpack", unpack}, {"move", move},
    {"concat", concat}, {"sort", sort},       {NULL, NULL},
};

/// Puts the wrappers in place of Lua's functions in the table on top of the stack.
void clh_wrap_tables(lua_State *L) {
  for (const luaL_Reg *r = wrapped; r->name != NULL; r++) {
    lua_getfield(L, -1, r->name);
    lua_pushcclosure(L, r->func, 1);
    lua_setfield(L, -2, r->name);
  }
}
