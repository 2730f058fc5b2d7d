// zlib as the system has it.
#ifndef HINDCAST_CZLIB_SHIM_H
#define HINDCAST_CZLIB_SHIM_H

#include <zlib.h>

// `inflateInit2` is a macro. 15 is the largest window; 16 more means: a gzip header and trailer, checked.
static inline int hindcast_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
