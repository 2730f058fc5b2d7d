// What `#` says of a table: a border that what the table holds decides alone.
//
// Lua may give any border of a table with holes (manual, section 3.4.7), and which one depends on how the table came about: a state
// that was folded from the start would tell another length than one that was taken up again on the way. `#` is therefore compiled as
// a call of the host's own function, which reaches any place of a model by the one way that no variable can hide: ("")["#"](list).

#include <ctype.h>
#include <string.h>

#include "host.h"

static bool holds(lua_State *L, int table, lua_Integer place) {
  const bool is_there = lua_rawgeti(L, table, place) != LUA_TNIL;
  lua_pop(L, 1);
  return is_there;
}

lua_Integer clh_border(lua_State *L, int table) {
  lua_Integer low = 0, high = 1;
  while (holds(L, table, high)) {
    low = high;
    if (high > LUA_MAXINTEGER / 2) return low;
    high *= 2;
  }
  while (high - low > 1) {
    const lua_Integer middle = low + (high - low) / 2;
    if (holds(L, table, middle)) low = middle;
    else high = middle;
  }
  return low;
}

/// The value, and what the model calls it.
static int length(lua_State *L) {
  const int type = lua_type(L, 1);
  if (type == LUA_TSTRING) return lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1)), 1;
  if (luaL_getmetafield(L, 1, "__len") != LUA_TNIL) return lua_len(L, 1), 1;
  if (type == LUA_TTABLE) return lua_pushinteger(L, clh_border(L, 1)), 1;
  return luaL_error(L, "attempt to get length of a %s value%s", luaL_typename(L, 1), luaL_optstring(L, 2, ""));
}

void clh_add_length(lua_State *L) {
  lua_pushcfunction(L, length);
  lua_setfield(L, -2, "#");
}

// Rewriting a source that compiles.

typedef struct rewriter {
  lua_State *L;
  const char *at, *end;
  clh_bytes *into;
} rewriter;

static void emit(rewriter *r, size_t count) {
  clh_add(r->L, r->into, r->at, count);
  r->at += count;
}

static bool is_letter(char byte) { return isalpha((unsigned char)byte) || byte == '_'; }
static char byte_at(const rewriter *r, const char *at) { return at < r->end ? *at : '\0'; }

/// Behind a long bracket ([[…]], [=[…]=]) that begins there; `at` where none does.
static const char *behind_long(const rewriter *r, const char *at) {
  if (byte_at(r, at) != '[') return at;
  const char *open = at + 1;
  while (byte_at(r, open) == '=') open++;
  if (byte_at(r, open) != '[') return at;
  const size_t level = (size_t)(open - at) - 1;
  for (const char *close = open + 1; close < r->end; close++) {
    if (*close != ']') continue;
    const char *last = close + 1;
    while (byte_at(r, last) == '=') last++;
    if (byte_at(r, last) == ']' && (size_t)(last - close) - 1 == level) return last + 1;
  }
  return r->end;
}

static const char *behind_blanks(const rewriter *r, const char *at) {
  for (;;) {
    if (at < r->end && isspace((unsigned char)*at)) {
      at++;
    } else if (byte_at(r, at) == '-' && byte_at(r, at + 1) == '-') {
      at += 2;
      const char *behind = behind_long(r, at);
      if (behind == at) while (behind < r->end && *behind != '\n' && *behind != '\r') behind++;
      at = behind;
    } else {
      return at;
    }
  }
}

static const char *behind_quoted(const rewriter *r, const char *at) {
  const char quote = *at++;
  while (at < r->end && *at != quote) at += *at == '\\' && at + 1 < r->end ? 2 : 1;
  return at < r->end ? at + 1 : at;
}

/// Behind the token that begins there: a name, a string, a number, or one sign.
static const char *behind_token(const rewriter *r, const char *at) {
  if (is_letter(*at)) {
    while (at < r->end && (is_letter(*at) || isdigit((unsigned char)*at))) at++;
    return at;
  }
  if (isdigit((unsigned char)*at)) {
    while (at < r->end && (isalnum((unsigned char)*at) || *at == '.')) at++;
    return at;
  }
  if (*at == '"' || *at == '\'') return behind_quoted(r, at);
  const char *behind = behind_long(r, at);
  if (behind != at) return behind;
  if ((*at == '.' || *at == ':') && byte_at(r, at + 1) == *at) return at + 2;
  return at + 1;
}

static bool rewrite_operand(rewriter *r);
static void rewrite_token(rewriter *r);

