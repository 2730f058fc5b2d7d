// aggregate(name, {…}) and projection(name, {…}): what they keep, and the object that they give back.
//
// Without `streams` an aggregate NAME claims the streams NAME-*, a projection all.

#include <stdlib.h>
#include <string.h>

#include "host.h"

void clh_require_loading(lua_State *L, const char *what) {
  if (!clh_of(L)->loading) luaL_error(L, "%s can be called only while the model loads", what);
}

static int take_function(lua_State *L, int index) {
  lua_pushvalue(L, index);
  return luaL_ref(L, LUA_REGISTRYINDEX);
}

static void add_glob(lua_State *L, clh_aggregate *a, int index) {
  if (lua_type(L, index) != LUA_TSTRING) luaL_error(L, "streams is a pattern, a list of patterns or a function");
  size_t length;
  const char *text = lua_tolstring(L, index, &length);
  a->globs = clh_grow(L, a->globs, (a->glob_count + 1) * sizeof(clh_text));
  a->globs[a->glob_count] = clh_copy_text(L, text, length);
  a->glob_count++;
}

static void take_streams(lua_State *L, clh_aggregate *a, int options) {
  lua_getfield(L, options, "streams");
  const int index = lua_gettop(L);
  switch (lua_type(L, index)) {
    case LUA_TNIL:
      if (a->projection) {
        lua_pushstring(L, "*");
      } else {
        lua_pushlstring(L, a->name.bytes, a->name.length);
        lua_pushstring(L, "-*");
        lua_concat(L, 2);
      }
      add_glob(L, a, lua_gettop(L));
      break;
    case LUA_TFUNCTION: a->matcher = take_function(L, index); break;
    case LUA_TTABLE:
      for (lua_Integer i = 1; lua_rawgeti(L, index, i) != LUA_TNIL; i++) {
        add_glob(L, a, lua_gettop(L));
        lua_pop(L, 1);
      }
      if (a->glob_count == 0) luaL_error(L, "streams is an empty list");
      break;
    default: add_glob(L, a, index);
  }
  lua_settop(L, index - 1);
}

static void take_initial(lua_State *L, clh_aggregate *a, int options) {
  clh_host *h = clh_of(L);
  const int kind = lua_getfield(L, options, "initial");
  if (kind == LUA_TFUNCTION) {
    a->initial = take_function(L, -1);
  } else {
    if (kind == LUA_TNIL) lua_newtable(L);
    h->out.length = 0;
    clh_freeze_value(L, lua_gettop(L), &h->out, "initial");
    a->frozen = clh_copy_text(L, h->out.data, h->out.length);
  }
  lua_settop(L, options);
}

static void take_options(lua_State *L, clh_aggregate *a, int options) {
  lua_pushnil(L);
  while (lua_next(L, options)) {
    lua_pop(L, 1);
    const char *key = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    if (strcmp(key, "streams") != 0 && strcmp(key, "initial") != 0 && strcmp(key, "numbers") != 0) {
      clh_push_display(L, -1);
      luaL_error(L, "%s has no option '%s' (it has streams, initial and numbers)", a->name.bytes, lua_tostring(L, -1));
    }
  }
  lua_getfield(L, options, "numbers");
  if (!lua_isnil(L, -1)) {
    const char *numbers = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    if (strcmp(numbers, "decimal") != 0) luaL_error(L, "numbers can only be \"decimal\"");
    a->decimal = true;
  }
  lua_settop(L, options);
  take_streams(L, a, options);
  take_initial(L, a, options);
}

/// Upvalues: the table that holds them, the aggregate's name, `on` or `decide`.
static int set_handler(lua_State *L) {
  const char *aggregate = lua_tostring(L, lua_upvalueindex(2)), *what = lua_tostring(L, lua_upvalueindex(3));
  clh_require_loading(L, what);
  if (lua_type(L, 2) != LUA_TSTRING) return luaL_error(L, "%s.%s is written to by name", aggregate, what);
  const char *name = lua_tostring(L, 2);
  if (lua_type(L, 3) != LUA_TFUNCTION) return luaL_error(L, "%s.%s.%s must be a function", aggregate, what, name);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return luaL_error(L, "%s.%s.%s is already there", aggregate, what, name);
  lua_settop(L, 3);
  lua_rawset(L, lua_upvalueindex(1));
  return 0;
}

/// Upvalue: the aggregate's number.
static int add_invariant(lua_State *L) {
  clh_require_loading(L, "invariant");
  clh_aggregate *a = &clh_of(L)->aggregates[lua_tointeger(L, lua_upvalueindex(1))];
  if (lua_type(L, 1) != LUA_TSTRING || lua_type(L, 2) != LUA_TFUNCTION) {
    return luaL_error(L, "write %s.invariant(\"what always holds\", function(state) … end), with a dot", a->name.bytes);
  }
  size_t length;
  const char *text = lua_tolstring(L, 1, &length);
  for (size_t i = 0; i < a->invariant_count; i++) {
    if (strcmp(a->invariants[i].name.bytes, text) == 0) return luaL_error(L, "the invariant \"%s\" is already there", text);
  }
  a->invariants = clh_grow(L, a->invariants, (a->invariant_count + 1) * sizeof(clh_named_function));
  const int function = take_function(L, 2);
  a->invariants[a->invariant_count] = (clh_named_function){clh_copy_text(L, text, length), function};
  a->invariant_count++;
  return 0;
}

