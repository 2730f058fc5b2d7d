#include <cstring>

#include "CSimdjson.h"

const void *csj_search(const void *bytes, size_t length, const void *wanted, size_t count) {
  return memmem(bytes, length, wanted, count);
}
