#include <cstdlib>
#include <cstring>
#include <new>

#include "parser.h"
#include "scalars.h"

namespace {

csj_result failure(int error, size_t offset) { return csj_result{error, offset, nullptr, 0}; }

/// Copies the text behind which simdjson may read, and runs its first stage.
int find_structure(csj_parser *parser, const uint8_t *bytes, size_t length) {
  if (!csj::reserve(parser->buffer, parser->buffer_capacity, length + simdjson::SIMDJSON_PADDING)) return csj_error_memory;
  std::memcpy(parser->buffer, bytes, length);
  std::memset(parser->buffer + length, ' ', simdjson::SIMDJSON_PADDING);
  return csj::find_structure(parser, parser->buffer, length);
}

/// The walk: a state machine over the structural characters that stage 1 found.
class Walk {
 public:
  Walk(csj_parser *parser, size_t length, uint32_t max_depth)
      : parser_(parser), text_(parser->buffer), length_(length), max_depth_(max_depth),
        indexes_(parser->stage1->structural_indexes.get()), count_(parser->stage1->n_structural_indexes) {}

  csj_result run() {
    if (count_ == 0) return failure(csj_error_empty, 0);
    int error = value();
    while (error == csj_ok && depth_ > 0) error = after_value();
    if (error == csj_ok && cursor_ < count_) error = csj_error_trailing;
    if (error != csj_ok) return failure(error, error_at_ != unset ? error_at_ : here());
    return csj_result{csj_ok, 0, parser_->nodes, made_};
  }

 private:
  static constexpr size_t unset = SIZE_MAX;

  size_t here() const { return cursor_ < count_ ? indexes_[cursor_] : length_; }
  uint8_t peek() const { return cursor_ < count_ ? text_[indexes_[cursor_]] : 0; }

  int fail(int error, size_t at) {
    error_at_ = at;
    return error;
  }

  csj_node *add(uint8_t kind, size_t start) {
    if (!csj::reserve(parser_->nodes, parser_->node_capacity, made_ + 1)) return nullptr;
    csj_node *node = &parser_->nodes[made_++];
    *node = csj_node{uint32_t(start), uint32_t(start), uint32_t(made_), kind, 0, uint16_t(depth_)};
    return node;
  }

  int open(uint8_t kind) {
    const size_t start = indexes_[cursor_];
    if (depth_ >= max_depth_) return fail(csj_error_depth, start);
    if (!csj::reserve(parser_->stack, parser_->stack_capacity, size_t(depth_) + 1)) return csj_error_memory;
    if (add(kind, start) == nullptr) return csj_error_memory;
    parser_->stack[depth_++] = uint32_t(made_ - 1);
    cursor_++;
    const bool object = kind == csj_kind_object;
    if (peek() == (object ? '}' : ']')) { close(); return csj_ok; }
    return object ? member() : value();
  }

  void close() {
    csj_node *node = &parser_->nodes[parser_->stack[--depth_]];
    node->end = indexes_[cursor_] + 1;
    node->next = uint32_t(made_);
    cursor_++;
  }

  /// A container that was just opened goes on with its first member or element, so nesting costs stack only by depth of
  /// `open`, which max_depth bounds.
  int value() {
    if (cursor_ >= count_) return fail(csj_error_unclosed_container, length_);
    switch (text_[indexes_[cursor_]]) {
      case '{': return open(csj_kind_object);
      case '[': return open(csj_kind_array);
      case '"': return string();
      case 't': return literal("true", 4, csj_kind_true);
      case 'f': return literal("false", 5, csj_kind_false);
      case 'n': return literal("null", 4, csj_kind_null);
      case '-': case '0': case '1': case '2': case '3': case '4':
      case '5': case '6': case '7': case '8': case '9': return number();
      default: return fail(csj_error_expected_value, indexes_[cursor_]);
    }
  }

  int member() {
    if (peek() != '"') return fail(cursor_ < count_ ? csj_error_expected_key : csj_error_unclosed_container, here());
    if (int error = string()) return error;
    if (peek() != ':') return fail(csj_error_expected_colon, here());
    cursor_++;
    return value();
  }

