// One fixed order of a table's keys: 1…n, other integers, other numbers, strings by bytes, false, true, then the rest.
//
// Stock Lua 5.4 orders strings by a hash that is seeded anew in each process; the same events must make the same state.

#include <stdlib.h>
#include <string.h>

#include "host.h"

enum { integer_key, float_key, string_key, boolean_key, other_key };

static clh_key key_at(lua_State *L, int index) {
  clh_key key = {.kind = other_key};
  switch (lua_type(L, index)) {
    case LUA_TNUMBER:
      key.kind = lua_isinteger(L, index) ? integer_key : float_key;
      if (key.kind == integer_key) key.integer = lua_tointeger(L, index);
      else key.number = lua_tonumber(L, index);
      break;
    case LUA_TSTRING:
      key.kind = string_key;
      key.text = lua_tolstring(L, index, &key.length);
      break;
    case LUA_TBOOLEAN:
      key.kind = boolean_key;
      key.integer = lua_toboolean(L, index);
      break;
    default: key.text = lua_topointer(L, index);
  }
  return key;
}

static int compare(const void *left, const void *right) {
  const clh_key *a = left, *b = right;
  if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
  switch (a->kind) {
    case float_key: return (a->number > b->number) - (a->number < b->number);
    case string_key: {
      if (a->integer != b->integer) return (uint64_t)a->integer < (uint64_t)b->integer ? -1 : 1;
      const int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
      return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
    }
    case other_key: return (a->text > b->text) - (a->text < b->text);
    default: return (a->integer > b->integer) - (a->integer < b->integer);
  }
}

/// Gives each of many strings, as its `integer`, the eight bytes behind what all begin with: those mostly tell them apart.
static void add_marks(clh_key *keys, size_t count) {
  size_t common = keys[0].length;
  for (size_t i = 0; i < count; i++) {
    if (keys[i].kind != string_key) return;
    if (common > keys[i].length) common = keys[i].length;
    if (memcmp(keys[0].text, keys[i].text, common) == 0) continue;
    size_t same = 0;
    while (keys[0].text[same] == keys[i].text[same]) same++;
    common = same;
  }
  for (size_t i = 0; i < count; i++) {
    uint64_t mark = 0;
    for (size_t at = common; at < common + 8; at++) mark = mark << 8 | (at < keys[i].length ? (unsigned char)keys[i].text[at] : 0);
    keys[i].integer = (int64_t)mark;
  }
}

static void sort_keys(clh_key *keys, size_t count) {
  if (count > CLH_FEW_KEYS) {
    add_marks(keys, count);
    qsort(keys, count, sizeof(clh_key), compare);
    return;
  }
  for (size_t i = 1; i < count; i++) {
    const clh_key key = keys[i];
    size_t place = i;
    for (; place > 0 && compare(&keys[place - 1], &key) > 0; place--) keys[place] = keys[place - 1];
    keys[place] = key;
  }
}

/// Which key is found first differs from process to process: the one that is named must not.
static void refuse_key(lua_State *L, int table) {
  static const int types[] = {LUA_TFUNCTION, LUA_TTABLE, LUA_TUSERDATA};
  bool found[3] = {false, false, false};
  lua_pushnil(L);
  while (lua_next(L, table)) {
    lua_pop(L, 1);
    for (int i = 0; i < 3; i++) found[i] = found[i] || lua_type(L, -1) == types[i];
  }
  for (int i = 0; i < 3; i++) {
    if (found[i]) luaL_error(L, "a %s as a key has no order", lua_typename(L, types[i]));
  }
}

clh_keys clh_sorted_keys(lua_State *L, int table, clh_key *few) {
  clh_keys found = {0, 0, few};
  luaL_checkstack(L, 8, "a table");
  while (lua_rawgeti(L, table, found.sequence + 1) != LUA_TNIL) lua_pop(L, 1), found.sequence++;
  lua_pop(L, 1);
  size_t total = 0;
  lua_pushnil(L);
  while (lua_next(L, table)) {
    lua_pop(L, 1);
    total++;
    const clh_key key = key_at(L, -1);
    if (key.kind == integer_key && key.integer >= 1 && key.integer <= found.sequence) continue;
    if (key.kind == other_key) refuse_key(L, table);
    if (found.count < CLH_FEW_KEYS) few[found.count] = key;
    found.count++;
  }
  clh_charge(L, total / 8 + 1);
  if (found.count <= CLH_FEW_KEYS) {
    lua_pushnil(L);
  } else {
    found.keys = lua_newuserdatauv(L, found.count * sizeof(clh_key), 0);
    size_t count = 0;
    lua_pushnil(L);
    while (lua_next(L, table)) {
      lua_pop(L, 1);
      const clh_key key = key_at(L, -1);
      if (key.kind != integer_key || key.integer < 1 || key.integer > found.sequence) found.keys[count++] = key;
    }
  }
  sort_keys(found.keys, found.count);
  return found;
}

