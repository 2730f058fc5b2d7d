#include "scalars.h"

#include "CSimdjson.h"

namespace csj {
namespace {

bool digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

int hex(uint8_t byte) {
  if (digit(byte)) return byte - '0';
  const uint8_t lower = byte | 0x20;
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The length of the well-formed UTF-8 sequence at `at` (Unicode, table 3-7), or 0.
size_t sequence(const uint8_t *text, size_t at, size_t length) {
  const uint8_t lead = text[at];
  if (lead < 0x80) return 1;
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + size > length) return 0;
  const uint8_t second = text[at + 1];
  const uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (second < low || second > high) return 0;
  for (size_t i = 2; i < size; i++) {
    if ((text[at + i] & 0xC0) != 0x80) return 0;
  }
  return size;
}

size_t encode(uint32_t scalar, uint8_t *into) {
  if (scalar < 0x80) { into[0] = uint8_t(scalar); return 1; }
  if (scalar < 0x800) { into[0] = uint8_t(0xC0 | scalar >> 6); into[1] = uint8_t(0x80 | (scalar & 63)); return 2; }
  if (scalar < 0x10000) {
    into[0] = uint8_t(0xE0 | scalar >> 12);
    into[1] = uint8_t(0x80 | (scalar >> 6 & 63));
    into[2] = uint8_t(0x80 | (scalar & 63));
    return 3;
  }
  into[0] = uint8_t(0xF0 | scalar >> 18);
  into[1] = uint8_t(0x80 | (scalar >> 12 & 63));
  into[2] = uint8_t(0x80 | (scalar >> 6 & 63));
  into[3] = uint8_t(0x80 | (scalar & 63));
  return 4;
}

uint32_t four_hex(const uint8_t *text) {
  uint32_t unit = 0;
  for (int i = 0; i < 4; i++) unit = unit << 4 | uint32_t(hex(text[i]));
  return unit;
}

}  // namespace

bool ends_scalar(const uint8_t *text, size_t at, size_t length) {
  if (at >= length) return true;
  switch (text[at]) {
    case ' ': case '\t': case '\n': case '\r': case ',': case ':': case ']': case '}': case '[': case '{': return true;
    default: return false;
  }
}

size_t escape_size(const uint8_t *text, size_t at, size_t length) {
  switch (at + 1 < length ? text[at + 1] : 0) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 2;
    case 'u':
      for (size_t i = 2; i < 6; i++) {
        if (at + i >= length || hex(text[at + i]) < 0) return 0;
      }
      return 6;
    default: return 0;
  }
}

size_t scan_string(const uint8_t *text, size_t start, size_t length, bool &escaped, size_t &bad) {
  size_t at = start + 1;
  while (at < length) {
    const uint8_t byte = text[at];
    if (byte == '"') return at + 1;
    if (byte != '\\') { at++; continue; }
    escaped = true;
    const size_t size = escape_size(text, at, length);
    if (size == 0) { bad = at; return 0; }
    at += size;
  }
  bad = start;
  return 0;
}

size_t scan_number(const uint8_t *text, size_t start, size_t length, size_t &bad) {
  size_t at = start;
  const auto digits = [&] {
    const size_t first = at;
    while (at < length && digit(text[at])) at++;
    return at > first;
  };
  if (text[at] == '-') at++;
  if (at < length && text[at] == '0') at++;
  else if (!digits()) { bad = at; return 0; }
  if (at < length && text[at] == '.') {
    at++;
    if (!digits()) { bad = at; return 0; }
  }
  if (at < length && (text[at] | 0x20) == 'e') {
    at++;
    if (at < length && (text[at] == '+' || text[at] == '-')) at++;
    if (!digits()) { bad = at; return 0; }
  }
  if (!ends_scalar(text, at, length)) { bad = at; return 0; }
  return at;
}

size_t locate(int error, const uint8_t *text, size_t length) {
  size_t opened = 0;
  bool inside = false;
  bool escaped = false;  // outside strings too, as stage 1 has it
  for (size_t at = 0; at < length;) {
    const size_t size = sequence(text, at, length);
    if (size == 0 && error == csj_error_utf8) return at;
    const uint8_t byte = text[at];
    if (inside && byte < 0x20 && error == csj_error_control_character) return at;
    if (escaped) {
      escaped = false;
    } else if (byte == '\\') {
      escaped = true;
    } else if (byte == '"') {
      inside = !inside;
      if (inside) opened = at;
    }
    at += size == 0 ? 1 : size;
  }
  return error == csj_error_unclosed_string ? opened : 0;
}

}  // namespace csj

size_t csj_unescape(const uint8_t *text, size_t length, uint8_t *into) {
  size_t made = 0;
  for (size_t at = 0; at < length;) {
    if (text[at] != '\\') { into[made++] = text[at++]; continue; }
    const uint8_t what = text[at + 1];
    at += 2;
    switch (what) {
      case 'b': into[made++] = '\b'; break;
      case 'f': into[made++] = '\f'; break;
      case 'n': into[made++] = '\n'; break;
      case 'r': into[made++] = '\r'; break;
      case 't': into[made++] = '\t'; break;
      case 'u': {
        uint32_t scalar = csj::four_hex(text + at);
        at += 4;
        if (scalar >= 0xD800 && scalar < 0xDC00 && at + 6 <= length && text[at] == '\\' && text[at + 1] == 'u') {
          const uint32_t low = csj::four_hex(text + at + 2);
          if (low >= 0xDC00 && low < 0xE000) {
            scalar = 0x10000 + ((scalar - 0xD800) << 10) + (low - 0xDC00);
            at += 6;
          }
        }
        made += csj::encode(scalar, into + made);
        break;
      }
      default: into[made++] = what;
    }
  }
  return made;
}
