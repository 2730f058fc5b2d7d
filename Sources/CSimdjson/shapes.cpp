#include "shapes.h"

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "kinds.h"
#include "marks.h"
#include "scalars.h"

namespace csj {
namespace {

/// Of a number of any length.
__attribute__((noinline)) size_t odd_number_end(const uint8_t *text, size_t start) {
  size_t bad = 0;
  return scan_number(text, start, SIZE_MAX, bad);
}

/// Where a string ends in which something other than a quote is marked at `at`; 0 where it is wrong.
__attribute__((noinline)) size_t odd_string_end(const uint8_t *text, const uint8_t *marks, size_t at) {
  while (text[at] != '"') {
    const size_t size = text[at] == '\\' ? escape_size(text, at, SIZE_MAX) : 0;
    if (size == 0) return 0;
    at = next_mark(marks, at + size);
  }
  return at;
}

/// How many digits a text begins with, at most 8. Reads 8 bytes.
uint32_t count_digits(const uint8_t *text) {
  constexpr uint64_t ones = 0x0101010101010101;
  uint64_t word;
  std::memcpy(&word, text, 8);
  word ^= ones * '0';
  // A carry only runs up from a byte that is no digit itself.
  const uint64_t others = ((word + ones * 0x76) | word) & ones * 0x80;
  return others == 0 ? 8 : uint32_t(__builtin_ctzll(others)) / 8;
}

/// Where the number ends that begins at `start`; 0 if none does. What stands behind it is not looked at.
inline size_t number_end(const uint8_t *text, size_t start) {
  const size_t first = start + (text[start] == '-');
  size_t digits = count_digits(text + first);
  size_t at = first + digits;
  bool is_plain = digits - 1 < 7 && (text[first] != '0' || digits == 1);
  if (is_plain && text[at] == '.') {
    digits = count_digits(text + at + 1);
    at += 1 + digits;
    is_plain = digits - 1 < 7;
  }
  return is_plain && (text[at] | 0x20) != 'e' ? at : odd_number_end(text, start);
}

/// The same for a word.
size_t word_end(const uint8_t *text, size_t start) {
  if (std::memcmp(text + start, "null", 4) == 0 || std::memcmp(text + start, "true", 4) == 0) return start + 4;
  return std::memcmp(text + start, "false", 5) == 0 ? start + 5 : 0;
}

// Whether a text is that of a piece: its bits are those of the piece's mask.

struct Plain {
  static bool is_equal(const uint8_t *text, const uint8_t *wanted, uint32_t mask) {
#if defined(__SSE2__)
    const __m128i *const left = reinterpret_cast<const __m128i *>(text), *const right = reinterpret_cast<const __m128i *>(wanted);
    const uint32_t low = uint32_t(_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(left), _mm_load_si128(right))));
    const uint32_t high = uint32_t(_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(left + 1), _mm_load_si128(right + 1))));
    return (~(low | high << 16) & mask) == 0;
#else
    return std::memcmp(text, wanted, size_t(32 - (mask == 0 ? 32 : __builtin_clz(mask)))) == 0;
#endif
  }
};

#if defined(__x86_64__)
#define CSJ_AVX2 __attribute__((target("avx2,bmi,bmi2")))

struct AVX2 {
  CSJ_AVX2 static inline bool is_equal(const uint8_t *text, const uint8_t *wanted, uint32_t mask) {
    const __m256i left = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(text));
    const __m256i right = _mm256_load_si256(reinterpret_cast<const __m256i *>(wanted));
    return (~uint32_t(_mm256_movemask_epi8(_mm256_cmpeq_epi8(left, right))) & mask) == 0;
  }
};
#endif

}  // namespace

