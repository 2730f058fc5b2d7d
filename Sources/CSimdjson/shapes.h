#ifndef CSIMDJSON_SHAPES_H
#define CSIMDJSON_SHAPES_H

#include <cstddef>
#include <cstdint>
#include <cstring>

// Lines of one event type have one shape: the same structural characters in the same order, the same keys. A line whose structure
// equals that of a line that was walked is as sound as that one was, except for its numbers and words, which are checked each.
// Comparing costs about a nanosecond per structural character; the walk, with its jumps that no processor can foresee, four.

namespace csj {

/// Maps a structural character to itself, the first of a number to '0', of a word to 't', and everything else to 0xFF.
struct Classes {
  uint8_t of[256];
  constexpr Classes() : of() {
    for (int i = 0; i < 256; i++) of[i] = 0xFF;
    for (char c : {'{', '}', '[', ']', ':', ',', '"'}) of[uint8_t(c)] = uint8_t(c);
    for (char c = '0'; c <= '9'; c++) of[uint8_t(c)] = '0';
    of[uint8_t('-')] = '0';
    of[uint8_t('t')] = of[uint8_t('f')] = of[uint8_t('n')] = 't';
  }
};
inline constexpr Classes classes;

struct Shape {
  static constexpr size_t most = 512, most_keys = 64, most_scalars = 192, key_words = 6;

  /// A key of an object that a wanted path leads through, with its quotes.
  struct Key {
    uint16_t index;
    uint16_t words;
    uint64_t text[key_words];
    uint64_t last_mask;
  };
  struct Value {
    uint16_t index;
    uint16_t field;
  };

  uint32_t count = 0;
  uint32_t keys = 0, scalars = 0, values = 0;
  uint8_t structure[most];
  Key key[most_keys];
  uint16_t scalar[most_scalars];
  Value value[most_keys];
  /// False once something does not fit in here: the shape is then of no use.
  bool fits = true;

  void clear() { count = keys = scalars = values = 0; fits = true; }

  void add_key(size_t index, const uint8_t *text, size_t length) {
    const size_t words = (length + 7) / 8;
    if (keys == most_keys || words > key_words || index >= most) { fits = false; return; }
    Key &added = key[keys++];
    added.index = uint16_t(index);
    added.words = uint16_t(words);
    std::memset(added.text, 0, sizeof added.text);
    std::memcpy(added.text, text, length);
    const size_t rest = length - (words - 1) * 8;
    added.last_mask = rest == 8 ? ~uint64_t(0) : (uint64_t(1) << (rest * 8)) - 1;
  }

  void add_scalar(size_t index) {
    if (scalars == most_scalars || index >= most) { fits = false; return; }
    scalar[scalars++] = uint16_t(index);
  }

  void add_value(size_t index, int field) {
    if (values == most_keys || index >= most) { fits = false; return; }
    value[values++] = Value{uint16_t(index), uint16_t(field)};
  }

  /// Reads up to 8 bytes behind the key.
  static bool matches(const Key &key, const uint8_t *text) {
    uint64_t word;
    for (size_t i = 0; i + 1 < key.words; i++) {
      std::memcpy(&word, text + i * 8, 8);
      if (word != key.text[i]) return false;
    }
    std::memcpy(&word, text + (key.words - 1) * 8u, 8);
    return ((word ^ key.text[key.words - 1]) & key.last_mask) == 0;
  }

  bool matches(const uint8_t *text, const uint32_t *at) const {
    uint8_t differs = 0;
    for (size_t i = 0; i < count; i++) differs |= uint8_t(classes.of[text[at[i]]] ^ structure[i]);
    if (differs) return false;
    for (size_t i = 0; i < keys; i++) {
      if (!matches(key[i], text + at[key[i].index])) return false;
    }
    return true;
  }
};

/// The shapes met, the one that fitted last in front.
class Shapes {
 public:
  static constexpr size_t most = 24;

  Shapes() {
    for (size_t i = 0; i < most; i++) order_[i] = uint8_t(i);
  }

  /// The shape of the line whose structure begins at `at`, or NULL. `end`: of all structure known, behind which lies one more
  /// number; `limit`: where the line ends.
  const Shape *find(const uint8_t *text, const uint32_t *at, const uint32_t *end, uint32_t limit) {
    for (size_t place = 0; place < used_; place++) {
      const Shape &shape = shapes_[order_[place]];
      if (size_t(end - at) < shape.count || at[shape.count - 1] >= limit || at[shape.count] < limit) continue;
      if (!shape.matches(text, at)) continue;
      front(place);
      return &shape;
    }
    misses_++;
    return nullptr;
  }

  /// Where to write down the next line walked, or NULL if shapes do not help with this text.
  Shape *draft() {
    // Lines that hardly ever share a shape: stop looking at most of them.
    if (misses_ > 4096 && (misses_ & 63) != 0) return nullptr;
    draft_.clear();
    return &draft_;
  }

  void keep() {
    if (!draft_.fits || draft_.count == 0) return;
    const size_t place = used_ < most ? used_++ : most - 1;
    shapes_[order_[place]] = draft_;
    front(place);
  }

 private:
  void front(size_t place) {
    const uint8_t which = order_[place];
    for (; place > 0; place--) order_[place] = order_[place - 1];
    order_[0] = which;
  }

  Shape shapes_[most];
  Shape draft_;
  uint8_t order_[most];
  size_t used_ = 0;
  size_t misses_ = 0;
};

}  // namespace csj

#endif
