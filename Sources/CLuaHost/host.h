// What the files of the host share. Nothing here is seen from outside.

#ifndef CLH_HOST_H
#define CLH_HOST_H

#include <CSimdjson.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <lua5.4/lauxlib.h>
#include <lua5.4/lua.h>
#include <lua5.4/lualib.h>

#include "CLuaHost.h"
#include "members.h"

/// Levels of nesting of a state, and of what an event gives to Lua.
#define CLH_MAX_DEPTH 200
/// Instructions between two looks at the limits.
#define CLH_HOOK_COUNT 1000
#define CLH_MAX_OUTPUT (64 * 1024)

/// The fields of an event that a handler can ask for.
#define CLH_EVENT_FIELDS 11

/// Bytes outside Lua's heap. Owned by the host, so that a longjmp leaks nothing.
typedef struct clh_bytes {
  char *data;
  size_t length, capacity;
} clh_bytes;

/// The tables that a state was found to hold so far, each with a number: open addressing.
typedef struct clh_known_tables {
  struct clh_known_table {
    const void *table;  ///< NULL: free.
    uint64_t number;
  } *places;
  size_t capacity;  ///< A power of two, or 0.
  uint64_t count;
} clh_known_tables;

typedef struct clh_members {
  clh_member *all;
  size_t count, capacity;
} clh_members;

typedef struct clh_named_function {
  clh_text name;
  int function;
} clh_named_function;

typedef struct clh_aggregate {
  clh_text name;
  bool projection, decimal;
  clh_text *globs;
  size_t glob_count;
  int matcher;          ///< streams = function(name), or LUA_NOREF.
  int initial;          ///< initial = function(stream), or LUA_NOREF.
  clh_text frozen;      ///< initial = value.
  int on, decide;       ///< Tables: name to function.
  clh_named_function *handlers;  ///< What `on` holds, once the model has loaded. The names are the table's own.
  size_t handler_count;
  clh_named_function *invariants;
  size_t invariant_count;
} clh_aggregate;

typedef struct clh_upcaster {
  clh_text type, as;
  int64_t from, to;
  int function;
  int line;  ///< Of the call that declares it; 0: not known.
} clh_upcaster;

/// The parsed JSON behind event.data or event.meta.
typedef struct clh_view {
  csj_parser *parser;
  const char *text;      ///< NULL outside a call.
  const csj_node *nodes; ///< NULL before the first use.
  uint32_t root;         ///< The node of the value among them.
} clh_view;

/// Metatables and single values that C knows by address.
typedef struct clh_marks {
  const void *array, *decimal, *emitted, *rejection;  // metatables
  const void *null, *event, *data, *meta, *drop;      // userdata
  int array_ref, decimal_ref, emitted_ref, rejection_ref;
  int null_ref, event_ref, data_ref, meta_ref, drop_ref;
} clh_marks;

/// One step of the path to a value that is being written, for error messages.
typedef struct clh_step {
  const char *key;  ///< NULL for an index.
  size_t length;
  int64_t index;
} clh_step;

struct clh_host {
  lua_State *L;
  size_t used, cap;
  int64_t fail_after;
  int64_t budget, remaining;
  int tripped;  ///< A clh_status once a limit was hit, until the next call begins.
  clh_flag *flag;
  clh_failure failure;

  bool loading, loaded;
  clh_marks marks;
  int library, model_env;  ///< Tables: the globals of the model, and the face that it sees of them.
  int expression_env;
  int ignored;  ///< Set of types.
  clh_text *ignored_types;  ///< What `ignored` holds, once the model has loaded. The texts are the table's own.
  size_t ignored_count;
  int schema_of;  ///< schema_of(function), or LUA_NOREF.

  clh_aggregate *aggregates;
  size_t aggregate_count;
  clh_upcaster *upcasters;
  size_t upcaster_count;

  const clh_event *event;
  bool decimal_numbers;
  clh_view views[2];  ///< data, meta
  const char *event_fields[CLH_EVENT_FIELDS];  ///< Their names as Lua keeps them: short strings are equal where their addresses are.

  clh_bytes out, scratch, printed;
  clh_members members;  ///< Of the tables that are being encoded, the outer ones' first.
  bool any_order;       ///< Members may be encoded as they come.
  clh_known_tables frozen_tables;  ///< Of the state that is being frozen.
  bool has_shared_tables;          ///< Likewise: one of them stands in several places.
  clh_made *made;
  size_t made_count, made_capacity;

  const char *root;  ///< What the value being written is called: `state`, `data`.
  clh_step path[CLH_MAX_DEPTH + 1];
  const void *tables[CLH_MAX_DEPTH + 1];
};

static inline clh_host *clh_of(lua_State *L) { return *(clh_host **)lua_getextraspace(L); }
static inline void clh_push(lua_State *L, int ref) { lua_rawgeti(L, LUA_REGISTRYINDEX, ref); }

// path_watch.c
enum clh_glance { clh_glance_same, clh_glance_integer, clh_glance_other };
/// Looks at a path that clh_can_watch is true of. Raises and allocates nothing; takes two slots of the stack.
enum clh_glance clh_glance(lua_State *L, clh_path_watch *watch, int state, int64_t *integer);

