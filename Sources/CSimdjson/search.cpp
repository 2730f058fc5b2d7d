// Finds a text in the bytes of JSON records without parsing them: as it is written, and where it may be written with escapes.
#include <algorithm>
#include <cstring>
#include <new>
#include <string>

#include "CSimdjson.h"

struct csj_text {
  std::string wanted;
  bool holds[256] = {};  // Which bytes occur in it.
  bool nested;           // Whether a backslash that is escaped itself may begin another escape.
};

namespace {

int digit(uint8_t byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  byte |= 0x20;
  return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

// Of four hexadecimal digits; -1 where they are none.
int32_t unit(const uint8_t *at, const uint8_t *end) {
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

void encode(uint32_t scalar, Decoded &to) {
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
Decoded decode(const uint8_t *at, const uint8_t *end) {
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

// Whether the decoded text from `at` on begins with `wanted`.
bool begins(const uint8_t *at, const uint8_t *end, const uint8_t *wanted, size_t count) {
  while (count > 0) {
    if (at >= end) return false;
    if (*at != '\\') {
      if (*at++ != *wanted++) return false;
      count--;
      continue;
    }
    Decoded found = decode(at, end);
    if (found.count == 0) return false;
    size_t same = std::min(size_t(found.count), count);
    if (std::memcmp(found.bytes, wanted, same) != 0) return false;
    wanted += same;
    count -= same;
    at += found.written;
  }
  return true;
}

// Whether the decoded text before `at` may end with `wanted`. What stands there can often be read in two ways from its end, and then
// the answer is yes.
bool may_end(const uint8_t *start, const uint8_t *at, const uint8_t *wanted, size_t count) {
  while (count > 0) {
    if (at == start) return true;
    for (int back = 2; back <= 6; back++)
      if (at - start >= back && at[-back] == '\\') return true;
    if (at[-1] == '\\' || at[-1] != wanted[count - 1]) return at[-1] == '\\';
    at--;
    count--;
  }
  return true;
}

}  // namespace

extern "C" {

csj_text *csj_text_new(const uint8_t *wanted, size_t count, bool nested) {
  auto *text = new (std::nothrow) csj_text;
  if (!text) return nullptr;
  text->wanted.assign(reinterpret_cast<const char *>(wanted), count);
  for (size_t i = 0; i < count; i++) text->holds[wanted[i]] = true;
  text->nested = nested;
  return text;
}

void csj_text_free(csj_text *text) { delete text; }

size_t csj_text_plain(const csj_text *text, const uint8_t *bytes, size_t length, size_t from) {
  if (from >= length) return length;
  const void *found = memmem(bytes + from, length - from, text->wanted.data(), text->wanted.size());
  return found ? size_t(static_cast<const uint8_t *>(found) - bytes) : length;
}

size_t csj_text_escaped(const csj_text *text, const uint8_t *bytes, size_t length, size_t from, size_t to) {
  const uint8_t *start = bytes, *end = bytes + length, *stop = bytes + std::min(to, length);
  const auto *wanted = reinterpret_cast<const uint8_t *>(text->wanted.data());
  size_t count = text->wanted.size();
  const uint8_t *at = bytes + from;
  while (at < stop) {
    // Escapes often stand close together: a few bytes are looked at before the search for the next is begun anew.
    const uint8_t *near = std::min(at + 16, stop);
    while (at < near && *at != '\\') at++;
    if (at == near) {
      if (at == stop) return to;
      at = static_cast<const uint8_t *>(std::memchr(at, '\\', size_t(stop - at)));
      if (!at) return to;
    }
    // Every backslash is taken for the first of an escape: whether it is the second of one is not asked.
    Decoded found = decode(at, end);
    if (text->nested && at + 1 < end && at[1] == '\\') return size_t(at - start);
    if (found.count > 0 && text->holds[found.bytes[0]]) {
      for (size_t place = 0; place < count; place++) {
        size_t same = std::min(size_t(found.count), count - place);
        if (std::memcmp(wanted + place, found.bytes, same) != 0) continue;
        if (begins(at + found.written, end, wanted + place + same, count - place - same) && may_end(start, at, wanted, place))
          return size_t(at - start);
      }
    }
    at++;
  }
  return to;
}

}  // extern "C"

const void *csj_search(const void *bytes, size_t length, const void *wanted, size_t count) {
  return memmem(bytes, length, wanted, count);
}
