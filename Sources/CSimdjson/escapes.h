// What the escapes of JSON strings stand for.
#pragma once

#include <cstddef>
#include <cstdint>

namespace {

inline int digit(uint8_t byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  byte |= 0x20;
  return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

// Of four hexadecimal digits; -1 where they are none.
inline int32_t unit(const uint8_t *at, const uint8_t *end) {
  if (end - at < 4) return -1;
  int32_t value = 0;
  for (int i = 0; i < 4; i++) {
    int d = digit(at[i]);
    if (d < 0) return -1;
    value = value << 4 | d;
  }
  return value;
}

struct Decoded {
  uint8_t bytes[4];
  int count;    // 0: no escape.
  int written;  // How long the escape is.
};

inline void encode(uint32_t scalar, Decoded &to) {
  if (scalar < 0x80) {
    to.bytes[0] = uint8_t(scalar);
    to.count = 1;
  } else if (scalar < 0x800) {
    to.bytes[0] = uint8_t(0xC0 | scalar >> 6);
    to.bytes[1] = uint8_t(0x80 | (scalar & 0x3F));
    to.count = 2;
  } else if (scalar < 0x10000) {
    to.bytes[0] = uint8_t(0xE0 | scalar >> 12);
    to.bytes[1] = uint8_t(0x80 | (scalar >> 6 & 0x3F));
    to.bytes[2] = uint8_t(0x80 | (scalar & 0x3F));
    to.count = 3;
  } else {
    to.bytes[0] = uint8_t(0xF0 | scalar >> 18);
    to.bytes[1] = uint8_t(0x80 | (scalar >> 12 & 0x3F));
    to.bytes[2] = uint8_t(0x80 | (scalar >> 6 & 0x3F));
    to.bytes[3] = uint8_t(0x80 | (scalar & 0x3F));
    to.count = 4;
  }
}

// The escape whose backslash stands at `at`.
inline Decoded decode(const uint8_t *at, const uint8_t *end) {
  Decoded found = {{0}, 0, 2};
  if (end - at < 2) return found;
  uint8_t byte;
  switch (at[1]) {
    case '"': case '\\': case '/': byte = at[1]; break;
    case 'b': byte = '\b'; break;
    case 'f': byte = '\f'; break;
    case 'n': byte = '\n'; break;
    case 'r': byte = '\r'; break;
    case 't': byte = '\t'; break;
    case 'u': {
      int32_t first = unit(at + 2, end);
      if (first < 0) return found;
      found.written = 6;
      if (first >= 0xD800 && first < 0xDC00 && end - at >= 12 && at[6] == '\\' && at[7] == 'u') {
        int32_t second = unit(at + 8, end);
        if (second >= 0xDC00 && second < 0xE000) {
          encode(uint32_t(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)), found);
          found.written = 12;
          return found;
        }
      }
      encode(uint32_t(first), found);
      return found;
    }
    default: return found;
  }
  found.bytes[0] = byte;
  found.count = 1;
  return found;
}

}  // namespace
