// Reads the record around an event without parsing it whole: one walk over its bytes finds where each role begins and ends, and
// checks that it is the event that the index speaks of. What lies inside a value is left to whoever looks at it.

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "include/CSimdjson.h"

typedef struct skim {
  const char *text;
  size_t at, end;
  bool escaped;  ///< The string that was passed over last has a backslash.
} skim;

static void pass_space(skim *s) {
  while (s->at < s->end && (unsigned char)s->text[s->at] <= ' ') s->at++;
}

/// From the first byte inside a string to the one behind its closing quote.
static bool pass_string(skim *s) {
  s->escaped = false;
  for (;;) {
#ifdef __SSE2__
    while (s->at + 16 <= s->end) {
      const __m128i block = _mm_loadu_si128((const __m128i *)(s->text + s->at));
      const int found = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')), _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'))));
      if (found != 0) {
        s->at += (size_t)__builtin_ctz((unsigned)found);
        break;
      }
      s->at += 16;
    }
#endif
    while (s->at < s->end && s->text[s->at] != '"' && s->text[s->at] != '\\') s->at++;
    if (s->at >= s->end) return false;
    if (s->text[s->at] == '"') {
      s->at++;
      return true;
    }
    s->escaped = true;
    s->at += 2;
  }
}

/// From the byte behind an opening bracket to the one behind its closing one.
static bool pass_container(skim *s) {
  for (int depth = 1; depth > 0;) {
    if (s->at >= s->end) return false;
    switch (s->text[s->at++]) {
      case '"':
        if (!pass_string(s)) return false;
        break;
      case '{':
      case '[': depth++; break;
      case '}':
      case ']': depth--; break;
      default: break;
    }
  }
  return true;
}

static bool pass_value(skim *s, csj_span *span) {
  if (s->at >= s->end) return false;
  const size_t start = s->at;
  const char first = s->text[s->at++];
  bool done = true;
  s->escaped = false;
  if (first == '"') {
    span->kind = csj_kind_string;
    done = pass_string(s);
  } else if (first == '{' || first == '[') {
    span->kind = first == '{' ? csj_kind_object : csj_kind_array;
    done = pass_container(s);
    s->escaped = false;
  } else {
    span->kind = first == 't' ? csj_kind_true : first == 'f' ? csj_kind_false : first == 'n' ? csj_kind_null : csj_kind_number;
    while (s->at < s->end && s->text[s->at] != ',' && s->text[s->at] != '}' && (unsigned char)s->text[s->at] > ' ') s->at++;
  }
  span->start = (uint32_t)start;
  span->end = (uint32_t)s->at;
  span->escaped = s->escaped;
  return done;
}

static bool is(const char *start, size_t length, csj_key key) { return key.length == length && memcmp(start, key.bytes, length) == 0; }

/// Finds the values of keys in an object; `hint` may be NULL. False where the object is not as simple as that.
static bool find(const char *text, size_t start, size_t end, const csj_key *keys, uint32_t count, uint8_t *hint, size_t hints, csj_span *found) {
  skim s = {text, start, end, false};
  pass_space(&s);
  if (s.at >= s.end || s.text[s.at++] != '{') return false;
  for (uint32_t member = 0;; member++) {
    pass_space(&s);
    if (s.at >= s.end) return false;
    if (s.text[s.at] == '}') return true;
    if (member > 0) {
      if (s.text[s.at++] != ',') return false;
      pass_space(&s);
    }
    if (s.at >= s.end || s.text[s.at++] != '"') return false;
    const char *key = s.text + s.at;
    if (!pass_string(&s) || s.escaped) return false;
    const size_t length = (size_t)(s.text + s.at - 1 - key);
    pass_space(&s);
    if (s.at >= s.end || s.text[s.at++] != ':') return false;
    pass_space(&s);
    csj_span span;
    if (!pass_value(&s, &span)) return false;
    const uint8_t guess = member < hints ? hint[member] : 0;
    uint32_t match = count;
    if (guess < count && is(key, length, keys[guess])) match = guess;
    else {
      for (uint32_t i = 0; i < count && match == count; i++) {
        if (is(key, length, keys[i])) match = i;
      }
      if (match < count && member < hints) hint[member] = (uint8_t)match;
    }
    // Of a repeated key the first counts.
    if (match < count && found[match].end == 0) found[match] = span;
  }
}

static bool is_integer(const char *text, csj_span span, int64_t expected) {
  uint64_t value = 0;
  uint32_t at = span.start;
  const bool negative = text[at] == '-';
  at += negative;
  if (span.end - at > 19 || span.end == at) return false;
  for (; at < span.end; at++) {
    if (text[at] < '0' || text[at] > '9') return false;
    value = value * 10 + (uint64_t)(text[at] - '0');
  }
  return negative ? 0 - value == (uint64_t)expected : value == (uint64_t)expected;
}

static bool is_string(const char *text, csj_span span, csj_key expected) {
  return span.end - span.start == expected.length + 2 && memcmp(text + span.start + 1, expected.bytes, expected.length) == 0;
}

int csj_skim_record(const uint8_t *bytes, size_t length, csj_layout *layout, csj_key stream, int64_t version, csj_key type, bool has_time,
                    csj_record *record) {
  const char *text = (const char *)bytes;
  csj_span found[csj_role_count];
  memset(found, 0, sizeof found);
  if (length > UINT32_MAX / 2 || !find(text, 0, length, layout->keys, layout->key_count, layout->hint, sizeof layout->hint, found)) {
    return csj_reading_odd;
  }
  record->text = text;
  csj_span *roles = record->roles;
  for (int role = 0; role < csj_role_count; role++) {
    static const csj_span none;
    roles[role] = layout->place[role] < 0 ? none : found[layout->place[role]];
    if (roles[role].end == 0 || layout->inner[role].bytes == NULL) continue;
    const csj_span outer = roles[role];
    roles[role] = none;
    if (outer.kind == csj_kind_object && !find(text, outer.start, outer.end, &layout->inner[role], 1, NULL, 0, &roles[role])) {
      return csj_reading_odd;
    }
  }
  const csj_span name = roles[csj_role_stream], kind = roles[csj_role_type], number = roles[csj_role_version];
  if (name.kind != csj_kind_string || kind.kind != csj_kind_string || number.kind != csj_kind_number || name.escaped || kind.escaped ||
      roles[csj_role_data].end == 0) {
    return csj_reading_odd;
  }
  if (!is_string(text, name, stream) || !is_string(text, kind, type) || !is_integer(text, number, version)) return csj_reading_odd;
  if (!has_time) roles[csj_role_time].end = 0;
  else if (roles[csj_role_time].kind != csj_kind_string) return csj_reading_odd;
  for (int role = csj_role_schema; role < csj_role_count; role++) {
    if (roles[role].end == 0) continue;
    if (roles[role].kind == csj_kind_object || roles[role].escaped) return csj_reading_odd;
    if (roles[role].kind != csj_kind_string && roles[role].kind != csj_kind_number) roles[role].end = 0;
  }
  return csj_reading_plain;
}
