// Lua to JSON in canonical order, by raw access only: nothing of the value's own is ever called.
//
// A table is an array if its keys are 1…n (or if it is empty and was made as an array), else an object. An object's integer
// keys become strings of their digits; keys stand in the order of their bytes. Anything that JSON cannot say is an error
// that names the path to it.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

int clh_path_error(lua_State *L, int depth, const char *message) {
  const clh_host *h = clh_of(L);
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  luaL_addstring(&text, h->root);
  // A deep path is cut in the middle: its ends say where it is.
  for (int i = 0; i < depth; i++) {
    if (depth > 24 && i == 12) {
      luaL_addstring(&text, " … ");
      i = depth - 8;
    }
    const clh_step *step = &h->path[i];
    char digits[32];
    if (step->key == NULL) {
      snprintf(digits, sizeof digits, "[%lld]", (long long)step->index);
      luaL_addstring(&text, digits);
    } else {
      luaL_addchar(&text, '.');
      luaL_addlstring(&text, step->key, step->length < 60 ? step->length : 60);
    }
  }
  luaL_addstring(&text, ": ");
  luaL_addstring(&text, message);
  luaL_pushresult(&text);
  return lua_error(L);
}

/// Refuses cycles and depth. `depth` is that of the table at `index`.
void clh_enter_table(lua_State *L, int index, int depth) {
  clh_host *h = clh_of(L);
  const void *table = lua_topointer(L, index);
  for (int i = 0; i < depth; i++) {
    if (h->tables[i] == table) clh_path_error(L, depth, "a table that holds itself");
  }
  if (depth >= CLH_MAX_DEPTH) clh_path_error(L, depth, "nested deeper than 200 levels");
  h->tables[depth] = table;
  luaL_checkstack(L, 10, "a nested value");
}

static void encode(lua_State *L, int index, clh_bytes *into, int depth, bool facts);

