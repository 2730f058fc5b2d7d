// Lua's patterns (Lua manual, section 6.4.1), matched with a price in steps: a pathological one meets the limit, which inside Lua's own
// library nothing could stop. Letters and digits are ASCII's, whatever the locale.

#ifndef CLH_PATTERNS_H
#define CLH_PATTERNS_H

#include "host.h"

#define CLH_MAX_CAPTURES 32

enum { clh_capture_open = -1, clh_capture_position = -2 };

typedef struct clh_matcher {
  lua_State *L;
  const char *text, *text_end, *pattern_end;
  int nesting;    ///< Levels that may still be gone down.
  unsigned work;  ///< Comparisons that were not charged for yet.
  int level;      ///< Captures begun.
  struct {
    const char *start;
    ptrdiff_t length;  ///< Or one of the above.
  } captures[CLH_MAX_CAPTURES];
} clh_matcher;

void clh_matcher_begin(clh_matcher *match, lua_State *L, const char *text, size_t length, const char *pattern, size_t pattern_length);
/// Where a match that begins at `at` ends, or NULL. Forgets the captures of the last.
const char *clh_match_at(clh_matcher *match, const char *at, const char *pattern);
/// Pushes capture `index`, or the whole match where there are none and it is the first.
void clh_push_capture(clh_matcher *match, int index, const char *start, const char *end);
/// Pushes all captures; the whole match where there are none and `start` is not NULL.
int clh_push_captures(clh_matcher *match, const char *start, const char *end);
/// Counts a comparison.
static inline void clh_match_spend(clh_matcher *match) {
  if (++match->work < 64) return;
  match->work = 0;
  clh_charge(match->L, 8);
}

#endif
