#ifndef HINDCAST_CNCURSES_SHIM_H
#define HINDCAST_CNCURSES_SHIM_H

/* Both switch on the wide-character functions (setcchar, add_wch); without them ncurses.h declares the narrow ones only. */
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#define NCURSES_WIDECHAR 1
/* Functions instead of macros, which Swift could not see. */
#define NCURSES_NOMACROS 1

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>
#include <ncurses.h>
#include <term.h>

/* Mutable C globals do not pass Swift 6's concurrency checks; functions that return them do. */
static inline WINDOW *nc_stdscr(void) { return stdscr; }
static inline WINDOW *nc_curscr(void) { return curscr; }
static inline int nc_colors(void) { return COLORS; }
static inline int nc_color_pairs(void) { return COLOR_PAIRS; }

/* FILE streams: `fdopen`ed on a duplicate, so that the program's own stdout is never buffered by ncurses. */
static inline FILE *nc_stream(int fd, const char *mode) {
    int copy = dup(fd);
    if (copy < 0) return NULL;
    FILE *stream = fdopen(copy, mode);
    if (stream == NULL) close(copy);
    return stream;
}

/* Attributes are macros with casts and shifts, which Swift's importer leaves out. */
static inline attr_t nc_bold(void) { return WA_BOLD; }
static inline attr_t nc_dim(void) { return WA_DIM; }
static inline attr_t nc_underline(void) { return WA_UNDERLINE; }
static inline attr_t nc_reverse(void) { return WA_REVERSE; }
static inline attr_t nc_italic(void) { return WA_ITALIC; }

/* A macro in langinfo.h. */
static inline const char *nc_codeset(void) { return nl_langinfo(CODESET); }

/* wchar.h declares it for _XOPEN_SOURCE only, which a module that is compiled on its own cannot rely on. */
extern int wcwidth(wchar_t character);
static inline int nc_wcwidth(wchar_t character) { return wcwidth(character); }

/* tigetstr answers (char *)-1 for a name that is no string capability; fold that into NULL. */
static inline const char *nc_capability(const char *name) {
    char *text = tigetstr((char *)name);
    return text == (char *)-1 ? NULL : text;
}

/* endwin sends "orig_colors" (OSC 104 in xterm's description), which puts the palette back to the terminal's built-in one though
   nothing changed it here: colours that the user's shell had set would be gone. term.h declares it as an assignable macro. */
static inline void nc_leave_palette_alone(void) { orig_colors = NULL; }

/* tparm is variadic. */
static inline const char *nc_move_sequence(const char *cup, int row, int column) {
    return tparm((char *)cup, (long)row, (long)column, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}

/* A cell: one wide character with what combines with it. cchar_t is opaque by contract. */
static inline int nc_put(int row, int column, const wchar_t *text, attr_t attributes, short pair) {
    cchar_t cell;
    if (setcchar(&cell, text, attributes, pair, NULL) == ERR) return ERR;
    return mvwadd_wch(stdscr, row, column, &cell);
}

#endif
