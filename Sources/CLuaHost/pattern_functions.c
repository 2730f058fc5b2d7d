// string.find, match, gmatch and gsub as Lua has them (Lua manual, section 6.4), on patterns that are charged for.

#include <string.h>

#include "patterns.h"

/// A position as Lua counts it, negative ones from the end.
static size_t position(lua_Integer at, size_t length) {
  if (at > 0) return (size_t)at;
  if (at == 0 || at < -(lua_Integer)length) return 1;
  return length + (size_t)at + 1;
}

static bool has_specials(const char *pattern, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (pattern[i] != 0 && strchr("^$*+?.([%-", pattern[i]) != NULL) return true;
  }
  return false;
}

/// What pays for a search for plain bytes.
static const char *search(lua_State *L, const char *text, size_t length, const char *wanted, size_t count) {
  clh_charge(L, length / 16);
  if (count == 0) return text;
  return csj_search(text, length, wanted, count);
}

static int look(lua_State *L, bool find) {
  size_t length, pattern_length;
  const char *text = luaL_checklstring(L, 1, &length), *pattern = luaL_checklstring(L, 2, &pattern_length);
  const size_t from = position(luaL_optinteger(L, 3, 1), length) - 1;
  if (from > length) return luaL_pushfail(L), 1;
  if (find && (lua_toboolean(L, 4) || !has_specials(pattern, pattern_length))) {
    const char *found = search(L, text + from, length - from, pattern, pattern_length);
    if (found == NULL) return luaL_pushfail(L), 1;
    lua_pushinteger(L, found - text + 1);
    lua_pushinteger(L, found - text + (lua_Integer)pattern_length);
    return 2;
  }
  clh_matcher match;
  clh_matcher_begin(&match, L, text, length, pattern, pattern_length);
  const bool anchored = pattern_length > 0 && *pattern == '^';
  const char *at = text + from;
  do {
    const char *end = clh_match_at(&match, at, pattern + anchored);
    if (end == NULL) continue;
    if (!find) return clh_push_captures(&match, at, end);
    lua_pushinteger(L, at - text + 1);
    lua_pushinteger(L, end - text);
    return clh_push_captures(&match, NULL, NULL) + 2;
  } while (at++ < match.text_end && !anchored);
  return luaL_pushfail(L), 1;
}

static int find(lua_State *L) { return look(L, true); }
static int match(lua_State *L) { return look(L, false); }

/// Upvalues: text, pattern, where to go on, where the last match ended (-1: none yet); both from 0.
static int next_match(lua_State *L) {
  size_t length, pattern_length;
  const char *text = lua_tolstring(L, lua_upvalueindex(1), &length), *pattern = lua_tolstring(L, lua_upvalueindex(2), &pattern_length);
  const lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
  clh_matcher match;
  clh_matcher_begin(&match, L, text, length, pattern, pattern_length);
  for (lua_Integer at = lua_tointeger(L, lua_upvalueindex(3)); at <= (lua_Integer)length; at++) {
    const char *end = clh_match_at(&match, text + at, pattern);
    if (end == NULL || end - text == last) continue;
    lua_pushinteger(L, end - text);
    lua_pushvalue(L, -1);
    lua_replace(L, lua_upvalueindex(3));
    lua_replace(L, lua_upvalueindex(4));
    return clh_push_captures(&match, text + at, end);
  }
  return 0;
}

static int gmatch(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  luaL_checkstring(L, 2);
  size_t from = position(luaL_optinteger(L, 3, 1), length) - 1;
  if (from > length) from = length + 1;
  lua_settop(L, 2);
  lua_pushinteger(L, (lua_Integer)from);
  lua_pushinteger(L, -1);
  lua_pushcclosure(L, next_match, 4);
  return 1;
}

/// The replacement string with its `%0` to `%9` filled in.
static void add_template(clh_matcher *m, luaL_Buffer *buffer, const char *start, const char *end) {
  lua_State *L = m->L;
  size_t length;
  const char *text = lua_tolstring(L, 3, &length), *last = text + length, *mark;
  clh_charge(L, length / 16);
  while ((mark = memchr(text, '%', (size_t)(last - text))) != NULL) {
    luaL_addlstring(buffer, text, (size_t)(mark - text));
    const char what = mark + 1 < last ? mark[1] : 0;
    if (what == '%') {
      luaL_addchar(buffer, '%');
    } else if (what == '0') {
      luaL_addlstring(buffer, start, (size_t)(end - start));
    } else if (what >= '1' && what <= '9') {
      clh_push_capture(m, what - '1', start, end);
      luaL_addvalue(buffer);
    } else {
      luaL_error(L, "invalid use of '%%' in replacement string");
    }
    text = mark + 2;
  }
  luaL_addlstring(buffer, text, (size_t)(last - text));
}

/// Adds what stands for a match; false where it stays as it was.
static bool add_replacement(clh_matcher *m, luaL_Buffer *buffer, const char *start, const char *end, int kind) {
  lua_State *L = m->L;
  if (kind != LUA_TTABLE && kind != LUA_TFUNCTION) {
    add_template(m, buffer, start, end);
    return true;
  }
  if (kind == LUA_TFUNCTION) {
    lua_pushvalue(L, 3);
    lua_call(L, clh_push_captures(m, start, end), 1);
  } else {
    clh_push_capture(m, 0, start, end);
    lua_gettable(L, 3);
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    luaL_addlstring(buffer, start, (size_t)(end - start));
    return false;
  }
  if (!lua_isstring(L, -1)) luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  luaL_addvalue(buffer);
  return true;
}

static int gsub(lua_State *L) {
  size_t length, pattern_length;
  const char *text = luaL_checklstring(L, 1, &length), *pattern = luaL_checklstring(L, 2, &pattern_length);
  const int kind = lua_type(L, 3);
  if (kind != LUA_TNUMBER && kind != LUA_TSTRING && kind != LUA_TFUNCTION && kind != LUA_TTABLE) {
    return luaL_typeerror(L, 3, "string/function/table");
  }
  const lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)length + 1);
  const bool anchored = pattern_length > 0 && *pattern == '^';
  if (anchored) pattern++, pattern_length--;
  lua_settop(L, 4);
  clh_matcher match;
  clh_matcher_begin(&match, L, text, length, pattern, pattern_length);
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  const char *at = text, *last = NULL;
  bool changed = false;
  lua_Integer count = 0;
  while (count < most) {
    const char *end = clh_match_at(&match, at, pattern);
    if (end != NULL && end != last) {
      count++;
      changed = add_replacement(&match, &buffer, at, end, kind) || changed;
      at = last = end;
    } else if (at < match.text_end) {
      luaL_addchar(&buffer, *at++);
    } else {
      break;
    }
    if (anchored) break;
  }
  if (changed) {
    luaL_addlstring(&buffer, at, (size_t)(match.text_end - at));
    luaL_pushresult(&buffer);
  } else {
    lua_pushvalue(L, 1);
  }
  lua_pushinteger(L, count);
  return 2;
}

const luaL_Reg clh_pattern_functions[] = {{"find", find}, {"match", match}, {"gmatch", gmatch}, {"gsub", gsub}, {NULL, NULL}};
