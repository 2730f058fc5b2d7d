#include <simdjson.h>

#include "CSimdjson.h"

#define TEXT_OF(macro) #macro
#define TEXT(macro) TEXT_OF(macro)

const char *csj_library_version(void) { return TEXT(SIMDJSON_VERSION); }
