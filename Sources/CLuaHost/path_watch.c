// What lies at one path of a state, compared after each event with what lay there before.
//
// Nearly always nothing changed, or a number did: that is seen by raw reads that can neither fail nor allocate, so that no
// protected call is needed. Everything else (a table, a decimal, an index into an array) is written as JSON and compared so.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

typedef struct watch_step {
  int key;          ///< A reference to the string; LUA_NOREF for an index.
  bool counts;      ///< The key's text is an integer's: it may be the text of an integer key.
  int64_t integer;  ///< That integer; for an index, Lua's.
} watch_step;

enum seen_kind { seen_never, seen_nothing, seen_false, seen_true, seen_integer, seen_float, seen_string, seen_other };

struct clh_path_watch {
  size_t count;
  bool plain;  ///< Nothing but keys, and few: walked without protection.
  enum seen_kind kind;
  int64_t integer;
  double number;
  int string;  ///< A reference that holds the string seen last.
  char *text;  ///< The value seen last as JSON; of an integer perhaps one seen before.
  bool stale;
  size_t length, capacity;
  watch_step steps[];
};

#define CLH_PLAIN_STEPS 8

static bool parse_integer(clh_text text, int64_t *value) {
  const bool negative = text.length > 1 && text.bytes[0] == '-';
  size_t at = negative;
  if (text.length == at || text.length - at > 18) return false;
  if (text.bytes[at] == '0' && (text.length > at + 1 || negative)) return false;
  int64_t sum = 0;
  for (; at < text.length; at++) {
    if (text.bytes[at] < '0' || text.bytes[at] > '9') return false;
    sum = sum * 10 + (text.bytes[at] - '0');
  }
  *value = negative ? -sum : sum;
  return true;
}

typedef struct make_call {
  const clh_path_watch_step *steps;
  clh_path_watch *watch;
} make_call;

static int run_make(lua_State *L) {
  const make_call *c = lua_touserdata(L, 1);
  clh_path_watch *w = c->watch;
  lua_pushboolean(L, 0);
  w->string = luaL_ref(L, LUA_REGISTRYINDEX);
  for (size_t i = 0; i < w->count; i++) {
    watch_step *step = &w->steps[i];
    if (c->steps[i].key.bytes == NULL) {
      step->integer = c->steps[i].index + 1;
      continue;
    }
    step->counts = parse_integer(c->steps[i].key, &step->integer);
    lua_pushlstring(L, c->steps[i].key.bytes, c->steps[i].key.length);
    step->key = luaL_ref(L, LUA_REGISTRYINDEX);
  }
  return 0;
}

int clh_path_watch_new(clh_host *h, const clh_path_watch_step *steps, size_t count, clh_path_watch **watch) {
  clh_path_watch *w = calloc(1, sizeof *w + count * sizeof *w->steps);
  *watch = NULL;
  if (w == NULL) return clh_memory;
  w->count = count;
  w->string = LUA_NOREF;
  w->plain = count > 0 && count <= CLH_PLAIN_STEPS;
  for (size_t i = 0; i < count; i++) w->steps[i].key = LUA_NOREF;
  make_call c = {steps, w};
  const int status = clh_protect(h, run_make, &c);
  if (status != clh_ok) {
    clh_path_watch_free(h, w);
    return status;
  }
  for (size_t i = 0; i < count; i++) w->plain = w->plain && w->steps[i].key != LUA_NOREF && !w->steps[i].counts;
  *watch = w;
  return clh_ok;
}

void clh_path_watch_free(clh_host *h, clh_path_watch *w) {
  luaL_unref(h->L, LUA_REGISTRYINDEX, w->string);
  for (size_t i = 0; i < w->count; i++) luaL_unref(h->L, LUA_REGISTRYINDEX, w->steps[i].key);
  free(w->text);
  free(w);
}

/// Whether the value on top is the scalar that was seen last. Raises nothing.
static bool is_same(lua_State *L, const clh_path_watch *w) {
  switch (lua_type(L, -1)) {
    case LUA_TNIL: return w->kind == seen_nothing;
    case LUA_TBOOLEAN: return w->kind == (lua_toboolean(L, -1) ? seen_true : seen_false);
    case LUA_TNUMBER: {
      if (lua_isinteger(L, -1)) return w->kind == seen_integer && w->integer == lua_tointeger(L, -1);
      const double number = lua_tonumber(L, -1);
      return w->kind == seen_float && memcmp(&number, &w->number, sizeof number) == 0;
    }
    case LUA_TSTRING:
      if (w->kind != seen_string) return false;
      clh_push(L, w->string);
      const bool same = lua_rawequal(L, -1, -2);
      lua_pop(L, 1);
      return same;
    default: return false;
  }
}

/// True where it is certain that nothing changed. Needs two slots of the stack and raises nothing.
static bool is_unchanged(lua_State *L, const clh_path_watch *w, int state) {
  clh_push(L, state);
  for (size_t i = 0; i < w->count; i++) {
    if (!lua_istable(L, -1)) {
      lua_pushnil(L);
      break;
    }
    clh_push(L, w->steps[i].key);
    lua_rawget(L, -2);
    lua_remove(L, -2);
  }
  return is_same(L, w);
}

