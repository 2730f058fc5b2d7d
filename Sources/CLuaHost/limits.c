// Memory, steps and the stop flag: limits that nothing inside a model can escape.
//
// The step limit is sticky. Once it is exceeded the hook is set to every single instruction and raises at each, so that a
// pcall in the model gets no instruction done; clh_protect resets it when the host begins its next call.

#include <stdlib.h>

#include "host.h"

struct clh_flag {
  atomic_bool up;
};

clh_flag *clh_flag_new(void) {
  clh_flag *flag = malloc(sizeof *flag);
  if (flag != NULL) atomic_init(&flag->up, false);
  return flag;
}

void clh_flag_free(clh_flag *flag) { free(flag); }
void clh_flag_raise(clh_flag *flag) { atomic_store(&flag->up, true); }
void clh_flag_clear(clh_flag *flag) { atomic_store(&flag->up, false); }

bool clh_flag_is_up(const clh_flag *flag) {
  return flag != NULL && atomic_load_explicit(&((clh_flag *)flag)->up, memory_order_relaxed);
}

/// Lua collects garbage and tries once more after a refusal. Each refusal costs an eighth of the steps, so that a model that
/// catches the error and goes on does not make the host collect for ever.
static void *refuse(clh_host *h) {
  h->remaining -= h->budget / 8;
  return NULL;
}

void *clh_allocate(void *host, void *block, size_t old_size, size_t new_size) {
  clh_host *h = host;
  if (block == NULL) old_size = 0;  // then it is a kind of object (Lua manual, lua_Alloc)
  if (new_size == 0) {
    free(block);
    h->used -= old_size;
    return NULL;
  }
  if (new_size > old_size) {
    if (h->fail_after == 0) return refuse(h);
    if (h->fail_after > 0) h->fail_after--;
    if (h->used > h->cap || new_size - old_size > h->cap - h->used) return refuse(h);
  }
  void *moved = realloc(block, new_size);
  if (moved == NULL) return new_size <= old_size ? block : refuse(h);
  h->used += new_size - old_size;
  return moved;
}

static void hook(lua_State *L, lua_Debug *activation);

static void trip(lua_State *L, int status) {
  clh_host *h = clh_of(L);
  if (h->tripped == 0) {
    h->tripped = status;
    lua_sethook(L, hook, LUA_MASKCOUNT, 1);
  }
  if (h->tripped == clh_stopped) luaL_error(L, "stopped");
  luaL_error(L, "more than %I steps", (LUAI_UACINT)h->budget);
}

void clh_stop(lua_State *L) { trip(L, clh_stopped); }

static void hook(lua_State *L, lua_Debug *activation) {
  (void)activation;
  clh_host *h = clh_of(L);
  if (h->tripped != 0) trip(L, h->tripped);
  if (clh_flag_is_up(h->flag)) trip(L, clh_stopped);
  h->remaining -= CLH_HOOK_COUNT;
  if (h->remaining < 0) trip(L, clh_steps);
}

void clh_install_hook(clh_host *h) { lua_sethook(h->L, hook, LUA_MASKCOUNT, CLH_HOOK_COUNT); }

void clh_charge(lua_State *L, uint64_t steps) {
  clh_host *h = clh_of(L);
  if (h->tripped != 0) trip(L, h->tripped);
  if (h->remaining < 0 || steps > (uint64_t)h->remaining) {
    h->remaining = -1;
    trip(L, clh_steps);
  }
  h->remaining -= (int64_t)steps;
}
