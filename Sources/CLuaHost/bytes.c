// Growing bytes, and JSON strings.

#include <stdlib.h>
#include <string.h>

#include "host.h"

void *clh_grow(lua_State *L, void *block, size_t size) {
  void *moved = realloc(block, size);
  if (moved == NULL) luaL_error(L, "not enough memory");
  return moved;
}

char *clh_reserve(lua_State *L, clh_bytes *bytes, size_t more) {
  if (more > bytes->capacity - bytes->length) {
    const size_t cap = clh_of(L)->cap;
    if (more > cap || bytes->length > cap - more) luaL_error(L, "larger than the memory limit of %I bytes", (LUAI_UACINT)cap);
    size_t grown = bytes->capacity + bytes->capacity / 2;
    if (grown < bytes->length + more) grown = bytes->length + more;
    if (grown < 256) grown = 256;
    bytes->data = clh_grow(L, bytes->data, grown);
    bytes->capacity = grown;
  }
  return bytes->data + bytes->length;
}

void clh_add(lua_State *L, clh_bytes *bytes, const void *data, size_t length) {
  if (length == 0) return;
  memcpy(clh_reserve(L, bytes, length), data, length);
  bytes->length += length;
}

void clh_add_byte(lua_State *L, clh_bytes *bytes, char byte) {
  *clh_reserve(L, bytes, 1) = byte;
  bytes->length++;
}

void clh_add_integer(lua_State *L, clh_bytes *bytes, int64_t value) {
  char digits[20];
  size_t at = sizeof digits;
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  do digits[--at] = (char)('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0) digits[--at] = '-';
  clh_add(L, bytes, digits + at, sizeof digits - at);
}

/// A copy on the C heap that ends in NUL as well.
clh_text clh_copy_text(lua_State *L, const char *bytes, size_t length) {
  char *copy = clh_grow(L, NULL, length + 1);
  memcpy(copy, bytes, length);
  copy[length] = 0;
  return (clh_text){copy, length};
}

static void add_escape(lua_State *L, clh_bytes *bytes, unsigned unit) {
  static const char digits[] = "0123456789abcdef";
  const char text[6] = {'\\', 'u', digits[unit >> 12 & 15], digits[unit >> 8 & 15], digits[unit >> 4 & 15], digits[unit & 15]};
  clh_add(L, bytes, text, sizeof text);
}

/// The length of the well-formed sequence at `text` (Unicode, table 3-7), or 0. A surrogate counts (WTF-8) and sets `unit`.
static size_t sequence(const unsigned char *text, size_t left, unsigned *unit) {
  const unsigned char lead = text[0];
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || size > left) return 0;
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xF4 ? 0x8F : 0xBF;
  if (text[1] < low || text[1] > high) return 0;
  for (size_t i = 2; i < size; i++) {
    if ((text[i] & 0xC0) != 0x80) return 0;
  }
  *unit = lead == 0xED && text[1] >= 0xA0 ? 0xD000u | (text[1] & 0x3Fu) << 6 | (text[2] & 0x3Fu)
          : lead == 0xC2 && text[1] < 0xA0 ? text[1]
                                           : 0;
  return size;
}

/// A character that stands for itself in a JSON string, and is no control character.
static inline bool is_plain(unsigned char byte) { return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\'; }

/// How many bytes at the beginning are plain, told eight at a time.
static size_t plain_length(const char *text, size_t length) {
  const uint64_t ones = 0x0101010101010101, tops = ones * 0x80;
  size_t at = 0;
  for (; at + 8 <= length; at += 8) {
    uint64_t word;
    memcpy(&word, text + at, 8);
    // Each zero byte of the first three becomes a top bit, as does each byte below 0x20; some behind it may be wrong, none before it.
    const uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\', del = word ^ ones * 0x7F;
    const uint64_t odd = ((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((del - ones) & ~del) | (word - ones * 0x20) | word;
    if ((odd & tops) != 0) break;
  }
  while (at < length && is_plain((unsigned char)text[at])) at++;
  return at;
}

/// In quotes, with every control character (C1 too) escaped. A lone surrogate goes back to its escape; a byte that is no
/// UTF-8 becomes U+FFFD.
void clh_write_string(lua_State *L, clh_bytes *bytes, const char *text, size_t length) {
  const size_t plain = plain_length(text, length);
  if (plain == length) {
    char *place = clh_reserve(L, bytes, length + 2);
    place[0] = '"';
    memcpy(place + 1, text, length);
    place[length + 1] = '"';
    bytes->length += length + 2;
    return;
  }
  clh_add_byte(L, bytes, '"');
  size_t done = 0;
  for (size_t at = plain; at < length;) {
    const unsigned char byte = (unsigned char)text[at];
    if (is_plain(byte)) { at++; continue; }
    unsigned unit = 0;
    const size_t size = byte < 0x80 ? 1 : sequence((const unsigned char *)text + at, length - at, &unit);
    if (size > 1 && unit == 0) { at += size; continue; }
    clh_add(L, bytes, text + done, at - done);
    switch (byte) {
      case '"': clh_add(L, bytes, "\\\"", 2); break;
      case '\\': clh_add(L, bytes, "\\\\", 2); break;
      case '\b': clh_add(L, bytes, "\\b", 2); break;
      case '\t': clh_add(L, bytes, "\\t", 2); break;
      case '\n': clh_add(L, bytes, "\\n", 2); break;
      case '\f': clh_add(L, bytes, "\\f", 2); break;
      case '\r': clh_add(L, bytes, "\\r", 2); break;
      default:
        if (size == 0) clh_add(L, bytes, "\xEF\xBF\xBD", 3);
        else add_escape(L, bytes, size == 1 ? byte : unit);
    }
    at += size == 0 ? 1 : size;
    done = at;
  }
  clh_add(L, bytes, text + done, length - done);
  clh_add_byte(L, bytes, '"');
}
