#include "marks.h"

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace csj {
namespace {

// Each step takes 64 bytes, gives their marks, and adds their bits to `seen`, of which the highest of any byte tells what is not ASCII.

/// Eight bytes at a time in plain integers.
struct Words {
  struct Seen {
    uint64_t bits = 0;
    bool any() const { return (bits & high) != 0; }
  };

  static uint64_t step(const uint8_t *text, Seen &seen) {
    uint64_t marks = 0;
    for (int i = 0; i < 8; i++) {
      uint64_t word;
      std::memcpy(&word, text + i * 8, 8);
      seen.bits |= word;
      const uint64_t found = is_zero(word ^ ones * '"') | is_zero(word ^ ones * '\\') | is_zero(word & ones * 0xE0);
      // The highest bit of each byte, brought together.
      marks |= ((found >> 7) * 0x0102040810204080) >> 56 << (i * 8);
    }
    return marks;
  }

 private:
  static constexpr uint64_t ones = 0x0101010101010101, high = 0x8080808080808080;

  /// The highest bit of each byte that is zero; no carry runs from one to the next.
  static uint64_t is_zero(uint64_t word) { return ~(((word & ~high) + ~high) | word) & high; }
};

#if defined(__x86_64__)

struct SSE2 {
  struct Seen {
    __m128i bits = _mm_setzero_si128();
    bool any() const { return _mm_movemask_epi8(bits) != 0; }
  };

  static uint64_t step(const uint8_t *text, Seen &seen) {
    uint64_t marks = 0;
    for (int i = 0; i < 4; i++) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(text) + i);
      seen.bits = _mm_or_si128(seen.bits, bytes);
      const __m128i found = _mm_or_si128(
          _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))),
          _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes));
      marks |= uint64_t(uint32_t(_mm_movemask_epi8(found))) << (i * 16);
    }
    return marks;
  }
};

#define CSJ_AVX2 __attribute__((target("avx2")))

struct AVX2 {
  struct Seen {
    __m256i bits;
    CSJ_AVX2 Seen() : bits(_mm256_setzero_si256()) {}
    CSJ_AVX2 bool any() const { return _mm256_movemask_epi8(bits) != 0; }
  };

  CSJ_AVX2 static uint64_t step(const uint8_t *text, Seen &seen) {
    return half(text, seen) | uint64_t(half(text + 32, seen)) << 32;
  }

 private:
  CSJ_AVX2 static uint32_t half(const uint8_t *text, Seen &seen) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(text));
    seen.bits = _mm256_or_si256(seen.bits, bytes);
    const __m256i found = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\'))),
        _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1F)), bytes));
    return uint32_t(_mm256_movemask_epi8(found));
  }
};

#define CSJ_AVX512 __attribute__((target("avx512f,avx512bw")))

struct AVX512 {
  struct Seen {
    __m512i bits;
    CSJ_AVX512 Seen() : bits(_mm512_setzero_si512()) {}
    CSJ_AVX512 bool any() const { return _mm512_movepi8_mask(bits) != 0; }
  };

  CSJ_AVX512 static uint64_t step(const uint8_t *text, Seen &seen) {
    const __m512i bytes = _mm512_loadu_si512(text);
    seen.bits = _mm512_or_si512(seen.bits, bytes);
    return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\')) |
           _mm512_cmplt_epu8_mask(bytes, _mm512_set1_epi8(0x20));
  }
};

#endif

// A macro, because a template does not hand its caller's target on.
#define CSJ_MARK(name, Step, target)                                           \
  target bool name(const uint8_t *text, size_t length, uint8_t *marks) {       \
    Step::Seen seen;                                                           \
    size_t at = 0;                                                             \
    for (; at + 64 <= length; at += 64) {                                      \
      const uint64_t found = Step::step(text + at, seen);                      \
      std::memcpy(marks + at / 8, &found, 8);                                  \
    }                                                                          \
    /* What is left, control characters behind it. */                          \
    uint8_t rest[64] = {};                                                     \
    if (length > at) std::memcpy(rest, text + at, length - at);                \
    const uint64_t found = Step::step(rest, seen), behind = ~uint64_t(0);      \
    std::memcpy(marks + at / 8, &found, 8);                                    \
    std::memcpy(marks + at / 8 + 8, &behind, 8);                               \
    return seen.any();                                                         \
  }

CSJ_MARK(mark_words, Words, )
#if defined(__x86_64__)
CSJ_MARK(mark_sse2, SSE2, )
CSJ_MARK(mark_avx2, AVX2, CSJ_AVX2)
CSJ_MARK(mark_avx512, AVX512, CSJ_AVX512)
#endif

using Marker = bool (*)(const uint8_t *text, size_t length, uint8_t *marks);

#if defined(__x86_64__)
constexpr Marker markers[] = {mark_words, mark_sse2, mark_avx2, mark_avx512};
#else
constexpr Marker markers[] = {mark_words};
#endif

int count_levels() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!(__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2"))) return level_avx2;
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") ? 4 : 3;
#else
  return 1;
#endif
}

}  // namespace

int levels() {
  static const int count = count_levels();
  return count;
}

bool mark(int level, const uint8_t *text, size_t length, uint8_t *marks) { return markers[level](text, length, marks); }

}  // namespace csj
