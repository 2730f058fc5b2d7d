// A small C face on simdjson: one JSON text in, a flat row of checked nodes out.
//
// simdjson's first stage finds the structure (vectorised, chosen at run time for the processor) and checks UTF-8,
// quotes and control characters. The second stage here is our own walk over that structure, because simdjson's DOM
// refuses a whole text for 1e400, a 25-digit integer or a lone surrogate escape, and its On-Demand does not check
// what it does not visit. The walk checks everything RFC 8259 asks for and keeps every number as it was written.

#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum csj_kind {
  csj_kind_null = 0,
  csj_kind_false = 1,
  csj_kind_true = 2,
  csj_kind_number = 3,
  csj_kind_string = 4,
  csj_kind_array = 5,
  csj_kind_object = 6,
};

/// One value or key. An object's members lie behind it as key, value, key, value …; a key is a string node.
typedef struct csj_node {
  uint32_t start;   ///< Offset of the first byte of the text (an opening quote or bracket included).
  uint32_t end;     ///< Offset after the last byte.
  uint32_t next;    ///< Index of the first node after this one and all that it holds.
  uint8_t kind;     ///< One of csj_kind.
  uint8_t escaped;  ///< 1 if a string holds at least one backslash.
  uint16_t depth;   ///< 0 for the outermost value.
} csj_node;

enum csj_error {
  csj_ok = 0,
  csj_error_empty = 1,
  csj_error_utf8 = 2,
  csj_error_unclosed_string = 3,
  csj_error_control_character = 4,
  csj_error_escape = 5,
  csj_error_number = 6,
  csj_error_literal = 7,
  csj_error_expected_value = 8,
  csj_error_expected_key = 9,
  csj_error_expected_colon = 10,
  csj_error_expected_comma = 11,
  csj_error_trailing = 12,
  csj_error_depth = 13,
  csj_error_unclosed_container = 14,
  csj_error_too_large = 15,
  csj_error_memory = 16,
};

typedef struct csj_result {
  int error;              ///< One of csj_error.
  size_t offset;          ///< Where, in bytes from the start of the text, if error is not csj_ok.
  const csj_node *nodes;  ///< Valid until the next parse with the same parser.
  size_t count;
} csj_result;

/// Buffers that are kept between texts. Not for two threads at once.
typedef struct csj_parser csj_parser;

/// NULL when out of memory.
csj_parser *csj_parser_new(void);
void csj_parser_free(csj_parser *parser);

/// Reads exactly one JSON value and nothing after it but white space. O(length) time; the text is copied once, because
/// simdjson reads up to 64 bytes past the end. Texts up to 4 GiB − 1.
csj_result csj_parse(csj_parser *parser, const uint8_t *bytes, size_t length, uint32_t max_depth);

/// Decodes the inside of a string node (without its quotes) that csj_parse accepted. Lone surrogate escapes become the
/// three bytes that UTF-8 would give them (WTF-8), so that nothing is lost. Writes at most `length` bytes; returns how many.
size_t csj_unescape(const uint8_t *bytes, size_t length, uint8_t *into);

/// A key to look for: its bytes as they are once decoded.
typedef struct csj_key {
  const char *bytes;
  size_t length;
} csj_key;

/// For each key, the node of the first member of that key in the object at `object`, or 0 where there is none; a key that is
/// written with escapes is passed over. O(members × keys), no allocation.
/// Returns false where the object has a key with escapes, so that somebody who must be sure looks more closely.
bool csj_find_members(const uint8_t *text, const csj_node *nodes, uint32_t object, const csj_key *keys, size_t count, uint32_t *found);

/// The roles of an event's record.
enum csj_role {
  csj_role_stream, csj_role_type, csj_role_version, csj_role_data, csj_role_meta, csj_role_schema, csj_role_id, csj_role_time,
  csj_role_correlation, csj_role_causation, csj_role_count,
};

/// A key and the quote behind it, to be compared at once; `mask` is 0 where it does not fit or cannot stand in a text as it is.
typedef struct csj_quick_key {
  uint8_t text[16];
  uint32_t mask;  ///< A bit for each byte.
} csj_quick_key;

