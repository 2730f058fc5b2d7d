#ifndef CSIMDJSON_SKIM_H
#define CSIMDJSON_SKIM_H

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "include/CSimdjson.h"
#include "kinds.h"

// Passing over JSON that was found to be sound, without keeping anything of it. Of a text that is not sound after all, these give
// false or a wrong place, never one outside of it.

typedef struct skim {
  const char *text;
  size_t at, end;
  bool escaped;  ///< The string that was passed over last has a backslash.
} skim;

static inline void pass_space(skim *s) {
  while (s->at < s->end && (unsigned char)s->text[s->at] <= ' ') s->at++;
}

/// From the first byte inside a string to the one behind its closing quote.
static inline bool pass_string(skim *s) {
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
bool csj_pass_container(skim *s);

static inline bool pass_value(skim *s, csj_span *span) {
  if (s->at >= s->end) return false;
  const size_t start = s->at;
  span->kind = kind_of(s->text[s->at++]);
  bool done = true;
  s->escaped = false;
  if (span->kind == csj_kind_string) {
    done = pass_string(s);
  } else if (span->kind >= csj_kind_array) {
    done = csj_pass_container(s);
    s->escaped = false;
  } else {
    while (s->at < s->end && s->text[s->at] != ',' && s->text[s->at] != '}' && s->text[s->at] != ']' && (unsigned char)s->text[s->at] > ' ') s->at++;
  }
  span->start = (uint32_t)start;
  span->end = (uint32_t)s->at;
  span->escaped = s->escaped;
  return done;
}

/// To the key of the next member: its opening quote is passed. `ended` where the object ends instead.
static inline bool next_key(skim *s, bool first, bool *ended) {
  pass_space(s);
  if (s->at >= s->end) return false;
  *ended = s->text[s->at] == '}';
  if (*ended) return true;
  if (!first) {
    if (s->text[s->at++] != ',') return false;
    pass_space(s);
  }
  return s->at < s->end && s->text[s->at++] == '"';
}

static inline bool pass_colon(skim *s) {
  pass_space(s);
  if (s->at >= s->end || s->text[s->at++] != ':') return false;
  pass_space(s);
  return true;
}

/// A key that can stand in a text as it is: then the same bytes and a quote behind them are that key.
static inline bool is_plain(csj_key key) {
  for (size_t i = 0; i < key.length; i++) {
    if (key.bytes[i] == '"' || key.bytes[i] == '\\') return false;
  }
  return true;
}

/// Whether the key between two places, as it is written, is the one that is looked for.
static inline bool is_key(const char *start, size_t length, bool escaped, csj_key key) {
  if (!escaped) return length == key.length && memcmp(start, key.bytes, length) == 0;
  // An escape takes at most six bytes for one.
  uint8_t decoded[1024];
  if (length > sizeof decoded || length < key.length || length > key.length * 6) return false;
  return csj_unescape((const uint8_t *)start, length, decoded) == key.length && memcmp(decoded, key.bytes, key.length) == 0;
}

#endif
