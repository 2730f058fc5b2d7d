// The model host: everything that Lua calls back into, behind a C face that never lets a Lua error out.
//
// A Lua error unwinds by longjmp (Lua manual, section 4.4). No Swift frame and no C++ frame with a destructor may lie in its
// way, so each function here that can run Lua does so inside lua_pcall and returns a status. One host is one lua_State: one
// loaded model, used by one thread at a time; only clh_flag_raise may be called from another.

#ifndef CLUAHOST_H
#define CLUAHOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that somebody else owns; `bytes` is NULL where there are none.
typedef struct clh_text {
  const char *bytes;
  size_t length;
} clh_text;

enum clh_status {
  clh_ok = 0,
  clh_failed = 1,    ///< The model's own error, or a value that cannot be taken over.
  clh_steps = 2,     ///< The step limit.
  clh_memory = 3,    ///< The memory limit, or no memory.
  clh_stopped = 4,   ///< Stopped from outside.
  clh_rejected = 5,  ///< `reject(reason)`; the message is the reason.
};

typedef struct clh_limits {
  int64_t steps;        ///< Lua instructions per call; charges of library functions are added.
  size_t memory;        ///< Bytes that Lua may hold at once.
  int64_t fail_after;   ///< For tests: that many more allocations succeed, then none; negative: off.
} clh_limits;

/// What went wrong in the last call that did not return clh_ok.
typedef struct clh_failure {
  int status;
  int line;           ///< From 1; 0 where unknown.
  int in_model;       ///< 1 if the line is one of the model's file.
  size_t column;      ///< From 1, for an expression that does not compile; else 0.
  size_t length;      ///< Of message; cut at about 500 bytes, at a UTF-8 border.
  char message[512];  ///< Without the "file:line:" in front.
} clh_failure;

typedef struct clh_host clh_host;
typedef struct clh_flag clh_flag;

/// A flag that stops a run when raised, from any thread. It stays up until it is cleared.
clh_flag *clh_flag_new(void);
void clh_flag_free(clh_flag *flag);
void clh_flag_raise(clh_flag *flag);
void clh_flag_clear(clh_flag *flag);

/// NULL when out of memory. `flag` must outlive the host.
clh_host *clh_new(const clh_limits *limits, clh_flag *flag);
void clh_free(clh_host *host);

const clh_failure *clh_last_failure(const clh_host *host);
size_t clh_memory_in_use(const clh_host *host);
/// For tests: see clh_limits.fail_after.
void clh_fail_after(clh_host *host, int64_t allocations);
/// What the model printed, at most 64 KiB; `clh_clear_output` forgets it.
clh_text clh_output(const clh_host *host);
void clh_clear_output(clh_host *host);

/// Runs a model's source text, once per host. A byte order mark and a `#!` line are passed over; binary chunks are refused.
int clh_load(clh_host *host, clh_text source, const char *name);

// What the model declared.

typedef struct clh_aggregate_info {
  clh_text name;
  int projection;  ///< 1 for a projection.
  int decimal;     ///< 1 for numbers = "decimal".
  size_t invariants;
} clh_aggregate_info;

typedef struct clh_upcaster_info {
  clh_text type, as;
  int64_t from, to;
  int line;  ///< Where it is declared; 0: not known.
} clh_upcaster_info;

size_t clh_aggregate_count(const clh_host *host);
clh_aggregate_info clh_aggregate_at(const clh_host *host, size_t index);
clh_text clh_invariant_name(const clh_host *host, size_t aggregate, size_t index);
size_t clh_upcaster_count(const clh_host *host);
clh_upcaster_info clh_upcaster_at(const clh_host *host, size_t index);

/// Whether a model can name this: one of its globals or of the host's, or a function of one of the host's libraries (`field`, or
/// NULL bytes).
bool clh_knows(clh_host *host, clh_text name, clh_text field);

/// The first aggregate, in order of declaration, that claims the stream; `*index` is -1 where none does.
int clh_match(clh_host *host, clh_text stream, int64_t *index);

/// Whether an aggregate or projection claims a stream.
int clh_claims(clh_host *host, size_t aggregate, clh_text stream, int *claims);
/// Whether the model tells the schemas of events whose source does not.
bool clh_tells_schemas(const clh_host *host);

