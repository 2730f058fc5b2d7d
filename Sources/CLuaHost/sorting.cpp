// A leaf: no allocation, no exceptions. C's qsort asks for memory, and calls a function for every two members.

#include <algorithm>
#include <cstring>

#include "members.h"

void clh_sort_members(clh_member *members, size_t count) {
  std::sort(members, members + count, [](const clh_member &a, const clh_member &b) {
    if (a.mark != b.mark) return a.mark < b.mark;
    const int order = std::memcmp(a.key, b.key, std::min(a.length, b.length));
    return order != 0 ? order < 0 : a.length < b.length;
  });
}
