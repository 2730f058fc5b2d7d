// Zstandard as the system has it.
#ifndef HINDCAST_CZSTD_SHIM_H
#define HINDCAST_CZSTD_SHIM_H

#include <zstd.h>
#include <zstd_errors.h>

#endif
