// Sums, products and quotients of decimals, digit by digit. Costs are charged as steps.

#include <stdlib.h>
#include <string.h>

#include "host.h"

static char digit_at(const clh_operand *o, int64_t power) {
  const int64_t at = o->count - 1 - (power - o->exponent);
  return at >= 0 && at < o->count ? (char)(o->digits[at] - '0') : 0;
}

static char *scratch(lua_State *L, int64_t size) {
  if (size > 4 * CLH_MAX_DIGITS) luaL_error(L, "a decimal of more than %d digits", CLH_MAX_DIGITS);
  clh_bytes *bytes = &clh_of(L)->scratch;
  bytes->length = 0;
  return clh_reserve(L, bytes, (size_t)size + 1);
}

static int sum(lua_State *L, bool subtract) {
  clh_operand a, b;
  clh_operand_at(L, 1, &a);
  clh_operand_at(L, 2, &b);
  if (subtract) b.negative = !b.negative;
  const int64_t low = a.exponent < b.exponent ? a.exponent : b.exponent;
  const int64_t top_a = a.count + a.exponent, top_b = b.count + b.exponent;
  const int64_t width = (top_a > top_b ? top_a : top_b) - low + 1;
  if (width > CLH_MAX_DIGITS) luaL_error(L, "a decimal of more than %d digits", CLH_MAX_DIGITS);
  clh_charge(L, (uint64_t)width / 16);
  char *digits = scratch(L, width);

  const bool same = a.negative == b.negative;
  clh_operand x = a, y = b;
  x.negative = y.negative = false;
  const bool swapped = !same && clh_compare_operands(&x, &y) < 0;
  // An operand that is a small integer keeps its digits in itself: pointers, not copies.
  const clh_operand *larger = swapped ? &b : &a, *smaller = swapped ? &a : &b;
  int carry = 0;
  for (int64_t i = 0; i < width; i++) {
    int digit = digit_at(larger, low + i) + (same ? digit_at(smaller, low + i) : -digit_at(smaller, low + i)) + carry;
    carry = 0;
    if (digit > 9) digit -= 10, carry = 1;
    if (digit < 0) digit += 10, carry = -1;
    digits[width - 1 - i] = (char)('0' + digit);
  }
  clh_push_computed(L, larger->negative, digits, (size_t)width, low);
  return 1;
}

int clh_decimal_add(lua_State *L) { return sum(L, false); }
int clh_decimal_subtract(lua_State *L) { return sum(L, true); }

int clh_decimal_multiply(lua_State *L) {
  clh_operand a, b;
  clh_operand_at(L, 1, &a);
  clh_operand_at(L, 2, &b);
  const int64_t width = a.count + b.count;
  if (width > CLH_MAX_DIGITS) luaL_error(L, "a decimal of more than %d digits", CLH_MAX_DIGITS);
  clh_charge(L, (uint64_t)(a.count * b.count) / 16);
  char *digits = scratch(L, width);
  memset(digits, 0, (size_t)width);
  for (int64_t i = a.count - 1; i >= 0; i--) {
    int carry = 0;
    const int factor = a.digits[i] - '0';
    for (int64_t j = b.count - 1; j >= 0; j--) {
      const int value = digits[i + j + 1] + factor * (b.digits[j] - '0') + carry;
      digits[i + j + 1] = (char)(value % 10);
      carry = value / 10;
    }
    digits[i] = (char)carry;
  }
  for (int64_t i = 0; i < width; i++) digits[i] = (char)(digits[i] + '0');
  clh_push_computed(L, a.negative != b.negative, digits, (size_t)width, a.exponent + b.exponent);
  return 1;
}

/// rest = rest × 10 + next, in place, most significant digit first, `size` digits.
static void shift_in(char *rest, int64_t size, char next) {
  memmove(rest, rest + 1, (size_t)size - 1);
  rest[size - 1] = next;
}

