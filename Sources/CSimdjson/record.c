// Reads the record around an event without parsing it whole: one walk over its first bytes finds where the roles begin and end, and
// checks that it is the event that the index speaks of. It stops at the event's data: what lies inside and behind that is left to
// whoever looks at it. The text was found to be JSON when it was indexed; one that has changed since gives wrong values or none,
// never a place outside of it.

#include "skim.h"

static bool is_quick_key(const skim *s, const csj_quick_key *key) {
#ifdef __SSE2__
  if (s->at + 16 > s->end) return false;
  const __m128i text = _mm_loadu_si128((const __m128i *)(s->text + s->at)), wanted = _mm_loadu_si128((const __m128i *)key->text);
  return key->mask != 0 && ((uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(text, wanted)) & key->mask) == key->mask;
#else
  return key->mask != 0 && s->at + 16 <= s->end && memcmp(s->text + s->at, key->text, (size_t)__builtin_popcount(key->mask)) == 0;
#endif
}

/// Which of the layout's keys the string at hand is, or their count; passes it.
static bool take_key(skim *s, csj_layout *layout, uint32_t member, uint32_t *match) {
  const uint32_t count = layout->key_count;
  const size_t hints = sizeof layout->hint;
  const uint8_t guess = member < hints ? layout->hint[member] : 0;
  if (guess < count && is_quick_key(s, &layout->quick[guess])) {
    s->at += layout->keys[guess].length + 1;
    *match = guess;
    return true;
  }
  const size_t from = s->at;
  if (!pass_string(s)) return false;
  *match = 0;
  while (*match < count && !is_key(s->text + from, s->at - 1 - from, s->escaped, layout->keys[*match])) ++*match;
  if (member < hints) layout->hint[member] = (uint8_t)*match;
  return true;
}

/// What is known of a record beforehand.
typedef struct expectation {
  csj_key stream, type;
  int64_t version;
} expectation;

static bool ends_value(const skim *s) {
  return s->at < s->end && (s->text[s->at] == ',' || s->text[s->at] == '}' || (unsigned char)s->text[s->at] <= ' ');
}

static bool pass_expected_string(skim *s, csj_key expected) {
  const size_t start = s->at;
  if (s->end - start < expected.length + 2 || s->text[start] != '"') return false;
  s->at++;
  return pass_string(s) && !s->escaped && s->at - start == expected.length + 2 &&
         memcmp(s->text + start + 1, expected.bytes, expected.length) == 0;
}

static bool pass_expected_integer(skim *s, int64_t expected) {
  const bool negative = s->at < s->end && s->text[s->at] == '-';
  s->at += negative;
  const size_t first = s->at;
  uint64_t value = 0;
  for (; s->at < s->end && s->text[s->at] >= '0' && s->text[s->at] <= '9'; s->at++) value = value * 10 + (uint64_t)(s->text[s->at] - '0');
  const size_t digits = s->at - first;
  return digits > 0 && digits <= 19 && ends_value(s) && (negative ? 0 - value : value) == (uint64_t)expected;
}

/// Passes a value that is known beforehand; false where it is another, or written in another way.
static bool pass_expected(skim *s, int role, const expectation *expected, csj_span *span) {
  const size_t start = s->at;
  const bool is_number = role == csj_role_version;
  const bool same = is_number ? pass_expected_integer(s, expected->version)
                              : pass_expected_string(s, role == csj_role_stream ? expected->stream : expected->type);
  *span = (csj_span){(uint32_t)start, (uint32_t)s->at, is_number ? csj_kind_number : csj_kind_string, 0};
  return same;
}

static const uint32_t open_end = UINT32_MAX;

/// Goes on over a record's members until all keys of `needed` are met; without any, to the end. A container that is the last of them
/// and the event's data is not passed over: its end stays open. False where the record ends before, or is another than expected.
static bool walk(csj_record *r, uint32_t needed, const expectation *expected) {
  csj_layout *layout = r->layout;
  skim s = {r->text, r->at, r->length, false};
  bool ended;
  for (; next_key(&s, r->member == 0, &ended); r->member++) {
    if (ended) {
      r->at = r->length;
      return needed == 0;
    }
    uint32_t match;
    if (!take_key(&s, layout, r->member, &match) || !pass_colon(&s)) return false;
    // Of a repeated key the first counts.
    const bool is_new = match < layout->key_count && r->found[match].end == 0;
    const uint32_t rest = needed & ~r->met & ~(is_new ? UINT32_C(1) << match : 0);
    if (is_new && needed != 0 && rest == 0 && (int)match == layout->open_place && s.at < s.end && (s.text[s.at] == '{' || s.text[s.at] == '[')) {
      r->found[match] = (csj_span){(uint32_t)s.at, open_end, kind_of(s.text[s.at]), 0};
      r->met |= UINT32_C(1) << match;
      r->at = (uint32_t)s.at + 1;
      return true;
    }
    csj_span span;
    if (is_new && expected != NULL && layout->expected[match] >= 0) {
      if (!pass_expected(&s, layout->expected[match], expected, &span)) return false;
      r->agreed |= UINT32_C(1) << layout->expected[match];
    } else if (!pass_value(&s, &span)) {
      return false;
    }
    if (!is_new) continue;
    r->found[match] = span;
    r->met |= UINT32_C(1) << match;
    if (needed != 0 && rest == 0) {
      r->at = (uint32_t)s.at;
      r->member++;
      return true;
    }
  }
  return false;
}

