#ifndef HINDCAST_C_TERMINAL_GUARD_H
#define HINDCAST_C_TERMINAL_GUARD_H

#include <stddef.h>
#include <stdint.h>

/*
 * Gives the terminal back whatever happens to the process. One guard per process; all functions are for the thread that owns
 * the terminal, except `terminal_guard_wake`. Async-signal-safe, in the sense of signal-safety(7), are only the functions
 * that say so.
 */

/* What arrives in the pipe, as a set of bits. */
typedef enum {
    TERMINAL_GUARD_WAKE = 1,      /* terminal_guard_wake was called */
    TERMINAL_GUARD_RESIZE = 2,    /* SIGWINCH */
    TERMINAL_GUARD_CONTINUE = 4,  /* SIGCONT: the process had been stopped */
    TERMINAL_GUARD_SUSPEND = 8,   /* SIGTSTP: somebody wants the process to stop */
    TERMINAL_GUARD_STOP = 16,     /* SIGTERM, SIGINT, SIGHUP or SIGQUIT */
} TerminalGuardNews;

/* Makes the pipe, saves the terminal's modes and installs the handlers. 0, or -1 with errno. SIGINT, SIGHUP, SIGQUIT and
   SIGTERM stay ignored where the parent had them ignored (nohup). Core dumps are off from here to the end of the process:
   they would hold event data. */
int terminal_guard_install(int tty);

/* Sets the bytes that undo what was sent to the terminal; at most 512 are kept. */
void terminal_guard_set_restore(const uint8_t *bytes, size_t count);

/* Whether a crash has to restore the terminal now. Async-signal-safe. */
void terminal_guard_arm(int armed);

/* What a crash does: the restoring bytes without ever waiting for the terminal, then the saved modes; disarms.
   Async-signal-safe. */
void terminal_guard_restore_now(void);

/* Puts the handlers, the saved modes and the pipe back. The process stays without core dumps. */
void terminal_guard_remove(void);

/* Sets the saved modes again. 0, or -1 with errno. Async-signal-safe. */
int terminal_guard_restore_modes(void);

/* The readable end of the pipe, for poll(2). */
int terminal_guard_descriptor(void);

/* Takes what has come through the pipe; never waits. */
unsigned terminal_guard_take(void);

/* The signal that asked the program to end, or 0. Async-signal-safe. */
int terminal_guard_stop_signal(void);

/* Says that the main loop is alive and ends the program itself: two seconds after a signal nothing is forced any more. */
void terminal_guard_acknowledge(void);

/* Ends a waiting poll. From any thread. Async-signal-safe. */
void terminal_guard_wake(void);

/* Waits until the process is in the terminal's foreground, stopping itself as a background job meanwhile (SIGTTIN).
   0, or -1 when it is in the background and nobody could bring it forward (an orphaned process group). */
int terminal_guard_wait_for_foreground(int tty);

/* Stops the process group, as the terminal would for Ctrl-Z; returns when it is continued. */
void terminal_guard_stop_process(void);

/* Says on standard error which signal it was, and ends the process by that signal's default action, so that its exit status
   shows it. The terminal is to be restored before. Async-signal-safe. */
_Noreturn void terminal_guard_end(int signal);

#endif
