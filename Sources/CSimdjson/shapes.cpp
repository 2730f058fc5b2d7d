#include "shapes.h"

#include <cstring>

#include "marks.h"
#include "scalars.h"

namespace csj {
namespace {

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
uint32_t number_end(const uint8_t *text, uint32_t start, uint32_t length) {
  const uint32_t first = start + (text[start] == '-');
  if (first >= length) return 0;
  const uint32_t digits = count_digits(text + first);
  uint32_t at = first + digits;
  bool is_plain = digits > 0 && digits < 8 && (text[first] != '0' || digits == 1) && at < length;
  if (is_plain && text[at] == '.') {
    const uint32_t more = count_digits(text + at + 1);
    at += 1 + more;
    is_plain = more > 0 && more < 8 && at < length;
  }
  if (is_plain && (text[at] | 0x20) != 'e') return at;
  size_t bad = 0;
  return uint32_t(scan_number(text, start, length, bad));
}

/// The same for a word.
uint32_t word_end(const uint8_t *text, uint32_t start, uint32_t length) {
  const auto is = [&](const char *word, uint32_t size) { return start + size <= length && std::memcmp(text + start, word, size) == 0; };
  return is("null", 4) || is("true", 4) ? start + 4 : is("false", 5) ? start + 5 : 0;
}

uint8_t kind_of(uint8_t first) {
  switch (first) {
    case '{': return csj_kind_object;
    case '[': return csj_kind_array;
    case 't': return csj_kind_true;
    case 'f': return csj_kind_false;
    case 'n': return csj_kind_null;
    default: return csj_kind_number;
  }
}

}  // namespace

bool Shapes::equal(const Node &node, const uint8_t *text) {
  uint64_t differs = 0;
  const unsigned last = node.words - 1u;
  for (unsigned i = 0; i < last; i++) {
    uint64_t left, right;
    std::memcpy(&left, text + i * 8, 8);
    std::memcpy(&right, node.text + i * 8, 8);
    differs |= left ^ right;
  }
  uint64_t left, right;
  std::memcpy(&left, text + last * 8, 8);
  std::memcpy(&right, node.text + last * 8, 8);
  return (differs | ((left ^ right) & node.last_mask)) == 0;
}

uint32_t Shapes::match(const uint8_t *text, const uint8_t *marks, uint32_t start, uint32_t length, csj_member *spans) {
  uint32_t at = start;
  uint16_t *before = nullptr, *link = &root_;
  for (;;) {
    if (*link == 0) { missed_++; return no_match; }
    Node &node = nodes_[*link];
    const uint32_t value = at + node.length;
    if (value > length || !equal(node, text + at)) goto sibling;
    switch (node.hole) {
      case string: {
        uint8_t escaped = 0;
        at = next_mark(marks, value);
        while (text[at] != '"') {
          const size_t size = text[at] == '\\' ? escape_size(text, at, length) : 0;
          if (size == 0) { at = value - node.length; goto sibling; }
          escaped = 1;
          at = next_mark(marks, at + uint32_t(size));
        }
        if (node.field >= 0) spans[node.field] = csj_member{value - 1, at + 2 - value, csj_kind_string, escaped};
        break;
      }
      case scalar: {
        const uint8_t first = text[value];
        const uint32_t behind = first >= 'a' ? word_end(text, value, length) : number_end(text, value, length);
        if (behind == 0) goto sibling;
        if (node.field >= 0) spans[node.field] = csj_member{value, behind - value, kind_of(first), 0};
        at = behind;
        break;
      }
      case container:
        spans[node.field] = csj_member{value, 0, kind_of(text[value]), 0};
        at = value;
        break;
      case none: at = value; break;
      case end: {
        uint32_t behind = value;
        while (behind < length && (text[behind] == ' ' || text[behind] == '\t' || text[behind] == '\r')) behind++;
        if (behind < length && text[behind] != '\n') goto sibling;
        if (before != nullptr || node.sibling != 0) meet(before, link);
        matched_++;
        return behind;
      }
    }
    if (before != nullptr || node.sibling != 0) meet(before, link);
    before = nullptr;
    link = &node.child;
    continue;
  sibling:
    before = link;
    link = &node.sibling;
  }
}

/// Counts a piece that was met; `before`: the link to the one tried before it.
void Shapes::meet(uint16_t *before, uint16_t *link) {
  Node &node = nodes_[*link];
  if (node.met < UINT16_MAX) {
    node.met++;
  } else {
    // From here on, what is met now counts for more than what was met long ago.
    for (uint16_t *at = link; *at != 0; at = &nodes_[*at].sibling) nodes_[*at].met /= 2;
  }
  if (before == nullptr) return;
  Node &earlier = nodes_[*before];
  if (earlier.met >= node.met) return;
  const uint16_t index = *link;  // a place inside of `earlier`
  earlier.sibling = node.sibling;
  node.sibling = *before;
  *before = index;
}

void Shapes::add(const uint8_t *text, size_t length, Hole hole, int field) {
  do {
    if (drafted_ == most_drafted) { fits_ = false; return; }
    const size_t size = length < most_text ? length : most_text;
    const bool is_last = size == length;
    draft_[drafted_++] = Piece{text, uint8_t(size), is_last ? hole : none, int8_t(is_last ? field : -1)};
    text += size;
    length -= size;
  } while (length > 0);
}

void Shapes::forget_if_stale() {
  // A log whose events look different now. Where lines hardly ever share a shape, this costs little: few of them are written down.
  if (used_ + drafted_ <= most || matched_ > missed_ * 16) return;
  root_ = 0;
  used_ = 1;
  matched_ = missed_ = 0;
}

void Shapes::keep() {
  if (!fits_) return;
  forget_if_stale();
  if (used_ + drafted_ > most) return;
  uint16_t *link = &root_;
  for (size_t i = 0; i < drafted_; i++) {
    const Piece &piece = draft_[i];
    size_t siblings = 0;
    while (*link != 0) {
      const Node &node = nodes_[*link];
      if (node.length == piece.length && node.hole == piece.hole && node.field == piece.field &&
          std::memcmp(node.text, piece.text, piece.length) == 0) {
        break;
      }
      if (++siblings == most_siblings) return;
      link = &nodes_[*link].sibling;
    }
    if (*link == 0) {
      Node &node = nodes_[used_];
      std::memset(&node, 0, sizeof node);
      std::memcpy(node.text, piece.text, piece.length);
      const unsigned words = piece.length == 0 ? 1 : (piece.length + 7u) / 8;
      const unsigned rest = piece.length - (words - 1) * 8;
      node.last_mask = rest == 8 ? ~uint64_t(0) : (uint64_t(1) << (rest * 8)) - 1;
      node.length = piece.length;
      node.words = uint8_t(words);
      node.hole = piece.hole;
      node.field = piece.field;
      *link = uint16_t(used_++);
    }
    link = &nodes_[*link].child;
  }
}

}  // namespace csj