// limits.c
void *clh_allocate(void *host, void *block, size_t old_size, size_t new_size);
void clh_install_hook(clh_host *host);
/// Takes the cost of work done in C from the call's steps; raises the limit error when they are used up.
void clh_charge(lua_State *L, uint64_t steps);
/// Ends the call as stopped.
void clh_stop(lua_State *L);
/// NULL-safe; true if the flag is up.
bool clh_flag_is_up(const clh_flag *flag);

// protect.c
/// Runs `body(lightuserdata call)` protected, with fresh limits. Returns a clh_status and fills host->failure.
int clh_protect(clh_host *host, lua_CFunction body, void *call);

// bytes.c
void clh_add(lua_State *L, clh_bytes *bytes, const void *data, size_t length);
void clh_add_byte(lua_State *L, clh_bytes *bytes, char byte);
void clh_add_integer(lua_State *L, clh_bytes *bytes, int64_t value);
char *clh_reserve(lua_State *L, clh_bytes *bytes, size_t more);
clh_text clh_copy_text(lua_State *L, const char *bytes, size_t length);
void *clh_grow(lua_State *L, void *block, size_t size);
void clh_write_string(lua_State *L, clh_bytes *bytes, const char *text, size_t length);

// order.c
typedef struct clh_key {
  int kind;  ///< 0 integer, 1 float, 2 string, 3 boolean, 4 anything else: the order of traversal.
  int64_t integer;  ///< Of a string: nothing to rely on.
  double number;
  const char *text;
  size_t length;
} clh_key;
typedef struct clh_keys {
  int64_t sequence;  ///< Keys 1…sequence are all there.
  size_t count;      ///< The others, in order.
  clh_key *keys;
} clh_keys;
/// Most tables of a state have so few: nothing is allocated for them.
#define CLH_FEW_KEYS 8
/// Pushes one value (an anchor) and gives the table's keys in traversal order: in `few`, or inside a userdata that is pushed. O(n log n).
clh_keys clh_sorted_keys(lua_State *L, int table, clh_key few[CLH_FEW_KEYS]);
void clh_push_key(lua_State *L, const clh_key *key);
int clh_pairs(lua_State *L);
int clh_next(lua_State *L);

// base.c, strings.c, tables.c, sandbox.c
void clh_push_display(lua_State *L, int index);
extern const luaL_Reg clh_base_functions[];
/// pattern_functions.c
extern const luaL_Reg clh_pattern_functions[];
/// decimal_format.c
/// Puts texts in place of the decimals among the arguments of string.format, and %s in place of what they are written by.
void clh_format_decimals(lua_State *L);
void clh_wrap_strings(lua_State *L);
void clh_wrap_tables(lua_State *L);
void clh_open_sandbox(lua_State *L);
/// Replaces the table on top by a read-only face of it. `name` is for the error.
void clh_make_read_only(lua_State *L, const char *name);

// numbers.cpp: leaves, no allocation, no exceptions.
bool clh_parse_double(const char *text, size_t length, double *value);
/// The shortest text that reads back as the same double, with ".0" where it would look like an integer. At most 40 bytes.
size_t clh_double_text(double value, char *into);

// length.c
/// The length of the table: the same for all tables that hold the same, however they came about. O(log length).
lua_Integer clh_border(lua_State *L, int table);
/// Adds to the string library, on top, the function that stands for `#`.
void clh_add_length(lua_State *L);
/// A source that compiles, with that function in the place of each `#`. In `scratch`, or the source itself.
clh_text clh_rewrite_lengths(lua_State *L, clh_text source);

// members.c, sorting.cpp
void clh_add_member(lua_State *L, clh_member member);
/// Puts members that were written last, one behind another, in the order of their keys' bytes.
void clh_order_members(lua_State *L, clh_bytes *written, clh_member *members, size_t count);

// number.c
/// Pushes a JSON number: integer, float or decimal.
void clh_push_number(lua_State *L, const char *text, size_t length, bool decimal);

// decimal.c, decimal+arithmetic
#define CLH_MAX_DIGITS 10000
typedef struct clh_decimal {
  int64_t exponent;  ///< value = digits × 10^exponent
  uint32_t count;    ///< Digits, no leading zeros; none for zero.
  uint32_t length;   ///< Of the text, which lies behind the digits.
  bool negative;
  bool unbounded;    ///< The exponent does not fit: the text is all there is.
  char bytes[];
} clh_decimal;
typedef struct clh_operand {
  bool negative;
  const char *digits;
  int64_t count, exponent;
  char own[24];
} clh_operand;
/// NULL if the value is no decimal.
const clh_decimal *clh_to_decimal(lua_State *L, int index);
/// Pushes a decimal; false (nothing pushed) if the text is no number by RFC 8259, section 6.
bool clh_push_decimal(lua_State *L, const char *text, size_t length);
void clh_push_computed(lua_State *L, bool negative, const char *digits, size_t count, int64_t exponent);
void clh_operand_at(lua_State *L, int index, clh_operand *operand);
int clh_compare_operands(const clh_operand *a, const clh_operand *b);
int clh_decimal_add(lua_State *L);
int clh_decimal_subtract(lua_State *L);
int clh_decimal_multiply(lua_State *L);
int clh_decimal_divide(lua_State *L);
int clh_decimal_round(lua_State *L);
/// Pushes the decimal or integer with that many decimals, half to even: its exponent is then -decimals.
void clh_push_rounded(lua_State *L, int index, int decimals);
void clh_open_decimal(lua_State *L);

