#ifndef CSIMDJSON_PARSER_H
#define CSIMDJSON_PARSER_H

#include <simdjson.h>

#include <cstdlib>
#include <memory>

#include "CSimdjson.h"
#include "marks.h"
#include "shapes.h"

struct csj_parser {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage1;
  uint8_t *buffer = nullptr;
  size_t buffer_capacity = 0;
  csj_node *nodes = nullptr;
  size_t node_capacity = 0;
  uint32_t *stack = nullptr;
  size_t stack_capacity = 0;
  csj_line *lines = nullptr;
  size_t line_capacity = 0;
  csj_member *spans = nullptr;
  size_t span_capacity = 0;
  int level = csj::levels() - 1;
  uint8_t *marks = nullptr;
  size_t marks_capacity = 0;
  csj::Shapes *shapes = nullptr;
  const csj_fields *shapes_of = nullptr;
  uint32_t shapes_depth = 0;
  size_t patience = 1;  // lines that are walked at once where no shape fits

  ~csj_parser() {
    std::free(buffer);
    std::free(nodes);
    std::free(stack);
    std::free(lines);
    std::free(spans);
    std::free(marks);
    delete shapes;
  }
};

namespace csj {

constexpr size_t smallest_capacity = 4096;

template <typename T>
bool reserve(T *&block, size_t &capacity, size_t wanted) {
  if (wanted <= capacity) return true;
  size_t grown = capacity + capacity / 2;
  if (grown < wanted) grown = wanted;
  T *larger = static_cast<T *>(std::realloc(block, grown * sizeof(T)));
  if (larger == nullptr) return false;
  block = larger;
  capacity = grown;
  return true;
}

/// Runs simdjson's first stage, which reads no further than `length`. Returns one of csj_error.
int find_structure(csj_parser *parser, const uint8_t *text, size_t length);

}  // namespace csj

#endif