/// A parenthesis, bracket or brace, up to where it closes.
static void rewrite_enclosed(rewriter *r) {
  luaL_checkstack(r->L, 1, "a nested expression");
  const char close = *r->at == '(' ? ')' : *r->at == '[' ? ']' : '}';
  emit(r, 1);
  while (r->at < r->end && *r->at != close) rewrite_token(r);
  if (r->at < r->end) emit(r, 1);
}

static bool is_word(const char *at, const char *behind, const char *word) {
  return (size_t)(behind - at) == strlen(word) && memcmp(at, word, strlen(word)) == 0;
}

/// Lua's words for what has no length: a field or a variable by its name, nothing else has one.
static void add_name(rewriter *r, const char *name, const char *behind, bool is_field) {
  if (name == NULL) return;
  clh_add(r->L, r->into, ",\" (", 4);
  clh_add(r->L, r->into, is_field ? "field" : "variable", is_field ? 5 : 8);
  clh_add(r->L, r->into, " '", 2);
  clh_add(r->L, r->into, name, (size_t)(behind - name));
  clh_add(r->L, r->into, "')\"", 3);
}

static void rewrite_length(rewriter *r) {
  const char *at = r->at;
  const size_t start = r->into->length;
  static const char call[] = "(\"\")[\"#\"](";
  clh_add(r->L, r->into, call, sizeof call - 1);
  r->at++;
  if (rewrite_operand(r)) {
    clh_add_byte(r->L, r->into, ')');
    return;
  }
  // Something that has no length: Lua says so.
  r->at = at;
  r->into->length = start;
  emit(r, 1);
}

static void rewrite_token(rewriter *r) {
  const char *blanks = behind_blanks(r, r->at);
  if (blanks > r->at) emit(r, (size_t)(blanks - r->at));
  else if (*r->at == '#') rewrite_length(r);
  else if (*r->at == '(' || *r->at == '{' || (*r->at == '[' && behind_long(r, r->at) == r->at)) rewrite_enclosed(r);
  else emit(r, (size_t)(behind_token(r, r->at) - r->at));
}

/// What `#` stands before: it binds less than `^` alone (manual, section 3.4.8). False where it can have no length.
static bool rewrite_operand(rewriter *r) {
  emit(r, (size_t)(behind_blanks(r, r->at) - r->at));
  if (r->at == r->end) return false;
  const char first = *r->at;
  const char *behind = behind_token(r, r->at);
  const char *name = NULL, *behind_name = NULL;
  bool is_field = false, takes_more = true;
  if (is_letter(first)) {
    static const char *const others[] = {"not", "function", "nil", "true", "false"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
      if (is_word(r->at, behind, others[i])) return false;
    }
    name = r->at;
    behind_name = behind;
    emit(r, (size_t)(behind - r->at));
  } else if (first == '(') {
    rewrite_enclosed(r);
  } else if (first == '{') {
    rewrite_enclosed(r);
    takes_more = false;
  } else if (first == '"' || first == '\'' || (first == '[' && behind_long(r, r->at) != r->at)) {
    emit(r, (size_t)(behind - r->at));
    takes_more = false;
  } else {
    return false;
  }
  for (;;) {
    const char *next = behind_blanks(r, r->at);
    const char byte = byte_at(r, next), second = byte_at(r, next + 1);
    if (byte == '^') return false;
    const bool is_index = (byte == '.' && second != '.') || (byte == ':' && second != ':');
    if (!takes_more || (!is_index && (byte == '\0' || strchr("([{\"'", byte) == NULL))) break;
    emit(r, (size_t)(next - r->at));
    name = NULL;
    if (is_index) {
      emit(r, 1);
      emit(r, (size_t)(behind_blanks(r, r->at) - r->at));
      if (r->at == r->end || !is_letter(*r->at)) return false;
      behind_name = behind_token(r, r->at);
      name = byte == '.' ? r->at : NULL;
      is_field = true;
      emit(r, (size_t)(behind_name - r->at));
    } else {
      rewrite_token(r);
    }
  }
  add_name(r, name, behind_name, is_field);
  return true;
}

clh_text clh_rewrite_lengths(lua_State *L, clh_text source) {
  if (source.length == 0 || memchr(source.bytes, '#', source.length) == NULL) return source;
  clh_bytes *into = &clh_of(L)->scratch;
  into->length = 0;
  rewriter r = {L, source.bytes, source.bytes + source.length, into};
  while (r.at < r.end) rewrite_token(&r);
  return (clh_text){into->data, into->length};
}
