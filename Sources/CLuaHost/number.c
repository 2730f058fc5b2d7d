// A JSON number becomes what holds it exactly: an integer, a float, or a decimal.

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "host.h"

static bool to_integer(const char *text, size_t length, lua_Integer *value) {
  const bool negative = text[0] == '-';
  size_t at = negative;
  if (length - at > 19 || (negative && text[at] == '0')) return false;
  uint64_t sum = 0;
  for (; at < length; at++) {
    if (text[at] < '0' || text[at] > '9') return false;
    sum = sum * 10 + (uint64_t)(text[at] - '0');  // 19 digits fit
  }
  if (sum > (uint64_t)INT64_MAX + negative) return false;
  *value = negative ? (lua_Integer)(0 - sum) : (lua_Integer)sum;
  return true;
}

/// The significant digits of a number's text, without zeros at either end, and the power of ten of the last.
typedef struct shape {
  char digits[20];
  int count;  ///< More than 17: too many for a double, and not kept.
  int64_t exponent;
} shape;

static shape shape_of(const char *text, size_t length) {
  shape s = {.count = 0, .exponent = 0};
  bool after_point = false;
  int zeros = 0;
  size_t at = text[0] == '-';
  for (; at < length && (text[at] | 0x20) != 'e'; at++) {
    if (text[at] == '.') { after_point = true; continue; }
    if (after_point) s.exponent--;
    if (text[at] == '0') {
      if (s.count > 0 && zeros < 1000) zeros++;
      continue;
    }
    for (; zeros > 0 && s.count < 18; zeros--) s.digits[s.count++] = '0';
    zeros = 0;
    if (s.count < 18) s.digits[s.count++] = text[at];
  }
  s.exponent += zeros;
  if (at < length) {
    const bool down = text[++at] == '-';
    if (text[at] == '+' || text[at] == '-') at++;
    int64_t power = 0;
    for (; at < length && power < 1000000; at++) power = power * 10 + (text[at] - '0');
    s.exponent += down ? -power : power;
  }
  if (s.count == 0) s.exponent = 0;
  return s;
}

/// A number written as an integer is held only by a double that also is that very value: 1e23 is the shortest text of another one.
static bool is_the_integer(const char *text, size_t length, double value) {
  char exact[340];
  const int size = snprintf(exact, sizeof exact, "%.0f", value);
  return size > 0 && (size_t)size == length && memcmp(exact, text, length) == 0;
}

/// True if the shortest text of the double is the same number.
static bool holds(const char *text, size_t length, double value) {
  size_t plain = text[0] == '-';
  while (plain < length && text[plain] >= '0' && text[plain] <= '9') plain++;
  if (plain == length && !is_the_integer(text, length, value)) return false;
  const shape written = shape_of(text, length);
  if (written.count == 0) return value == 0;
  if (written.count > 17) return false;
  // Every number of up to 15 digits in the normal range survives a double (DBL_DIG).
  const int64_t top = written.exponent + written.count;
  if (written.count <= 15 && top > -300 && top < 300) return true;
  char shortest[40];
  const shape made = shape_of(shortest, clh_double_text(value, shortest));
  return made.count == written.count && made.exponent == written.exponent &&
         memcmp(made.digits, written.digits, (size_t)made.count) == 0;
}

void clh_push_number(lua_State *L, const char *text, size_t length, bool decimal) {
  lua_Integer integer;
  if (to_integer(text, length, &integer)) {
    lua_pushinteger(L, integer);
    return;
  }
  double value;
  if (!decimal && clh_parse_double(text, length, &value) && holds(text, length, value)) {
    lua_pushnumber(L, value);
    return;
  }
  if (!clh_push_decimal(L, text, length)) luaL_error(L, "not a number");
}