/// A face that passes writes to `set_handler`; pushes it and returns the reference of the table behind.
static int push_handlers(lua_State *L, const char *aggregate, const char *what) {
  lua_newtable(L);
  lua_createtable(L, 0, 2);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  const int behind = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "__index");
  lua_pushstring(L, aggregate);
  lua_pushstring(L, what);
  lua_pushcclosure(L, set_handler, 3);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
  return behind;
}

static int declare(lua_State *L, bool projection) {
  clh_host *h = clh_of(L);
  const char *what = projection ? "projection" : "aggregate";
  clh_require_loading(L, what);
  size_t length;
  const char *name = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &length) : NULL;
  if (name == NULL || length == 0) return luaL_error(L, "write %s(\"name\", { … })", what);
  if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  if (lua_isnil(L, 2)) lua_newtable(L), lua_replace(L, 2);
  for (size_t i = 0; i < h->aggregate_count; i++) {
    if (strcmp(h->aggregates[i].name.bytes, name) == 0) return luaL_error(L, "\"%s\" is declared twice", name);
  }
  h->aggregates = clh_grow(L, h->aggregates, (h->aggregate_count + 1) * sizeof(clh_aggregate));
  clh_aggregate *a = &h->aggregates[h->aggregate_count];
  *a = (clh_aggregate){.projection = projection, .matcher = LUA_NOREF, .initial = LUA_NOREF, .on = LUA_NOREF, .decide = LUA_NOREF};
  h->aggregate_count++;
  a->name = clh_copy_text(L, name, length);
  take_options(L, a, 2);

  lua_newtable(L);
  a->on = push_handlers(L, name, "on");
  lua_setfield(L, -2, "on");
  if (!projection) {
    a->decide = push_handlers(L, name, "decide");
    lua_setfield(L, -2, "decide");
    lua_pushinteger(L, (lua_Integer)h->aggregate_count - 1);
    lua_pushcclosure(L, add_invariant, 1);
    lua_setfield(L, -2, "invariant");
  }
  lua_pushvalue(L, 1);
  lua_setfield(L, -2, "name");
  clh_make_read_only(L, name);
  return 1;
}

static int aggregate(lua_State *L) { return declare(L, false); }
static int projection(lua_State *L) { return declare(L, true); }

void clh_open_declarations(lua_State *L) {
  clh_host *h = clh_of(L);
  lua_newtable(L);
  h->ignored = luaL_ref(L, LUA_REGISTRYINDEX);
  clh_push(L, h->library);
  static const luaL_Reg functions[] = {{"aggregate", aggregate},
                                       {"projection", projection},
                                       {"upcast", clh_declare_upcast},
                                       {"ignore", clh_declare_ignore},
                                       {"schema_of", clh_declare_schema_of},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}

static size_t count_pairs(lua_State *L, int table) {
  size_t count = 0;
  lua_pushnil(L);
  while (lua_next(L, table)) lua_pop(L, 1), count++;
  return count;
}

static void settle(lua_State *L, clh_aggregate *a) {
  if (a->on == LUA_NOREF) return;
  clh_push(L, a->on);
  const int table = lua_gettop(L);
  a->handlers = clh_grow(L, a->handlers, (count_pairs(L, table) + 1) * sizeof(clh_named_function));
  lua_pushnil(L);
  while (lua_next(L, table)) {
    clh_named_function *handler = &a->handlers[a->handler_count];
    handler->function = luaL_ref(L, LUA_REGISTRYINDEX);
    handler->name.bytes = lua_tolstring(L, -1, &handler->name.length);
    a->handler_count++;
  }
  lua_settop(L, table - 1);
}

void clh_settle_handlers(lua_State *L) {
  clh_host *h = clh_of(L);
  for (size_t i = 0; i < h->aggregate_count; i++) settle(L, &h->aggregates[i]);
  clh_push(L, h->ignored);
  const int table = lua_gettop(L);
  h->ignored_types = clh_grow(L, h->ignored_types, (count_pairs(L, table) + 1) * sizeof(clh_text));
  lua_pushnil(L);
  while (lua_next(L, table)) {
    lua_pop(L, 1);
    clh_text *type = &h->ignored_types[h->ignored_count];
    type->bytes = lua_tolstring(L, -1, &type->length);
    h->ignored_count++;
  }
  lua_settop(L, table - 1);
}

void clh_free_declarations(clh_host *h) {
  for (size_t i = 0; i < h->aggregate_count; i++) {
    clh_aggregate *a = &h->aggregates[i];
    for (size_t k = 0; k < a->glob_count; k++) free((char *)a->globs[k].bytes);
    for (size_t k = 0; k < a->invariant_count; k++) free((char *)a->invariants[k].name.bytes);
    free(a->globs);
    free(a->handlers);
    free(a->invariants);
    free((char *)a->name.bytes);
    free((char *)a->frozen.bytes);
  }
  for (size_t i = 0; i < h->upcaster_count; i++) {
    free((char *)h->upcasters[i].type.bytes);
    free((char *)h->upcasters[i].as.bytes);
  }
  free(h->ignored_types);
  free(h->aggregates);
  free(h->upcasters);
}