/// Where the roles of a record lie, where each is a member of it or a member of a member.
typedef struct csj_layout {
  csj_key keys[csj_role_count];    ///< The different keys of the record that are looked for.
  uint32_t key_count;
  int8_t place[csj_role_count];    ///< Of each role, its key's number; -1: the format has no such role.
  csj_key inner[csj_role_count];   ///< The key inside that member; NULL bytes: the member itself.
  const csj_key *wrappers;         ///< Keys of objects of one member that stand for the text or number in it.
  uint32_t wrapper_count;
  // What follows csj_layout_prepare fills in.
  uint32_t needed, needed_for_time;  ///< Bits of the keys that every record must have, and that one with a time must have.
  int8_t open_place;                 ///< The key whose container need not be passed over: the data's, or -1.
  int8_t expected[csj_role_count];   ///< By key: the role whose value is known beforehand (stream, type, version), or -1.
  csj_quick_key quick[csj_role_count];  ///< By key.
  uint8_t hint[32];                ///< By member: the key found there last. Records of a log mostly look alike.
} csj_layout;

void csj_layout_prepare(csj_layout *layout);

/// A value inside a record; `end` is 0 where there is none.
typedef struct csj_span {
  uint32_t start, end;
  uint8_t kind;     ///< One of csj_kind, by its first byte.
  uint8_t escaped;  ///< 1 if a string holds at least one backslash.
} csj_span;

/// A record that was skimmed, as far as its data; the rest when it is asked for.
typedef struct csj_record {
  const char *text;
  csj_layout *layout;
  uint32_t length;
  uint32_t at;      ///< Where the walk goes on; `length` once it is done.
  uint32_t member;  ///< Members passed.
  uint32_t met;     ///< Bits of the keys that were met.
  uint32_t agreed;  ///< Bits of the roles that were found to be as expected.
  bool has_time;
  csj_span found[csj_role_count];  ///< By key.
} csj_record;

enum csj_reading {
  csj_reading_plain = 0,
  csj_reading_odd = 1,  ///< Not as simple as the layout has it, or another event: to be read some other way.
};

/// Finds the roles of a record that is known to be JSON, without looking into their values. It must be of the stream, version and
/// type that are expected. `has_time`: it has a time that is to be found as a string. O(bytes before the data), no allocation.
int csj_skim_record(const uint8_t *bytes, size_t length, csj_layout *layout, csj_key stream, int64_t version, csj_key type, bool has_time,
                    csj_record *record);

/// Where a role lies. Stream, type and the roles behind meta are strings or numbers, or not there. O(1) for what lies before the
/// data, else once O(length).
csj_span csj_record_role(csj_record *record, int role);

/// The same, but of the data only the beginning need be right: its end may be the record's.
csj_span csj_record_beginning(csj_record *record, int role);

/// The first member of that key in the object that begins at `start`; `end` lies behind the object or further. O(bytes before the
/// member's end), no allocation.
bool csj_find_field(const char *text, uint32_t start, uint32_t end, csj_key key, csj_span *found);

/// Asks the processor for the first lines of a text that is read next.
static inline void csj_prefetch(const uint8_t *bytes, size_t length) {
  for (size_t at = 0; at < length && at < 320; at += 64) __builtin_prefetch(bytes + at);
}

/// Asks the processor to fetch a place in memory that will soon be read; Swift has no such call. Any address will do.
static inline void csj_prefetch_place(const void *place) { __builtin_prefetch(place); }

/// The same for one that will be written: it need not be asked for twice where another core has written it last.
static inline void csj_prefetch_to_write(const void *place) { __builtin_prefetch(place, 1); }

// --- A text looked for in the bytes of records, none of them parsed.

typedef struct csj_text csj_text;

/// At least one byte of UTF-8. `nested`: strings may hold JSON in which it is to be found as well. NULL when out of memory.
csj_text *csj_text_new(const uint8_t *wanted, size_t count, bool nested);
void csj_text_free(csj_text *text);