enum clh_names { clh_names_handlers = 0, clh_names_commands = 1, clh_names_ignored = 2 };
/// A JSON array of names, sorted by bytes: the types that an aggregate handles, the commands that it decides, or (whatever the
/// aggregate) the types that are ignored.
int clh_list_names(clh_host *host, size_t aggregate, int which, clh_text *json);

// Calls.

typedef struct clh_event {
  int64_t position, version, schema;
  int has_schema;
  clh_text type, stream, id, time, correlation, causation;
  clh_text data, meta;  ///< JSON texts; what does not parse is an error of the handler that looks into it.
  void *record;  ///< A csj_record that the event lies in: then id to meta and schema are read from there. NULL: not so.
} clh_event;

enum clh_handling { clh_handled = 0, clh_ignored = 1, clh_unhandled = 2 };

/// `*state` is a reference to be given back with clh_release.
int clh_initial(clh_host *host, size_t aggregate, clh_text stream, int *state);
/// Cannot fail.
void clh_release(clh_host *host, int state);
int clh_apply(clh_host *host, size_t aggregate, int state, const clh_event *event, int *handling);

/// The handler of an aggregate for a type, as clh_apply_all takes it: above 0 where there is one, else a clh_handling, negated.
int clh_handler(const clh_host *host, size_t aggregate, clh_text type);
/// Applies events one after another, each with steps of its own, at a fraction of clh_apply's cost. `*done` says how many were applied
/// when one failed. An event whose handler is not above 0 is passed over.
int clh_apply_all(clh_host *host, size_t aggregate, int state, const clh_event *events, const int *handlers, size_t count, size_t *done);
/// `*holds` is 0 or 1. A state that an invariant changes stays changed: it is not copied for the question.
int clh_invariant(clh_host *host, size_t aggregate, size_t index, int state, int *holds);

/// Fails where clh_json would; `*values` says how many values the state holds. Costs less than writing it.
int clh_check(clh_host *host, int state, int64_t *values);

/// What the model's schema_of says of an event; `*found` is 0 where it says nothing.
int clh_schema_of(clh_host *host, const clh_event *event, int *found, int64_t *schema);

/// Writes the state as JSON (clh_json) or exactly (clh_freeze) to the host's buffer: valid until the next call.
int clh_json(clh_host *host, int state, clh_text *json);
int clh_freeze(clh_host *host, int state, clh_text *frozen);
int clh_thaw(clh_host *host, clh_text frozen, int *state);

/// A path into states that is looked at again and again.
typedef struct clh_path_watch clh_path_watch;
typedef struct clh_path_watch_step {
  clh_text key;   ///< NULL bytes: an index.
  int64_t index;  ///< From 0.
} clh_path_watch_step;
enum clh_seen { clh_seen_same = 0, clh_seen_value = 1, clh_seen_nothing = 2 };

int clh_path_watch_new(clh_host *host, const clh_path_watch_step *steps, size_t count, clh_path_watch **watch);
void clh_path_watch_free(clh_host *host, clh_path_watch *watch);
/// Compares what lies at the path with what the last look found; `*json` is valid until the next. Fails where JSON cannot say
/// what lies there. Where a number, string or boolean did not change, nothing is allocated.
int clh_look(clh_host *host, clh_path_watch *watch, int state, int *seen, clh_text *json);

/// An event after which another integer lies at the path.
typedef struct clh_sight {
  size_t event;
  int64_t integer;
} clh_sight;

typedef struct clh_watching {
  size_t done;   ///< Events that were applied and looked behind.
  size_t count;  ///< Sights among them.
  int differs;   ///< 1 where the event at `done` was applied, too, and clh_look must tell what lies there now.
} clh_watching;

/// Whether clh_apply_watching can look: the path is plain, and was looked at before.
int clh_can_watch(const clh_path_watch *watch);
/// As clh_apply_all, and looks at the path after each event: until something other than an integer comes to lie there. Of `sights`
/// there are as many as events.
int clh_apply_watching(clh_host *host, size_t aggregate, int state, const clh_event *events, const int *handlers, size_t count,
                       clh_path_watch *watch, clh_sight *sights, clh_watching *answer);

/// Events that an upcaster or a decision made, valid until the next call.
typedef struct clh_made {
  clh_text type;  ///< NULL bytes: an upcaster returned bare data, for the type it declared.
  clh_text data;
  int64_t schema;
  int has_schema;
} clh_made;

