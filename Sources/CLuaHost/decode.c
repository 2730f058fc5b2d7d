// JSON to Lua: fresh values, copied out of the text.

#include <string.h>

#include "host.h"

void clh_parse(lua_State *L, clh_view *view, const clh_text *text, const char *what, int max_depth) {
  if (view->parser == NULL) view->parser = csj_parser_new();
  if (view->parser == NULL) luaL_error(L, "not enough memory");
  const csj_result result = csj_parse(view->parser, (const uint8_t *)text->bytes, text->length, (uint32_t)max_depth);
  if (result.error == csj_error_depth) luaL_error(L, "%s is nested deeper than %d levels", what, CLH_MAX_DEPTH);
  if (result.error != csj_ok) luaL_error(L, "%s is no JSON at byte %I", what, (LUAI_UACINT)result.offset);
  view->nodes = result.nodes;
  view->text = text->bytes;
  view->root = 0;
}

void clh_push_quoted(lua_State *L, const char *text, size_t length, bool escaped) {
  const char *inside = text + 1;
  length -= 2;
  if (!escaped) {
    lua_pushlstring(L, inside, length);
    return;
  }
  luaL_Buffer buffer;
  char *room = luaL_buffinitsize(L, &buffer, length);
  luaL_pushresultsize(&buffer, csj_unescape((const uint8_t *)inside, length, (uint8_t *)room));
}

void clh_push_string_node(lua_State *L, const char *text, const csj_node *node) {
  clh_push_quoted(L, text + node->start, node->end - node->start, node->escaped);
}

void clh_push_span(lua_State *L, clh_view *view, const char *text, csj_span span, const char *what) {
  const char *start = text + span.start;
  const size_t length = span.end - span.start;
  switch (span.kind) {
    case csj_kind_null: clh_push(L, clh_of(L)->marks.null_ref); return;
    case csj_kind_false: lua_pushboolean(L, 0); return;
    case csj_kind_true: lua_pushboolean(L, 1); return;
    case csj_kind_number: clh_push_number(L, start, length, clh_of(L)->decimal_numbers); return;
    case csj_kind_string: clh_push_quoted(L, start, length, span.escaped); return;
    default: break;
  }
  clh_view part = {.parser = view->parser};
  const clh_text value = {start, length};
  if (part.parser == NULL) part.parser = view->parser = csj_parser_new();
  clh_parse(L, &part, &value, what, CLH_MAX_DEPTH - 1);
  clh_push_node(L, &part, 0, 1);
}

static void push_array(lua_State *L, const clh_view *view, uint32_t index, int depth) {
  const csj_node *nodes = view->nodes;
  int count = 0;
  for (uint32_t at = index + 1; at < nodes[index].next; at = nodes[at].next) count++;
  lua_createtable(L, count, 0);
  clh_push(L, clh_of(L)->marks.array_ref);
  lua_setmetatable(L, -2);
  lua_Integer number = 1;
  for (uint32_t at = index + 1; at < nodes[index].next; at = nodes[at].next) {
    clh_push_node(L, view, at, depth + 1);
    lua_rawseti(L, -2, number++);
  }
}

/// Where a key is repeated, the first counts.
static void push_object(lua_State *L, const clh_view *view, uint32_t index, int depth) {
  const csj_node *nodes = view->nodes;
  int count = 0;
  for (uint32_t at = index + 1; at < nodes[index].next; at = nodes[at + 1].next) count++;
  lua_createtable(L, 0, count);
  for (uint32_t at = index + 1; at < nodes[index].next; at = nodes[at + 1].next) {
    clh_push_string_node(L, view->text, &nodes[at]);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, -3) != LUA_TNIL) {
      lua_pop(L, 2);
      continue;
    }
    lua_pop(L, 1);
    clh_push_node(L, view, at + 1, depth + 1);
    lua_rawset(L, -3);
  }
}

void clh_push_node(lua_State *L, const clh_view *view, uint32_t index, int depth) {
  const csj_node *node = &view->nodes[index];
  switch (node->kind) {
    case csj_kind_null: clh_push(L, clh_of(L)->marks.null_ref); return;
    case csj_kind_false: lua_pushboolean(L, 0); return;
    case csj_kind_true: lua_pushboolean(L, 1); return;
    case csj_kind_number:
      clh_push_number(L, view->text + node->start, node->end - node->start, clh_of(L)->decimal_numbers);
      return;
    case csj_kind_string: clh_push_string_node(L, view->text, node); return;
    default: break;
  }
  // A text of its own is checked as it is parsed; one inside a record may be deeper.
  if (depth >= CLH_MAX_DEPTH) luaL_error(L, "event.data is nested deeper than %d levels", CLH_MAX_DEPTH);
  luaL_checkstack(L, 8, "a nested value");
  if (node->kind == csj_kind_array) push_array(L, view, index, depth);
  else push_object(L, view, index, depth);
}
