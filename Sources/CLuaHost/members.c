// The members of objects that are written as a table gives them, and put in the order of their keys' bytes afterwards.

#include <string.h>

#include "host.h"

void clh_add_member(lua_State *L, clh_member member) {
  clh_members *members = &clh_of(L)->members;
  if (members->count == members->capacity) {
    const size_t capacity = members->capacity == 0 ? 64 : members->capacity * 2;
    members->all = clh_grow(L, members->all, capacity * sizeof member);
    members->capacity = capacity;
  }
  members->all[members->count++] = member;
}

/// Gives each the eight bytes behind what all keys begin with: those mostly tell them apart.
static void mark(clh_member *members, size_t count) {
  size_t common = members[0].length;
  for (size_t i = 1; i < count; i++) {
    if (common > members[i].length) common = members[i].length;
    size_t same = 0;
    while (same < common && members[0].key[same] == members[i].key[same]) same++;
    common = same;
  }
  for (size_t i = 0; i < count; i++) {
    uint64_t value = 0;
    for (size_t at = common; at < common + 8; at++) value = value << 8 | (at < members[i].length ? (unsigned char)members[i].key[at] : 0);
    members[i].mark = value;
  }
}

void clh_order_members(lua_State *L, clh_bytes *written, clh_member *members, size_t count) {
  if (count < 2) return;
  const size_t start = members[0].start, length = written->length - start;
  mark(members, count);
  clh_sort_members(members, count);
  bool is_in_order = true;
  for (size_t i = 1; i < count; i++) is_in_order = is_in_order && members[i - 1].end == members[i].start;
  if (is_in_order) return;
  clh_reserve(L, written, length);
  char *copy = written->data + written->length;
  for (size_t i = 0, at = 0; i < count; i++) {
    memcpy(copy + at, written->data + members[i].start, members[i].end - members[i].start);
    at += members[i].end - members[i].start;
  }
  memcpy(written->data + start, copy, length);
}
