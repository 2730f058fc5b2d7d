#include "CBuildFacts.h"

const char *hindcast_commit(void) { return HINDCAST_COMMIT; }
