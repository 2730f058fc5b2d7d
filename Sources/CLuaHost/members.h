// What C and C++ know together of the members of an object.

#ifndef CLH_MEMBERS_H
#define CLH_MEMBERS_H

#include <stddef.h>
#include <stdint.h>

/// A member of an object that is written already: its key, and where it lies, the comma behind it included.
typedef struct clh_member {
  const char *key;
  size_t length, start, end;
  uint64_t mark;
} clh_member;

#ifdef __cplusplus
extern "C"
#endif
/// By mark, then by the keys' bytes.
void clh_sort_members(clh_member *members, size_t count);

#endif