// decode.c
/// Parses a checked JSON text into the view; raises where it is none.
void clh_parse(lua_State *L, clh_view *view, const clh_text *text, const char *what, int max_depth);
void clh_push_node(lua_State *L, const clh_view *view, uint32_t index, int depth);
void clh_push_string_node(lua_State *L, const char *text, const csj_node *node);
/// A string as it stands in a text, its quotes included.
void clh_push_quoted(lua_State *L, const char *text, size_t length, bool escaped);
/// A value that stands in a text, of which only that is parsed. `view` lends its parser.
void clh_push_span(lua_State *L, clh_view *view, const char *text, csj_span span, const char *what);

// encode.c, freeze.c, thaw.c
/// Appends the value as JSON. `facts`: event.data and event.meta may stand in it, and are copied as written.
void clh_encode(lua_State *L, int index, clh_bytes *into, const char *root, bool facts);
/// The same for a value of the model's own. Where several things are wrong, which of them is named is open.
void clh_encode_fast(lua_State *L, int index, clh_bytes *into, const char *root);
/// Raises what clh_encode would, writes nothing; gives back how many values it looked at. Where several things are wrong, which
/// of them is named is open.
int64_t clh_check_value(lua_State *L, int index, const char *root);
void clh_freeze_value(lua_State *L, int index, clh_bytes *into, const char *root);
void clh_thaw_value(lua_State *L, clh_text frozen);
/// Raises an error that names the path to the value at depth `depth`.
int clh_path_error(lua_State *L, int depth, const char *message);
void clh_enter_table(lua_State *L, int index, int depth);
static inline void clh_set_step(clh_host *h, int depth, const char *key, size_t length, int64_t index) {
  h->path[depth] = (clh_step){key, length, index};
}
bool clh_has_metatable(lua_State *L, int index, const void *metatable);

// event.c
void clh_open_event(lua_State *L);
/// The text of event.data (which = 0) or event.meta (1), as it was written; NULL bytes where there is none.
clh_text clh_event_text(const clh_event *event, int which);
void clh_set_event(clh_host *host, const clh_event *event, bool decimal);
/// Pushes event.data (which = 0) or event.meta (1).
void clh_push_view(lua_State *L, int which);
/// Pushes a table copy of the whole object behind a view.
void clh_push_view_copy(lua_State *L, int which);

// apply.c
/// Applies the event, which must be set, to the state; returns a clh_handling. Leaves the stack as it was.
int clh_apply_here(lua_State *L, size_t aggregate, int state, const clh_event *event);
/// Events that are given to handlers one after another, within one protected call.
typedef struct clh_fold {
  size_t aggregate;
  int state;
  const clh_event *events;
  const int *handlers;  ///< As clh_apply_all takes them.
  size_t count, done;
} clh_fold;
/// Where state and event lie on the stack meanwhile.
enum { CLH_FOLD_STATE = 2, CLH_FOLD_EVENT = 3 };
void clh_begin_fold(lua_State *L, const clh_fold *fold);
/// Sets the next event. Of the one before nothing is left but what it did to the state: the steps begin anew.
void clh_begin_event(lua_State *L, const clh_fold *fold);
/// Calls its handler, of which there must be one; leaves the stack as it was. False: a limit was hit, and maybe hidden by the
/// handler, which ends the whole.
bool clh_handle_event(lua_State *L, const clh_fold *fold);

// expression.c
/// What an expression mentions.
enum { clh_sees_state = 1, clh_sees_before = 2, clh_sees_event = 4, clh_sees_data = 8, clh_sees_meta = 16, clh_sees_env = 32 };
/// Which names the source mentions outside of strings, and where it says `function`, if it does.
int clh_scan_expression(clh_text source, size_t *function);

// globs.c
bool clh_glob(clh_text pattern, clh_text text);

// declare.c, declare+upcast.c
void clh_open_declarations(lua_State *L);
void clh_require_loading(lua_State *L, const char *what);
int clh_declare_upcast(lua_State *L);
int clh_declare_ignore(lua_State *L);
int clh_declare_schema_of(lua_State *L);
void clh_free_declarations(clh_host *host);
/// Writes down what the aggregates handle and ignore, once all is declared.
void clh_settle_handlers(lua_State *L);

// made.c
void clh_open_made(lua_State *L);
/// Takes the values from `first` to the top as made events. `what` names the author of them.
void clh_collect_made(lua_State *L, int first, bool upcast);

#endif
