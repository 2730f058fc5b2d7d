// The protected call, and what is kept of an error.

#include <stdlib.h>
#include <string.h>

#include "host.h"

static void keep_message(clh_failure *failure, const char *text, size_t length) {
  const size_t room = sizeof failure->message - 12;
  if (length > room) {
    length = room;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) length--;
  }
  memcpy(failure->message, text, length);
  failure->length = length;
}

/// Takes "source:line: " off the front of the message; returns the line, or 0 if there is none.
static int take_place(const char *source, const char **text, size_t *length) {
  const size_t size = strlen(source);
  if (*length < size + 3 || memcmp(*text, source, size) != 0 || (*text)[size] != ':') return 0;
  size_t at = size + 1;
  int line = 0;
  while (at < *length && (*text)[at] >= '0' && (*text)[at] <= '9' && line < 100000000) line = line * 10 + ((*text)[at++] - '0');
  if (line == 0 || at + 1 >= *length || (*text)[at] != ':' || (*text)[at + 1] != ' ') return 0;
  *text += at + 2;
  *length -= at + 2;
  return line;
}

/// Fills the failure from the error object at `index`. Calls nothing that the object brings along.
static void describe(lua_State *L, int index, clh_failure *failure) {
  static const char table[] = "(error object is a table)", function[] = "(error object is a function)",
                    nil[] = "(error object is nil)", other[] = "(error object is no text)";
  if (clh_has_metatable(L, index, clh_of(L)->marks.rejection)) {
    failure->status = clh_rejected;
    lua_rawgeti(L, index, 1);
    size_t length;
    const char *reason = lua_tolstring(L, -1, &length);
    if (reason != NULL) keep_message(failure, reason, length);
    lua_pop(L, 1);
    return;
  }
  switch (lua_type(L, index)) {
    case LUA_TSTRING:
    case LUA_TNUMBER: break;
    case LUA_TTABLE: keep_message(failure, table, sizeof table - 1); return;
    case LUA_TFUNCTION: keep_message(failure, function, sizeof function - 1); return;
    case LUA_TNIL: keep_message(failure, nil, sizeof nil - 1); return;
    default: keep_message(failure, other, sizeof other - 1); return;
  }
  size_t length;
  const char *text = lua_tolstring(L, index, &length);
  keep_message(failure, text, length);
}

/// The message handler: runs where the error was raised, while the call stack still stands (Lua manual, section 2.3).
static int on_error(lua_State *L) {
  clh_host *h = clh_of(L);
  clh_failure *failure = &h->failure;
  failure->status = clh_failed;
  lua_Debug frame;
  bool found = false;
  for (int level = 1; !found && level < 50 && lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    found = frame.currentline > 0;
  }
  describe(L, 1, failure);
  if (found) {
    const char *text = failure->message;
    size_t length = failure->length;
    failure->in_model = frame.source[0] == '@';
    const int line = take_place(frame.short_src, &text, &length);
    failure->line = line != 0 ? line : frame.currentline;
    memmove(failure->message, text, length);
    failure->length = length;
  }
  return 1;
}

static int refused(clh_host *h, int status, const char *message) {
  h->failure.status = status;
  keep_message(&h->failure, message, strlen(message));
  return status;
}

int clh_protect(clh_host *h, lua_CFunction body, void *call) {
  lua_State *L = h->L;
  memset(&h->failure, 0, offsetof(clh_failure, message));
  h->remaining = h->budget;
  if (h->tripped != 0) {
    h->tripped = 0;
    clh_install_hook(h);
  }
  if (clh_flag_is_up(h->flag)) return refused(h, clh_stopped, "stopped");

  lua_settop(L, 0);
  lua_pushcfunction(L, on_error);  // functions without upvalues and light userdata need no memory
  lua_pushcfunction(L, body);
  lua_pushlightuserdata(L, call);
  const int status = lua_pcall(L, 1, 0, 1);
  if (status == LUA_OK && h->tripped == 0) {
    lua_settop(L, 0);
    return clh_ok;
  }
  if (status == LUA_ERRMEM) {
    lua_settop(L, 0);
    lua_gc(L, LUA_GCCOLLECT, 0);
    char message[64];
    snprintf(message, sizeof message, "more than %zu bytes of memory", h->cap);
    return refused(h, clh_memory, message);
  }
  if (status != LUA_OK && h->failure.length == 0 && h->failure.status == 0) describe(L, lua_gettop(L), &h->failure);
  lua_settop(L, 0);
  if (h->tripped != 0) {
    char message[64];
    snprintf(message, sizeof message, "more than %lld steps", (long long)h->budget);
    return refused(h, h->tripped, h->tripped == clh_stopped ? "stopped" : message);
  }
  if (h->failure.status == 0) h->failure.status = clh_failed;
  return h->failure.status;
}

const clh_failure *clh_last_failure(const clh_host *h) { return &h->failure; }
