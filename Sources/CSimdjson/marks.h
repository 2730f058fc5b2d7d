// Where a string may end: one bit for each byte of a block, set for a quote, a backslash and a control character. The only pass over all
// bytes that a line of a known shape needs.

#ifndef CSIMDJSON_MARKS_H
#define CSIMDJSON_MARKS_H

#include <cstddef>
#include <cstdint>

namespace csj {

/// Bytes that the marks of a block take: all bits behind the block's end are set, and a word can be read at any of its bits.
constexpr size_t marks_size(size_t length) { return (length / 64 + 1) * 8 + 8; }

/// How many ways of scanning this processor has: 0 is the plainest, each above it faster. All find the same.
int levels();

/// Marks a block. Returns whether a byte of it is not ASCII. Reads nothing behind it. O(length).
bool mark(int level, const uint8_t *text, size_t length, uint8_t *marks);

/// From this level on there are AVX2 and both sets of bit instructions.
constexpr int level_avx2 = 2;

/// The first mark at or behind a place that is no further than the block's end.
inline size_t next_mark(const uint8_t *marks, size_t at) {
  for (;;) {
    uint64_t word;
    __builtin_memcpy(&word, marks + (at >> 3), 8);
    word >>= at & 7;
    if (__builtin_expect(word != 0, 1)) return at + size_t(__builtin_ctzll(word));
    at += 64 - (at & 7);
  }
}

}  // namespace csj
#endif
