-- One shopping cart that grows without end.

local cart = aggregate("cart", { initial = { items = {}, total = 0 } })

function cart.on.ItemAdded(state, event)
  state.items[event.data.sku] = { name = event.data.name, price = event.data.price }
  state.total = state.total + event.data.price
end
