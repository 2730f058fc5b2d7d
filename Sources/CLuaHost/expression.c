// Expressions over state, before, event, data and meta: `state.balance < 0`.

#include <ctype.h>
#include <string.h>

#include "host.h"

/// Feeds `return (` at once, then the source and `)` byte by byte. Lua reads one byte ahead and no further, so how far it came
/// when it gave up says where in the source it gave up.
typedef struct feed {
  clh_text before, source, after;
  size_t at;  ///< Bytes of source and after that were taken.
  bool started, ended;
} feed;

static const char *next_part(lua_State *L, void *data, size_t *size) {
  (void)L;
  feed *f = data;
  if (!f->started) {
    f->started = true;
    *size = f->before.length;
    return f->before.bytes;
  }
  f->ended = f->at == f->source.length + f->after.length;
  *size = f->ended ? 0 : 1;
  if (f->ended) return NULL;
  const size_t at = f->at++;
  return at < f->source.length ? f->source.bytes + at : f->after.bytes + (at - f->source.length);
}

/// Where the token that Lua stumbled over starts, from 1: it ends before the byte that was read ahead.
static size_t column_of(const feed *f, const char *message) {
  const size_t end = f->ended || f->at == 0 ? f->at : f->at - 1;
  const char *near = strstr(message, " near ");
  const char *first = near != NULL && near[6] == '\'' ? near + 7 : NULL;
  const char *last = first != NULL ? strrchr(first, '\'') : NULL;
  const size_t size = last != NULL ? (size_t)(last - first) : 0;
  const size_t start = end >= size ? end - size : 0;
  return (start < f->source.length ? start : f->source.length) + 1;
}

typedef struct compile_call {
  clh_text source;
  int expression;
  size_t column;
} compile_call;

/// Lua's words for what is amiss, as if nothing stood around the source. Pushed.
static void push_words(lua_State *L, const char *message, bool is_wrapped, bool is_at_end) {
  message = luaL_gsub(L, message, is_wrapped ? "')' expected" : "<eof> expected", "the end expected");
  const char *near = strstr(message, " near ");
  if (!is_at_end || near == NULL) return;
  // "(to close '(' at line 1)": of one line everybody sees it.
  const char *opened = strstr(message, " (to close ");
  if (opened != NULL && opened < near) near = opened;
  lua_pushlstring(L, message, (size_t)(near - message));
  lua_pushliteral(L, " at the end of the expression");
  lua_concat(L, 2);
}

static void try_compile(lua_State *L, compile_call *c, const char *before, const char *after) {
  feed f = {{before, strlen(before)}, c->source, {after, strlen(after)}, 0, false, false};
  if (lua_load(L, next_part, &f, "=expression", "t") == LUA_OK) return;
  const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
  c->column = column_of(&f, message);
  push_words(L, message, *after != '\0' && after[1] != '\0', c->column > c->source.length);
  lua_error(L);
}

static bool is(const char *text, size_t length, const char *name) {
  return strlen(name) == length && memcmp(text, name, length) == 0;
}

int clh_scan_expression(clh_text source, size_t *function) {
  int seen = 0;
  for (size_t at = 0; at < source.length;) {
    const char byte = source.bytes[at];
    if (byte == '"' || byte == '\'') {
      for (at++; at < source.length && source.bytes[at] != byte; at++) at += source.bytes[at] == '\\';
      at++;
    } else if (isalpha((unsigned char)byte) || byte == '_') {
      const size_t start = at;
      while (at < source.length && (isalnum((unsigned char)source.bytes[at]) || source.bytes[at] == '_')) at++;
      const char *text = source.bytes + start;
      const size_t length = at - start;
      if (is(text, length, "state")) seen |= clh_sees_state;
      if (is(text, length, "before")) seen |= clh_sees_before;
      if (is(text, length, "event")) seen |= clh_sees_event;
      if (is(text, length, "data")) seen |= clh_sees_data;
      if (is(text, length, "meta")) seen |= clh_sees_meta;
      if (is(text, length, "_ENV")) seen |= 63;
      if (is(text, length, "function") && *function == 0) *function = start + 1;
    } else {
      at++;
    }
  }
  return seen;
}

