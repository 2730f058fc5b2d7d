// emit, drop and reject, and what upcasters and decisions give back.

#include <stdlib.h>
#include <string.h>

#include "host.h"

/// { type, data, schema } with the mark of made events.
static int emit(lua_State *L) {
  if (lua_type(L, 1) != LUA_TSTRING) return luaL_error(L, "write emit(\"Type\", { … })");
  if (!lua_isnoneornil(L, 3) && !lua_isinteger(L, 3)) return luaL_error(L, "emit: the schema is a whole number");
  lua_settop(L, 3);
  if (lua_isnil(L, 2)) lua_newtable(L), lua_replace(L, 2);
  lua_createtable(L, 3, 0);
  for (int i = 1; i <= 3; i++) {
    lua_pushvalue(L, i);
    lua_rawseti(L, 4, i);
  }
  clh_push(L, clh_of(L)->marks.emitted_ref);
  lua_setmetatable(L, 4);
  return 1;
}

static int drop(lua_State *L) {
  clh_push(L, clh_of(L)->marks.drop_ref);
  return 1;
}

static int reject(lua_State *L) {
  clh_push_display(L, lua_gettop(L) > 0 && !lua_isnil(L, 1) ? 1 : (lua_pushstring(L, "rejected"), -1));
  lua_createtable(L, 1, 0);
  lua_insert(L, -2);
  lua_rawseti(L, -2, 1);
  clh_push(L, clh_of(L)->marks.rejection_ref);
  lua_setmetatable(L, -2);
  return lua_error(L);
}

static int refuse_write(lua_State *L) { return luaL_error(L, "an emitted event cannot be changed"); }

void clh_open_made(lua_State *L) {
  clh_host *h = clh_of(L);
  lua_newtable(L);
  lua_pushcfunction(L, refuse_write);
  lua_setfield(L, -2, "__newindex");
  h->marks.emitted = lua_topointer(L, -1);
  h->marks.emitted_ref = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_newtable(L);
  h->marks.rejection = lua_topointer(L, -1);
  h->marks.rejection_ref = luaL_ref(L, LUA_REGISTRYINDEX);
  clh_push(L, h->library);
  static const luaL_Reg functions[] = {{"emit", emit}, {"drop", drop}, {"reject", reject}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}

static clh_made *add(lua_State *L) {
  clh_host *h = clh_of(L);
  if (h->made_count == h->made_capacity) {
    const size_t grown = h->made_capacity * 2 + 4;
    h->made = clh_grow(L, h->made, grown * sizeof(clh_made));
    h->made_capacity = grown;
  }
  clh_made *made = &h->made[h->made_count++];
  *made = (clh_made){{NULL, 0}, {NULL, 0}, 0, 0};
  return made;
}

/// The buffer moves while it grows: until clh_collect_made ends, a text holds its offset + 1 instead of its address.
static clh_text append_data(lua_State *L, int index) {
  clh_bytes *out = &clh_of(L)->out;
  const size_t start = out->length;
  clh_encode(L, index, out, "data", true);
  return (clh_text){(const char *)start + 1, out->length - start};
}

static void take_emitted(lua_State *L, int index) {
  clh_bytes *out = &clh_of(L)->out;
  size_t length;
  index = lua_absindex(L, index);
  clh_made made = {{NULL, 0}, {NULL, 0}, 0, 0};
  lua_rawgeti(L, index, 1);
  const char *type = lua_tolstring(L, -1, &length);
  made.type = (clh_text){(const char *)out->length + 1, length};
  clh_add(L, out, type, length);
  lua_rawgeti(L, index, 2);
  made.data = append_data(L, lua_gettop(L));
  lua_rawgeti(L, index, 3);
  made.has_schema = lua_isinteger(L, -1);
  made.schema = lua_tointeger(L, -1);
  lua_pop(L, 3);
  *add(L) = made;
}

/// A table is a list of made events if its first element is one.
static bool take_list(lua_State *L, int index) {
  lua_rawgeti(L, index, 1);
  const bool list = lua_istable(L, -1) && clh_has_metatable(L, -1, clh_of(L)->marks.emitted);
  lua_pop(L, 1);
  if (!list) return false;
  for (lua_Integer i = 1; lua_rawgeti(L, index, i) != LUA_TNIL; i++) {
    if (!clh_has_metatable(L, -1, clh_of(L)->marks.emitted)) luaL_error(L, "a list of events holds something that emit did not make");
    take_emitted(L, -1);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return true;
}

static void take_result(lua_State *L, int index, bool upcast) {
  const clh_marks *marks = &clh_of(L)->marks;
  const int kind = lua_type(L, index);
  if (kind == LUA_TUSERDATA && lua_touserdata(L, index) == marks->drop) return;
  if (kind == LUA_TTABLE) {
    if (clh_has_metatable(L, index, marks->emitted)) {
      take_emitted(L, index);
      return;
    }
    if (take_list(L, index)) return;
  }
  if (!upcast) {
    if (kind == LUA_TNIL) return;
    if (kind == LUA_TTABLE) {
      lua_pushnil(L);
      if (!lua_next(L, index)) return;  // {}: nothing happens
    }
    luaL_error(L, "a decision returns what emit made, a list of such, or nothing");
  }
  if (kind == LUA_TNIL) luaL_error(L, "returned nil: return the new data, events made by emit, or drop()");
  const clh_text data = append_data(L, index);
  add(L)->data = data;
}

void clh_collect_made(lua_State *L, int first, bool upcast) {
  clh_host *h = clh_of(L);
  h->made_count = 0;
  h->out.length = 0;
  const int last = lua_gettop(L);
  if (upcast && last < first) luaL_error(L, "returned nothing: return the new data, events made by emit, or drop()");
  for (int i = first; i <= last; i++) {
    luaL_checkstack(L, 10, "results");
    take_result(L, i, upcast);
  }
  if (upcast && h->made_count > 1) {
    for (size_t i = 0; i < h->made_count; i++) {
      if (h->made[i].type.bytes == NULL) luaL_error(L, "returned data and events at once: make each by emit");
    }
  }
  for (size_t i = 0; i < h->made_count; i++) {
    clh_made *made = &h->made[i];
    if (made->type.bytes != NULL) made->type.bytes = h->out.data + (size_t)made->type.bytes - 1;
    made->data.bytes = h->out.data + (size_t)made->data.bytes - 1;
  }
}
