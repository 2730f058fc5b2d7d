// The way back from freeze.c. Bytes may come from a file: everything is checked, and damage is an error.

#include <string.h>

#include "host.h"

/// A key that was read lately, and where on the stack it lies: the small tables of a state mostly have the same few.
typedef struct recent_key {
  const char *bytes;
  size_t length;
} recent_key;

typedef struct reader {
  lua_State *L;
  const char *at, *end;
  int tables;  ///< Where on the stack the tables are listed that have ended; 0 where none stands in several places.
  uint64_t count;
  recent_key recent[CLH_FEW_KEYS];
  int first_recent;  ///< Where on the stack the first of them lies.
} reader;

static void damaged(const reader *r) { luaL_error(r->L, "a frozen state that is damaged"); }

static char take_byte(reader *r) {
  if (r->at == r->end) damaged(r);
  return *r->at++;
}

static uint64_t take_number(reader *r) {
  uint64_t value = 0;
  for (int shift = 0; shift < 63; shift += 7) {
    const unsigned char byte = (unsigned char)take_byte(r);
    value |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  damaged(r);
  return 0;
}

static uint64_t take_length(reader *r) {
  const uint64_t value = take_number(r);
  // Each element takes a byte at least, so no count can exceed what is left.
  if (value > (uint64_t)(r->end - r->at)) damaged(r);
  return value;
}

static const char *take(reader *r, size_t length) {
  if (length > (size_t)(r->end - r->at)) damaged(r);
  const char *start = r->at;
  r->at += length;
  return start;
}

static void thaw(reader *r, int depth);

/// Pushes a member's key. `place` is the member's among those of its table.
static void thaw_key(reader *r, uint64_t place, int depth) {
  lua_State *L = r->L;
  if (place >= CLH_FEW_KEYS || r->at == r->end || *r->at != 's') {
    thaw(r, depth);
    return;
  }
  r->at++;
  const size_t length = take_length(r);
  const char *bytes = take(r, length);
  recent_key *recent = &r->recent[place];
  const int at = r->first_recent + (int)place;
  if (recent->bytes != NULL && recent->length == length && memcmp(recent->bytes, bytes, length) == 0) {
    lua_pushvalue(L, at);
    return;
  }
  lua_pushlstring(L, bytes, length);
  lua_pushvalue(L, -1);
  lua_replace(L, at);
  *recent = (recent_key){bytes, length};
}

static void thaw_table(reader *r, bool array, int depth) {
  lua_State *L = r->L;
  if (depth >= CLH_MAX_DEPTH) damaged(r);
  luaL_checkstack(L, 8, "a nested value");
  const uint64_t sequence = take_length(r);
  if (sequence > INT32_MAX / 2) damaged(r);
  // Where no element comes before them, the members are counted beforehand: the table then need not grow.
  uint64_t count = sequence == 0 ? take_length(r) : 0;
  if (count > INT32_MAX / 2) damaged(r);
  lua_createtable(L, (int)sequence, (int)count);
  const int table = lua_gettop(L);
  for (uint64_t i = 1; i <= sequence; i++) {
    thaw(r, depth + 1);
    lua_rawseti(L, table, (lua_Integer)i);
  }
  if (sequence > 0) count = take_length(r);
  for (uint64_t i = 0; i < count; i++) {
    thaw_key(r, i, depth + 1);
    const int kind = lua_type(L, -1);
    if (kind != LUA_TSTRING && kind != LUA_TNUMBER && kind != LUA_TBOOLEAN) damaged(r);
    if (kind == LUA_TNUMBER && lua_tonumber(L, -1) != lua_tonumber(L, -1)) damaged(r);
    thaw(r, depth + 1);
    lua_rawset(L, table);
  }
  if (array) {
    clh_push(L, clh_of(L)->marks.array_ref);
    lua_setmetatable(L, table);
  }
  if (r->tables != 0) {
    lua_pushvalue(L, table);
    lua_rawseti(L, r->tables, (lua_Integer)++r->count);
  }
}

/// Only tables that have ended are listed: none can come to hold itself.
static void thaw_again(reader *r) {
  const uint64_t number = take_number(r);
  if (r->tables == 0 || number < 1 || number > r->count) damaged(r);
  lua_rawgeti(r->L, r->tables, (lua_Integer)number);
}

static void thaw(reader *r, int depth) {
  lua_State *L = r->L;
  const char tag = take_byte(r);
  switch (tag) {
    case 'n': lua_pushnil(L); return;
    case '0': lua_pushboolean(L, 0); return;
    case '1': lua_pushboolean(L, 1); return;
    case 'z': clh_push(L, clh_of(L)->marks.null_ref); return;
    case 'i': {
      lua_Integer value;
      memcpy(&value, take(r, 8), 8);
      lua_pushinteger(L, value);
      return;
    }
    case 'f': {
      lua_Number value;
      memcpy(&value, take(r, 8), 8);
      lua_pushnumber(L, value);
      return;
    }
    case 's': {
      const size_t length = take_length(r);
      lua_pushlstring(L, take(r, length), length);
      return;
    }
    case 'd': {
      const size_t length = take_length(r);
      if (!clh_push_decimal(L, take(r, length), length)) damaged(r);
      return;
    }
    case 'A':
    case 'T': thaw_table(r, tag == 'A', depth); return;
    case 'R': thaw_again(r); return;
    default: damaged(r);
  }
}

void clh_thaw_value(lua_State *L, clh_text frozen) {
  reader r = {.L = L, .at = frozen.bytes, .end = frozen.bytes + frozen.length};
  const char kind = take_byte(&r);
  if (kind != '=' && kind != '&') damaged(&r);
  if (kind == '&') {
    lua_newtable(L);
    r.tables = lua_gettop(L);
  }
  luaL_checkstack(L, CLH_FEW_KEYS + 2, "a state");
  const int bottom = r.tables != 0 ? r.tables : lua_gettop(L) + 1;
  r.first_recent = lua_gettop(L) + 1;
  for (int i = 0; i < CLH_FEW_KEYS; i++) lua_pushnil(L);
  thaw(&r, 0);
  if (r.at != r.end) damaged(&r);
  lua_replace(L, bottom);
  lua_settop(L, bottom);
}
