// Exact decimal numbers: digits × 10^exponent, immutable, with the text they were written as.

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "host.h"

bool clh_has_metatable(lua_State *L, int index, const void *metatable) {
  if (!lua_getmetatable(L, index)) return false;
  const bool same = lua_topointer(L, -1) == metatable;
  lua_pop(L, 1);
  return same;
}

const clh_decimal *clh_to_decimal(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TUSERDATA || !clh_has_metatable(L, index, clh_of(L)->marks.decimal)) return NULL;
  return lua_touserdata(L, index);
}

static clh_decimal *new_decimal(lua_State *L, size_t digits, size_t text) {
  clh_decimal *d = lua_newuserdatauv(L, sizeof(clh_decimal) + digits + text, 0);
  memset(d, 0, sizeof *d);
  clh_push(L, clh_of(L)->marks.decimal_ref);
  lua_setmetatable(L, -2);
  return d;
}

static size_t digits_from(const char *text, size_t at, size_t length) {
  while (at < length && text[at] >= '0' && text[at] <= '9') at++;
  return at;
}

bool clh_push_decimal(lua_State *L, const char *text, size_t length) {
  const size_t start = length > 0 && text[0] == '-';
  const size_t whole = digits_from(text, start, length);
  if (whole == start || (text[start] == '0' && whole > start + 1)) return false;
  size_t fraction = whole;
  if (whole < length && text[whole] == '.') {
    fraction = digits_from(text, whole + 1, length);
    if (fraction == whole + 1) return false;
  }
  size_t end = fraction;
  int64_t power = 0;
  bool unbounded = false;
  if (end < length && (text[end] | 0x20) == 'e') {
    size_t at = end + 1;
    const bool down = at < length && text[at] == '-';
    if (at < length && (text[at] == '+' || text[at] == '-')) at++;
    end = digits_from(text, at, length);
    if (end == at) return false;
    for (; at < end; at++) {
      power = power * 10 + (text[at] - '0');
      if (power > 1000000000) unbounded = true, power = 0;
    }
    if (down) power = -power;
  }
  if (end != length || length > UINT32_MAX / 4) return false;

  clh_decimal *d = new_decimal(L, length, length);
  d->negative = start == 1;
  d->unbounded = unbounded;
  d->exponent = power - (fraction > whole ? (int64_t)(fraction - whole - 1) : 0);
  uint32_t count = 0;
  for (size_t at = start; at < fraction; at++) {
    if (text[at] != '.' && (count > 0 || text[at] != '0')) d->bytes[count++] = text[at];
  }
  d->count = count;
  if (count == 0) {  // zero has a scale, but no size
    d->unbounded = false;
    if (d->exponent > 0) d->exponent = 0;
    if (d->exponent < -CLH_MAX_DIGITS) d->exponent = -CLH_MAX_DIGITS;
  }
  d->length = (uint32_t)length;
  memcpy(d->bytes + count, text, length);
  return true;
}

/// Plain notation where that stays short, else digits and an exponent.
static size_t write_text(char *into, bool negative, const char *digits, size_t count, int64_t exponent) {
  char *at = into;
  if (negative && count > 0) *at++ = '-';
  const int64_t point = (int64_t)count + exponent;  // digits before the point
  if (count == 0 && exponent >= 0) {
    *at++ = '0';
  } else if (exponent == 0 || (exponent > 0 && point <= 40)) {
    memcpy(at, digits, count);
    memset(at + count, '0', (size_t)exponent);
    at += count + (size_t)exponent;
  } else if (exponent < 0 && point > 0) {
    memcpy(at, digits, (size_t)point);
    at += point;
    *at++ = '.';
    memcpy(at, digits + point, count - (size_t)point);
    at += count - (size_t)point;
  } else if (exponent < 0 && (point > -40 || count == 0)) {
    *at++ = '0';
    *at++ = '.';
    memset(at, '0', (size_t)-point);
    memcpy(at - point, digits, count);
    at += (size_t)-point + count;
  } else {
    memcpy(at, digits, count);
    at += count;
    at += sprintf(at, "e%" PRId64, exponent);
  }
  return (size_t)(at - into);
}

void clh_push_computed(lua_State *L, bool negative, const char *digits, size_t count, int64_t exponent) {
  while (count > 0 && *digits == '0') digits++, count--;
  if (count > CLH_MAX_DIGITS || exponent < -1000000000 || exponent > 1000000000) {
    luaL_error(L, "a decimal of more than %d digits", CLH_MAX_DIGITS);
  }
  if (count == 0 && exponent > 0) exponent = 0;
  if (count == 0 && exponent < -CLH_MAX_DIGITS) exponent = -CLH_MAX_DIGITS;
  const size_t zeros = count == 0 ? (size_t)-exponent : 0;
  clh_decimal *d = new_decimal(L, count, count + zeros + 80);
  d->negative = negative && count > 0;
  d->count = (uint32_t)count;
  d->exponent = exponent;
  memcpy(d->bytes, digits, count);
  d->length = (uint32_t)write_text(d->bytes + count, d->negative, digits, count, exponent);
}

void clh_operand_at(lua_State *L, int index, clh_operand *o) {
  const clh_decimal *d = clh_to_decimal(L, index);
  if (d != NULL) {
    if (d->unbounded) luaL_error(L, "a decimal with so large an exponent cannot be computed with");
    *o = (clh_operand){.negative = d->negative, .digits = d->bytes, .count = d->count, .exponent = d->exponent};
    return;
  }
  if (lua_isinteger(L, index)) {
    const lua_Integer value = lua_tointeger(L, index);
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char *at = o->own + sizeof o->own;
    while (left > 0) *--at = (char)('0' + left % 10), left /= 10;
    o->negative = value < 0;
    o->digits = at;
    o->count = o->own + sizeof o->own - at;
    o->exponent = 0;
    return;
  }
  if (lua_type(L, index) == LUA_TNUMBER) {
    luaL_error(L, "a decimal and a float do not mix: write decimal(\"0.1\") for an exact number");
  }
  luaL_error(L, "a decimal and a %s do not mix", luaL_typename(L, index));
}

static int magnitude(const clh_operand *a, const clh_operand *b) {
  if (a->count == 0 || b->count == 0) return (a->count > 0) - (b->count > 0);
  const int64_t top = a->count + a->exponent, other = b->count + b->exponent;
  if (top != other) return top < other ? -1 : 1;
  const int64_t longest = a->count > b->count ? a->count : b->count;
  for (int64_t i = 0; i < longest; i++) {
    const char x = i < a->count ? a->digits[i] : '0', y = i < b->count ? b->digits[i] : '0';
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

int clh_compare_operands(const clh_operand *a, const clh_operand *b) {
  const bool below = a->negative && a->count > 0, other = b->negative && b->count > 0;
  if (below != other) return below ? -1 : 1;
  return below ? -magnitude(a, b) : magnitude(a, b);
}
