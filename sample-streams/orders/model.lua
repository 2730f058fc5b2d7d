-- A small web shop: orders, and the stock of each item.

-- Prices are written as 19.90; sums are kept in whole cents. By way of its digits, so that any kind of number will do.
local function cents(amount)
  return math.floor(tonumber(tostring(amount)) * 100 + 0.5)
end

-- Orders

local order = aggregate("order", {
  streams = "order-*",
  initial = { status = "none", lines = array{}, total_cents = 0, paid_cents = 0, refunded_cents = 0, shipped = false },
})

function order.on.OrderPlaced(state, event)
  state.customer, state.lines, state.status = event.data.customer, event.data.lines, "placed"
  for _, line in ipairs(state.lines) do
    state.total_cents = state.total_cents + line.quantity * cents(line.price)
  end
end

function order.on.PaymentReceived(state, event)
  state.paid_cents = state.paid_cents + cents(event.data.amount)
  state.status = state.paid_cents >= state.total_cents and "paid" or "partly paid"
end

function order.on.PaymentFailed(state, event) state.payment_problem = event.data.reason end

function order.on.OrderShipped(state, event)
  state.status, state.shipped, state.parcel = "shipped", true, event.data.parcel
end

function order.on.OrderDelivered(state, event) state.status = "delivered" end
function order.on.OrderReturned(state, event) state.status, state.return_reason = "returned", event.data.reason end
function order.on.OrderCancelled(state, event) state.status, state.cancel_reason = "cancelled", event.data.reason end
function order.on.RefundPaid(state, event) state.refunded_cents = state.refunded_cents + cents(event.data.amount) end

ignore("OrderNoteAdded")

order.invariant("an order is not shipped before it is paid", function(state)
  return not state.shipped or state.paid_cents >= state.total_cents
end)

function order.decide.Ship(state, command)
  if state.status ~= "paid" then reject("the order is " .. state.status .. ", not paid") end
  return emit("OrderShipped", { carrier = command.carrier, parcel = command.parcel })
end

function order.decide.Cancel(state, command)
  if state.shipped then reject("the order has been shipped") end
  local cancelled = emit("OrderCancelled", { reason = command.reason })
  if state.paid_cents == 0 then return cancelled end
  return { cancelled, emit("RefundPaid", { amount = state.paid_cents / 100 }) }
end

-- Until February an order had one line.
upcast("OrderPlaced", { from = 1, to = 2 }, function(data)
  return { customer = data.customer, lines = { { sku = data.sku, quantity = data.quantity, price = data.price } } }
end)

-- Stock

local item = aggregate("item", {
  streams = "item-*",
  initial = { on_hand = 0, reserved = 0, shipped = 0, orders = {} },
})

function item.on.ItemListed(state, event)
  state.sku, state.name, state.price = event.data.sku, event.data.name, event.data.price
end

function item.on.PriceChanged(state, event) state.price = event.data.price end
function item.on.StockReceived(state, event) state.on_hand = state.on_hand + event.data.quantity end
function item.on.StockReturned(state, event) state.on_hand = state.on_hand + event.data.quantity end
function item.on.StockAdjusted(state, event) state.on_hand = state.on_hand + event.data.quantity end

function item.on.StockReserved(state, event)
  state.reserved = state.reserved + event.data.quantity
  state.orders[event.data.order] = event.data.quantity
end

function item.on.StockReleased(state, event)
  state.reserved = state.reserved - event.data.quantity
  state.orders[event.data.order] = nil
end

function item.on.StockShipped(state, event)
  state.on_hand = state.on_hand - event.data.quantity
  state.reserved = state.reserved - event.data.quantity
  state.shipped = state.shipped + event.data.quantity
  state.orders[event.data.order] = nil
end

item.invariant("stock on hand is never negative", function(state) return state.on_hand >= 0 end)

function item.decide.Reserve(state, command)
  if command.quantity > state.on_hand - state.reserved then reject("not enough in stock") end
  return emit("StockReserved", { order = command.order, quantity = command.quantity })
end

-- Money that came in, less what was paid back, by day

local revenue = projection("revenue", { initial = { total_cents = 0, days = {} } })

local function book(state, event, amount)
  local day = event.time:sub(1, 10)
  state.days[day] = (state.days[day] or 0) + amount
  state.total_cents = state.total_cents + amount
end

function revenue.on.PaymentReceived(state, event) book(state, event, cents(event.data.amount)) end
function revenue.on.RefundPaid(state, event) book(state, event, -cents(event.data.amount)) end
