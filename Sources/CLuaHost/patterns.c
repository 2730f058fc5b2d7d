#include "patterns.h"

#include <string.h>

/// Calls of one another: deeper than that no pattern needs to go, and the C stack stays small.
#define MAX_NESTING 200

static const char escape = '%';

static bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }
static bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
static bool is_letter(unsigned char c) { return is_upper(c) || is_lower(c); }

static bool is_of_class(unsigned char c, unsigned char class) {
  bool is;
  switch (class | 0x20) {
    case 'a': is = is_letter(c); break;
    case 'c': is = c < 0x20 || c == 0x7F; break;
    case 'd': is = is_digit(c); break;
    case 'g': is = c > 0x20 && c < 0x7F; break;
    case 'l': is = is_lower(c); break;
    case 'p': is = c > 0x20 && c < 0x7F && !is_letter(c) && !is_digit(c); break;
    case 's': is = c == ' ' || (c >= '\t' && c <= '\r'); break;
    case 'u': is = is_upper(c); break;
    case 'w': is = is_letter(c) || is_digit(c); break;
    case 'x': is = is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); break;
    default: return class == c;
  }
  return is_upper(class) ? !is : is;
}

/// Behind the single class that begins at `p`.
static const char *class_end(clh_matcher *m, const char *p) {
  switch (*p++) {
    case '%':
      if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
      return p + 1;
    case '[':
      if (*p == '^') p++;
      do {  // a ']' in front is one of the set
        if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (missing ']')");
        if (*p++ == escape && p < m->pattern_end) p++;
      } while (*p != ']');
      return p + 1;
    default: return p;
  }
}

/// `p` stands at the '[', `last` at its ']'.
static bool is_in_set(clh_matcher *m, unsigned char c, const char *p, const char *last) {
  const bool wanted = p[1] != '^';
  if (!wanted) p++;
  while (++p < last) {
    clh_match_spend(m);
    if (*p == escape) {
      p++;
      if (is_of_class(c, (unsigned char)*p)) return wanted;
    } else if (p[1] == '-' && p + 2 < last) {
      p += 2;
      if ((unsigned char)p[-2] <= c && c <= (unsigned char)*p) return wanted;
    } else if ((unsigned char)*p == c) {
      return wanted;
    }
  }
  return !wanted;
}

static bool is_single(clh_matcher *m, const char *s, const char *p, const char *end) {
  clh_match_spend(m);
  if (s >= m->text_end) return false;
  const unsigned char c = (unsigned char)*s;
  switch (*p) {
    case '.': return true;
    case '%': return is_of_class(c, (unsigned char)p[1]);
    case '[': return is_in_set(m, c, p, end - 1);
    default: return (unsigned char)*p == c;
  }
}

static const char *match(clh_matcher *m, const char *s, const char *p);

static const char *match_balanced(clh_matcher *m, const char *s, const char *p) {
  if (p >= m->pattern_end - 1) luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  if (s >= m->text_end || *s != *p) return NULL;
  size_t open = 1;
  while (++s < m->text_end) {
    clh_match_spend(m);
    if (*s == p[1]) {
      if (--open == 0) return s + 1;
    } else if (*s == *p) {
      open++;
    }
  }
  return NULL;
}

static const char *match_most(clh_matcher *m, const char *s, const char *p, const char *end) {
  ptrdiff_t count = 0;
  while (is_single(m, s + count, p, end)) count++;
  for (; count >= 0; count--) {
    const char *found = match(m, s + count, end + 1);
    if (found != NULL) return found;
  }
  return NULL;
}

static const char *match_least(clh_matcher *m, const char *s, const char *p, const char *end) {
  for (;;) {
    const char *found = match(m, s, end + 1);
    if (found != NULL) return found;
    if (!is_single(m, s, p, end)) return NULL;
    s++;
  }
}

static const char *match_behind_opening(clh_matcher *m, const char *s, const char *p, ptrdiff_t length) {
  if (m->level >= CLH_MAX_CAPTURES) luaL_error(m->L, "too many captures");
  m->captures[m->level].start = s;
  m->captures[m->level].length = length;
  m->level++;
  const char *found = match(m, s, p);
  if (found == NULL) m->level--;
  return found;
}

static const char *match_behind_closing(clh_matcher *m, const char *s, const char *p) {
  int level = m->level - 1;
  while (level >= 0 && m->captures[level].length != clh_capture_open) level--;
  if (level < 0) luaL_error(m->L, "invalid pattern capture");
  m->captures[level].length = s - m->captures[level].start;
  const char *found = match(m, s, p);
  if (found == NULL) m->captures[level].length = clh_capture_open;
  return found;
}

