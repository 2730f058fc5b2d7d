// What the package knew when it was built.
#ifndef HINDCAST_CBUILDFACTS_H
#define HINDCAST_CBUILDFACTS_H

/* The commit's first twelve digits, with a + behind them where files had changed since; empty outside a git checkout. */
const char *hindcast_commit(void);

#endif
