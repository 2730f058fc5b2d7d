// Many lines at once. A line of a known shape is only compared with it. The others are walked, by which shapes become known:
// simdjson's first stage runs over a batch of them as if they were one text, as white space between values, line ends included, does
// not trouble it, and a line end inside of a string is a fault that it finds; then each line is walked by itself over the structure
// found. A batch in which the first stage finds a fault is halved until the faulty lines stand alone.

#include <algorithm>
#include <cstring>
#include <new>

#include "fields.h"
#include "marks.h"
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

  /// `learns`: whether the line's shape is kept.
  uint32_t walk(size_t start, size_t end, csj_member *spans, bool learns) {
    const uint32_t first = uint32_t(start - base_);
    limit_ = uint32_t(end - base_);
    while (at_ < end_ && *at_ < first) at_++;
    if (at_ >= end_ || *at_ >= limit_) return csj_line_blank;
    for (int i = 0; i < fields_->fields; i++) spans[i].kind = csj_absent;
    spans_ = spans;
    has_escapes_ = escapes_ && std::memchr(text_ + first, '\\', limit_ - first) != nullptr;
    if (has_escapes_ && !escapes_are_sound(first)) return csj_line_other;
    draft_ = learns ? parser_->shapes : nullptr;
    if (draft_) draft_->begin();
    drafted_ = first;
    const bool sound = text_[*at_] == '{' && object() && (at_ >= end_ || *at_ >= limit_);
    if (sound && draft_) {
      draft_->add(text_ + drafted_, at_[-1] + 1 - drafted_, csj::Shapes::end_of_line, -1);
      draft_->keep();
    }
    return sound ? csj_line_object : csj_line_other;
  }

 private:
  bool has_more() const { return at_ < end_ && *at_ < limit_; }

  /// Backslashes outside of strings are found by the walk; here only what follows each.
  bool escapes_are_sound(uint32_t from) const {
    const uint8_t *at = text_ + from;
    const uint8_t *const end = text_ + limit_;
    while ((at = static_cast<const uint8_t *>(std::memchr(at, '\\', size_t(end - at))))) {
      const size_t size = csj::escape_size(text_, size_t(at - text_), limit_);
      if (size == 0) return false;
      at += size;
    }
    return true;
  }

  /// Writes the line down up to the value that begins at `start`.
  void draft(uint32_t start, uint8_t byte, int field) {
    csj::Shapes::Hole hole = csj::Shapes::scalar;
    uint32_t next = start;
    if (byte == '"') {
      const uint32_t end = string_end(start, has_more() ? *at_ : limit_);
      if (end == 0) { draft_ = nullptr; return; }
      hole = csj::Shapes::string;
      start++;
      next = end - 1;
    } else if (byte == '{' || byte == '[') {
      if (field < 0) return;
      hole = csj::Shapes::container;
    } else {
      while (!csj::ends_scalar(text_, next, limit_)) next++;
    }
    draft_->add(text_ + drafted_, start - drafted_, hole, field);
    drafted_ = next;
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
    int field = -1;            // under which it is told
    bool in_object;
    unsigned next_edge = 0;

  value: {
      if (!has_more()) return false;
      const uint32_t start = *at_++;
      const uint8_t byte = text_[start];
      if (draft_) draft(start, byte, field);
      field = -1;
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
        if (const csj_fields::Edge *edge =
                fields_->find(fields_->nodes[size_t(node)], text_ + key + 1, end - key - 2, next_edge)) {
          const uint64_t bit = uint64_t(1) << edge->bit;
          if (!(met & bit)) {
            met |= bit;
            below = edge->node;
            if (edge->field >= 0) {
              field = edge->field;
              tell(field, text_[*at_], *at_, at_ + 1 < end_ ? at_[1] : limit_);
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
  csj::Shapes *draft_ = nullptr;  // where the line at hand is written down, up to here
  uint32_t drafted_ = 0;
  bool escapes_ = false;
  bool has_escapes_ = false;
  csj_member *spans_ = nullptr;
  uint8_t containers_[deepest];
  int16_t nodes_[deepest];
};

class Scan {
 public:
  Scan(csj_parser *parser, const csj_fields *fields, const uint8_t *block, size_t length, uint32_t max_depth)
      : parser_(parser), fields_(fields), block_(block), length_(length), walk_(parser, fields, block, max_depth) {}

  /// False when out of memory.
  bool run() {
    if (!csj::reserve(parser_->marks, parser_->marks_capacity, csj::marks_size(length_))) return false;
    const bool is_ascii = !csj::mark(parser_->level, block_, length_, parser_->marks);
    // One line of wrong UTF-8 among them, and all are walked.
    const bool may_match = is_ascii || simdjson::validate_utf8(reinterpret_cast<const char *>(block_), length_);
    const size_t terminated = whole_lines();
    while (start_ < length_) {
      if (may_match && start_ < terminated) {
        if (!reserve(count_ + 1)) return false;
        if (match()) continue;
      }
      if (!walk(may_match ? parser_->patience : SIZE_MAX)) return false;
      parser_->patience = std::min(parser_->patience * 2, most_patience);
    }
    return true;
  }

  size_t count() const { return count_; }

 private:
  // The more often no shape fits, the more lines are walked before one is tried again.
  static constexpr size_t most_patience = 4096;
  // Where lines hardly ever share a shape, most of them are not learned either.
  static constexpr size_t learning_patience = 16;

  bool reserve(size_t count) {
    return csj::reserve(parser_->lines, parser_->line_capacity, count) &&
           csj::reserve(parser_->spans, parser_->span_capacity, count * size_t(fields_->fields));
  }

  csj_member *spans_of(size_t line) const { return parser_->spans + line * size_t(fields_->fields); }

  /// The bytes of the lines that end with a line feed.
  size_t whole_lines() const {
    size_t end = length_;
    while (end > 0 && block_[end - 1] != '\n') end--;
    return end;
  }

  /// Takes the next line if it is of a known shape.
  bool match() {
    csj_member *const spans = spans_of(count_);
    for (int i = 0; i < fields_->fields; i++) spans[i].kind = csj_absent;
    const uint32_t end = parser_->shapes->match(block_, parser_->marks, uint32_t(start_), spans);
    if (end == csj::Shapes::no_match) return false;
    parser_->lines[count_++] = csj_line{uint32_t(start_), end, csj_line_object};
    start_ = size_t(end) + 1;
    if (parser_->patience > 1) parser_->patience /= 2;
    return true;
  }

  /// Walks so many of the next lines, or as many as make a batch.
  bool walk(size_t most) {
    const size_t first = count_, batch_end = start_ + batch_size;
    while (start_ < length_ && count_ - first < most) {
      const void *feed = std::memchr(block_ + start_, '\n', length_ - start_);
      const size_t end = feed ? size_t(static_cast<const uint8_t *>(feed) - block_) : length_;
      if (end > batch_end && count_ > first) break;
      if (!reserve(count_ + 1)) return false;
      parser_->lines[count_++] = csj_line{uint32_t(start_), uint32_t(end), csj_line_blank};
      start_ = end + 1;
    }
    return walk(first, count_);
  }

  bool walk(size_t first, size_t last) {
    csj_line *const lines = parser_->lines;
    const size_t start = lines[first].start, end = lines[last - 1].end;
    if (start == end) return last - first == 1 || halves(first, last);
    switch (csj::find_structure(parser_, block_ + start, end - start)) {
      case csj_ok: break;
      case csj_error_memory: case csj_error_too_large: return false;
      case csj_error_empty: return true;
      default:
        if (last - first == 1) { lines[first].state = csj_line_other; return true; }
        return halves(first, last);
    }
    walk_.enter(start);
    walk_.note_escapes(std::memchr(block_ + start, '\\', end - start) != nullptr);
    for (size_t line = first; line < last; line++) {
      const bool learns = line == first || last - first <= learning_patience;
      lines[line].state = walk_.walk(lines[line].start, lines[line].end, spans_of(line), learns);
    }
    return true;
  }

  bool halves(size_t first, size_t last) {
    const size_t middle = first + (last - first) / 2;
    return walk(first, middle) && walk(middle, last);
  }

  csj_parser *parser_;
  const csj_fields *fields_;
  const uint8_t *block_;
  size_t length_;
  LineWalk walk_;
  size_t start_ = 0;
  size_t count_ = 0;
};

}  // namespace

csj_lines csj_scan_lines(csj_parser *parser, const csj_fields *fields, const uint8_t *block, size_t length, uint32_t max_depth) {
  const csj_lines out_of_memory = {nullptr, nullptr, SIZE_MAX};
  // Shapes say where one set of fields lies, in lines that are no deeper than that.
  if (parser->shapes_of != fields || parser->shapes_depth != max_depth) {
    delete parser->shapes;
    parser->shapes = new (std::nothrow) csj::Shapes(parser->level);
    parser->shapes_of = fields;
    parser->shapes_depth = max_depth;
    parser->patience = 1;
  }
  if (parser->shapes == nullptr) return out_of_memory;
  Scan scan(parser, fields, block, length, max_depth);
  if (!scan.run()) return out_of_memory;
  return csj_lines{parser->lines, parser->spans, scan.count()};
}

int csj_levels(void) { return csj::levels(); }

void csj_use_level(csj_parser *parser, int level) {
  parser->level = std::max(0, std::min(level, csj::levels() - 1));
  parser->shapes_of = nullptr;  // they are made for a level
}