void clh_push_key(lua_State *L, const clh_key *key) {
  switch (key->kind) {
    case integer_key: lua_pushinteger(L, key->integer); break;
    case float_key: lua_pushnumber(L, key->number); break;
    case string_key: lua_pushlstring(L, key->text, key->length); break;
    default: lua_pushboolean(L, key->integer != 0);
  }
}

/// Upvalues: the sorted keys (a table, or nil), how many of the sequence, how many others, the last position given.
static int step(lua_State *L) {
  const lua_Integer sequence = lua_tointeger(L, lua_upvalueindex(2)), count = lua_tointeger(L, lua_upvalueindex(3));
  lua_Integer at = lua_tointeger(L, lua_upvalueindex(4));
  while (at < sequence + count) {
    at++;
    if (at <= sequence) lua_pushinteger(L, at);
    else lua_rawgeti(L, lua_upvalueindex(1), at - sequence);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 1) != LUA_TNIL) {  // a field that was cleared meanwhile is passed over
      lua_pushinteger(L, at);
      lua_replace(L, lua_upvalueindex(4));
      return 2;
    }
    lua_pop(L, 2);
  }
  lua_pushnil(L);
  return 1;
}

int clh_pairs(lua_State *L) {
  clh_host *h = clh_of(L);
  const void *value = lua_touserdata(L, 1);
  if (value != NULL && (value == h->marks.data || value == h->marks.meta)) {
    clh_push_view_copy(L, value == h->marks.meta);
    lua_replace(L, 1);
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  clh_key few[CLH_FEW_KEYS];
  const clh_keys keys = clh_sorted_keys(L, 1, few);
  if (keys.count > 0) {
    lua_createtable(L, (int)keys.count, 0);
    for (size_t i = 0; i < keys.count; i++) {
      clh_push_key(L, &keys.keys[i]);
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
  }
  lua_pushinteger(L, keys.sequence);
  lua_pushinteger(L, (lua_Integer)keys.count);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, step, 4);
  lua_pushvalue(L, 1);
  return 2;
}

/// O(n): the first key, in the order of pairs, after the one given.
int clh_next(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  const bool any = lua_isnil(L, 2);
  const clh_key from = key_at(L, 2);
  lua_Integer sequence = 0;
  while (lua_rawgeti(L, 1, sequence + 1) != LUA_TNIL) lua_pop(L, 1), sequence++;
  lua_pop(L, 1);
  clh_charge(L, (uint64_t)sequence / 8);
  const bool counting = any || (from.kind == integer_key && from.integer >= 1 && from.integer <= sequence);
  const lua_Integer following = any ? 1 : from.integer + 1;
  if (counting && following <= sequence) {
    lua_pushinteger(L, following);
    lua_rawgeti(L, 1, following);
    return 2;
  }
  lua_pushnil(L);  // 3: the best so far
  bool found = false;
  clh_key best = from;
  uint64_t seen = 0;
  lua_pushnil(L);
  while (lua_next(L, 1)) {
    lua_pop(L, 1);
    seen++;
    const clh_key key = key_at(L, -1);
    if (key.kind == other_key) refuse_key(L, 1);
    if (key.kind == integer_key && key.integer >= 1 && key.integer <= sequence) continue;
    if ((counting || compare(&key, &from) > 0) && (!found || compare(&key, &best) < 0)) {
      best = key;
      found = true;
      lua_pushvalue(L, -1);
      lua_replace(L, 3);
    }
  }
  clh_charge(L, seen / 8);
  lua_settop(L, 3);
  if (!found) return lua_pushnil(L), 1;
  lua_pushvalue(L, 3);
  lua_rawget(L, 1);
  return 2;
}
