// The event as a handler sees it: a read-only view over memory that lives as long as the call.
//
// One userdata per host stands for every event, so that folding allocates nothing for it. It holds nothing itself.

#include <string.h>

#include "host.h"

enum { data, meta, type, stream, version, position, schema, id, time_text, correlation, causation };

static const char *const fields[CLH_EVENT_FIELDS] = {"data", "meta", "type", "stream",      "version",  "position",
                                                     "schema", "id", "time", "correlation", "causation"};
static const char *const view_names[] = {"event.data", "event.meta"};

void clh_set_event(clh_host *h, const clh_event *event, bool decimal) {
  h->event = event;
  h->decimal_numbers = decimal;
  h->views[0].text = h->views[1].text = NULL;
  h->views[0].nodes = h->views[1].nodes = NULL;
}

static csj_span span_of(const clh_event *event, int role) { return csj_record_role(event->record, role); }

static const char *text_of(const clh_event *event) { return ((const csj_record *)event->record)->text; }

clh_text clh_event_text(const clh_event *event, int which) {
  if (event->record == NULL) return which == 0 ? event->data : event->meta;
  const csj_span span = span_of(event, which == 0 ? csj_role_data : csj_role_meta);
  if (span.end == 0) return (clh_text){NULL, 0};
  return (clh_text){text_of(event) + span.start, span.end - span.start};
}

static const clh_event *event_at_hand(lua_State *L) {
  const clh_event *event = clh_of(L)->event;
  if (event == NULL) luaL_error(L, "the event is gone: it can be read only while the handler that it was given to runs");
  return event;
}

/// Parsed as a whole, for who wants all of it.
static clh_view *view_of(lua_State *L, int which) {
  clh_view *view = &clh_of(L)->views[which];
  const clh_event *event = event_at_hand(L);
  if (view->nodes == NULL) {
    const clh_text text = clh_event_text(event, which);
    clh_parse(L, view, &text, view_names[which], CLH_MAX_DEPTH);
  }
  return view;
}

/// Pushes what is no object, or the face of an object: of a record only the first byte is looked at.
static void push_part(lua_State *L, int which, int face) {
  clh_host *h = clh_of(L);
  const clh_event *event = h->event;
  if (event != NULL && event->record != NULL) {
    const csj_span span = csj_record_beginning(event->record, which == 0 ? csj_role_data : csj_role_meta);
    if (span.end == 0) lua_pushnil(L);
    else if (span.kind == csj_kind_object) lua_pushvalue(L, face);
    else clh_push_span(L, &h->views[which], text_of(event), span_of(event, which == 0 ? csj_role_data : csj_role_meta), view_names[which]);
    return;
  }
  if (event != NULL && clh_event_text(event, which).bytes == NULL) {
    lua_pushnil(L);
    return;
  }
  const clh_view *view = view_of(L, which);
  if (view->nodes[view->root].kind == csj_kind_object) lua_pushvalue(L, face);
  else clh_push_node(L, view, view->root, 0);
}

void clh_push_view(lua_State *L, int which) {
  const clh_marks *marks = &clh_of(L)->marks;
  clh_push(L, which == 0 ? marks->data_ref : marks->meta_ref);
  push_part(L, which, lua_gettop(L));
  lua_remove(L, -2);
}

void clh_push_view_copy(lua_State *L, int which) {
  const clh_view *view = view_of(L, which);
  clh_push_node(L, view, view->root, 0);
}

/// Of a record, the role's string or digits; else the text itself.
static void push_text(lua_State *L, const clh_event *event, int role, clh_text text) {
  if (event->record == NULL) {
    if (text.bytes == NULL) lua_pushnil(L);
    else lua_pushlstring(L, text.bytes, text.length);
    return;
  }
  const csj_span span = span_of(event, role);
  if (span.end == 0) lua_pushnil(L);
  else if (span.kind == csj_kind_string) clh_push_quoted(L, text_of(event) + span.start, span.end - span.start, span.escaped);
  else lua_pushlstring(L, text_of(event) + span.start, span.end - span.start);
}

static void push_schema(lua_State *L, const clh_event *event) {
  if (event->record == NULL) {
    if (event->has_schema) lua_pushinteger(L, event->schema);
    else lua_pushnil(L);
    return;
  }
  push_text(L, event, csj_role_schema, (clh_text){NULL, 0});
  if (!lua_isnil(L, -1) && (lua_stringtonumber(L, lua_tostring(L, -1)) == 0 || !lua_isinteger(L, -1))) lua_pushnil(L);
}

