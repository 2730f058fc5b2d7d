// Decimals in string.format: exact, or an error. %s is the text, %d a whole number, %.2f rounds half to even to the digits it names.

#include <string.h>

#include "host.h"

/// `%-+08.2f` taken apart. Lua allows two digits each for width and precision.
typedef struct conversion {
  bool left, plus, space, zero;
  size_t width;
  int precision;  ///< Negative: none.
  char letter;
} conversion;

static size_t take_digits(const char *text, size_t length, size_t *at) {
  size_t value = 0;
  while (*at < length && text[*at] >= '0' && text[*at] <= '9' && value < 1000) value = value * 10 + (size_t)(text[(*at)++] - '0');
  return value;
}

/// `*at` stands behind the percent sign, and then behind the letter.
static conversion take_conversion(const char *text, size_t length, size_t *at) {
  conversion c = {.precision = -1};
  for (; *at < length; (*at)++) {
    switch (text[*at]) {
      case '-': c.left = true; continue;
      case '+': c.plus = true; continue;
      case ' ': c.space = true; continue;
      case '0': c.zero = true; continue;
      case '#': continue;
      default: break;
    }
    break;
  }
  c.width = take_digits(text, length, at);
  if (*at < length && text[*at] == '.') {
    (*at)++;
    c.precision = (int)take_digits(text, length, at);
  }
  if (*at < length) c.letter = text[(*at)++];
  return c;
}

static void add_many(luaL_Buffer *b, char byte, size_t count) {
  while (count-- > 0) luaL_addchar(b, byte);
}

/// Pushes a number whose exponent is zero or below, in plain digits.
static void push_digits(lua_State *L, const clh_decimal *d, const conversion *c) {
  const size_t decimals = (size_t)-d->exponent, whole = d->count > decimals ? d->count - decimals : 0;
  const char *sign = d->negative ? "-" : c->plus ? "+" : c->space ? " " : "";
  const size_t size = strlen(sign) + (whole > 0 ? whole : 1) + (decimals > 0 ? decimals + 1 : 0);
  const size_t padding = c->width > size ? c->width - size : 0;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  if (!c->left && !c->zero) add_many(&b, ' ', padding);
  luaL_addstring(&b, sign);
  if (!c->left && c->zero) add_many(&b, '0', padding);
  if (whole > 0) luaL_addlstring(&b, d->bytes, whole);
  else luaL_addchar(&b, '0');
  if (decimals > 0) {
    luaL_addchar(&b, '.');
    add_many(&b, '0', d->count < decimals ? decimals - d->count : 0);
    luaL_addlstring(&b, d->bytes + whole, d->count - whole);
  }
  if (c->left) add_many(&b, ' ', padding);
  luaL_pushresult(&b);
}

/// Replaces the argument by its text. True if it did.
static bool format_number(lua_State *L, int argument, const conversion *c) {
  const clh_decimal *decimal = clh_to_decimal(L, argument);
  // What an integer of 64 bits loses as a float it need not lose here.
  if (decimal == NULL && !(c->letter == 'f' && lua_isinteger(L, argument))) return false;
  const bool whole = c->letter == 'd' || c->letter == 'i';
  if (c->letter == 's') return false;
  if (!whole && c->letter != 'f') {
    luaL_error(L, "string.format: %%%c of a decimal would not be exact; it has %%s, %%d and %%.2f", c->letter == 0 ? ' ' : c->letter);
  }
  if (whole && c->precision >= 0) luaL_error(L, "string.format: %%d of a decimal has no precision");
  if (c->precision > 99 || c->width > 99) luaL_error(L, "string.format: an invalid conversion");
  clh_push_rounded(L, argument, whole ? 0 : c->precision < 0 ? 6 : c->precision);
  const int rounded = lua_gettop(L);
  if (whole) {
    clh_operand before, after;
    clh_operand_at(L, argument, &before);
    clh_operand_at(L, rounded, &after);
    if (clh_compare_operands(&before, &after) != 0) luaL_error(L, "string.format: %%d of a decimal that is no whole number");
  }
  push_digits(L, clh_to_decimal(L, rounded), c);
  lua_replace(L, argument);
  lua_settop(L, rounded - 1);
  return true;
}

void clh_format_decimals(lua_State *L) {
  const int arguments = lua_gettop(L);
  bool any = false;
  for (int i = 2; i <= arguments && !any; i++) any = clh_to_decimal(L, i) != NULL || lua_isinteger(L, i);
  if (!any) return;
  size_t length;
  const char *text = lua_tolstring(L, 1, &length);
  luaL_checkstack(L, 10, "string.format");
  // The new format grows in a Lua string: a luaL_Buffer would stand in the way of what is pushed meanwhile.
  lua_pushstring(L, "");
  int argument = 1;
  for (size_t at = 0; at < length;) {
    const size_t start = at++;
    bool formatted = false;
    if (text[start] == '%' && at < length && text[at] == '%') {
      at++;
    } else if (text[start] == '%') {
      const conversion c = take_conversion(text, length, &at);
      if (++argument <= arguments) formatted = format_number(L, argument, &c);
    } else {
      while (at < length && text[at] != '%') at++;
    }
    if (formatted) lua_pushstring(L, "%s");
    else lua_pushlstring(L, text + start, at - start);
    lua_concat(L, 2);
  }
  lua_replace(L, 1);
}