static bool take(char *rest, const char *divisor, int64_t size) {
  if (memcmp(rest, divisor, (size_t)size) < 0) return false;
  int borrow = 0;
  for (int64_t i = size - 1; i >= 0; i--) {
    int digit = rest[i] - divisor[i] - borrow;
    borrow = digit < 0;
    rest[i] = (char)(digit + (borrow ? 10 : 0));
  }
  return true;
}

enum rounding { half_even, half_up, down };

static bool rounds_up(enum rounding rounding, char *rest, const char *divisor, int64_t size, bool odd) {
  if (rounding == down) return false;
  int carry = 0;
  for (int64_t i = size - 1; i >= 0; i--) {  // rest × 2; the first digit of both is a zero, so that it fits
    const int digit = rest[i] * 2 + carry;
    carry = digit > 9;
    rest[i] = (char)(digit % 10);
  }
  const int order = memcmp(rest, divisor, (size_t)size);
  return order > 0 || (order == 0 && (rounding == half_up || odd));
}

static int divide(lua_State *L, const clh_operand *a, const clh_operand *b, lua_Integer scale, enum rounding rounding) {
  if (b->count == 0) return luaL_error(L, "a decimal divided by zero");
  if (scale < 0 || scale > 1000) return luaL_error(L, "the scale of a quotient is 0 to 1000 digits");
  const int64_t shift = a->exponent - b->exponent + scale;
  const int64_t length = a->count + (shift > 0 ? shift : 0);             // the dividend, with zeros behind
  const int64_t size = b->count + (shift < 0 ? -shift : 0) + 1;          // the divisor likewise, a zero in front
  if (a->count == 0 || size > length + 2) {  // less than a tenth of a unit in the last place
    clh_push_computed(L, false, "", 0, -scale);
    return 1;
  }
  if (length > CLH_MAX_DIGITS || size > CLH_MAX_DIGITS) return luaL_error(L, "a decimal of more than %d digits", CLH_MAX_DIGITS);
  clh_charge(L, (uint64_t)(length * size) / 4);
  char *digits = scratch(L, length + 1 + 2 * size), *rest = digits + length + 1, *divisor = rest + size;
  memset(rest, 0, (size_t)size * 2);
  for (int64_t i = 0; i < b->count; i++) divisor[i + 1] = (char)(b->digits[i] - '0');
  digits[0] = 0;
  for (int64_t i = 0; i < length; i++) {
    shift_in(rest, size, i < a->count ? (char)(a->digits[i] - '0') : 0);
    char count = 0;
    while (take(rest, divisor, size)) count++;
    digits[i + 1] = count;
  }
  if (rounds_up(rounding, rest, divisor, size, digits[length] & 1)) {
    int64_t at = length;
    while (digits[at] == 9) digits[at--] = 0;
    digits[at]++;
  }
  for (int64_t i = 0; i <= length; i++) digits[i] = (char)(digits[i] + '0');
  clh_push_computed(L, a->negative != b->negative, digits, (size_t)length + 1, -scale);
  return 1;
}

void clh_push_rounded(lua_State *L, int index, int decimals) {
  clh_operand a, one = {.digits = "1", .count = 1};
  clh_operand_at(L, index, &a);
  divide(L, &a, &one, decimals, half_even);
}

static const char *const modes[] = {"half_even", "half_up", "down", NULL};

int clh_decimal_divide(lua_State *L) {
  clh_operand a, b;
  clh_operand_at(L, 1, &a);
  clh_operand_at(L, 2, &b);
  return divide(L, &a, &b, luaL_checkinteger(L, 3), (enum rounding)luaL_checkoption(L, 4, "half_even", modes));
}

int clh_decimal_round(lua_State *L) {
  clh_operand a, one = {.digits = "1", .count = 1};
  clh_operand_at(L, 1, &a);
  return divide(L, &a, &one, luaL_checkinteger(L, 2), (enum rounding)luaL_checkoption(L, 3, "half_even", modes));
}
