#define _GNU_SOURCE
#include "CTerminalGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

/* All state is static: a signal handler may neither allocate nor lock. */
static int guarded_tty = -1;
static pid_t owner;
static struct termios saved_modes;
static uint8_t restore_bytes[512];
static size_t restore_count;
static int pipe_ends[2] = {-1, -1};
static atomic_int armed;
static atomic_uint news;
static atomic_int stop_signal;
static char alternate_stack[64 * 1024];

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
static const int stop_signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
enum { FATAL_COUNT = 6, STOP_COUNT = 6, OTHER_COUNT = 5 };
static const int other_signals[OTHER_COUNT] = {SIGWINCH, SIGCONT, SIGTSTP, SIGALRM, SIGPIPE};
static struct sigaction old_fatal[FATAL_COUNT], old_stop[STOP_COUNT], old_other[OTHER_COUNT];

/* Async-signal-safe: fcntl, write, poll. Gives up on a terminal that has taken nothing for a while, rather than hang. */
static void write_all(int fd, const void *bytes, size_t count) {
    const char *next = bytes;
    int flags = fcntl(fd, F_GETFL);
    if (flags >= 0) fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    while (count > 0) {
        ssize_t written = write(fd, next, count);
        if (written > 0) {
            next += written;
            count -= (size_t)written;
        } else if (written < 0 && errno == EAGAIN) {
            struct pollfd request = {.fd = fd, .events = POLLOUT};
            if (poll(&request, 1, 200) <= 0) break;
        } else if (written < 0 && errno != EINTR) {
            break;
        }
    }
    if (flags >= 0) fcntl(fd, F_SETFL, flags);
}

/* Async-signal-safe: sigaction, tcsetattr, and write_all. */
static void restore_terminal(void) {
    if (guarded_tty < 0 || getpid() != owner || !atomic_exchange(&armed, 0)) return;
    /* A background process that sets modes would be stopped instead. */
    struct sigaction ignore = {.sa_handler = SIG_IGN}, old;
    sigaction(SIGTTOU, &ignore, &old);
    write_all(guarded_tty, restore_bytes, restore_count);
    tcsetattr(guarded_tty, TCSANOW, &saved_modes);
    sigaction(SIGTTOU, &old, NULL);
}

/* Async-signal-safe: a table and strlen. */
static const char *signal_name(int signal) {
    switch (signal) {
    case SIGSEGV: return "SIGSEGV";
    case SIGBUS: return "SIGBUS";
    case SIGILL: return "SIGILL";
    case SIGTRAP: return "SIGTRAP";
    case SIGABRT: return "SIGABRT";
    case SIGFPE: return "SIGFPE";
    case SIGTERM: return "SIGTERM";
    case SIGINT: return "SIGINT";
    case SIGHUP: return "SIGHUP";
    case SIGQUIT: return "SIGQUIT";
    case SIGUSR1: return "SIGUSR1";
    case SIGUSR2: return "SIGUSR2";
    default: return "a signal";
    }
}

/* Async-signal-safe: sigaction, sigprocmask, raise, _exit. */
static _Noreturn void raise_default(int signal) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(signal, &standard, NULL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
    raise(signal);
    /* Within its own handler the signal is blocked, and raise only leaves it pending. */
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    _exit(128 + signal);
}

