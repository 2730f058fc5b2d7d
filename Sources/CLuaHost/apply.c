// Applying events to states.

#include <string.h>

#include "host.h"

int clh_apply_here(lua_State *L, size_t aggregate, int state, const clh_event *event) {
  const clh_host *h = clh_of(L);
  const int top = lua_gettop(L);
  clh_push(L, h->aggregates[aggregate].on);
  lua_pushlstring(L, event->type.bytes, event->type.length);
  lua_pushvalue(L, -1);
  if (lua_rawget(L, -3) == LUA_TNIL) {
    lua_pop(L, 1);
    clh_push(L, h->ignored);
    lua_insert(L, -2);
    const int answer = lua_rawget(L, -2) == LUA_TNIL ? clh_unhandled : clh_ignored;
    lua_settop(L, top);
    return answer;
  }
  clh_push(L, state);
  clh_push(L, h->marks.event_ref);
  lua_call(L, 2, 1);
  // A state that is no table is replaced by what the handler returns.
  if (!lua_isnil(L, -1)) lua_rawseti(L, LUA_REGISTRYINDEX, state);
  lua_settop(L, top);
  return clh_handled;
}

typedef struct apply_call {
  size_t aggregate;
  int state, answer;
  const clh_event *event;
} apply_call;

static int run_apply(lua_State *L) {
  apply_call *c = lua_touserdata(L, 1);
  c->answer = clh_apply_here(L, c->aggregate, c->state, c->event);
  return 0;
}

int clh_apply(clh_host *h, size_t aggregate, int state, const clh_event *event, int *handling) {
  apply_call c = {.aggregate = aggregate, .state = state, .event = event};
  clh_set_event(h, event, h->aggregates[aggregate].decimal);
  const int status = clh_protect(h, run_apply, &c);
  h->event = NULL;
  *handling = c.answer;
  return status;
}

static bool is_same(clh_text a, clh_text b) { return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0; }

int clh_handler(const clh_host *h, size_t aggregate, clh_text type) {
  const clh_aggregate *a = &h->aggregates[aggregate];
  for (size_t i = 0; i < a->handler_count; i++) {
    if (is_same(a->handlers[i].name, type)) return a->handlers[i].function;
  }
  for (size_t i = 0; i < h->ignored_count; i++) {
    if (is_same(h->ignored_types[i], type)) return -clh_ignored;
  }
  return -clh_unhandled;
}

void clh_begin_fold(lua_State *L, const clh_fold *fold) {
  lua_settop(L, 1);
  clh_push(L, fold->state);
  clh_push(L, clh_of(L)->marks.event_ref);
}

void clh_begin_event(lua_State *L, const clh_fold *fold) {
  clh_host *h = clh_of(L);
  if (clh_flag_is_up(h->flag)) clh_stop(L);
  h->remaining = h->budget;
  clh_set_event(h, &fold->events[fold->done], h->aggregates[fold->aggregate].decimal);
}

bool clh_handle_event(lua_State *L, const clh_fold *fold) {
  const int top = lua_gettop(L);
  clh_push(L, fold->handlers[fold->done]);
  lua_pushvalue(L, CLH_FOLD_STATE);
  lua_pushvalue(L, CLH_FOLD_EVENT);
  lua_call(L, 2, 1);
  if (clh_of(L)->tripped != 0) return false;
  if (!lua_isnil(L, -1)) {
    lua_pushvalue(L, -1);
    lua_rawseti(L, LUA_REGISTRYINDEX, fold->state);
    lua_replace(L, CLH_FOLD_STATE);
  }
  lua_settop(L, top);
  return true;
}

/// One protected call for all of them.
static int run_apply_all(lua_State *L) {
  clh_fold *fold = lua_touserdata(L, 1);
  clh_begin_fold(L, fold);
  for (; fold->done < fold->count; fold->done++) {
    if (fold->handlers[fold->done] <= 0) continue;
    clh_begin_event(L, fold);
    if (!clh_handle_event(L, fold)) return 0;
  }
  return 0;
}

int clh_apply_all(clh_host *h, size_t aggregate, int state, const clh_event *events, const int *handlers, size_t count, size_t *done) {
  clh_fold fold = {aggregate, state, events, handlers, count, 0};
  const int status = clh_protect(h, run_apply_all, &fold);
  h->event = NULL;
  *done = fold.done;
  return status;
}

typedef struct watching_call {
  clh_fold fold;
  clh_path_watch *watch;
  clh_sight *sights;
  size_t count;
  bool differs;
} watching_call;

static int run_apply_watching(lua_State *L) {
  watching_call *c = lua_touserdata(L, 1);
  clh_fold *fold = &c->fold;
  clh_begin_fold(L, fold);
  for (; fold->done < fold->count; fold->done++) {
    if (fold->handlers[fold->done] <= 0) continue;
    clh_begin_event(L, fold);
    if (!clh_handle_event(L, fold)) return 0;
    int64_t integer;
    const enum clh_glance glance = clh_glance(L, c->watch, fold->state, &integer);
    if (glance == clh_glance_integer) c->sights[c->count++] = (clh_sight){fold->done, integer};
    c->differs = glance == clh_glance_other;
    if (c->differs) return 0;
  }
  return 0;
}

int clh_apply_watching(clh_host *h, size_t aggregate, int state, const clh_event *events, const int *handlers, size_t count,
                       clh_path_watch *watch, clh_sight *sights, clh_watching *answer) {
  watching_call c = {.fold = {aggregate, state, events, handlers, count, 0}, .watch = watch, .sights = sights};
  const int status = clh_protect(h, run_apply_watching, &c);
  h->event = NULL;
  *answer = (clh_watching){c.fold.done, c.count, c.differs};
  return status;
}
