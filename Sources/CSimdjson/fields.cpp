#include "fields.h"

#include <new>

csj_fields *csj_fields_new(void) { return new (std::nothrow) csj_fields; }

void csj_fields_free(csj_fields *fields) { delete fields; }

int csj_fields_add(csj_fields *fields, const uint8_t *const *keys, const size_t *lengths, size_t count) {
  int at = 0;
  for (size_t step = 0; step < count; step++) {
    const std::string key(reinterpret_cast<const char *>(keys[step]), lengths[step]);
    csj_fields::Edge *edge = nullptr;
    for (csj_fields::Edge &known : fields->nodes[at].edges) {
      if (known.key == key) edge = &known;
    }
    if (edge == nullptr) {
      if (fields->edges == csj_most_edges) return -1;
      fields->nodes[at].edges.push_back({key, -1, -1, fields->edges++});
      fields->nodes[at].lengths |= csj_fields::length_bit(key.size());
      edge = &fields->nodes[at].edges.back();
    }
    if (step + 1 == count) {
      if (edge->field < 0) edge->field = fields->fields++;
      return edge->field;
    }
    if (edge->node < 0) {
      edge->node = int(fields->nodes.size());
      at = edge->node;
      fields->nodes.emplace_back();  // moves the nodes: `edge` is not used after it
    } else {
      at = edge->node;
    }
  }
  return -1;
}
