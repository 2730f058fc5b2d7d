#ifndef CSIMDJSON_KINDS_H
#define CSIMDJSON_KINDS_H

#include "include/CSimdjson.h"

/// What a value of sound JSON is, by its first byte.
static inline uint8_t kind_of(char first) {
  switch (first) {
    case '"': return csj_kind_string;
    case '{': return csj_kind_object;
    case '[': return csj_kind_array;
    case 't': return csj_kind_true;
    case 'f': return csj_kind_false;
    case 'n': return csj_kind_null;
    default: return csj_kind_number;
  }
}

#endif