/* Async-signal-safe, as what it calls. */
_Noreturn void terminal_guard_end(int signal) {
    /* Where nobody reads standard error any more, the process still ends by the signal that it was sent. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    const char *name = signal_name(signal);
    static const char before[] = "hindcast: stopped by ";
    write_all(STDERR_FILENO, before, sizeof before - 1);
    write_all(STDERR_FILENO, name, strlen(name));
    write_all(STDERR_FILENO, "\n", 1);
    raise_default(signal);
}

/* Async-signal-safe, as what it calls. */
static void end_at_once(int signal) {
    restore_terminal();
    terminal_guard_end(signal);
}

static void on_fatal(int signal) {
    end_at_once(signal);
}

/* Async-signal-safe: write(2) to a non-blocking pipe; the bits are set first, so a full pipe loses nothing. */
static void tell(unsigned bits) {
    atomic_fetch_or(&news, bits);
    int saved = errno;
    char byte = 0;
    if (pipe_ends[1] >= 0) (void)!write(pipe_ends[1], &byte, 1);
    errno = saved;
}

/* Async-signal-safe: alarm(2) beside the above. */
static void on_stop(int signal) {
    /* While a child has the terminal, its Ctrl-C and Ctrl-\ are meant for it alone. Ignoring them instead would be inherited. */
    if ((signal == SIGINT || signal == SIGQUIT) && !atomic_load(&armed)) return;
    int none = 0;
    if (!atomic_compare_exchange_strong(&stop_signal, &none, signal)) end_at_once(signal); /* asked for the second time */
    /* The loop may hang in a write to a terminal that takes nothing: end without it then. */
    alarm(2);
    tell(TERMINAL_GUARD_STOP);
}

static void on_alarm(int signal) {
    int stop = atomic_load(&stop_signal);
    if (stop != 0) end_at_once(stop);
    (void)signal;
}

static void on_news(int signal) {
    switch (signal) {
    case SIGWINCH: tell(TERMINAL_GUARD_RESIZE); break;
    case SIGCONT: tell(TERMINAL_GUARD_CONTINUE); break;
    case SIGTSTP:
        if (atomic_load(&armed)) tell(TERMINAL_GUARD_SUSPEND);
        else raise(SIGSTOP); /* the terminal is not ours now, nothing to restore */
        break;
    default: break;
    }
}

static void forbid_core_dumps(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = 0;
        setrlimit(RLIMIT_CORE, &limit);
    }
    /* The limit does not hold for a core_pattern that pipes to a program (core(5)). */
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static void install_handlers(void) {
    stack_t stack = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
    sigaltstack(&stack, NULL); /* a handler for a stack overflow needs a stack of its own */

    struct sigaction action = {0};
    sigfillset(&action.sa_mask);
    action.sa_handler = on_fatal;
    action.sa_flags = SA_ONSTACK;
    for (int i = 0; i < FATAL_COUNT; i++) sigaction(fatal_signals[i], &action, &old_fatal[i]);

    action.sa_handler = on_stop;
    action.sa_flags = SA_ONSTACK | SA_RESTART;
    for (int i = 0; i < STOP_COUNT; i++) {
        sigaction(stop_signals[i], NULL, &old_stop[i]);
        if (old_stop[i].sa_handler != SIG_IGN) sigaction(stop_signals[i], &action, NULL);
    }
    for (int i = 0; i < OTHER_COUNT; i++) {
        int signal = other_signals[i];
        action.sa_handler = signal == SIGALRM ? on_alarm : signal == SIGPIPE ? SIG_IGN : on_news;
        sigaction(signal, &action, &old_other[i]);
    }
}

int terminal_guard_install(int tty) {
    if (guarded_tty >= 0) {
        errno = EBUSY;
        return -1;
    }
    if (tcgetattr(tty, &saved_modes) != 0) return -1;
    if (pipe_ends[0] < 0 && pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    atomic_store(&armed, 0);
    atomic_store(&news, 0);
    atomic_store(&stop_signal, 0);
    restore_count = 0;
    owner = getpid();
    guarded_tty = tty;
    forbid_core_dumps();
    install_handlers();
    return 0;
}

void terminal_guard_set_restore(const uint8_t *bytes, size_t count) {
    restore_count = 0;
    size_t kept = count < sizeof restore_bytes ? count : sizeof restore_bytes;
    memcpy(restore_bytes, bytes, kept);
    restore_count = kept;
}

void terminal_guard_arm(int on) { atomic_store(&armed, on); }

void terminal_guard_remove(void) {
    if (guarded_tty < 0) return;
    atomic_store(&armed, 0);
    alarm(0);
    for (int i = 0; i < FATAL_COUNT; i++) sigaction(fatal_signals[i], &old_fatal[i], NULL);
    for (int i = 0; i < STOP_COUNT; i++) sigaction(stop_signals[i], &old_stop[i], NULL);
    for (int i = 0; i < OTHER_COUNT; i++) sigaction(other_signals[i], &old_other[i], NULL);
    guarded_tty = -1;
    /* The pipe stays open, for the next install too: a waker on another thread may be writing to it at this moment. */
}

void terminal_guard_restore_now(void) { restore_terminal(); }

int terminal_guard_restore_modes(void) {
    return guarded_tty < 0 ? 0 : tcsetattr(guarded_tty, TCSANOW, &saved_modes);
}

int terminal_guard_descriptor(void) { return pipe_ends[0]; }

unsigned terminal_guard_take(void) {
    char bytes[256];
    while (pipe_ends[0] >= 0 && read(pipe_ends[0], bytes, sizeof bytes) > 0) {}
    return atomic_exchange(&news, 0);
}

int terminal_guard_stop_signal(void) { return atomic_load(&stop_signal); }

void terminal_guard_acknowledge(void) { alarm(0); }

void terminal_guard_wake(void) { tell(TERMINAL_GUARD_WAKE); }

int terminal_guard_wait_for_foreground(int tty) {
    for (int attempt = 0; attempt < 16; attempt++) {
        pid_t foreground = tcgetpgrp(tty);
        if (foreground < 0 || foreground == getpgrp()) return 0;
        struct sigaction standard = {.sa_handler = SIG_DFL}, old;
        sigaction(SIGTTIN, &standard, &old);
        kill(0, SIGTTIN);
        sigaction(SIGTTIN, &old, NULL);
    }
    return -1;
}

void terminal_guard_stop_process(void) {
    struct sigaction action = {.sa_handler = SIG_IGN}, old;
    sigaction(SIGTSTP, &action, &old);
    kill(0, SIGTSTP); /* the other processes of a pipeline */
    action.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &action, NULL);
    raise(SIGTSTP); /* this thread, so that the process stops here and not some time later */
    sigaction(SIGTSTP, &old, NULL);
}
