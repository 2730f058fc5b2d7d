// The host's calls into a loaded model: one struct of arguments each, and a body that runs protected.

#include <string.h>

#include "host.h"

typedef struct call {
  size_t aggregate, index;
  int state;
  int answer;
  int64_t found;
  clh_text first, second;
  const clh_event *event;
} call;

static const char *root_state = "state";

static bool claims(lua_State *L, const clh_aggregate *a, clh_text stream) {
  for (size_t k = 0; k < a->glob_count; k++) {
    if (clh_glob(a->globs[k], stream)) return true;
  }
  if (a->matcher == LUA_NOREF) return false;
  clh_push(L, a->matcher);
  lua_pushlstring(L, stream.bytes, stream.length);
  lua_call(L, 1, 1);
  const bool answer = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return answer;
}

static int run_match(lua_State *L) {
  const clh_host *h = clh_of(L);
  call *c = lua_touserdata(L, 1);
  c->found = -1;
  for (size_t i = 0; i < h->aggregate_count; i++) {
    const clh_aggregate *a = &h->aggregates[i];
    if (a->projection || !claims(L, a, c->first)) continue;
    c->found = (int64_t)i;
    break;
  }
  return 0;
}

static int run_claims(lua_State *L) {
  call *c = lua_touserdata(L, 1);
  c->answer = claims(L, &clh_of(L)->aggregates[c->aggregate], c->first);
  return 0;
}

int clh_claims(clh_host *h, size_t aggregate, clh_text stream, int *answer) {
  call c = {.aggregate = aggregate, .first = stream};
  const int status = clh_protect(h, run_claims, &c);
  *answer = c.answer;
  return status;
}

int clh_match(clh_host *h, clh_text stream, int64_t *index) {
  call c = {.first = stream};
  const int status = clh_protect(h, run_match, &c);
  *index = c.found;
  return status;
}