/// Upvalues: the faces of data and meta.
static int event_index(lua_State *L) {
  const clh_host *h = clh_of(L);
  // Field names are short: Lua keeps each only once.
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : NULL;
  int field = 0;
  while (field < CLH_EVENT_FIELDS && h->event_fields[field] != name) field++;
  if (field == data || field == meta) {
    push_part(L, field == meta, lua_upvalueindex(field == meta ? 2 : 1));
    return 1;
  }
  const clh_event *event = event_at_hand(L);
  switch (field) {
    case type: lua_pushlstring(L, event->type.bytes, event->type.length); break;
    case stream: lua_pushlstring(L, event->stream.bytes, event->stream.length); break;
    case version: lua_pushinteger(L, event->version); break;
    case position: lua_pushinteger(L, event->position); break;
    case schema: push_schema(L, event); break;
    case id: push_text(L, event, csj_role_id, event->id); break;
    case time_text: push_text(L, event, csj_role_time, event->time); break;
    case correlation: push_text(L, event, csj_role_correlation, event->correlation); break;
    case causation: push_text(L, event, csj_role_causation, event->causation); break;
    default:
      clh_push_display(L, 2);
      return luaL_error(L, "an event has no field '%s' (it has type, stream, version, position, schema, id, time, correlation, "
                           "causation, data and meta)", lua_tostring(L, -1));
  }
  return 1;
}

/// A field of an object that is not parsed as a whole: only what lies before it is passed over. Nil where it is not there.
static void push_field(lua_State *L, const clh_event *event, int which, csj_key key) {
  const csj_span object = csj_record_beginning(event->record, which == 0 ? csj_role_data : csj_role_meta);
  csj_span found;
  if (object.end == 0 || !csj_find_field(text_of(event), object.start, object.end, key, &found)) lua_pushnil(L);
  else clh_push_span(L, &clh_of(L)->views[which], text_of(event), found, view_names[which]);
}

/// Upvalue: 0 for data, 1 for meta. A field that is not there is nil. O(members).
static int view_index(lua_State *L) {
  const int which = (int)lua_tointeger(L, lua_upvalueindex(1));
  const clh_event *event = event_at_hand(L);
  if (lua_type(L, 2) != LUA_TSTRING) return lua_pushnil(L), 1;
  size_t length;
  const char *key = lua_tolstring(L, 2, &length);
  if (event->record != NULL) {
    push_field(L, event, which, (csj_key){key, length});
    return 1;
  }
  const clh_view *view = view_of(L, which);
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

/// Makes a userdata of no size with a metatable of that name, and leaves both on the stack.
static const void *make(lua_State *L, const char *name) {
  const void *address = lua_newuserdatauv(L, 1, 0);
  lua_createtable(L, 0, 4);
  lua_pushstring(L, name);
  lua_setfield(L, -2, "__name");
  return address;
}

/// Takes the userdata and its metatable off the stack; returns the userdata's registry reference.
static int keep(lua_State *L) {
  lua_setmetatable(L, -2);
  return luaL_ref(L, LUA_REGISTRYINDEX);
}

static void set_refusal(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  lua_pushcclosure(L, refuse_write, 1);
  lua_setfield(L, -2, "__newindex");
}

static int make_view(lua_State *L, int which, const void **address) {
  *address = make(L, view_names[which]);
  lua_pushinteger(L, which);
  lua_pushcclosure(L, view_index, 1);
  lua_setfield(L, -2, "__index");
  set_refusal(L, view_names[which]);
  lua_pushinteger(L, which);
  lua_pushcclosure(L, view_length, 1);
  lua_setfield(L, -2, "__len");
  return keep(L);
}

static int make_single(lua_State *L, const char *name, const void **address) {
  *address = make(L, name);
  return keep(L);
}

/// Makes the single values that C knows by address, and the mark of arrays.
void clh_open_event(lua_State *L) {
  clh_host *h = clh_of(L);
  clh_marks *marks = &h->marks;
  marks->data_ref = make_view(L, data, &marks->data);
  marks->meta_ref = make_view(L, meta, &marks->meta);
  marks->event = make(L, "event");
  clh_push(L, marks->data_ref);
  clh_push(L, marks->meta_ref);
  // A table that keeps the names, so that their addresses stay theirs.
  lua_createtable(L, CLH_EVENT_FIELDS, 0);
  for (int i = 0; i < CLH_EVENT_FIELDS; i++) {
    h->event_fields[i] = lua_pushstring(L, fields[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_pushcclosure(L, event_index, 3);
  lua_setfield(L, -2, "__index");
  set_refusal(L, "event");
  marks->event_ref = keep(L);
  marks->null_ref = make_single(L, "null", &marks->null);
  marks->drop_ref = make_single(L, "drop()", &marks->drop);
  lua_newtable(L);
  marks->array = lua_topointer(L, -1);
  marks->array_ref = luaL_ref(L, LUA_REGISTRYINDEX);
}