/// The compiled function, what it sees, as a pair in the registry.
static int run_compile(lua_State *L) {
  compile_call *c = lua_touserdata(L, 1);
  if (memchr(c->source.bytes, 0, c->source.length) != NULL) return luaL_error(L, "a NUL byte");
  // Both must hold: `a, b` is no parenthesis, and `1) or (2` is no list.
  // What is amiss is mostly told without a parenthesis that nobody wrote.
  try_compile(L, c, "return ", "\n");
  try_compile(L, c, "return (", "\n)");
  size_t function = 0;
  const int seen = clh_scan_expression(c->source, &function);
  if (function > 0) {
    c->column = function;
    return luaL_error(L, "an expression defines no functions");
  }
  lua_pop(L, 1);
  const clh_text source = clh_rewrite_lengths(L, c->source);
  if (source.bytes != c->source.bytes) {
    lua_pop(L, 1);
    c->source = source;
    try_compile(L, c, "return ", "\n");
  }
  clh_push(L, clh_of(L)->expression_env);
  lua_setupvalue(L, -2, 1);
  lua_createtable(L, 2, 0);
  lua_insert(L, -2);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, seen);
  lua_rawseti(L, -2, 2);
  c->expression = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

int clh_compile(clh_host *h, clh_text source, int *expression) {
  compile_call c = {source, LUA_NOREF, 1};
  const int status = clh_protect(h, run_compile, &c);
  *expression = c.expression;
  if (status == clh_ok) return status;
  h->failure.column = c.column;
  static const char place[] = "expression:";  // "expression:LINE: "
  if (h->failure.length > sizeof place && memcmp(h->failure.message, place, sizeof place - 1) == 0) {
    size_t at = sizeof place - 1;
    while (at < h->failure.length && isdigit((unsigned char)h->failure.message[at])) at++;
    if (at + 2 <= h->failure.length && h->failure.message[at] == ':') {
      h->failure.length -= at + 2;
      memmove(h->failure.message, h->failure.message + at + 2, h->failure.length);
    }
  }
  return status;
}

typedef struct evaluate_call {
  int expression;
  const clh_scope *scope;
  bool test;
  int truth;
} evaluate_call;

static void push_state(lua_State *L, int state, clh_text frozen) {
  if (state != 0) clh_push(L, state);
  else if (frozen.bytes != NULL) clh_thaw_value(L, frozen);
  else lua_pushnil(L);
}

static void set(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  lua_insert(L, -2);
  lua_rawset(L, -3);
}

static int run_evaluate(lua_State *L) {
  clh_host *h = clh_of(L);
  evaluate_call *c = lua_touserdata(L, 1);
  const clh_scope *scope = c->scope;
  clh_push(L, c->expression);
  lua_rawgeti(L, -1, 1);
  lua_rawgeti(L, -2, 2);
  const int seen = (int)lua_tointeger(L, -1);
  lua_pop(L, 1);
  clh_push(L, h->expression_env);
  if (seen & clh_sees_state) push_state(L, scope->state, scope->frozen_state), set(L, "state");
  if (seen & clh_sees_before) push_state(L, scope->before, scope->frozen_before), set(L, "before");
  if (seen & clh_sees_event) {
    if (scope->event != NULL) clh_push(L, h->marks.event_ref);
    else lua_pushnil(L);
    set(L, "event");
  }
  if (seen & clh_sees_data) {
    if (scope->event != NULL) clh_push_view(L, 0);
    else lua_pushnil(L);
    set(L, "data");
  }
  if (seen & clh_sees_meta) {
    if (scope->event != NULL) clh_push_view(L, 1);
    else lua_pushnil(L);
    set(L, "meta");
  }
  lua_pop(L, 1);
  lua_call(L, 0, 1);
  c->truth = lua_toboolean(L, -1);
  if (c->test) return 0;
  h->out.length = 0;
  clh_encode(L, -1, &h->out, "value", true);
  return 0;
}

static int evaluate(clh_host *h, evaluate_call *c) {
  clh_set_event(h, c->scope->event, c->scope->decimal);
  const int status = clh_protect(h, run_evaluate, c);
  h->event = NULL;
  return status;
}

int clh_evaluate(clh_host *h, int expression, const clh_scope *scope, clh_text *json) {
  evaluate_call c = {expression, scope, false, 0};
  const int status = evaluate(h, &c);
  *json = (clh_text){h->out.data, h->out.length};
  return status;
}

int clh_test(clh_host *h, int expression, const clh_scope *scope, int *truth) {
  evaluate_call c = {expression, scope, true, 0};
  const int status = evaluate(h, &c);
  *truth = c.truth;
  return status;
}
