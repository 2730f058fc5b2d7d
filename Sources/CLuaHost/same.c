// Whether states of two hosts are the same, value for value, without writing either of them down.
//
// One Lua state is asked inside a protected call. The other is only read, with functions that raise nothing and allocate nothing
// but stack, which is asked for beforehand: an error of its own would have nobody to catch it.

#include <string.h>

#include "host.h"

static bool same(lua_State *A, lua_State *B, int depth);

static bool same_text(lua_State *A, lua_State *B) {
  size_t a, b;
  const char *left = lua_tolstring(A, -1, &a), *right = lua_tolstring(B, -1, &b);
  return a == b && memcmp(left, right, a) == 0;
}

static bool is_array(lua_State *L) {
  if (!lua_getmetatable(L, -1)) return false;
  const bool array = lua_topointer(L, -1) == clh_of(L)->marks.array;
  lua_pop(L, 1);
  return array;
}

static bool same_table(lua_State *A, lua_State *B, int depth) {
  if (depth >= CLH_MAX_DEPTH || !lua_checkstack(A, 8) || !lua_checkstack(B, 8) || is_array(A) != is_array(B)) return false;
  const int left = lua_gettop(A), right = lua_gettop(B);
  size_t count = 0;
  lua_pushnil(A);
  while (lua_next(A, left)) {
    size_t length;
    switch (lua_type(A, -2)) {
      case LUA_TSTRING: {
        const char *key = lua_tolstring(A, -2, &length);
        lua_pushlstring(B, key, length);
        break;
      }
      case LUA_TNUMBER:
        if (!lua_isinteger(A, -2)) return false;
        lua_pushinteger(B, lua_tointeger(A, -2));
        break;
      default: return false;
    }
    lua_rawget(B, right);
    if (!same(A, B, depth + 1)) return false;
    lua_pop(A, 1);
    lua_pop(B, 1);
    count++;
  }
  lua_pushnil(B);
  while (lua_next(B, right)) {
    lua_pop(B, 1);
    if (count-- == 0) return false;
  }
  return count == 0;
}

static bool same_userdata(lua_State *A, lua_State *B) {
  if (lua_touserdata(A, -1) == clh_of(A)->marks.null) return lua_touserdata(B, -1) == clh_of(B)->marks.null;
  const clh_decimal *left = clh_to_decimal(A, lua_gettop(A)), *right = clh_to_decimal(B, lua_gettop(B));
  if (left == NULL || right == NULL || left->length != right->length) return false;
  return memcmp(left->bytes + left->count, right->bytes + right->count, left->length) == 0;
}

/// The values on top of both stacks. Where they are not the same the stacks are left as they are.
static bool same(lua_State *A, lua_State *B, int depth) {
  clh_charge(B, 1);
  const int type = lua_type(A, -1);
  if (type != lua_type(B, -1)) return false;
  switch (type) {
    case LUA_TNIL: return true;
    case LUA_TBOOLEAN: return lua_toboolean(A, -1) == lua_toboolean(B, -1);
    case LUA_TNUMBER:
      if (lua_isinteger(A, -1) != lua_isinteger(B, -1)) return false;
      if (lua_isinteger(A, -1)) return lua_tointeger(A, -1) == lua_tointeger(B, -1);
      // Bit for bit: -0.0 and 0.0 are not shown alike.
      {
        const lua_Number a = lua_tonumber(A, -1), b = lua_tonumber(B, -1);
        return memcmp(&a, &b, sizeof a) == 0;
      }
    case LUA_TSTRING: return same_text(A, B);
    case LUA_TTABLE: return same_table(A, B, depth);
    case LUA_TUSERDATA: return same_userdata(A, B);
    default: return false;
  }
}

typedef struct same_call {
  clh_host *other;
  int state, other_state;
  bool same;
} same_call;

/// The value on top and a state of another host.
static bool same_as(lua_State *L, clh_host *other, int other_state) {
  lua_State *A = other->L;
  lua_settop(A, 0);
  lua_rawgeti(A, LUA_REGISTRYINDEX, other_state);
  return same(A, L, 0);
}

static int run_same(lua_State *L) {
  same_call *c = lua_touserdata(L, 1);
  clh_push(L, c->state);
  c->same = same_as(L, c->other, c->other_state);
  return 0;
}

int clh_same(clh_host *h, int state, clh_host *other, int other_state, int *answer) {
  same_call c = {other, state, other_state, false};
  const int status = clh_protect(h, run_same, &c);
  lua_settop(other->L, 0);
  *answer = c.same;
  return status;
}

typedef struct pair_call {
  clh_fold fold;  ///< Of one event.
  clh_host *other;
  int other_state;
  bool applied, same;
} pair_call;

static int run_apply_same(lua_State *L) {
  pair_call *c = lua_touserdata(L, 1);
  clh_begin_fold(L, &c->fold);
  clh_begin_event(L, &c->fold);
  if (c->fold.handlers[0] > 0 && !clh_handle_event(L, &c->fold)) return 0;
  c->applied = true;
  lua_settop(L, CLH_FOLD_STATE);
  c->same = same_as(L, c->other, c->other_state);
  return 0;
}

int clh_apply_both(clh_half left, clh_half right, const clh_event *events, size_t count, clh_both *answer) {
  *answer = (clh_both){0, clh_both_same};
  for (size_t at = 0; at < count; at++, answer->done++) {
    if (left.handlers[at] > 0) {
      size_t done;
      const int status = clh_apply_all(left.host, left.aggregate, left.state, events + at, left.handlers + at, 1, &done);
      if (status != clh_ok) {
        answer->end = clh_both_left_failed;
        return status;
      }
    }
    pair_call c = {.fold = {right.aggregate, right.state, events + at, right.handlers + at, 1, 0}, .other = left.host,
                   .other_state = left.state};
    const int status = clh_protect(right.host, run_apply_same, &c);
    right.host->event = NULL;
    lua_settop(left.host->L, 0);
    if (status == clh_ok && c.same) continue;
    // Where only the looking failed, the states are not known to be the same.
    answer->end = status == clh_stopped || !c.applied ? clh_both_right_failed : clh_both_differ;
    return status == clh_stopped || !c.applied ? status : clh_ok;
  }
  return clh_ok;
}
