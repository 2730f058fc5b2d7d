// Strings, numbers and literals: the parts of RFC 8259 that simdjson's first stage leaves open.

#ifndef CSJ_SCALARS_H
#define CSJ_SCALARS_H

#include <cstddef>
#include <cstdint>

namespace csj {

/// True where a number or literal may end: at the end of the text, white space or a structural character.
bool ends_scalar(const uint8_t *text, size_t at, size_t length);

/// The bytes of the escape that begins at the backslash at `at`; 0 where it is none, or is cut off.
size_t escape_size(const uint8_t *text, size_t at, size_t length);

/// The offset after the closing quote of the string that opens at `start`; 0 and `bad` set for a wrong escape.
size_t scan_string(const uint8_t *text, size_t start, size_t length, bool &escaped, size_t &bad);

/// The offset after the number that begins at `start` (RFC 8259, section 6); 0 and `bad` set where it breaks the grammar.
size_t scan_number(const uint8_t *text, size_t start, size_t length, size_t &bad);

/// Where a text that simdjson's first stage refused goes wrong: stage 1 names the fault, not the place.
size_t locate(int error, const uint8_t *text, size_t length);

}  // namespace csj
#endif