int clh_upcast(clh_host *host, size_t upcaster, const clh_event *event, const clh_made **made, size_t *count);
/// The state is copied first: a decision never writes. clh_rejected where the command is refused.
int clh_decide(clh_host *host, size_t aggregate, clh_text command, clh_text input, int state, const clh_made **made,
               size_t *count);
/// 1 if the aggregate decides this command.
int clh_decides(clh_host *host, size_t aggregate, clh_text command);

/// Compiles an expression; on failure the failure's column says where.
int clh_compile(clh_host *host, clh_text source, int *expression);

typedef struct clh_scope {
  int state;          ///< A reference, or 0.
  clh_text frozen_state;   ///< Used where `state` is 0.
  int before;
  clh_text frozen_before;
  const clh_event *event;  ///< NULL where there is none.
  int decimal;             ///< 1 if the event's numbers reach the expression as decimals.
} clh_scope;

int clh_evaluate(clh_host *host, int expression, const clh_scope *scope, clh_text *json);
int clh_test(clh_host *host, int expression, const clh_scope *scope, int *truth);

// Expressions that are asked after every event.

/// An expression compiled to take what it looks at as arguments.
typedef struct clh_watch {
  int function;  ///< To be given back with clh_release.
  int sees;      ///< A set of clh_watch_sees.
} clh_watch;

enum clh_watch_sees { clh_watch_sees_state = 1, clh_watch_sees_before = 2 };

typedef struct clh_watched {
  int handling;
  int truth;
  int applied;  ///< 1 where a failure is the expression's, not the handler's.
} clh_watched;

/// Compiles as clh_compile does. `_ENV` is refused: there are no globals to look at.
int clh_compile_watch(clh_host *host, clh_text source, clh_watch *watch);

/// Applies an event and asks, in one call.
int clh_apply_watched(clh_host *host, size_t aggregate, int state, const clh_event *event, const clh_watch *watch,
                      clh_watched *answer);

/// Looks, between the events of one stream, for what JSON cannot say in its state. Begins as zeros.
typedef struct clh_lookout {
  int64_t interval;  ///< Events between two looks: a look at a large state costs more than an event.
  int64_t since;     ///< Events since the last.
  int unshowable;    ///< 1 where the last look found something.
} clh_lookout;

typedef struct clh_asked {
  size_t done;  ///< Events that were applied and after which every answer was as expected.
  int applied;  ///< 1 where the event at `done` was applied too: a failure is then a watch's.
  int differs;  ///< 1 where an answer after the event at `done` was not as expected; those behind it were not asked.
  int unshowable;  ///< 1 where the failure is the lookout's: JSON could say the state before, and no longer can.
} clh_asked;

/// As clh_apply_all, and asks all watches after each event: until one does not say what is expected, or fails. With a lookout (or
/// NULL), until the state no longer can be JSON, too: the watches were asked then.
int clh_apply_asking(clh_host *host, size_t aggregate, int state, const clh_event *events, const int *handlers, size_t count,
                     const clh_watch *watches, size_t watch_count, int expected, clh_lookout *lookout, clh_asked *answer);

/// An invariant, to be asked as a watch. Not to be given back.
clh_watch clh_invariant_watch(const clh_host *host, size_t aggregate, size_t index);

/// Asks without applying. A state of 0 is nil.
int clh_ask(clh_host *host, int state, int before, const clh_event *event, int decimal, const clh_watch *watch, int *truth);

/// Whether states of two different hosts are the same, value for value. Where they are, they are shown alike. Only `host` can fail.
int clh_same(clh_host *host, int state, clh_host *other, int other_state, int *same);

/// One of two folds, of two hosts, that take the same events.
typedef struct clh_half {
  clh_host *host;
  size_t aggregate;
  int state;
  const int *handlers;
} clh_half;

enum clh_both_end { clh_both_same = 0, clh_both_differ = 1, clh_both_left_failed = 2, clh_both_right_failed = 3 };

typedef struct clh_both {
  size_t done;  ///< Events that both took and after which the states were the same.
  int end;      ///< What came of the event behind them. Where the left one failed, the right one was not given it.
} clh_both;

/// Applies events to both in turn, as clh_apply_all, until the states are not the same.
int clh_apply_both(clh_half left, clh_half right, const clh_event *events, size_t count, clh_both *answer);

/// A state made of a JSON text; to be given back with clh_release.
int clh_from_json(clh_host *host, clh_text json, int *state);

#ifdef __cplusplus
}
#endif
#endif
