#ifndef CSIMDJSON_SHAPES_H
#define CSIMDJSON_SHAPES_H

#include <cstddef>
#include <cstdint>

#include "CSimdjson.h"

// Lines of one event type have one shape: the same text but for the strings, numbers and words in it. A line that is the same as one
// that was walked, its values aside, is as sound as that one was, once its values are: strings by where they end, the others each by
// itself. Shapes that begin alike share that beginning: they are a tree of pieces, each a text and the value behind it. Nothing
// of a line is looked at twice, and its structure never written down.

namespace csj {

class Shapes {
 public:
  /// What stands behind the text of a piece.
  enum Hole : uint8_t {
    string,     ///< The inside of a string; its quotes belong to the texts around it.
    scalar,     ///< A number or word.
    container,  ///< Nothing, but an object or array that is told begins there.
    none,       ///< Nothing: the text goes on.
    end_of_line,///< White space to the end of the line.
  };

  static constexpr uint32_t no_match = UINT32_MAX;

  explicit Shapes(int level);

  /// Where the line that begins at `start` ends, its fields told, if it is of a known shape; else no_match. It must end with a line
  /// feed, and 32 bytes behind that must be readable. `marks`: of the text.
  uint32_t match(const uint8_t *text, const uint8_t *marks, uint32_t start, csj_member *spans) {
    return matcher_(this, text, marks, start, spans);
  }

  // --- Learning: a line's pieces are written down one by one while it is walked, then kept if the line is sound.

  void begin() { drafted_ = 0; fits_ = true; }

  /// A text of the line and what follows it. `field`: the number of the value that is told; -1 for none.
  void add(const uint8_t *text, size_t length, Hole hole, int field);

  void keep();

 private:
  static constexpr size_t most = 2048, most_drafted = 512, most_siblings = 16, most_text = 32;

  struct alignas(64) Node {
    uint8_t text[most_text];
    uint32_t mask;   ///< A bit for each byte of the text.
    uint8_t length;  ///< Of the text.
    Hole hole;
    int8_t field;
    uint16_t met;    ///< How often, about; what is met more often is tried earlier.
    Node *child;     ///< What may follow; NULL only behind the end of a line.
    Node *sibling;   ///< What may stand here instead.
  };

  struct Piece {
    const uint8_t *text;
    uint8_t length;
    Hole hole;
    int8_t field;
  };

  template <typename Level>
  uint32_t match_as(const uint8_t *text, const uint8_t *marks, size_t start, csj_member *spans);
  static uint32_t match_plain(Shapes *, const uint8_t *text, const uint8_t *marks, size_t start, csj_member *spans);
  static uint32_t match_avx2(Shapes *, const uint8_t *text, const uint8_t *marks, size_t start, csj_member *spans);
  static void meet(Node &parent, Node &node);
  void forget_if_stale();

  Node nodes_[most];  // the first stands before all lines
  uint32_t (*matcher_)(Shapes *, const uint8_t *, const uint8_t *, size_t, csj_member *);
  size_t used_ = 1;
  Piece draft_[most_drafted];
  size_t drafted_ = 0;
  bool fits_ = true;
  // Since the last forgetting.
  size_t matched_ = 0, missed_ = 0;
};

}  // namespace csj

#endif
