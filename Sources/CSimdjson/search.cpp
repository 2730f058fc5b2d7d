// Finds a text in the bytes of JSON records without parsing them: as it is written, and where it may be written with escapes.
#include <algorithm>
#include <cstring>
#include <new>
#include <string>

#include "CSimdjson.h"
#include "escapes.h"

struct csj_text {
  std::string wanted;
  bool holds[256] = {};  // Which bytes occur in it.
  bool nested;           // Whether a backslash that is escaped itself may begin another escape.
};

namespace {

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
    if (text->nested && found.count > 0 && found.bytes[0] == '\\') return size_t(at - start);
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