/// A capture once more.
static const char *match_again(clh_matcher *m, const char *s, int index) {
  if (index < 0 || index >= m->level || m->captures[index].length == clh_capture_open) {
    luaL_error(m->L, "invalid capture index %%%d", index + 1);
  }
  // A position has no text.
  const size_t length = (size_t)m->captures[index].length;
  if ((size_t)(m->text_end - s) < length) return NULL;
  clh_charge(m->L, length / 16);
  return memcmp(m->captures[index].start, s, length) == 0 ? s + length : NULL;
}

static bool is_frontier(clh_matcher *m, const char *s, const char *p, const char *end) {
  const unsigned char before = s == m->text ? 0 : (unsigned char)s[-1], after = s == m->text_end ? 0 : (unsigned char)*s;
  return !is_in_set(m, before, p, end - 1) && is_in_set(m, after, p, end - 1);
}

/// What follows an escape that is no single class; `done` where that was so, and then `*p` goes on behind it.
static const char *match_escaped(clh_matcher *m, const char *s, const char **p, bool *done) {
  *done = true;
  const char what = *p + 1 < m->pattern_end ? (*p)[1] : 0;
  if (what == 'b') {
    s = match_balanced(m, s, *p + 2);
    *p += 4;
    return s;
  }
  if (what == 'f') {
    const char *set = *p + 2;
    if (*set != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
    *p = class_end(m, set);
    return is_frontier(m, s, set, *p) ? s : NULL;
  }
  if (is_digit((unsigned char)what)) {
    s = match_again(m, s, what - '1');
    *p += 2;
    return s;
  }
  *done = false;
  return s;
}

static const char *match_here(clh_matcher *m, const char *s, const char *p) {
  while (s != NULL && p != m->pattern_end) {
    clh_match_spend(m);
    if (*p == '(') return p[1] == ')' ? match_behind_opening(m, s, p + 2, clh_capture_position) : match_behind_opening(m, s, p + 1, clh_capture_open);
    if (*p == ')') return match_behind_closing(m, s, p + 1);
    if (*p == '$' && p + 1 == m->pattern_end) return s == m->text_end ? s : NULL;
    if (*p == escape) {
      bool done;
      const char *next = match_escaped(m, s, &p, &done);
      if (done) {
        s = next;
        continue;
      }
    }
    const char *end = class_end(m, p);
    const char times = end < m->pattern_end ? *end : 0;
    const bool is = is_single(m, s, p, end), may_miss = times == '*' || times == '-' || times == '?';
    if (!is && may_miss) {
      p = end + 1;
      continue;
    }
    if (times == '*') return match_most(m, s, p, end);
    if (times == '-') return match_least(m, s, p, end);
    if (times == '+') return is ? match_most(m, s + 1, p, end) : NULL;
    if (times == '?') {
      const char *found = match(m, s + 1, end + 1);
      if (found != NULL) return found;
      p = end + 1;
      continue;
    }
    s = is ? s + 1 : NULL;
    p = end;
  }
  return s;
}

static const char *match(clh_matcher *m, const char *s, const char *p) {
  if (m->nesting-- == 0) luaL_error(m->L, "pattern too complex");
  s = match_here(m, s, p);
  m->nesting++;
  return s;
}

void clh_matcher_begin(clh_matcher *m, lua_State *L, const char *text, size_t length, const char *pattern, size_t pattern_length) {
  m->L = L;
  m->text = text;
  m->text_end = text + length;
  m->pattern_end = pattern + pattern_length;
  m->work = 0;
  m->level = 0;
}

const char *clh_match_at(clh_matcher *m, const char *at, const char *pattern) {
  m->level = 0;
  m->nesting = MAX_NESTING;
  return match(m, at, pattern);
}

void clh_push_capture(clh_matcher *m, int index, const char *start, const char *end) {
  if (index >= m->level) {
    if (index != 0) luaL_error(m->L, "invalid capture index %%%d", index + 1);
    lua_pushlstring(m->L, start, (size_t)(end - start));
    return;
  }
  const ptrdiff_t length = m->captures[index].length;
  if (length == clh_capture_open) luaL_error(m->L, "unfinished capture");
  if (length == clh_capture_position) lua_pushinteger(m->L, m->captures[index].start - m->text + 1);
  else lua_pushlstring(m->L, m->captures[index].start, (size_t)length);
}

int clh_push_captures(clh_matcher *m, const char *start, const char *end) {
  const int count = m->level == 0 && start != NULL ? 1 : m->level;
  luaL_checkstack(m->L, count, "too many captures");
  for (int i = 0; i < count; i++) clh_push_capture(m, i, start, end);
  return count;
}
