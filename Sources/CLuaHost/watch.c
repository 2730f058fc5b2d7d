// Expressions that are asked after every event of a fold: `state.balance < 0`, four million times.
//
// What they look at reaches them as arguments, so that nothing is looked up by name and no globals are written; applying the event
// and asking share one protected call.

#include <string.h>

#include "host.h"

static const char head[] = "local state,before,event,data,meta=... return ";

typedef struct compile_call {
  clh_text source;
  clh_watch *watch;
} compile_call;

static int run_compile(lua_State *L) {
  compile_call *c = lua_touserdata(L, 1);
  const clh_text source = clh_rewrite_lengths(L, c->source);
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  luaL_addlstring(&text, head, sizeof head - 1);
  luaL_addlstring(&text, source.bytes, source.length);
  luaL_pushresult(&text);
  size_t length;
  const char *bytes = lua_tolstring(L, -1, &length);
  if (luaL_loadbufferx(L, bytes, length, "=expression", "t") != LUA_OK) return lua_error(L);
  clh_push(L, clh_of(L)->expression_env);
  lua_setupvalue(L, -2, 1);
  c->watch->function = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

int clh_compile_watch(clh_host *h, clh_text source, clh_watch *watch) {
  int plain;
  watch->function = LUA_NOREF;
  size_t function = 0;
  watch->sees = clh_scan_expression(source, &function);
  // Says what is wrong, and where.
  const int status = clh_compile(h, source, &plain);
  if (status != clh_ok) return status;
  clh_release(h, plain);
  if (watch->sees & clh_sees_env) {
    static const char message[] = "an expression has no _ENV";
    h->failure = (clh_failure){.status = clh_failed, .column = 1, .length = sizeof message - 1};
    memcpy(h->failure.message, message, sizeof message - 1);
    return clh_failed;
  }
  compile_call c = {source, watch};
  return clh_protect(h, run_compile, &c);
}

typedef struct watch_call {
  size_t aggregate;
  int state, before;
  const clh_event *event;
  const clh_watch *watch;
  bool applies;
  clh_watched answer;
} watch_call;

static void push_state(lua_State *L, int state) {
  if (state != 0) clh_push(L, state);
  else lua_pushnil(L);
}

/// Pushes a copy of the state that shares nothing with it.
static void push_copy(lua_State *L, int state) {
  clh_host *h = clh_of(L);
  clh_push(L, state);
  h->out.length = 0;
  clh_freeze_value(L, lua_gettop(L), &h->out, "state");
  clh_thaw_value(L, (clh_text){h->out.data, h->out.length});
  lua_remove(L, -2);
}

static int run_watch(lua_State *L) {
  const clh_host *h = clh_of(L);
  watch_call *c = lua_touserdata(L, 1);
  const int sees = c->watch->sees;
  // 2: the state before the event.
  if (!(sees & clh_sees_before)) lua_pushnil(L);
  else if (c->applies) push_copy(L, c->state);
  else push_state(L, c->before);
  if (c->applies) c->answer.handling = clh_apply_here(L, c->aggregate, c->state, c->event);
  c->answer.applied = 1;

  clh_push(L, c->watch->function);
  if (sees & clh_sees_state) push_state(L, c->state);
  else lua_pushnil(L);
  lua_pushvalue(L, 2);
  if ((sees & clh_sees_event) && c->event != NULL) clh_push(L, h->marks.event_ref);
  else lua_pushnil(L);
  if ((sees & clh_sees_data) && c->event != NULL) clh_push_view(L, 0);
  else lua_pushnil(L);
  if ((sees & clh_sees_meta) && c->event != NULL) clh_push_view(L, 1);
  else lua_pushnil(L);
  lua_call(L, 5, 1);
  c->answer.truth = lua_toboolean(L, -1);
  return 0;
}

static int watch(clh_host *h, watch_call *c, bool decimal) {
  clh_set_event(h, c->event, decimal);
  const int status = clh_protect(h, run_watch, c);
  h->event = NULL;
  return status;
}

int clh_apply_watched(clh_host *h, size_t aggregate, int state, const clh_event *event, const clh_watch *watched,
                      clh_watched *answer) {
  watch_call c = {.aggregate = aggregate, .state = state, .event = event, .watch = watched, .applies = true};
  const int status = watch(h, &c, h->aggregates[aggregate].decimal);
  *answer = c.answer;
  return status;
}

int clh_ask(clh_host *h, int state, int before, const clh_event *event, int decimal, const clh_watch *watched, int *truth) {
  watch_call c = {.state = state, .before = before, .event = event, .watch = watched};
  const int status = watch(h, &c, decimal != 0);
  *truth = c.answer.truth;
  return status;
}

typedef struct apply_asking_call {
  clh_fold fold;
  const clh_watch *watches;
  size_t watch_count;
  bool expected;
  clh_lookout *lookout;
  bool applied, differs, unshowable;
} apply_asking_call;

static void push_part(lua_State *L, int sees, const clh_event *event) {
  const clh_host *h = clh_of(L);
  if (sees & clh_sees_event) clh_push(L, h->marks.event_ref);
  else lua_pushnil(L);
  if (sees & clh_sees_data) clh_push_view(L, 0);
  else lua_pushnil(L);
  if (sees & clh_sees_meta) clh_push_view(L, 1);
  else lua_pushnil(L);
}

/// Where the state before the event lies, while events are applied.
enum { STATE_BEFORE = CLH_FOLD_EVENT + 1 };

static bool ask_here(lua_State *L, const clh_watch *watch, const clh_event *event) {
  clh_push(L, watch->function);
  lua_pushvalue(L, CLH_FOLD_STATE);
  int arguments = 1;
  if (watch->sees & ~clh_sees_state) {
    lua_pushvalue(L, STATE_BEFORE);
    push_part(L, watch->sees, event);
    arguments = 5;
  }
  lua_call(L, arguments, 1);
  const bool truth = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return truth;
}

/// Values looked at for the price of an event, about.
#define CLH_LOOKED_AT 64

static int check_state(lua_State *L) {
  lua_pushinteger(L, clh_check_value(L, 1, "state"));
  return 1;
}

/// Looks at the state if it is time. Raises where it could be JSON before and now cannot.
static void look_out(lua_State *L, apply_asking_call *c) {
  clh_host *h = clh_of(L);
  clh_lookout *lookout = c->lookout;
  if (++lookout->since < lookout->interval) return;
  h->remaining = h->budget;
  if (!lookout->unshowable) {
    c->unshowable = true;
    const int64_t values = clh_check_value(L, CLH_FOLD_STATE, "state");
    c->unshowable = false;
    lookout->interval = values / CLH_LOOKED_AT;
  } else {
    lua_pushcfunction(L, check_state);
    lua_pushvalue(L, CLH_FOLD_STATE);
    const int status = lua_pcall(L, 1, 1, 0);
    if (status == LUA_ERRMEM || h->tripped != 0) lua_error(L);
    lookout->unshowable = status != LUA_OK;
    lua_pop(L, 1);
  }
  lookout->since = 0;
}

static int run_apply_asking(lua_State *L) {
  apply_asking_call *c = lua_touserdata(L, 1);
  clh_fold *fold = &c->fold;
  bool copies = false;
  for (size_t i = 0; i < c->watch_count; i++) copies = copies || (c->watches[i].sees & clh_sees_before);
  clh_begin_fold(L, fold);
  lua_pushnil(L);  // STATE_BEFORE
  for (; fold->done < fold->count; fold->done++) {
    const bool is_handled = fold->handlers[fold->done] > 0;
    c->applied = false;
    clh_begin_event(L, fold);
    if (copies) {
      push_copy(L, fold->state);
      lua_replace(L, STATE_BEFORE);
    }
    if (is_handled && !clh_handle_event(L, fold)) return 0;
    c->applied = true;
    for (size_t i = 0; i < c->watch_count; i++) {
      if (ask_here(L, &c->watches[i], &fold->events[fold->done]) == c->expected) continue;
      c->differs = true;
      return 0;
    }
    if (c->lookout != NULL && is_handled) look_out(L, c);
  }
  return 0;
}

int clh_apply_asking(clh_host *h, size_t aggregate, int state, const clh_event *events, const int *handlers, size_t count,
                     const clh_watch *watches, size_t watch_count, int expected, clh_lookout *lookout, clh_asked *answer) {
  apply_asking_call c = {.fold = {aggregate, state, events, handlers, count, 0},
                         .watches = watches, .watch_count = watch_count, .expected = expected != 0, .lookout = lookout};
  const int status = clh_protect(h, run_apply_asking, &c);
  h->event = NULL;
  if (c.unshowable) lookout->unshowable = 1;
  *answer = (clh_asked){c.fold.done, c.applied, c.differs, c.unshowable};
  return status;
}

clh_watch clh_invariant_watch(const clh_host *h, size_t aggregate, size_t index) {
  return (clh_watch){h->aggregates[aggregate].invariants[index].function, clh_sees_state};
}

typedef struct json_call {
  clh_text json;
  int state;
} json_call;

static int run_from_json(lua_State *L) {
  clh_host *h = clh_of(L);
  json_call *c = lua_touserdata(L, 1);
  clh_parse(L, &h->views[0], &c->json, "a state", CLH_MAX_DEPTH);
  clh_push_node(L, &h->views[0], 0, 0);
  c->state = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

int clh_from_json(clh_host *h, clh_text json, int *state) {
  json_call c = {.json = json};
  clh_set_event(h, NULL, false);
  const int status = clh_protect(h, run_from_json, &c);
  *state = c.state;
  return status;
}
