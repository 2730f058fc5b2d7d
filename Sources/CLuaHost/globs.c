// Names by pattern: * is any run of bytes, ? any one byte.

#include "host.h"

/// O(pattern × text): only the last star is ever tried again.
bool clh_glob(clh_text pattern, clh_text text) {
  size_t p = 0, t = 0, star = SIZE_MAX, resume = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern.bytes[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern.bytes[p] == '?' || pattern.bytes[p] == text.bytes[t])) {
      p++;
      t++;
    } else if (star != SIZE_MAX) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.length && pattern.bytes[p] == '*') p++;
  return p == pattern.length;
}
