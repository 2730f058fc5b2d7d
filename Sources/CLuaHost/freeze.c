// A state at rest: bytes that give back exactly the same values. Equal states make equal bytes, whatever made them.
//
//   state = '=' or '&', value; '&' where a table stands in several places
//   value = tag, then: integer, float: 8 bytes, little end first · string, decimal: length, bytes
//           table: 'A' array or 'T' other, length n, n values, count m, m × (key, value) in the order of order.c
//           'R', number: once more the table of that number; they are numbered from 1 as they end
//   length, count, number = 7 bits a byte, low first, the top bit set where more follows
//
// A table that stands in two places is one table again afterwards: else what a handler writes to one of them would be seen in the
// other or not, by the way that the state was come to. Tables that hold themselves cannot be frozen.

#include <stdlib.h>
#include <string.h>

#include "host.h"

static void add_length(lua_State *L, clh_bytes *into, uint64_t value) {
  while (value >= 0x80) {
    clh_add_byte(L, into, (char)(value | 0x80));
    value >>= 7;
  }
  clh_add_byte(L, into, (char)value);
}

static void add_word(lua_State *L, clh_bytes *into, char tag, const void *value) {
  clh_add_byte(L, into, tag);
  clh_add(L, into, value, 8);  // x86-64 and AArch64 put the low byte first; a frozen state stays on its machine
}

static void add_text(lua_State *L, clh_bytes *into, char tag, const char *text, size_t length) {
  clh_add_byte(L, into, tag);
  add_length(L, into, length);
  clh_add(L, into, text, length);
}

/// Where a table stands, or would.
static struct clh_known_table *place_of(const clh_known_tables *known, const void *table) {
  uint64_t hash = ((uint64_t)(uintptr_t)table >> 4) * 0x9E3779B97F4A7C15u;
  size_t at = (size_t)(hash >> 32) & (known->capacity - 1);
  while (known->places[at].table != NULL && known->places[at].table != table) at = (at + 1) & (known->capacity - 1);
  return &known->places[at];
}

static void set_capacity(lua_State *L, clh_known_tables *known, size_t capacity) {
  const clh_known_tables old = *known;
  struct clh_known_table *places = calloc(capacity, sizeof *places);
  if (places == NULL) luaL_error(L, "not enough memory");
  known->places = places;
  known->capacity = capacity;
  for (size_t i = 0; i < old.capacity; i++) {
    if (old.places[i].table != NULL) *place_of(known, old.places[i].table) = old.places[i];
  }
  free(old.places);
}

static void forget_tables(lua_State *L, clh_known_tables *known) {
  const size_t smallest = 16, kept = 1024;  // one large state must not make all small ones dear
  known->count = 0;
  if (known->capacity > 0 && known->capacity <= kept) {
    memset(known->places, 0, known->capacity * sizeof *known->places);
    return;
  }
  free(known->places);
  *known = (clh_known_tables){NULL, 0, 0};
  set_capacity(L, known, smallest);
}

static void know_table(lua_State *L, clh_known_tables *known, const void *table) {
  if ((known->count + 1) * 2 > known->capacity) set_capacity(L, known, known->capacity * 2);
  *place_of(known, table) = (struct clh_known_table){table, ++known->count};
}

static void freeze(lua_State *L, int index, clh_bytes *into, int depth);

static void freeze_key(lua_State *L, clh_bytes *into, const clh_key *key) {
  switch (key->kind) {
    case 0: add_word(L, into, 'i', &key->integer); break;
    case 1: add_word(L, into, 'f', &key->number); break;
    case 2: add_text(L, into, 's', key->text, key->length); break;
    default: clh_add_byte(L, into, key->integer ? '1' : '0');
  }
}

static void freeze_table(lua_State *L, int index, clh_bytes *into, int depth) {
  clh_host *h = clh_of(L);
  const int top = lua_gettop(L);
  clh_enter_table(L, index, depth);
  const void *table = lua_topointer(L, index);
  const struct clh_known_table *known = place_of(&h->frozen_tables, table);
  if (known->table != NULL) {
    h->has_shared_tables = true;
    clh_add_byte(L, into, 'R');
    add_length(L, into, known->number);
    return;
  }
  const bool array = clh_has_metatable(L, index, h->marks.array);
  if (!array && lua_getmetatable(L, index)) clh_path_error(L, depth, "a value of the host's, which no state can hold");
  clh_key few[CLH_FEW_KEYS];
  const clh_keys keys = clh_sorted_keys(L, index, few);
  clh_add_byte(L, into, array ? 'A' : 'T');
  add_length(L, into, (uint64_t)keys.sequence);
  for (int64_t i = 1; i <= keys.sequence; i++) {
    clh_set_step(h, depth, NULL, 0, i);
    lua_rawgeti(L, index, i);
    freeze(L, lua_gettop(L), into, depth + 1);
    lua_pop(L, 1);
  }
  add_length(L, into, keys.count);
  for (size_t i = 0; i < keys.count; i++) {
    const clh_key *key = &keys.keys[i];
    clh_set_step(h, depth, key->kind == 2 ? key->text : NULL, key->length, key->integer);
    freeze_key(L, into, key);
    clh_push_key(L, key);
    lua_rawget(L, index);
    freeze(L, lua_gettop(L), into, depth + 1);
    lua_pop(L, 1);
  }
  know_table(L, &h->frozen_tables, table);
  lua_settop(L, top);
}

static void freeze(lua_State *L, int index, clh_bytes *into, int depth) {
  clh_host *h = clh_of(L);
  clh_charge(L, 1);
  switch (lua_type(L, index)) {
    case LUA_TNIL: clh_add_byte(L, into, 'n'); return;
    case LUA_TBOOLEAN: clh_add_byte(L, into, lua_toboolean(L, index) ? '1' : '0'); return;
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) {
        const lua_Integer value = lua_tointeger(L, index);
        add_word(L, into, 'i', &value);
      } else {
        const lua_Number value = lua_tonumber(L, index);
        add_word(L, into, 'f', &value);
      }
      return;
    case LUA_TSTRING: {
      size_t length;
      const char *text = lua_tolstring(L, index, &length);
      add_text(L, into, 's', text, length);
      return;
    }
    case LUA_TTABLE: freeze_table(L, index, into, depth); return;
    case LUA_TUSERDATA: {
      const clh_decimal *decimal = clh_to_decimal(L, index);
      if (decimal != NULL) add_text(L, into, 'd', decimal->bytes + decimal->count, decimal->length);
      else if (lua_touserdata(L, index) == h->marks.null) clh_add_byte(L, into, 'z');
      else clh_path_error(L, depth, "an event, or a part of one: copy the fields that you need");
      return;
    }
    default: clh_path_error(L, depth, "a function, which no state can hold");
  }
}

void clh_freeze_value(lua_State *L, int index, clh_bytes *into, const char *root) {
  clh_host *h = clh_of(L);
  h->root = root;
  h->has_shared_tables = false;
  forget_tables(L, &h->frozen_tables);
  const size_t start = into->length;
  clh_add_byte(L, into, '=');
  freeze(L, lua_absindex(L, index), into, 0);
  if (h->has_shared_tables) into->data[start] = '&';
}
