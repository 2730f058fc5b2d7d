-- The accounts of the generated export.

local account = aggregate("account", { initial = { status = "none", balance = 0 } })

function account.on.AccountOpened(state, event) state.owner, state.status = event.data.owner, "open" end
function account.on.MoneyDeposited(state, event) state.balance = state.balance + event.data.amount end
function account.on.MoneyWithdrawn(state, event) state.balance = state.balance - event.data.amount end
function account.on.AddressChanged(state, event) state.address = { street = event.data.street, city = event.data.city } end
