// What a model sees of decimals: decimal("0.10"), + - * and comparisons, :eq(b), :div(b, scale), :round(scale), tostring.

#include "host.h"

static int compare(lua_State *L) {
  clh_operand a, b;
  clh_operand_at(L, 1, &a);
  clh_operand_at(L, 2, &b);
  return clh_compare_operands(&a, &b);
}

static int less(lua_State *L) { return lua_pushboolean(L, compare(L) < 0), 1; }
static int less_equal(lua_State *L) { return lua_pushboolean(L, compare(L) <= 0), 1; }

/// Lua asks this for any two userdata of which one is a decimal (Lua manual, section 2.4).
static int equal(lua_State *L) {
  const bool both = clh_to_decimal(L, 1) != NULL && clh_to_decimal(L, 2) != NULL;
  return lua_pushboolean(L, both && compare(L) == 0), 1;
}

/// Exact, for decimals and integers alike: `==` is false between the two, because Lua asks nobody where types differ.
static int same_number(lua_State *L) { return lua_pushboolean(L, compare(L) == 0), 1; }

static int negate(lua_State *L) {
  clh_operand a;
  clh_operand_at(L, 1, &a);
  clh_push_computed(L, !a.negative, a.digits, (size_t)a.count, a.exponent);
  return 1;
}

static int text(lua_State *L) {
  clh_push_display(L, 1);
  return 1;
}

static int concatenate(lua_State *L) {
  clh_push_display(L, 1);
  clh_push_display(L, 2);
  lua_concat(L, 2);
  return 1;
}

static int no_slash(lua_State *L) {
  return luaL_error(L, "a quotient of decimals needs a number of digits: write a:div(b, scale)");
}

static int no_operator(lua_State *L) { return luaL_error(L, "decimals know + - * and :div(b, scale), not this operator"); }

static int make(lua_State *L) {
  lua_remove(L, 1);  // decimal itself: this is its __call
  if (clh_to_decimal(L, 1) != NULL) return lua_settop(L, 1), 1;
  if (lua_type(L, 1) == LUA_TNUMBER && !lua_isinteger(L, 1)) {
    return luaL_error(L, "decimal of a float: a float is not exact; give the number as text: decimal(\"0.10\")");
  }
  size_t length;
  const char *number = luaL_checklstring(L, 1, &length);
  if (length > CLH_MAX_DIGITS) return luaL_error(L, "a decimal of more than %d digits", CLH_MAX_DIGITS);
  if (!clh_push_decimal(L, number, length)) return luaL_error(L, "decimal of a text that is no number");
  return 1;
}

static const luaL_Reg functions[] = {
    {"div", clh_decimal_divide}, {"round", clh_decimal_round}, {"eq", same_number}, {NULL, NULL}};

static const luaL_Reg metamethods[] = {
    {"__add", clh_decimal_add}, {"__sub", clh_decimal_subtract}, {"__mul", clh_decimal_multiply},
    {"__unm", negate},          {"__eq", equal},                 {"__lt", less},
    {"__le", less_equal},       {"__tostring", text},            {"__concat", concatenate},
    {"__div", no_slash},        {"__idiv", no_slash},            {"__mod", no_operator},
    {"__pow", no_operator},     {NULL, NULL},
};

/// Sets the metatable that marks decimals, and the global `decimal` in the table on top of the stack.
void clh_open_decimal(lua_State *L) {
  clh_host *h = clh_of(L);
  luaL_newlib(L, metamethods);
  lua_pushstring(L, "decimal");
  lua_setfield(L, -2, "__name");
  luaL_newlib(L, functions);
  lua_setfield(L, -2, "__index");
  h->marks.decimal = lua_topointer(L, -1);
  h->marks.decimal_ref = luaL_ref(L, LUA_REGISTRYINDEX);

  luaL_newlib(L, functions);
  clh_make_read_only(L, "decimal");
  lua_getmetatable(L, -1);
  lua_pushcfunction(L, make);
  lua_setfield(L, -2, "__call");
  lua_pop(L, 1);
  clh_push(L, h->library);
  lua_insert(L, -2);
  lua_setfield(L, -2, "decimal");
  lua_pop(L, 1);
}
