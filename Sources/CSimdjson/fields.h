#ifndef CSIMDJSON_FIELDS_H
#define CSIMDJSON_FIELDS_H

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "CSimdjson.h"

/// The wanted paths as a tree: each node stands for an object, each edge for one of its keys.
struct csj_fields {
  struct Edge {
    std::string key;
    int field = -1;  // the number under which its value is told
    int node = -1;   // the object that its value is, where a path goes on
    int bit = 0;     // its place among the edges already met in a line
  };
  struct Node {
    std::vector<Edge> edges;
    uint64_t lengths = 0;  // the lengths that its keys have, 63 standing for all above
  };

  std::vector<Node> nodes{1};
  int edges = 0;
  int fields = 0;

  static uint64_t length_bit(size_t length) { return uint64_t(1) << (length < 63 ? length : 63); }

  /// The edge of that key, or NULL. Keys come in the same order line after line: the search goes on from the edge met last.
  const Edge *find(const Node &node, const uint8_t *key, size_t length, unsigned &next) const {
    if (!(node.lengths & length_bit(length))) return nullptr;
    const size_t count = node.edges.size();
    for (size_t tried = 0; tried < count; tried++) {
      const size_t index = next < count ? next : 0;
      next = unsigned(index + 1);
      const Edge &edge = node.edges[index];
      if (edge.key.size() == length && std::memcmp(edge.key.data(), key, length) == 0) return &edge;
    }
    return nullptr;
  }
};

#endif