static int compare_texts(const void *left, const void *right) {
  const clh_key *a = left, *b = right;
  const int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
  return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static void encode_member(lua_State *L, int table, const clh_key *key, clh_bytes *into, int depth, bool facts) {
  clh_set_step(clh_of(L), depth, key->text, key->length, 0);
  clh_write_string(L, into, key->text, key->length);
  clh_add_byte(L, into, ':');
  clh_push_key(L, key);
  lua_rawget(L, table);
  encode(L, lua_gettop(L), into, depth + 1, facts);
  lua_pop(L, 1);
  clh_add_byte(L, into, ',');
}

/// Integer keys turned into texts and put among the others. The texts lie in a userdata that is pushed.
static clh_keys with_texts(lua_State *L, clh_keys keys, int depth) {
  const size_t total = keys.count + (size_t)keys.sequence;
  clh_key *all = lua_newuserdatauv(L, total * (sizeof(clh_key) + 24), 0);
  char *texts = (char *)(all + total);
  for (size_t i = 0; i < total; i++) {
    const bool counted = i < (size_t)keys.sequence;
    all[i] = counted ? (clh_key){.kind = 0, .integer = (int64_t)i + 1} : keys.keys[i - (size_t)keys.sequence];
    if (all[i].kind != 0) continue;
    all[i].text = texts + 24 * i;
    all[i].length = (size_t)snprintf(texts + 24 * i, 24, "%lld", (long long)all[i].integer);
  }
  qsort(all, total, sizeof(clh_key), compare_texts);
  for (size_t i = 1; i < total; i++) {
    if (compare_texts(&all[i - 1], &all[i]) != 0) continue;
    clh_set_step(clh_of(L), depth, all[i].text, all[i].length, 0);
    clh_path_error(L, depth + 1, "a key both as an integer and as a string");
  }
  return (clh_keys){0, total, all};
}

static void encode_object(lua_State *L, int table, clh_keys keys, clh_bytes *into, int depth, bool facts) {
  bool integers = keys.sequence > 0;
  for (size_t i = 0; i < keys.count; i++) {
    if (keys.keys[i].kind == 0) integers = true;
    else if (keys.keys[i].kind != 2) clh_path_error(L, depth, keys.keys[i].kind == 1 ? "a float as a key" : "a boolean as a key");
  }
  if (integers) keys = with_texts(L, keys, depth);
  clh_add_byte(L, into, '{');
  for (size_t i = 0; i < keys.count; i++) encode_member(L, table, &keys.keys[i], into, depth, facts);
  if (keys.count > 0) into->length--;
  clh_add_byte(L, into, '}');
}

static void encode_array(lua_State *L, int table, int64_t count, clh_bytes *into, int depth, bool facts) {
  clh_add_byte(L, into, '[');
  for (int64_t i = 1; i <= count; i++) {
    clh_set_step(clh_of(L), depth, NULL, 0, i);
    lua_rawgeti(L, table, i);
    encode(L, lua_gettop(L), into, depth + 1, facts);
    lua_pop(L, 1);
    if (i < count) clh_add_byte(L, into, ',');
  }
  clh_add_byte(L, into, ']');
}

/// Writes the members as they come and puts them in order afterwards: no key is looked up again.
/// False, and nothing written, where keys are not all texts.
static bool encode_as_it_comes(lua_State *L, int table, clh_bytes *into, int depth) {
  clh_host *h = clh_of(L);
  const size_t start = into->length, first = h->members.count;
  clh_add_byte(L, into, '{');
  lua_pushnil(L);
  while (lua_next(L, table)) {
    if (lua_type(L, -2) != LUA_TSTRING) {
      lua_pop(L, 2);
      into->length = start;
      h->members.count = first;
      return false;
    }
    clh_member member = {.start = into->length};
    member.key = lua_tolstring(L, -2, &member.length);
    clh_set_step(h, depth, member.key, member.length, 0);
    clh_write_string(L, into, member.key, member.length);
    clh_add_byte(L, into, ':');
    encode(L, lua_gettop(L), into, depth + 1, false);
    lua_pop(L, 1);
    clh_add_byte(L, into, ',');
    member.end = into->length;
    clh_add_member(L, member);
  }
  const size_t count = h->members.count - first;
  clh_charge(L, count / 8 + 1);
  clh_order_members(L, into, &h->members.all[first], count);
  h->members.count = first;
  if (count > 0) into->length--;
  clh_add_byte(L, into, '}');
  return true;
}

static void encode_table(lua_State *L, int index, clh_bytes *into, int depth, bool facts) {
  const int top = lua_gettop(L);
  clh_enter_table(L, index, depth);
  const clh_marks *marks = &clh_of(L)->marks;
  const bool array = clh_has_metatable(L, index, marks->array);
  if (!array && lua_getmetatable(L, index)) clh_path_error(L, depth, "a value of the host's, which no state can hold");
  if (!array && clh_of(L)->any_order) {
    const bool is_sequence = lua_rawgeti(L, index, 1) != LUA_TNIL;
    lua_pop(L, 1);
    if (!is_sequence && encode_as_it_comes(L, index, into, depth)) return;
  }
  clh_key few[CLH_FEW_KEYS];
  const clh_keys keys = clh_sorted_keys(L, index, few);
  if (keys.count == 0 && (keys.sequence > 0 || array)) encode_array(L, index, keys.sequence, into, depth, facts);
  else encode_object(L, index, keys, into, depth, facts);
  lua_settop(L, top);
}

static void encode_userdata(lua_State *L, int index, clh_bytes *into, int depth, bool facts) {
  const clh_host *h = clh_of(L);
  const void *address = lua_touserdata(L, index);
  if (address == h->marks.null) {
    clh_add(L, into, "null", 4);
    return;
  }
  const clh_decimal *decimal = clh_to_decimal(L, index);
  if (decimal != NULL) {
    clh_add(L, into, decimal->bytes + decimal->count, decimal->length);
    return;
  }
  if (facts && h->event != NULL && (address == h->marks.data || address == h->marks.meta)) {
    const clh_text text = clh_event_text(h->event, address == h->marks.meta);
    clh_add(L, into, text.bytes, text.length);
    return;
  }
  clh_path_error(L, depth, address == h->marks.event ? "an event: copy the fields that you need"
                           : address == h->marks.drop ? "drop()"
                                                      : "an event's data: copy the fields that you need");
}

static void encode(lua_State *L, int index, clh_bytes *into, int depth, bool facts) {
  size_t length;
  clh_charge(L, 1);
  switch (lua_type(L, index)) {
    case LUA_TNIL: clh_add(L, into, "null", 4); return;
    case LUA_TBOOLEAN:
      if (lua_toboolean(L, index)) clh_add(L, into, "true", 4);
      else clh_add(L, into, "false", 5);
      return;
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) {
        clh_add_integer(L, into, lua_tointeger(L, index));
      } else {
        char text[40];
        const double value = lua_tonumber(L, index);
        if (isnan(value)) clh_path_error(L, depth, "not a number (nan), which JSON does not have");
        if (isinf(value)) clh_path_error(L, depth, "infinite, which JSON does not have");
        length = clh_double_text(value, text);
        clh_add(L, into, text, length);
      }
      return;
    case LUA_TSTRING: {
      const char *string = lua_tolstring(L, index, &length);
      clh_charge(L, length / 16);
      clh_write_string(L, into, string, length);
      return;
    }
    case LUA_TTABLE: encode_table(L, index, into, depth, facts); return;
    case LUA_TUSERDATA: encode_userdata(L, index, into, depth, facts); return;
    default: clh_path_error(L, depth, "a function, which no state can hold");
  }
}