/// The first place from `from` on at which the text stands as it is; `length` where there is none. O(length).
size_t csj_text_plain(const csj_text *text, const uint8_t *bytes, size_t length, size_t from);

/// The first backslash in `from..<to` whose escape may be a part of the text as it reads decoded; `to` where there is none. Six times
/// the text and twelve more bytes around the range have to be there, as far as the file has them. O(length).
size_t csj_text_escaped(const csj_text *text, const uint8_t *bytes, size_t length, size_t from, size_t to);

/// Many texts, each at least one byte of UTF-8, one behind the other.
typedef struct csj_texts csj_texts;

/// `nested`: strings may hold JSON in which they are to be found as well. NULL when out of memory.
csj_texts *csj_texts_new(const uint8_t *bytes, const size_t *lengths, size_t count, bool nested);
void csj_texts_free(csj_texts *texts);

/// Places in `*from..<to` that lie within one of the texts, ascending: for each time one stands there at least one, be it cut by an end
/// of the range. `*from` becomes where to go on, `to` at the end. The longest text has to be there around the range, as far as the
/// file has it. O(length), however many texts there are.
size_t csj_texts_written(const csj_texts *texts, const uint8_t *bytes, size_t length, size_t *from, size_t to, size_t *places, size_t room);

/// The first backslash in `from..<to` whose escape may be a part of one of the texts; `to` where there is none. O(length).
size_t csj_texts_escaped(const csj_texts *texts, const uint8_t *bytes, size_t length, size_t from, size_t to);

/// The first place at which some bytes stand in others, or NULL. The corresponding C function is `memmem`, which Swift does not see.
const void *csj_search(const void *bytes, size_t length, const void *wanted, size_t count);

/// simdjson's version, as its headers and library have it.
const char *csj_library_version(void);

// --- Many lines at once: the same checks, but only a few members told.

/// Paths of object keys whose values a line scan tells. At most csj_most_edges keys in all.
typedef struct csj_fields csj_fields;
enum { csj_most_edges = 64 };

/// NULL when out of memory.
csj_fields *csj_fields_new(void);
void csj_fields_free(csj_fields *fields);
/// Adds the path of `count` keys (decoded, UTF-8). Returns the number by which its value is told, the same for the same path, or
/// -1 where it is one too many.
int csj_fields_add(csj_fields *fields, const uint8_t *const *keys, const size_t *lengths, size_t count);

/// A value in a block of lines. `kind` is one of csj_kind, or csj_absent.
typedef struct csj_member {
  uint32_t start;   ///< Of the text in the block; a string's opening quote included.
  uint32_t length;  ///< In bytes, quotes included; 0 for an array or object.
  uint8_t kind;
  uint8_t escaped;  ///< 1 if a string holds at least one backslash.
} csj_member;
enum { csj_absent = 255 };

enum csj_line_state {
  csj_line_blank = 0,   ///< White space only.
  csj_line_object = 1,  ///< One sound object, and its fields are told.
  csj_line_other = 2,   ///< Anything else, damaged lines included: `csj_parse` tells what.
};

typedef struct csj_line {
  uint32_t start, end;  ///< In the block, without the LF.
  uint32_t state;       ///< One of csj_line_state.
} csj_line;

typedef struct csj_lines {
  const csj_line *lines;  ///< Valid until the next scan with the same parser, as the spans are.
  const csj_member *spans;  ///< For each line as many as there are fields.
  size_t count;           ///< SIZE_MAX when out of memory.
} csj_lines;

/// Reads whole lines; only LF ends one, and the last need not have one. Of a key that is repeated the first is told. O(length); the
/// block is not copied, and 64 bytes behind it must be readable. Blocks up to 1 GiB.
csj_lines csj_scan_lines(csj_parser *parser, const csj_fields *fields, const uint8_t *block, size_t length, uint32_t max_depth);

/// How many ways of scanning lines this processor has: 0 is the plainest, each above it faster. All find the same.
int csj_levels(void);
/// The one to use from now on; without it, the fastest.
void csj_use_level(csj_parser *parser, int level);

#ifdef __cplusplus
}
#endif
#endif
