#include "skim.h"

bool csj_pass_container(skim *s) {
  for (int depth = 1; depth > 0;) {
#ifdef __SSE2__
    // Brackets and braces differ from one another by one bit each: with it set, two comparisons find all four.
    while (s->at + 16 <= s->end) {
      const __m128i block = _mm_loadu_si128((const __m128i *)(s->text + s->at));
      const __m128i folded = _mm_or_si128(block, _mm_set1_epi8(0x20));
      const __m128i bounds = _mm_or_si128(_mm_cmpeq_epi8(folded, _mm_set1_epi8('{')), _mm_cmpeq_epi8(folded, _mm_set1_epi8('}')));
      const int found = _mm_movemask_epi8(_mm_or_si128(bounds, _mm_cmpeq_epi8(block, _mm_set1_epi8('"'))));
      if (found != 0) {
        s->at += (size_t)__builtin_ctz((unsigned)found);
        break;
      }
      s->at += 16;
    }
#endif
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

static bool begins_with(const skim *s, csj_key key) {
  return s->end - s->at > key.length && s->text[s->at + key.length] == '"' && memcmp(s->text + s->at, key.bytes, key.length) == 0;
}

bool csj_find_field(const char *text, uint32_t start, uint32_t end, csj_key key, csj_span *found) {
  skim s = {text, start, end, false};
  if (s.at >= s.end || s.text[s.at++] != '{') return false;
  bool ended;
  for (bool first = true; next_key(&s, first, &ended); first = false) {
    if (ended) return false;
    bool match = begins_with(&s, key) && is_plain(key);
    if (match) {
      s.at += key.length + 1;
    } else {
      const size_t from = s.at;
      if (!pass_string(&s)) return false;
      match = is_key(text + from, s.at - 1 - from, s.escaped, key);
    }
    csj_span span;
    if (!pass_colon(&s)) return false;
    // The end of a container is looked for by who needs it.
    if (match && s.at < s.end && (text[s.at] == '{' || text[s.at] == '[')) {
      *found = (csj_span){(uint32_t)s.at, (uint32_t)s.at, kind_of(text[s.at]), 0};
      s.at++;
      const bool whole = csj_pass_container(&s);
      found->end = (uint32_t)s.at;
      return whole;
    }
    if (!pass_value(&s, &span)) return false;
    if (!match) continue;
    *found = span;
    return true;
  }
  return false;
}