void clh_encode(lua_State *L, int index, clh_bytes *into, const char *root, bool facts) {
  clh_of(L)->root = root;
  clh_of(L)->any_order = false;
  encode(L, lua_absindex(L, index), into, 0, facts);
}

void clh_encode_fast(lua_State *L, int index, clh_bytes *into, const char *root) {
  clh_of(L)->root = root;
  clh_of(L)->any_order = true;
  clh_of(L)->members.count = 0;
  encode(L, lua_absindex(L, index), into, 0, false);
}

static int64_t check(lua_State *L, int index, int depth);

/// Whether a value can be shown as it is, and nothing in it need be looked at.
static bool is_plain(lua_State *L, int index) {
  switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TSTRING: return true;
    case LUA_TNUMBER: return lua_isinteger(L, index) || isfinite(lua_tonumber(L, index));
    default: return false;
  }
}

static int64_t check_table(lua_State *L, int index, int depth) {
  clh_host *h = clh_of(L);
  const int top = lua_gettop(L);
  clh_enter_table(L, index, depth);
  if (lua_getmetatable(L, index)) {
    if (lua_topointer(L, -1) != h->marks.array) clh_path_error(L, depth, "a value of the host's, which no state can hold");
    lua_settop(L, top);
  }
  int64_t count = 1, plain = 0;
  bool texts = false, integers = false;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    switch (lua_type(L, -2)) {
      case LUA_TSTRING: texts = true; break;
      case LUA_TNUMBER:
        if (!lua_isinteger(L, -2)) clh_path_error(L, depth, "a float as a key");
        integers = true;
        break;
      default: clh_path_error(L, depth, "a key that is neither text nor number");
    }
    if (is_plain(L, -1)) {
      plain++;
    } else {
      size_t length = 0;
      const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tolstring(L, -2, &length) : NULL;
      clh_set_step(h, depth, key, length, key == NULL ? lua_tointeger(L, -2) : 0);
      count += check(L, lua_gettop(L), depth + 1);
    }
    lua_pop(L, 1);
  }
  clh_charge(L, (uint64_t)plain);
  if (texts && integers) {  // 1 and "1" may both be there
    h->scratch.length = 0;
    encode_table(L, index, &h->scratch, depth, false);
  }
  lua_settop(L, top);
  return count + plain;
}

static int64_t check(lua_State *L, int index, int depth) {
  const clh_host *h = clh_of(L);
  clh_charge(L, 1);
  if (is_plain(L, index)) return 1;
  switch (lua_type(L, index)) {
    case LUA_TTABLE: return check_table(L, index, depth);
    case LUA_TNUMBER: clh_path_error(L, depth, "a number that JSON does not have"); return 0;
    case LUA_TUSERDATA:
      if (lua_touserdata(L, index) == h->marks.null || clh_to_decimal(L, index) != NULL) return 1;
      clh_path_error(L, depth, "an event, or a part of one: copy the fields that you need");
      return 0;
    default: clh_path_error(L, depth, "a function, which no state can hold"); return 0;
  }
}

int64_t clh_check_value(lua_State *L, int index, const char *root) {
  clh_of(L)->root = root;
  clh_of(L)->any_order = false;
  return check(L, lua_absindex(L, index), 0);
}
