---@meta hindcast

-- Definitions for the Lua language server (LuaLS), so that editors complete and check models.
-- In .luarc.json beside your models:  { "workspace.library": ["PATH/TO/hindcast.d.lua"], "runtime.version": "Lua 5.4" }

---JSON's null: true in a condition, so compare with it: `event.data.note == null`.
---@class null
null = {}

---An exact decimal: numbers that neither an integer nor a double holds, and what `decimal` makes.
---@class decimal
---@operator add(decimal|integer): decimal
---@operator sub(decimal|integer): decimal
---@operator mul(decimal|integer): decimal
---@operator unm: decimal
local number_of_digits = {}

---Divides to a stated number of decimals. (`/` is an error: it would have to round.)
---@param divisor decimal|integer
---@param decimals integer
---@return decimal
function number_of_digits:div(divisor, decimals) end

---Rounds to a number of decimals.
---@param decimals integer
---@return decimal
function number_of_digits:round(decimals) end

---Exactly equal. (`==` of a decimal and an integer is always false.)
---@param other decimal|integer
---@return boolean
function number_of_digits:eq(other) end

---Makes a decimal: `decimal("0.10")`.
---@class decimallib
---@overload fun(digits: string|integer): decimal
decimal = {}

---Exactly equal, of decimals and integers alike.
---@param a decimal|integer
---@param b decimal|integer
---@return boolean
function decimal.eq(a, b) end

---@param dividend decimal|integer
---@param divisor decimal|integer
---@param decimals integer
---@return decimal
function decimal.div(dividend, divisor, decimals) end

---@param number decimal|integer
---@param decimals integer
---@return decimal
function decimal.round(number, decimals) end

---Marks a table as a list, so that an empty one is `[]` and not `{}`.
---@generic T
---@param list? T[]
---@return T[]
function array(list) end

---A copy that can be written, all the way down: of a table, or of `event.data`.
---@generic T
---@param value T
---@return T
function copy(value) end

---An event as today's schema has it. A fact: nothing of it can be written. What is taken out of it is a copy.
---@class Event
---@field type string
---@field stream string
---@field version integer its number within its stream
---@field position integer its number in the whole log
---@field schema integer? as the source, `schema_of` or an upcaster says it
---@field id string?
---@field time string? as the source wrote it
---@field correlation string?
---@field causation string?
---@field data any usually an object; a field that is missing is nil, JSON's null is `null`
---@field meta any

---An event made by `emit`.
---@class Emitted

---@alias Handler fun(state: any, event: Event): any changes the state in place; a result that is not nil replaces it
---@alias Decision fun(state: any, command: any): Emitted|Emitted[]|nil returns events, or calls reject

---@class AggregateOptions
---@field streams? string|string[]|fun(stream: string): boolean globs with `*` and `?`, or a function; default: NAME-*
---@field initial? any a value, of which each stream gets its own copy, or fun(stream: string): any; default: {}
---@field numbers? "decimal" numbers that are no integers reach handlers as exact decimals

---@class Aggregate
---@field name string
---@field on table<string, Handler>
---@field decide table<string, Decision>
---@field invariant fun(name: string, holds: fun(state: any): boolean) called with a dot: account.invariant("…", function(state) … end)

---Declares an aggregate. The first that claims a stream reads it.
---@param name string
---@param options? AggregateOptions
---@return Aggregate
function aggregate(name, options) end

---@class Projection
---@field name string
---@field on table<string, Handler>

---Declares a read model over the whole log, or over chosen streams, in log order.
---@param name string
---@param options? AggregateOptions default of `streams`: all
---@return Projection
function projection(name, options) end

---@class UpcastOptions
---@field from integer
---@field to integer
---@field as? string the new name of the type

---Declares how events of an old schema become those of the next. Applied when read, never written.
---@param type string
---@param options UpcastOptions
---@param upcaster fun(data: any, event: Event): any returns the new data; one or several of `emit(…)`; or `drop()`
function upcast(type, options, upcaster) end

---Tells the schema version of events whose source names none; nil where nothing is known of it.
---@param tell fun(event: Event): integer?
function schema_of(tell) end

---Types that are known and mean nothing here.
---@param ... string
function ignore(...) end

---Makes an event, in an upcaster or a decision. Nothing is written anywhere.
---@param type string
---@param data? any
---@param schema? integer default: the newest that the upcasters lead to
---@return Emitted
function emit(type, data, schema) end

---The result of an upcaster that leaves nothing of an event.
---@return any
function drop() end

---Refuses a command.
---@param reason string
function reject(reason) end
