// Looks several keys up in one walk over an object.

#include <string.h>

#include "include/CSimdjson.h"

bool csj_find_members(const uint8_t *text, const csj_node *nodes, uint32_t object, const csj_key *keys, size_t count, uint32_t *found) {
  bool plain = true;
  for (size_t i = 0; i < count; i++) found[i] = 0;
  if (nodes[object].kind != csj_kind_object) return true;
  const uint32_t end = nodes[object].next;
  for (uint32_t at = object + 1; at < end; at = nodes[at + 1].next) {
    const csj_node *key = &nodes[at];
    if (key->escaped) {
      plain = false;
      continue;
    }
    const char *start = (const char *)text + key->start + 1;
    const size_t length = key->end - key->start - 2;
    for (size_t i = 0; i < count; i++) {
      if (found[i] != 0 || keys[i].length != length || memcmp(keys[i].bytes, start, length) != 0) continue;
      found[i] = at + 1;
      break;
    }
  }
  return plain;
}