template <typename Level>
inline __attribute__((always_inline)) uint32_t Shapes::match_as(
    const uint8_t *text, const uint8_t *marks, size_t start, csj_member *spans) {
  const bool counts = (matched_ & 63) == 0;
  Node *parent = nodes_;
  Node *next = parent->child;
  size_t at = start;
  if (next == nullptr) return no_match;
  for (;;) {
    Node &node = *next;
    const size_t value = at + node.length;
    if (__builtin_expect(!Level::is_equal(text + at, node.text, node.mask), 0)) goto sibling;
    if (node.hole == string) {
      size_t end = next_mark(marks, value);
      uint8_t escaped = 0;
      if (__builtin_expect(text[end] != '"', 0)) {
        end = odd_string_end(text, marks, end);
        if (end == 0) goto sibling;
        escaped = 1;
      }
      if (node.field >= 0) spans[node.field] = csj_member{uint32_t(value - 1), uint32_t(end + 2 - value), csj_kind_string, escaped};
      at = end;
    } else if (node.hole == scalar) {
      const uint8_t first = text[value];
      const size_t end = first >= 'a' ? word_end(text, value) : number_end(text, value);
      if (__builtin_expect(end == 0, 0)) goto sibling;
      if (node.field >= 0) spans[node.field] = csj_member{uint32_t(value), uint32_t(end - value), kind_of(char(first)), 0};
      at = end;
    } else if (node.hole == end_of_line) {
      size_t end = value;
      while (text[end] == ' ' || text[end] == '\t' || text[end] == '\r') end++;
      if (text[end] != '\n') goto sibling;
      if (counts) meet(*parent, node);
      matched_++;
      return uint32_t(end);
    } else {
      if (node.hole == container) spans[node.field] = csj_member{uint32_t(value), 0, kind_of(char(text[value])), 0};
      at = value;
    }
    if (counts) meet(*parent, node);
    parent = &node;
    next = node.child;
    continue;
  sibling:
    next = node.sibling;
    if (next == nullptr) { missed_++; return no_match; }
  }
}

uint32_t Shapes::match_plain(Shapes *shapes, const uint8_t *text, const uint8_t *marks, size_t start, csj_member *spans) {
  return shapes->match_as<Plain>(text, marks, start, spans);
}

#if defined(__x86_64__)
CSJ_AVX2 uint32_t Shapes::match_avx2(Shapes *shapes, const uint8_t *text, const uint8_t *marks, size_t start, csj_member *spans) {
  return shapes->match_as<AVX2>(text, marks, start, spans);
}
#endif

Shapes::Shapes(int level) : matcher_(match_plain) {
  std::memset(&nodes_[0], 0, sizeof nodes_[0]);
#if defined(__x86_64__)
  if (level >= level_avx2) matcher_ = match_avx2;
#else
  (void)level;
#endif
}

/// Counts that a piece was met behind another, and tries it earlier from now on than what is met less often.
__attribute__((noinline)) void Shapes::meet(Node &parent, Node &node) {
  if (parent.child == &node && node.sibling == nullptr) return;
  if (node.met == UINT16_MAX) {
    // From here on, what is met now counts for more than what was met long ago.
    for (Node *other = parent.child; other != nullptr; other = other->sibling) other->met /= 2;
  }
  node.met++;
  Node **link = &parent.child;
  while (*link != &node && (*link)->met >= node.met) link = &(*link)->sibling;
  if (*link == &node) return;
  Node **own = link;
  while (*own != &node) own = &(*own)->sibling;
  *own = node.sibling;
  node.sibling = *link;
  *link = &node;
}

void Shapes::add(const uint8_t *text, size_t length, Hole hole, int field) {
  do {
    if (drafted_ == most_drafted) { fits_ = false; return; }
    const size_t part = length < most_text ? length : most_text;
    const bool is_last = part == length;
    draft_[drafted_++] = Piece{text, uint8_t(part), is_last ? hole : none, int8_t(is_last ? field : -1)};
    text += part;
    length -= part;
  } while (length > 0);
}

void Shapes::forget_if_stale() {
  // A log whose events look different now. Where lines hardly ever share a shape, this costs little: few of them are written down.
  if (used_ + drafted_ <= most || matched_ > missed_ * 16) return;
  nodes_[0].child = nullptr;
  used_ = 1;
  matched_ = missed_ = 0;
}

void Shapes::keep() {
  if (!fits_) return;
  forget_if_stale();
  if (used_ + drafted_ > most) return;
  Node **link = &nodes_[0].child;
  for (size_t i = 0; i < drafted_; i++) {
    const Piece &piece = draft_[i];
    size_t siblings = 0;
    while (*link != nullptr) {
      const Node &node = **link;
      if (node.length == piece.length && node.hole == piece.hole && node.field == piece.field &&
          std::memcmp(node.text, piece.text, piece.length) == 0) {
        break;
      }
      if (++siblings == most_siblings) return;
      link = &(*link)->sibling;
    }
    if (*link == nullptr) {
      Node &node = nodes_[used_++];
      std::memset(&node, 0, sizeof node);
      std::memcpy(node.text, piece.text, piece.length);
      node.mask = piece.length == 32 ? ~uint32_t(0) : (uint32_t(1) << piece.length) - 1;
      node.length = piece.length;
      node.hole = piece.hole;
      node.field = piece.field;
      *link = &node;
    }
    link = &(*link)->child;
  }
}

}  // namespace csj
