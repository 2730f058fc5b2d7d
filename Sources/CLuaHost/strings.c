// string: Lua's own functions, with a price in steps for the work that C does, and without addresses.

#include <string.h>

#include "host.h"

/// Calls Lua's own function (the upvalue) with the arguments as they are.
static int pass_on(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

static int charged_by_length(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  clh_charge(L, length / 16);
  return pass_on(L);
}

static int rep(lua_State *L) {
  size_t length, gap = 0;
  luaL_checklstring(L, 1, &length);
  const lua_Integer count = luaL_checkinteger(L, 2);
  luaL_optlstring(L, 3, "", &gap);
  const uint64_t each = length + gap;
  if (count > 0) {
    if (each > 0 && (uint64_t)count > UINT64_MAX / 2 / each) clh_charge(L, UINT64_MAX);
    clh_charge(L, (uint64_t)count > UINT64_MAX / 2 ? UINT64_MAX : (uint64_t)count + (uint64_t)count * each / 16);
    if ((uint64_t)count * each > clh_of(L)->cap) return luaL_error(L, "a string larger than the memory limit");
  }
  return pass_on(L);
}

/// %s gets the text that tostring gives; %p is refused; decimals are written exactly.
static int format(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  for (size_t at = 0; at + 1 < length; at++) {
    if (text[at] != '%') continue;
    at++;
    while (at < length && text[at] != 0 && strchr("-+ #0123456789.", text[at]) != NULL) at++;
    if (at < length && text[at] == 'p') return luaL_error(L, "string.format has no %%p in a model");
  }
  clh_charge(L, length / 16);
  clh_format_decimals(L);
  for (int i = 2; i <= lua_gettop(L); i++) {
    const int type = lua_type(L, i);
    if (type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TUSERDATA) {
      clh_push_display(L, i);
      lua_replace(L, i);
    }
  }
  return pass_on(L);
}

static const luaL_Reg wrapped[] = {
    {"rep", rep},
    {"format", format},
    {"lower", charged_by_length},
    {"upper", charged_by_length},
    {"reverse", charged_by_length},
    {"byte", charged_by_length},
    {NULL, NULL},
};

/// Puts the wrappers in place of Lua's functions in the table on top of the stack.
void clh_wrap_strings(lua_State *L) {
  for (const luaL_Reg *r = wrapped; r->name != NULL; r++) {
    lua_getfield(L, -1, r->name);
    lua_pushcclosure(L, r->func, 1);
    lua_setfield(L, -2, r->name);
  }
  luaL_setfuncs(L, clh_pattern_functions, 0);
}
