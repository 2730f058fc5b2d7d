// upcast(type, { from, to, as }, fn), ignore(…), schema_of(fn), and the host's questions about what was declared.

#include <string.h>

#include "host.h"

static int64_t take_version(lua_State *L, const char *name) {
  lua_getfield(L, 2, name);
  if (!lua_isinteger(L, -1)) luaL_error(L, "upcast needs %s, a schema version as a whole number", name);
  const int64_t version = lua_tointeger(L, -1);
  if (version < 0) luaL_error(L, "upcast: %s is %I; schema versions are counted from 0 or 1 on", name, (LUAI_UACINT)version);
  lua_pop(L, 1);
  return version;
}

/// A slip in a name would otherwise leave out what it was to say.
static void refuse_other_options(lua_State *L) {
  for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
    const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
    if (strcmp(key, "from") != 0 && strcmp(key, "to") != 0 && strcmp(key, "as") != 0) {
      luaL_error(L, "upcast has no option \"%s\"; there are from, to and as", key);
    }
  }
}

int clh_declare_upcast(lua_State *L) {
  clh_host *h = clh_of(L);
  clh_require_loading(L, "upcast");
  size_t length, as_length;
  if (lua_type(L, 1) != LUA_TSTRING || lua_type(L, 2) != LUA_TTABLE || lua_type(L, 3) != LUA_TFUNCTION) {
    return luaL_error(L, "write upcast(\"Type\", { from = 1, to = 2 }, function(data, event) … end)");
  }
  refuse_other_options(L);
  const char *type = lua_tolstring(L, 1, &length);
  const int64_t from = take_version(L, "from"), to = take_version(L, "to");
  lua_getfield(L, 2, "as");
  if (lua_isnil(L, -1)) lua_pushvalue(L, 1);
  if (lua_type(L, -1) != LUA_TSTRING) return luaL_error(L, "upcast: as is the name of a type");
  const char *as = lua_tolstring(L, -1, &as_length);
  for (size_t i = 0; i < h->upcaster_count; i++) {
    const clh_upcaster *u = &h->upcasters[i];
    if (u->from == from && u->type.length == length && memcmp(u->type.bytes, type, length) == 0) {
      return luaL_error(L, "\"%s\" from %I has two upcasters", type, (LUAI_UACINT)from);
    }
  }
  h->upcasters = clh_grow(L, h->upcasters, (h->upcaster_count + 1) * sizeof(clh_upcaster));
  clh_upcaster *u = &h->upcasters[h->upcaster_count];
  lua_Debug caller;
  const bool is_known = lua_getstack(L, 1, &caller) && lua_getinfo(L, "l", &caller);
  *u = (clh_upcaster){.from = from, .to = to, .line = is_known && caller.currentline > 0 ? caller.currentline : 0};
  h->upcaster_count++;
  u->type = clh_copy_text(L, type, length);
  u->as = clh_copy_text(L, as, as_length);
  lua_pushvalue(L, 3);
  u->function = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

int clh_declare_ignore(lua_State *L) {
  clh_require_loading(L, "ignore");
  const int count = lua_gettop(L);
  clh_push(L, clh_of(L)->ignored);
  for (int i = 1; i <= count; i++) {
    luaL_checktype(L, i, LUA_TSTRING);
    lua_pushvalue(L, i);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
  }
  return 0;
}

int clh_declare_schema_of(lua_State *L) {
  clh_host *h = clh_of(L);
  clh_require_loading(L, "schema_of");
  if (lua_type(L, 1) != LUA_TFUNCTION) return luaL_error(L, "write schema_of(function(event) … return a number, or nil … end)");
  if (h->schema_of != LUA_NOREF) return luaL_error(L, "schema_of is called twice");
  lua_settop(L, 1);
  h->schema_of = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

bool clh_tells_schemas(const clh_host *h) { return h->schema_of != LUA_NOREF; }

size_t clh_aggregate_count(const clh_host *h) { return h->aggregate_count; }

clh_aggregate_info clh_aggregate_at(const clh_host *h, size_t index) {
  const clh_aggregate *a = &h->aggregates[index];
  return (clh_aggregate_info){a->name, a->projection, a->decimal, a->invariant_count};
}

clh_text clh_invariant_name(const clh_host *h, size_t aggregate, size_t index) {
  return h->aggregates[aggregate].invariants[index].name;
}

size_t clh_upcaster_count(const clh_host *h) { return h->upcaster_count; }

clh_upcaster_info clh_upcaster_at(const clh_host *h, size_t index) {
  const clh_upcaster *u = &h->upcasters[index];
  return (clh_upcaster_info){u->type, u->as, u->from, u->to, u->line};
}
