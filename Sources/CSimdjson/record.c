// Reads the record around an event: parses it, finds its roles in one walk over its members, and checks that it is the one that
// the index speaks of.

#include <string.h>

#include "include/CSimdjson.h"

static bool is(const char *start, size_t length, csj_key key) { return key.length == length && memcmp(start, key.bytes, length) == 0; }

/// False where a key is written with escapes.
static bool find(const char *text, const csj_node *nodes, csj_layout *layout, uint32_t *found) {
  const uint32_t end = nodes[0].next;
  uint32_t member = 0;
  for (uint32_t at = 1; at < end; at = nodes[at + 1].next, member++) {
    const csj_node *key = &nodes[at];
    if (key->escaped) return false;
    const char *start = text + key->start + 1;
    const size_t length = key->end - key->start - 2;
    const uint8_t hint = member < sizeof layout->hint ? layout->hint[member] : 0;
    if (hint < layout->key_count && is(start, length, layout->keys[hint])) {
      if (found[hint] == 0) found[hint] = at + 1;
      continue;
    }
    for (uint32_t i = 0; i < layout->key_count; i++) {
      if (!is(start, length, layout->keys[i])) continue;
      if (found[i] == 0) found[i] = at + 1;
      if (member < sizeof layout->hint) layout->hint[member] = (uint8_t)i;
      break;
    }
  }
  return true;
}

static bool is_integer(const char *text, const csj_node *node, int64_t expected) {
  uint64_t value = 0;
  uint32_t at = node->start;
  const bool negative = text[at] == '-';
  at += negative;
  if (node->end - at > 19 || node->end == at) return false;
  for (; at < node->end; at++) {
    if (text[at] < '0' || text[at] > '9') return false;
    value = value * 10 + (uint64_t)(text[at] - '0');
  }
  return negative ? 0 - value == (uint64_t)expected : value == (uint64_t)expected;
}

/// A string without escapes, of exactly these bytes.
static bool is_string(const char *text, const csj_node *node, csj_key expected) {
  return node->end - node->start == expected.length + 2 && memcmp(text + node->start + 1, expected.bytes, expected.length) == 0;
}

int csj_read_record(csj_parser *parser, const uint8_t *bytes, size_t length, uint32_t max_depth, csj_layout *layout, csj_key stream,
                    int64_t version, csj_key type, bool has_time, csj_record *record) {
  const csj_result result = csj_parse(parser, bytes, length, max_depth);
  if (result.error != csj_ok) return csj_reading_changed;
  const char *text = (const char *)bytes;
  const csj_node *nodes = result.nodes;
  uint32_t found[csj_role_count] = {0};
  if (nodes[0].kind != csj_kind_object || !find(text, nodes, layout, found)) return csj_reading_odd;
  for (int role = 0; role < csj_role_count; role++) {
    uint32_t node = layout->place[role] < 0 ? 0 : found[layout->place[role]];
    if (node != 0 && layout->inner[role].bytes != NULL) {
      const uint32_t outer = node;
      if (!csj_find_members(bytes, nodes, outer, &layout->inner[role], 1, &node)) return csj_reading_odd;
    }
    record->roles[role] = node;
  }
  record->text = text;
  record->nodes = nodes;
  const uint32_t *roles = record->roles;
  if (roles[csj_role_stream] == 0 || roles[csj_role_type] == 0 || roles[csj_role_version] == 0 || roles[csj_role_data] == 0) {
    return csj_reading_odd;
  }
  const csj_node *name = &nodes[roles[csj_role_stream]], *kind = &nodes[roles[csj_role_type]], *number = &nodes[roles[csj_role_version]];
  if (name->kind != csj_kind_string || kind->kind != csj_kind_string || number->kind != csj_kind_number || name->escaped || kind->escaped) {
    return csj_reading_odd;
  }
  if (!is_string(text, name, stream) || !is_string(text, kind, type) || !is_integer(text, number, version)) return csj_reading_changed;
  if (!has_time) record->roles[csj_role_time] = 0;
  else if (roles[csj_role_time] == 0 || nodes[roles[csj_role_time]].kind != csj_kind_string) return csj_reading_odd;
  for (int role = csj_role_schema; role < csj_role_count; role++) {
    if (roles[role] == 0) continue;
    const uint8_t what = nodes[roles[role]].kind;
    if (what == csj_kind_object) return csj_reading_odd;
    if (what != csj_kind_string && what != csj_kind_number) record->roles[role] = 0;
  }
  return csj_reading_plain;
}