  int after_value() {
    if (cursor_ >= count_) return fail(csj_error_unclosed_container, length_);
    const bool object = parser_->nodes[parser_->stack[depth_ - 1]].kind == csj_kind_object;
    const uint8_t next = peek();
    if (next == ',') {
      cursor_++;
      return object ? member() : value();
    }
    if (next == (object ? '}' : ']')) { close(); return csj_ok; }
    return fail(csj_error_expected_comma, here());
  }

  int string() {
    const size_t start = indexes_[cursor_];
    bool escaped = false;
    size_t bad = 0;
    const size_t end = csj::scan_string(text_, start, length_, escaped, bad);
    if (end == 0) return fail(csj_error_escape, bad);
    csj_node *node = add(csj_kind_string, start);
    if (node == nullptr) return csj_error_memory;
    node->end = uint32_t(end);
    node->escaped = escaped;
    cursor_++;
    return csj_ok;
  }

  int number() {
    const size_t start = indexes_[cursor_];
    size_t bad = 0;
    const size_t end = csj::scan_number(text_, start, length_, bad);
    if (end == 0) return fail(csj_error_number, bad);
    csj_node *node = add(csj_kind_number, start);
    if (node == nullptr) return csj_error_memory;
    node->end = uint32_t(end);
    cursor_++;
    return csj_ok;
  }

  int literal(const char *word, size_t size, uint8_t kind) {
    const size_t start = indexes_[cursor_];
    if (start + size > length_ || std::memcmp(text_ + start, word, size) != 0 ||
        !csj::ends_scalar(text_, start + size, length_)) {
      return fail(csj_error_literal, start);
    }
    csj_node *node = add(kind, start);
    if (node == nullptr) return csj_error_memory;
    node->end = uint32_t(start + size);
    cursor_++;
    return csj_ok;
  }

  csj_parser *parser_;
  const uint8_t *text_;
  size_t length_;
  uint32_t max_depth_;
  const uint32_t *indexes_;
  size_t count_;
  size_t cursor_ = 0;
  size_t made_ = 0;
  uint32_t depth_ = 0;
  size_t error_at_ = unset;
};

}  // namespace

int csj::find_structure(csj_parser *parser, const uint8_t *text, size_t length) {
  const size_t wanted = length < smallest_capacity ? smallest_capacity : length;
  if (!parser->stage1) {
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(wanted, 1, parser->stage1)) {
      parser->stage1.reset();
      return csj_error_memory;
    }
  } else if (parser->stage1->capacity() < length) {
    if (parser->stage1->set_capacity(wanted + wanted / 2)) return csj_error_memory;
  }
  switch (parser->stage1->stage1(text, length, simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS: return csj_ok;
    case simdjson::UTF8_ERROR: return csj_error_utf8;
    case simdjson::UNCLOSED_STRING: return csj_error_unclosed_string;
    case simdjson::UNESCAPED_CHARS: return csj_error_control_character;
    case simdjson::EMPTY: return csj_error_empty;
    case simdjson::MEMALLOC: return csj_error_memory;
    case simdjson::CAPACITY: return csj_error_too_large;
    default: return csj_error_expected_value;
  }
}

csj_parser *csj_parser_new(void) { return new (std::nothrow) csj_parser; }

void csj_parser_free(csj_parser *parser) { delete parser; }

csj_result csj_parse(csj_parser *parser, const uint8_t *bytes, size_t length, uint32_t max_depth) {
  if (length == 0) return failure(csj_error_empty, 0);
  if (length >= UINT32_MAX - simdjson::SIMDJSON_PADDING) return failure(csj_error_too_large, 0);
  if (int error = find_structure(parser, bytes, length)) {
    return failure(error, csj::locate(error, bytes, length));
  }
  return Walk(parser, length, max_depth < UINT16_MAX ? max_depth : UINT16_MAX).run();
}