/// Walks what is left of a record. Of a text that is no longer what it was when it was indexed, what was found stays.
static void complete(csj_record *r) {
  if (r->at >= r->length) return;
  const int place = r->layout->open_place;
  csj_span *open = place >= 0 && r->found[place].end == open_end ? &r->found[place] : NULL;
  bool sound = true;
  if (open != NULL) {
    skim s = {r->text, r->at, r->length, false};
    sound = csj_pass_container(&s);
    if (s.at > r->length) s.at = r->length;
    open->end = (uint32_t)s.at;
    r->at = (uint32_t)s.at;
    r->member++;
  }
  if (sound) walk(r, 0, NULL);
  r->at = r->length;
}

/// What stands in an object that only says the type of a text or number in it.
static csj_span unwrapped(const csj_layout *layout, const char *text, csj_span span) {
  static const csj_span none;
  for (int depth = 0; span.kind == csj_kind_object; depth++) {
    csj_span inner = none;
    skim s = {text, span.start + 1, span.end, false};
    bool ended;
    if (depth == 8 || !next_key(&s, true, &ended) || ended) return none;
    const size_t from = s.at;
    if (!pass_string(&s)) return none;
    const size_t length = s.at - 1 - from;
    const bool escaped = s.escaped;
    if (!pass_colon(&s) || !pass_value(&s, &inner) || !next_key(&s, false, &ended) || !ended) return none;
    bool known = false;
    for (uint32_t i = 0; i < layout->wrapper_count && !known; i++) known = is_key(text + from, length, escaped, layout->wrappers[i]);
    if (!known) return none;
    span = inner;
  }
  return span.kind == csj_kind_string || span.kind == csj_kind_number ? span : none;
}

static csj_span role_of(csj_record *r, int role, bool to_the_end) {
  static const csj_span none;
  const csj_layout *layout = r->layout;
  const int place = layout->place[role];
  if (place < 0 || (role == csj_role_time && !r->has_time)) return none;
  const bool is_inner = layout->inner[role].bytes != NULL;
  if (r->found[place].end == 0 || (r->found[place].end == open_end && (to_the_end || is_inner))) complete(r);
  csj_span span = r->found[place];
  if (span.end == open_end) span.end = r->length;
  if (is_inner) {
    csj_span inner;
    if (span.kind != csj_kind_object || !csj_find_field(r->text, span.start, span.end, layout->inner[role], &inner)) return none;
    span = inner;
  }
  return role < csj_role_schema || span.end == 0 ? span : unwrapped(layout, r->text, span);
}

csj_span csj_record_role(csj_record *record, int role) { return role_of(record, role, true); }

csj_span csj_record_beginning(csj_record *record, int role) { return role_of(record, role, false); }

static bool agrees(csj_record *record, int role, const expectation *expected) {
  if (record->agreed & UINT32_C(1) << role) return true;
  const csj_span span = role_of(record, role, false);
  if (span.end == 0) return false;
  skim s = {record->text, span.start, record->length, false};
  csj_span passed;
  return pass_expected(&s, role, expected, &passed) && s.at == span.end;
}

/// A time that is shown as it is written; others (digits that count seconds) are for who reads the whole event.
static bool is_date(const char *text, size_t length) {
  if (length < 8) return false;
  for (int i = 0; i < 4; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  return text[4] < '0' || text[4] > '9';
}

int csj_skim_record(const uint8_t *bytes, size_t length, csj_layout *layout, csj_key stream, int64_t version, csj_key type, bool has_time,
                    csj_record *record) {
  const char *text = (const char *)bytes;
  if (length > UINT32_MAX / 2) return csj_reading_odd;
  record->text = text;
  record->layout = layout;
  record->length = (uint32_t)length;
  record->member = record->met = record->agreed = 0;
  record->has_time = has_time;
  memset(record->found, 0, sizeof record->found);
  skim s = {text, 0, length, false};
  pass_space(&s);
  if (s.at >= s.end || text[s.at++] != '{') return csj_reading_odd;
  record->at = (uint32_t)s.at;
  const expectation expected = {stream, type, version};
  if (!walk(record, layout->needed | (has_time ? layout->needed_for_time : 0), &expected)) return csj_reading_odd;
  if (!agrees(record, csj_role_stream, &expected) || !agrees(record, csj_role_type, &expected) ||
      !agrees(record, csj_role_version, &expected) || role_of(record, csj_role_data, false).end == 0) {
    return csj_reading_odd;
  }
  if (has_time) {
    const csj_span time = role_of(record, csj_role_time, false);
    if (time.end == 0 || time.kind != csj_kind_string || time.escaped || !is_date(text + time.start + 1, time.end - time.start - 2)) {
      return csj_reading_odd;
    }
  }
  return csj_reading_plain;
}
