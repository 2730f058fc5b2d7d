// Many lines at once. simdjson's first stage runs over a batch of lines as if they were one text: white space between values,
// line ends included, does not trouble it, and a line end inside of a string is a fault that it finds. Then each line is walked
// by itself over the structure found. A batch in which the first stage finds a fault is halved until the faulty lines stand alone.

#include <cstring>
#include <new>

#include "fields.h"
#include "parser.h"
#include "scalars.h"

namespace {

/// Small enough that text and structure stay in the processor's second cache between the two stages.
constexpr size_t batch_size = 48 << 10;
constexpr uint32_t deepest = 1024;

bool is_space(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n'; }

/// Walks one line at a time over a batch's structure.
class LineWalk {
 public:
  LineWalk(csj_parser *parser, const csj_fields *fields, const uint8_t *block, uint32_t max_depth)
      : fields_(fields), block_(block), parser_(parser), max_depth_(max_depth < deepest ? max_depth : deepest) {}

  /// The structure of the batch that begins at `base`.
  void enter(size_t base) {
    text_ = block_ + base;
    base_ = base;
    at_ = parser_->stage1->structural_indexes.get();
    end_ = at_ + parser_->stage1->n_structural_indexes;
    escapes_ = false;
  }

  void note_escapes(bool escapes) { escapes_ = escapes; }

  uint32_t walk(size_t start, size_t end, csj_member *spans) {
    const uint32_t first = uint32_t(start - base_);
    limit_ = uint32_t(end - base_);
    while (at_ < end_ && *at_ < first) at_++;
    if (at_ >= end_ || *at_ >= limit_) return csj_line_blank;
    for (int i = 0; i < fields_->fields; i++) spans[i].kind = csj_absent;
    spans_ = spans;
    has_escapes_ = escapes_ && std::memchr(text_ + first, '\\', limit_ - first) != nullptr;
    if (has_escapes_ && !escapes_are_sound(first)) return csj_line_other;
    if (const csj::Shape *shape = parser_->shapes->find(text_, at_, end_, limit_)) return follow(*shape);
    draft_ = parser_->shapes->draft();
    first_ = at_;
    const bool sound = text_[*at_] == '{' && object() && (at_ >= end_ || *at_ >= limit_);
    if (sound && draft_) keep_shape();
    return sound ? csj_line_object : csj_line_other;
  }

 private:
  /// A line of a known shape: only its numbers and words are still to be checked.
  uint32_t follow(const csj::Shape &shape) {
    const uint32_t *const at = at_;
    at_ += shape.count;
    for (uint32_t i = 0; i < shape.scalars; i++) {
      const uint32_t start = at[shape.scalar[i]];
      if (!scalar(text_[start], start)) return csj_line_other;
    }
    for (uint32_t i = 0; i < shape.values; i++) {
      const uint32_t *const value = at + shape.value[i].index;
      tell(shape.value[i].field, text_[value[0]], value[0], value[1]);
    }
    return csj_line_object;
  }

  void keep_shape() {
    const size_t count = size_t(at_ - first_);
    if (count > csj::Shape::most) return;
    draft_->count = uint32_t(count);
    for (size_t i = 0; i < count; i++) draft_->structure[i] = csj::classes.of[text_[first_[i]]];
    parser_->shapes->keep();
  }

  bool has_more() const { return at_ < end_ && *at_ < limit_; }

  /// Backslashes outside of strings are found by the walk; here only what follows each.
  bool escapes_are_sound(uint32_t from) const {
    const uint8_t *at = text_ + from;
    const uint8_t *const end = text_ + limit_;
    while ((at = static_cast<const uint8_t *>(std::memchr(at, '\\', size_t(end - at))))) {
      if (end - at < 2) return false;
      switch (at[1]) {
        case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': at += 2; break;
        case 'u':
          if (end - at < 6) return false;
          for (int i = 2; i < 6; i++) {
            const uint8_t byte = at[i], lower = byte | 0x20;
            if (!((byte >= '0' && byte <= '9') || (lower >= 'a' && lower <= 'f'))) return false;
          }
          at += 6;
          break;
        default: return false;
      }
    }
    return true;
  }

  /// Where a string that begins at `start` ends: before the next structural character, white space aside. 0 if it does not.
  uint32_t string_end(uint32_t start, uint32_t next) const {
    while (next > start && is_space(text_[next - 1])) next--;
    return next > start + 1 && text_[next - 1] == '"' ? next : 0;
  }

  bool scalar(uint8_t byte, uint32_t start) const {
    size_t bad = 0;
    switch (byte) {
      case 't': return word(start, "true", 4);
      case 'f': return word(start, "false", 5);
      case 'n': return word(start, "null", 4);
      case '-': case '0': case '1': case '2': case '3': case '4':
      case '5': case '6': case '7': case '8': case '9':
        return csj::scan_number(text_, start, limit_, bad) != 0;
      default: return false;
    }
  }

  bool word(uint32_t start, const char *text, uint32_t size) const {
    return start + size <= limit_ && std::memcmp(text_ + start, text, size) == 0 && csj::ends_scalar(text_, start + size, limit_);
  }

  void tell(int field, uint8_t byte, uint32_t start, uint32_t next) {
    csj_member &span = spans_[field];
    span.start = uint32_t(base_) + start;
    span.length = 0;
    span.escaped = 0;
    switch (byte) {
      case '{': span.kind = csj_kind_object; return;
      case '[': span.kind = csj_kind_array; return;
      case 't': span.kind = csj_kind_true; break;
      case 'f': span.kind = csj_kind_false; break;
      case 'n': span.kind = csj_kind_null; break;
      case '"': span.kind = csj_kind_string; break;
      default: span.kind = csj_kind_number; break;
    }
    while (next > start && is_space(text_[next - 1])) next--;
    span.length = next - start;
    if (byte == '"' && has_escapes_) span.escaped = std::memchr(text_ + start, '\\', span.length) != nullptr;
  }

  /// One object and everything in it. The stack is an array of ours, so nesting costs no call.
  bool object() {
    uint64_t met = 0;          // edges whose keys were met: the first of a repeated key is told
    uint32_t depth = 0;
    int node = 0;              // of the object at hand; -1 where no path leads
    int below = 0;             // of the value that comes next
    bool in_object;
    unsigned next_edge = 0;

  value: {
      if (!has_more()) return false;
      const uint32_t start = *at_++;
      const uint8_t byte = text_[start];
      if (byte == '"') goto after_value;
      if (byte == '{' || byte == '[') {
        if (depth == max_depth_) return false;
        containers_[depth] = byte;
        nodes_[depth] = int16_t(node);
        depth++;
        node = byte == '{' ? below : -1;
        in_object = byte == '{';
        if (!has_more()) return false;
        if (text_[*at_] == (in_object ? '}' : ']')) goto close;
        if (in_object) goto member;
        below = -1;
        goto value;
      }
      if (!scalar(byte, start)) return false;
      if (draft_) draft_->add_scalar(size_t(at_ - 1 - first_));
      goto after_value;
    }

  member: {
      if (!has_more()) return false;
      const uint32_t key = *at_++;
      if (text_[key] != '"' || !has_more()) return false;
      const uint32_t colon = *at_++;
      if (text_[colon] != ':' || !has_more()) return false;
      below = -1;
      if (node >= 0) {
        const uint32_t end = text_[colon - 1] == '"' && colon - 1 > key ? colon : string_end(key, colon);
        if (end == 0) return false;
        if (has_escapes_ && std::memchr(text_ + key, '\\', end - key)) return false;  // may spell a wanted key
        if (draft_) draft_->add_key(size_t(at_ - 2 - first_), text_ + key, end - key);
        if (const csj_fields::Edge *edge =
                fields_->find(fields_->nodes[size_t(node)], text_ + key + 1, end - key - 2, next_edge)) {
          const uint64_t bit = uint64_t(1) << edge->bit;
          if (!(met & bit)) {
            met |= bit;
            below = edge->node;
            if (edge->field >= 0) {
              if (draft_) draft_->add_value(size_t(at_ - first_), edge->field);
              tell(edge->field, text_[*at_], *at_, at_ + 1 < end_ ? at_[1] : limit_);
            }
          }
        }
      }
      goto value;
    }

  after_value: {
      if (!has_more()) return false;
      const uint8_t byte = text_[*at_];
      if (byte == ',') {
        at_++;
        if (in_object) goto member;
        below = -1;
        goto value;
      }
      if (byte != (in_object ? '}' : ']')) return false;
    }

  close:
    at_++;
    depth--;
    node = nodes_[depth];
    if (depth == 0) return true;
    in_object = containers_[depth - 1] == '{';
    goto after_value;
  }

  const csj_fields *fields_;
  const uint8_t *block_;
  csj_parser *parser_;
  uint32_t max_depth_;
  const uint8_t *text_ = nullptr;
  size_t base_ = 0;
  const uint32_t *at_ = nullptr;
  const uint32_t *end_ = nullptr;
  uint32_t limit_ = 0;
  const uint32_t *first_ = nullptr;  // of the line at hand
  csj::Shape *draft_ = nullptr;
  bool escapes_ = false;
  bool has_escapes_ = false;
  csj_member *spans_ = nullptr;
  uint8_t containers_[deepest];
  int16_t nodes_[deepest];
};

class Scan {
 public:
  Scan(csj_parser *parser, const csj_fields *fields, const uint8_t *block, uint32_t max_depth)
      : parser_(parser), fields_(fields), block_(block), walk_(parser, fields, block, max_depth), lines_(parser->lines),
        spans_(parser->spans) {}

  /// False when out of memory.
  bool run(size_t first, size_t last) {
    const size_t start = lines_[first].start, end = lines_[last - 1].end;
    if (start == end) { lines_[first].state = csj_line_blank; return last - first == 1 || halves(first, last); }
    switch (csj::find_structure(parser_, block_ + start, end - start)) {
      case csj_ok: break;
      case csj_error_memory: case csj_error_too_large: return false;
      case csj_error_empty:
        for (size_t line = first; line < last; line++) lines_[line].state = csj_line_blank;
        return true;
      default:
        if (last - first == 1) { lines_[first].state = csj_line_other; return true; }
        return halves(first, last);
    }
    walk_.enter(start);
    walk_.note_escapes(std::memchr(block_ + start, '\\', end - start) != nullptr);
    for (size_t line = first; line < last; line++) {
      lines_[line].state = walk_.walk(lines_[line].start, lines_[line].end, spans_ + line * size_t(fields_->fields));
    }
    return true;
  }

 private:
  bool halves(size_t first, size_t last) {
    const size_t middle = first + (last - first) / 2;
    return run(first, middle) && run(middle, last);
  }

  csj_parser *parser_;
  const csj_fields *fields_;
  const uint8_t *block_;
  LineWalk walk_;
  csj_line *lines_;
  csj_member *spans_;
};

}  // namespace

csj_lines csj_scan_lines(csj_parser *parser, const csj_fields *fields, const uint8_t *block, size_t length, uint32_t max_depth) {
  const csj_lines out_of_memory = {nullptr, nullptr, SIZE_MAX};
  // Shapes say where one set of fields lies.
  if (parser->shapes_of != fields) {
    delete parser->shapes;
    parser->shapes = new (std::nothrow) csj::Shapes;
    parser->shapes_of = fields;
    if (parser->shapes == nullptr) return out_of_memory;
  }
  size_t count = 0;
  for (size_t start = 0; start < length; count++) {
    const void *feed = std::memchr(block + start, '\n', length - start);
    const size_t end = feed ? size_t(static_cast<const uint8_t *>(feed) - block) : length;
    if (!csj::reserve(parser->lines, parser->line_capacity, count + 1)) return out_of_memory;
    parser->lines[count] = csj_line{uint32_t(start), uint32_t(end), csj_line_blank};
    start = end + 1;
  }
  if (!csj::reserve(parser->spans, parser->span_capacity, count * size_t(fields->fields))) return out_of_memory;
  const csj_line *lines = parser->lines;
  Scan scan(parser, fields, block, max_depth);
  for (size_t first = 0; first < count;) {
    size_t last = first + 1;
    while (last < count && lines[last].end - lines[first].start <= batch_size) last++;
    if (!scan.run(first, last)) return out_of_memory;
    first = last;
  }
  return csj_lines{parser->lines, parser->spans, count};
}