/// As JSON has it: a table is an array or an object, and an object's integer keys are texts.
static bool is_array(lua_State *L) {
  const int table = lua_gettop(L);
  const bool marked = clh_has_metatable(L, table, clh_of(L)->marks.array);
  clh_key few[CLH_FEW_KEYS];
  const clh_keys keys = clh_sorted_keys(L, table, few);
  lua_pop(L, 1);
  return keys.count == 0 && (keys.sequence > 0 || marked);
}

/// Replaces the table on top by what lies in it at a step; nil where nothing does.
static void go(lua_State *L, const watch_step *step) {
  const bool index = step->key == LUA_NOREF;
  if (!index && !step->counts) {
    clh_push(L, step->key);
    lua_rawget(L, -2);
  } else if (is_array(L) != index) {
    lua_pushnil(L);
  } else {
    lua_rawgeti(L, -1, step->integer);
    if (!index && lua_isnil(L, -1)) {
      lua_pop(L, 1);
      clh_push(L, step->key);
      lua_rawget(L, -2);
    }
  }
  lua_remove(L, -2);
}

int clh_can_watch(const clh_path_watch *w) { return w->plain && w->kind != seen_never; }

enum clh_glance clh_glance(lua_State *L, clh_path_watch *w, int state, int64_t *integer) {
  enum clh_glance glance = is_unchanged(L, w, state) ? clh_glance_same : lua_isinteger(L, -1) ? clh_glance_integer : clh_glance_other;
  if (glance == clh_glance_integer) {
    w->kind = seen_integer;
    w->integer = *integer = lua_tointeger(L, -1);
    w->stale = true;
  }
  lua_pop(L, 1);
  return glance;
}

static bool reserve_text(clh_path_watch *w, size_t length) {
  if (length <= w->capacity) return true;
  char *grown = realloc(w->text, length * 2);
  if (grown == NULL) return false;
  w->text = grown;
  w->capacity = length * 2;
  return true;
}

/// Writes the text of an integer that only was glanced at.
static bool freshen(clh_path_watch *w) {
  if (!w->stale) return true;
  if (!reserve_text(w, 24)) return false;
  w->length = (size_t)snprintf(w->text, 24, "%" PRId64, w->integer);
  w->stale = false;
  return true;
}

typedef struct look_call {
  clh_path_watch *watch;
  int state;
  bool there;
} look_call;

static int run_look(lua_State *L) {
  clh_host *h = clh_of(L);
  look_call *c = lua_touserdata(L, 1);
  clh_push(L, c->state);
  for (size_t i = 0; i < c->watch->count && !lua_isnil(L, -1); i++) {
    if (lua_istable(L, -1)) go(L, &c->watch->steps[i]);
    else lua_pushnil(L);
  }
  h->out.length = 0;
  c->there = !lua_isnil(L, -1);
  if (c->there) clh_encode(L, -1, &h->out, "value", false);
  return 0;
}

/// Keeps what is found now. Raises nothing.
static void keep(clh_host *h, clh_path_watch *w, int state) {
  lua_State *L = h->L;
  lua_settop(L, 0);
  w->kind = seen_other;
  if (!w->plain) return;
  is_unchanged(L, w, state);
  switch (lua_type(L, -1)) {
    case LUA_TNIL: w->kind = seen_nothing; break;
    case LUA_TBOOLEAN: w->kind = lua_toboolean(L, -1) ? seen_true : seen_false; break;
    case LUA_TNUMBER:
      w->kind = lua_isinteger(L, -1) ? seen_integer : seen_float;
      if (w->kind == seen_integer) w->integer = lua_tointeger(L, -1);
      else w->number = lua_tonumber(L, -1);
      break;
    case LUA_TSTRING:
      w->kind = seen_string;
      lua_pushvalue(L, -1);
      lua_rawseti(L, LUA_REGISTRYINDEX, w->string);  // the slot is there: nothing is allocated
      break;
    default: break;
  }
  lua_settop(L, 0);
}

int clh_look(clh_host *h, clh_path_watch *w, int state, int *seen, clh_text *json) {
  *json = (clh_text){NULL, 0};
  *seen = clh_seen_same;
  if (w->plain && w->kind != seen_never) {
    lua_settop(h->L, 0);
    const bool same = is_unchanged(h->L, w, state);
    lua_settop(h->L, 0);
    if (same) return clh_ok;
  }
  if (!freshen(w)) return clh_memory;
  look_call c = {w, state, false};
  const int status = clh_protect(h, run_look, &c);
  if (status != clh_ok) {
    w->kind = seen_never;
    return status;
  }
  const bool first = w->kind == seen_never, was_there = w->text != NULL && w->length > 0;
  const bool same = !first && c.there == was_there && (!c.there || (h->out.length == w->length && memcmp(h->out.data, w->text, w->length) == 0));
  if (same) return clh_ok;
  if (!reserve_text(w, h->out.length)) return clh_memory;
  w->length = c.there ? h->out.length : 0;
  if (c.there) memcpy(w->text, h->out.data, w->length);
  keep(h, w, state);
  *seen = c.there ? clh_seen_value : clh_seen_nothing;
  if (c.there) *json = (clh_text){w->text, w->length};
  return clh_ok;
}
