// The event as a handler sees it: a read-only view over memory that lives as long as the call.
//
// One userdata per host stands for every event, so that folding allocates nothing for it. It holds nothing itself.

#include <string.h>

#include "host.h"

enum { type = 1, stream, version, position, schema, id, time_text, correlation, causation, data, meta };

static const char *const fields[] = {"type", "stream",      "version",   "position", "schema", "id",
                                     "time", "correlation", "causation", "data",     "meta",   NULL};

void clh_set_event(clh_host *h, const clh_event *event, bool decimal) {
  h->event = event;
  h->decimal_numbers = decimal;
  h->views[0].text = h->views[1].text = NULL;
  h->views[0].nodes = h->views[1].nodes = NULL;
}

static clh_view *view_of(lua_State *L, int which) {
  clh_host *h = clh_of(L);
  clh_view *view = &h->views[which];
  if (h->event == NULL) luaL_error(L, "the event is gone: it can be read only while the handler that it was given to runs");
  if (view->nodes == NULL) {
    const clh_text *text = which == 0 ? &h->event->data : &h->event->meta;
    clh_parse(L, view, text, which == 0 ? "event.data" : "event.meta");
  }
  return view;
}

void clh_push_view(lua_State *L, int which) {
  clh_host *h = clh_of(L);
  const clh_event *event = h->event;
  if (event != NULL && (which == 0 ? event->data : event->meta).bytes == NULL) {
    lua_pushnil(L);
    return;
  }
  const clh_view *view = view_of(L, which);
  if (view->nodes[view->root].kind == csj_kind_object) clh_push(L, which == 0 ? h->marks.data_ref : h->marks.meta_ref);
  else clh_push_node(L, view, view->root, 0);
}

void clh_push_view_copy(lua_State *L, int which) {
  const clh_view *view = view_of(L, which);
  clh_push_node(L, view, view->root, 0);
}

static void push_text(lua_State *L, clh_text text) {
  if (text.bytes == NULL) lua_pushnil(L);
  else lua_pushlstring(L, text.bytes, text.length);
}

static void push_schema(lua_State *L, const clh_event *event) {
  if (event->schema_text.bytes == NULL) {
    if (event->has_schema) lua_pushinteger(L, event->schema);
    else lua_pushnil(L);
    return;
  }
  push_text(L, event->schema_text);
  if (lua_stringtonumber(L, lua_tostring(L, -1)) == 0 || !lua_isinteger(L, -1)) lua_pushnil(L);
}

/// Upvalue: the number of each field's name.
static int event_index(lua_State *L) {
  const clh_event *event = clh_of(L)->event;
  lua_pushvalue(L, 2);
  lua_rawget(L, lua_upvalueindex(1));
  const int field = (int)lua_tointeger(L, -1);
  if (field == data || field == meta) {
    clh_push_view(L, field == meta);
    return 1;
  }
  if (event == NULL) return luaL_error(L, "the event is gone: it can be read only while the handler that it was given to runs");
  switch (field) {
    case type: push_text(L, event->type); break;
    case stream: push_text(L, event->stream); break;
    case version: lua_pushinteger(L, event->version); break;
    case position: lua_pushinteger(L, event->position); break;
    case schema: push_schema(L, event); break;
    case id: push_text(L, event->id); break;
    case time_text: push_text(L, event->time); break;
    case correlation: push_text(L, event->correlation); break;
    case causation: push_text(L, event->causation); break;
    default:
      clh_push_display(L, 2);
      return luaL_error(L, "an event has no field '%s' (it has type, stream, version, position, schema, id, time, correlation, "
                           "causation, data and meta)", lua_tostring(L, -1));
  }
  return 1;
}

/// Upvalue: 0 for data, 1 for meta. A field that is not there is nil. O(members).
static int view_index(lua_State *L) {
  const clh_view *view = view_of(L, (int)lua_tointeger(L, lua_upvalueindex(1)));
  if (lua_type(L, 2) != LUA_TSTRING) return lua_pushnil(L), 1;
  size_t length;
  const char *key = lua_tolstring(L, 2, &length);
  const csj_node *nodes = view->nodes;
  const char *text = view->text;
  for (uint32_t at = view->root + 1; at < nodes[view->root].next; at = nodes[at + 1].next) {
    const csj_node *node = &nodes[at];
    if (!node->escaped) {
      if (node->end - node->start - 2 != length || memcmp(text + node->start + 1, key, length) != 0) continue;
    } else {
      clh_push_string_node(L, text, node);
      const bool same = lua_rawequal(L, 2, -1);
      lua_pop(L, 1);
      if (!same) continue;
    }
    clh_push_node(L, view, at + 1, 1);
    return 1;
  }
  lua_pushnil(L);
  return 1;
}

/// How many members the object has, a repeated key each time.
static int view_length(lua_State *L) {
  const clh_view *view = view_of(L, (int)lua_tointeger(L, lua_upvalueindex(1)));
  lua_Integer count = 0;
  for (uint32_t at = view->root + 1; at < view->nodes[view->root].next; at = view->nodes[at + 1].next) count++;
  lua_pushinteger(L, count);
  return 1;
}

/// Upvalue: `event` or `event.data`.
static int refuse_write(lua_State *L) {
  clh_push_display(L, 2);
  return luaL_error(L, "events are facts: %s.%s cannot be set", lua_tostring(L, lua_upvalueindex(1)), lua_tostring(L, -1));
}

/// Makes a userdata of no size with a metatable of that name; returns its registry reference.
static int make(lua_State *L, const char *name, lua_CFunction index, lua_CFunction length, int which, const void **address) {
  *address = lua_newuserdatauv(L, 1, 0);
  lua_createtable(L, 0, 4);
  lua_pushstring(L, name);
  lua_setfield(L, -2, "__name");
  if (index != NULL) {
    if (which < 0) {
      lua_newtable(L);
      for (int i = 0; fields[i] != NULL; i++) {
        lua_pushinteger(L, i + 1);
        lua_setfield(L, -2, fields[i]);
      }
    } else {
      lua_pushinteger(L, which);
    }
    lua_pushcclosure(L, index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, name);
    lua_pushcclosure(L, refuse_write, 1);
    lua_setfield(L, -2, "__newindex");
  }
  if (length != NULL) {
    lua_pushinteger(L, which);
    lua_pushcclosure(L, length, 1);
    lua_setfield(L, -2, "__len");
  }
  lua_setmetatable(L, -2);
  return luaL_ref(L, LUA_REGISTRYINDEX);
}

/// Makes the single values that C knows by address, and the mark of arrays.
void clh_open_event(lua_State *L) {
  clh_marks *marks = &clh_of(L)->marks;
  marks->event_ref = make(L, "event", event_index, NULL, -1, &marks->event);
  marks->data_ref = make(L, "event.data", view_index, view_length, 0, &marks->data);
  marks->meta_ref = make(L, "event.meta", view_index, view_length, 1, &marks->meta);
  marks->null_ref = make(L, "null", NULL, NULL, 0, &marks->null);
  marks->drop_ref = make(L, "drop()", NULL, NULL, 0, &marks->drop);
  lua_newtable(L);
  marks->array = lua_topointer(L, -1);
  marks->array_ref = luaL_ref(L, LUA_REGISTRYINDEX);
}