static int run_initial(lua_State *L) {
  clh_host *h = clh_of(L);
  call *c = lua_touserdata(L, 1);
  const clh_aggregate *a = &h->aggregates[c->aggregate];
  if (a->initial != LUA_NOREF) {
    clh_push(L, a->initial);
    lua_pushlstring(L, c->first.bytes, c->first.length);
    lua_call(L, 1, 1);
    // A function may give the same table to two streams: each gets its own.
    h->out.length = 0;
    clh_freeze_value(L, lua_gettop(L), &h->out, "initial");
    clh_thaw_value(L, (clh_text){h->out.data, h->out.length});
  } else {
    clh_thaw_value(L, a->frozen);
  }
  if (lua_isnil(L, -1)) return luaL_error(L, "the initial state of %s is nil", a->name.bytes);
  c->state = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

int clh_initial(clh_host *h, size_t aggregate, clh_text stream, int *state) {
  call c = {.aggregate = aggregate, .first = stream};
  const int status = clh_protect(h, run_initial, &c);
  *state = c.state;
  return status;
}

/// Only writes to fields that are there already: needs no memory, raises nothing.
void clh_release(clh_host *h, int state) { luaL_unref(h->L, LUA_REGISTRYINDEX, state); }

static int run_invariant(lua_State *L) {
  call *c = lua_touserdata(L, 1);
  clh_push(L, clh_of(L)->aggregates[c->aggregate].invariants[c->index].function);
  clh_push(L, c->state);
  lua_call(L, 1, 1);
  c->answer = lua_toboolean(L, -1);
  return 0;
}

int clh_invariant(clh_host *h, size_t aggregate, size_t index, int state, int *holds) {
  call c = {.aggregate = aggregate, .index = index, .state = state};
  const int status = clh_protect(h, run_invariant, &c);
  *holds = c.answer;
  return status;
}

static int run_json(lua_State *L) {
  clh_host *h = clh_of(L);
  const call *c = lua_touserdata(L, 1);
  clh_push(L, c->state);
  h->out.length = 0;
  clh_encode(L, -1, &h->out, root_state, false);
  return 0;
}

static int run_json_fast(lua_State *L) {
  clh_host *h = clh_of(L);
  const call *c = lua_touserdata(L, 1);
  clh_push(L, c->state);
  h->out.length = 0;
  clh_encode_fast(L, -1, &h->out, root_state);
  return 0;
}

static int run_freeze(lua_State *L) {
  clh_host *h = clh_of(L);
  const call *c = lua_touserdata(L, 1);
  clh_push(L, c->state);
  h->out.length = 0;
  clh_freeze_value(L, lua_gettop(L), &h->out, root_state);
  return 0;
}

int clh_json(clh_host *h, int state, clh_text *json) {
  call c = {.state = state};
  int status = clh_protect(h, run_json_fast, &c);
  // Of several faults always the same one is named.
  if (status == clh_failed) status = clh_protect(h, run_json, &c);
  *json = (clh_text){h->out.data, h->out.length};
  return status;
}

int clh_freeze(clh_host *h, int state, clh_text *frozen) {
  call c = {.state = state};
  const int status = clh_protect(h, run_freeze, &c);
  *frozen = (clh_text){h->out.data, h->out.length};
  return status;
}

static int run_thaw(lua_State *L) {
  call *c = lua_touserdata(L, 1);
  clh_thaw_value(L, c->first);
  c->state = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

int clh_thaw(clh_host *h, clh_text frozen, int *state) {
  call c = {.first = frozen};
  const int status = clh_protect(h, run_thaw, &c);
  *state = c.state;
  return status;
}

static int run_check(lua_State *L) {
  call *c = lua_touserdata(L, 1);
  clh_push(L, c->state);
  c->found = clh_check_value(L, lua_gettop(L), root_state);
  return 0;
}

int clh_check(clh_host *h, int state, int64_t *values) {
  call c = {.state = state};
  const int status = clh_protect(h, run_check, &c);
  *values = c.found;
  return status;
}

static int run_list_names(lua_State *L) {
  clh_host *h = clh_of(L);
  const call *c = lua_touserdata(L, 1);
  const clh_aggregate *a = c->index == clh_names_ignored ? NULL : &h->aggregates[c->aggregate];
  clh_push(L, a == NULL ? h->ignored : c->index == clh_names_handlers ? a->on : a->decide);
  h->out.length = 0;
  clh_add_byte(L, &h->out, '[');
  if (lua_istable(L, -1)) {
    const int table = lua_gettop(L);
    clh_key few[CLH_FEW_KEYS];
    const clh_keys keys = clh_sorted_keys(L, table, few);
    for (size_t i = 0; i < keys.count; i++) {
      if (i > 0) clh_add_byte(L, &h->out, ',');
      clh_write_string(L, &h->out, keys.keys[i].text, keys.keys[i].length);
    }
  }
  clh_add_byte(L, &h->out, ']');
  return 0;
}

int clh_list_names(clh_host *h, size_t aggregate, int which, clh_text *json) {
  call c = {.aggregate = aggregate, .index = (size_t)which};
  const int status = clh_protect(h, run_list_names, &c);
  *json = (clh_text){h->out.data, h->out.length};
  return status;
}

static int run_schema_of(lua_State *L) {
  call *c = lua_touserdata(L, 1);
  clh_push(L, clh_of(L)->schema_of);
  clh_push(L, clh_of(L)->marks.event_ref);
  lua_call(L, 1, 1);
  if (lua_isnil(L, -1)) return 0;
  if (!lua_isinteger(L, -1)) return luaL_error(L, "schema_of returned a %s: a whole number, or nil", luaL_typename(L, -1));
  c->found = lua_tointeger(L, -1);
  c->answer = 1;
  return 0;
}

int clh_schema_of(clh_host *h, const clh_event *event, int *found, int64_t *schema) {
  call c = {.event = event};
  clh_set_event(h, event, false);
  const int status = clh_protect(h, run_schema_of, &c);
  h->event = NULL;
  *found = c.answer;
  *schema = c.found;
  return status;
}

static int run_upcast(lua_State *L) {
  clh_host *h = clh_of(L);
  const call *c = lua_touserdata(L, 1);
  clh_push(L, h->upcasters[c->index].function);
  clh_push_view(L, 0);
  clh_push(L, h->marks.event_ref);
  lua_call(L, 2, LUA_MULTRET);
  clh_collect_made(L, 2, true);
  return 0;
}

static int give_made(clh_host *h, int status, const clh_made **made, size_t *count) {
  *made = h->made;
  *count = status == clh_ok ? h->made_count : 0;
  return status;
}

int clh_upcast(clh_host *h, size_t upcaster, const clh_event *event, const clh_made **made, size_t *count) {
  call c = {.index = upcaster, .event = event};
  clh_set_event(h, event, false);
  const int status = clh_protect(h, run_upcast, &c);
  h->event = NULL;
  return give_made(h, status, made, count);
}

static int run_decide(lua_State *L) {
  clh_host *h = clh_of(L);
  const call *c = lua_touserdata(L, 1);
  clh_push(L, h->aggregates[c->aggregate].decide);
  lua_pushlstring(L, c->first.bytes, c->first.length);
  if (lua_rawget(L, -2) == LUA_TNIL) return luaL_error(L, "no such command");
  h->out.length = 0;
  clh_push(L, c->state);
  clh_freeze_value(L, lua_gettop(L), &h->out, root_state);
  clh_thaw_value(L, (clh_text){h->out.data, h->out.length});
  lua_remove(L, -2);
  clh_parse(L, &h->views[0], &c->second, "the command's input", CLH_MAX_DEPTH);
  clh_push_node(L, &h->views[0], 0, 0);
  const int first = lua_gettop(L) - 2;
  lua_call(L, 2, LUA_MULTRET);
  clh_collect_made(L, first, false);
  return 0;
}

int clh_decide(clh_host *h, size_t aggregate, clh_text command, clh_text input, int state, const clh_made **made,
               size_t *count) {
  call c = {.aggregate = aggregate, .first = command, .second = input, .state = state};
  clh_set_event(h, NULL, h->aggregates[aggregate].decimal);
  const int status = clh_protect(h, run_decide, &c);
  return give_made(h, status, made, count);
}

static int run_knows(lua_State *L) {
  call *c = lua_touserdata(L, 1);
  clh_push(L, clh_of(L)->library);
  lua_pushlstring(L, c->first.bytes, c->first.length);
  lua_rawget(L, -2);
  if (c->second.bytes != NULL && lua_istable(L, -1)) {
    lua_pushlstring(L, c->second.bytes, c->second.length);
    lua_gettable(L, -2);
  }
  c->answer = !lua_isnil(L, -1);
  return 0;
}

bool clh_knows(clh_host *h, clh_text name, clh_text field) {
  call c = {.first = name, .second = field};
  return clh_protect(h, run_knows, &c) == clh_ok && c.answer;
}

static int run_decides(lua_State *L) {
  call *c = lua_touserdata(L, 1);
  clh_push(L, clh_of(L)->aggregates[c->aggregate].decide);
  lua_pushlstring(L, c->first.bytes, c->first.length);
  c->answer = lua_istable(L, -2) && lua_rawget(L, -2) != LUA_TNIL;
  return 0;
}

int clh_decides(clh_host *h, size_t aggregate, clh_text command) {
  call c = {.aggregate = aggregate, .first = command};
  return clh_protect(h, run_decides, &c) == clh_ok && c.answer;
}
