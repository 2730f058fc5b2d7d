// Lua 5.4 as the system has it.
#ifndef HINDCAST_CLUA_SHIM_H
#define HINDCAST_CLUA_SHIM_H

#include <lua5.4/lua.h>
#include <lua5.4/lauxlib.h>
#include <lua5.4/lualib.h>

#endif
