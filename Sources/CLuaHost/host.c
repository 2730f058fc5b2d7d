// A host's life: making, loading, freeing.

#include <stdlib.h>
#include <string.h>

#include "host.h"

static int open_all(lua_State *L) {
  clh_host *h = clh_of(L);
  lua_newtable(L);
  h->library = luaL_ref(L, LUA_REGISTRYINDEX);
  clh_open_event(L);
  clh_open_made(L);
  clh_open_decimal(L);
  clh_open_sandbox(L);
  clh_open_declarations(L);
  return 0;
}

clh_host *clh_new(const clh_limits *limits, clh_flag *flag) {
  clh_host *h = calloc(1, sizeof *h);
  if (h == NULL) return NULL;
  h->cap = limits->memory;
  h->budget = limits->steps;
  h->fail_after = limits->fail_after;
  h->flag = NULL;
  h->schema_of = LUA_NOREF;
  h->views[0].parser = csj_parser_new();
  h->L = lua_newstate(clh_allocate, h);
  if (h->L == NULL || h->views[0].parser == NULL) {
    clh_free(h);
    return NULL;
  }
  *(clh_host **)lua_getextraspace(h->L) = h;
  clh_install_hook(h);
  if (clh_protect(h, open_all, NULL) != clh_ok) {
    clh_free(h);
    return NULL;
  }
  h->flag = flag;
  return h;
}

void clh_free(clh_host *h) {
  if (h == NULL) return;
  if (h->L != NULL) lua_close(h->L);
  for (int i = 0; i < 2; i++) {
    if (h->views[i].parser != NULL) csj_parser_free(h->views[i].parser);
  }
  clh_free_declarations(h);
  free(h->out.data);
  free(h->scratch.data);
  free(h->printed.data);
  free(h->frozen_tables.places);
  free(h->members.all);
  free(h->made);
  free(h);
}

size_t clh_memory_in_use(const clh_host *h) { return h->used; }
void clh_fail_after(clh_host *h, int64_t allocations) { h->fail_after = allocations; }
clh_text clh_output(const clh_host *h) { return (clh_text){h->printed.data, h->printed.length}; }
void clh_clear_output(clh_host *h) { h->printed.length = 0; }

typedef struct load_call {
  clh_text source;
  const char *name;
} load_call;

static int run_load(lua_State *L) {
  clh_host *h = clh_of(L);
  const load_call *call = lua_touserdata(L, 1);
  const char *text = call->source.bytes;
  size_t length = call->source.length;
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3, length -= 3;
  // The line end stays, so that line numbers stay right.
  if (length > 0 && text[0] == '#') {
    while (length > 0 && text[0] != '\n') text++, length--;
  }
  lua_pushfstring(L, "@%s", call->name);
  // As it was written, for what may be wrong with it.
  if (luaL_loadbufferx(L, text, length, lua_tostring(L, -1), "t") != LUA_OK) return lua_error(L);
  const clh_text source = clh_rewrite_lengths(L, (clh_text){text, length});
  if (source.bytes != text) {
    lua_pop(L, 1);
    if (luaL_loadbufferx(L, source.bytes, source.length, lua_tostring(L, -1), "t") != LUA_OK) return lua_error(L);
  }
  clh_push(L, h->model_env);
  lua_setupvalue(L, -2, 1);  // _ENV (Lua manual, section 2.2)
  lua_call(L, 0, 0);
  clh_settle_handlers(L);
  return 0;
}

/// A syntax error has no frame to ask for a line: it stands in the message, behind the chunk's short name.
static void find_syntax_line(clh_failure *failure) {
  if (failure->line != 0) return;
  for (size_t at = 0; at + 2 < failure->length; at++) {
    if (failure->message[at] != ':') continue;
    size_t end = at + 1;
    int line = 0;
    while (end < failure->length && failure->message[end] >= '0' && failure->message[end] <= '9' && line < 100000000) {
      line = line * 10 + (failure->message[end++] - '0');
    }
    if (line == 0 || end + 1 >= failure->length || failure->message[end] != ':') continue;
    failure->line = line;
    failure->in_model = 1;
    failure->length -= end + 2;
    memmove(failure->message, failure->message + end + 2, failure->length);
    return;
  }
}

int clh_load(clh_host *h, clh_text source, const char *name) {
  load_call call = {source, name};
  h->loading = true;
  const int status = clh_protect(h, run_load, &call);
  h->loading = false;
  h->loaded = status == clh_ok;
  if (status == clh_failed) find_syntax_line(&h->failure);
  return status;
}
