// What a model can reach: a list of what is allowed, in tables that cannot be written.

#include <string.h>

#include "host.h"

/// Upvalue: the name. Arguments: the table, key, value.
static int refuse_write(lua_State *L) {
  clh_push_display(L, 2);
  return luaL_error(L, "%s.%s cannot be set: it is part of the host", lua_tostring(L, lua_upvalueindex(1)), lua_tostring(L, -1));
}

void clh_make_read_only(lua_State *L, const char *name) {
  lua_newtable(L);      // the face: always empty, so that every access asks the metatable
  lua_createtable(L, 0, 3);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lua_pushstring(L, name);
  lua_pushcclosure(L, refuse_write, 1);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
  lua_remove(L, -2);
}

/// A global of the model: set while it loads, frozen afterwards. Upvalue: the table that holds the globals.
static int write_global(lua_State *L) {
  if (clh_of(L)->loading) {
    lua_settop(L, 3);
    lua_rawset(L, lua_upvalueindex(1));
    return 0;
  }
  clh_push_display(L, 2);
  return luaL_error(L, "global '%s' cannot be set in a handler: keep it in the state, or make it local", lua_tostring(L, -1));
}

static const char *const base_names[] = {"assert", "error", "ipairs", "select", "rawequal", "rawget", "rawlen", NULL};
static const char *const string_names[] = {"byte",  "char", "find",    "format", "gmatch",   "gsub",   "len",   "lower", "match",
                                           "pack", "rep",  "packsize", "reverse", "sub",    "unpack", "upper", NULL};
static const char *const table_names[] = {"concat", "insert", "remove", "sort", "unpack", "pack", "move", NULL};
/// Those that change no table.
static const char *const table_reading_names[] = {"concat", "unpack", "pack", NULL};
static const char *const utf8_names[] = {"char", "charpattern", "codes", "codepoint", "len", "offset", NULL};
static const char *const math_names[] = {"abs",  "ceil", "cos",  "deg",  "exp", "floor", "fmod",       "log",        "max",
                                         "min",  "modf", "pi",   "huge", "rad", "sin",   "sqrt",       "tan",        "tointeger",
                                         "type", "ult",  "acos", "asin", "atan", "maxinteger", "mininteger", NULL};

/// Copies the named fields of the table at `from` into the table on top.
static void copy_fields(lua_State *L, int from, const char *const *names) {
  for (; *names != NULL; names++) {
    lua_getfield(L, from, *names);
    lua_setfield(L, -2, *names);
  }
}

/// Opens one of Lua's libraries, and leaves a new table with the allowed functions of it on top.
static void open_library(lua_State *L, lua_CFunction open, const char *name, const char *const *names) {
  lua_pushcfunction(L, open);
  lua_pushstring(L, name);
  lua_call(L, 1, 1);
  lua_newtable(L);
  copy_fields(L, lua_gettop(L) - 1, names);
  lua_remove(L, -2);
}

static void open_base(lua_State *L, int library) {
  lua_pushcfunction(L, luaopen_base);
  lua_call(L, 0, 1);  // the state's own _G: nothing of the model ever sees it
  const int base = lua_gettop(L);
  lua_pushvalue(L, library);
  copy_fields(L, base, base_names);
  for (const luaL_Reg *r = clh_base_functions; r->name != NULL; r++) {
    if (lua_getfield(L, base, r->name) == LUA_TNIL) lua_pop(L, 1), lua_pushboolean(L, 0);
    lua_pushcclosure(L, r->func, 1);
    lua_setfield(L, -2, r->name);
  }
  lua_settop(L, library);
}

/// Fills the library, and makes the environments of the model and of expressions.
void clh_open_sandbox(lua_State *L) {
  clh_host *h = clh_of(L);
  clh_push(L, h->library);
  const int library = lua_gettop(L);
  open_base(L, library);
  clh_push(L, h->marks.null_ref);
  lua_setfield(L, library, "null");

  open_library(L, luaopen_string, "string", string_names);
  clh_wrap_strings(L);
  clh_add_length(L);
  clh_make_read_only(L, "string");
  lua_pushstring(L, "");
  lua_getmetatable(L, -1);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");  // ("x"):rep(3) finds the same functions
  lua_pop(L, 2);
  lua_setfield(L, library, "string");

  open_library(L, luaopen_utf8, "utf8", utf8_names);
  clh_make_read_only(L, "utf8");
  lua_setfield(L, library, "utf8");
  open_library(L, luaopen_math, "math", math_names);
  clh_make_read_only(L, "math");
  lua_setfield(L, library, "math");
  open_library(L, luaopen_table, "table", table_names);
  clh_wrap_tables(L);
  const int tables = lua_gettop(L);

  // An expression reads a live state: it gets no function that changes a table.
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_newtable(L);
  copy_fields(L, library, (const char *const[]){"assert", "error", "ipairs", "select", "rawequal", "rawget", "rawlen", "tostring",
                                                "tonumber", "type", "pairs", "next", "null", "decimal", "string", "utf8", "math",
                                                NULL});
  lua_newtable(L);
  copy_fields(L, tables, table_reading_names);
  clh_make_read_only(L, "table");
  lua_setfield(L, -2, "table");
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  h->expression_env = luaL_ref(L, LUA_REGISTRYINDEX);

  clh_make_read_only(L, "table");
  lua_setfield(L, library, "table");

  lua_newtable(L);
  lua_createtable(L, 0, 2);
  lua_pushvalue(L, library);
  lua_setfield(L, -2, "__index");
  lua_pushvalue(L, library);
  lua_pushcclosure(L, write_global, 1);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
  h->model_env = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_settop(L, library - 1);
}
