-- Accounts of a small bank, in whole euros.

local account = aggregate("account", {
  streams = "account-*",
  initial = { status = "none", balance = 0, pending = 0, available = 0, incoming = {} },
})

-- What may be withdrawn at this moment: settled money and the transfers on their way.
local function available_to_withdraw(state)
  return state.balance + state.pending
end

local function move(state, settled, announced)
  state.balance = state.balance + settled
  state.pending = state.pending + announced
  state.available = available_to_withdraw(state)
end

function account.on.AccountOpened(state, event)
  state.owner, state.currency, state.status = event.data.owner, event.data.currency, "open"
end

function account.on.MoneyDeposited(state, event) move(state, event.data.amount, 0) end
function account.on.MoneyWithdrawn(state, event) move(state, -event.data.amount, 0) end

-- A transfer is announced first. It becomes money on the next working day, or goes back.
function account.on.TransferReceived(state, event)
  state.incoming[event.data.transfer] = event.data.amount
  move(state, 0, event.data.amount)
end

function account.on.TransferSettled(state, event)
  state.incoming[event.data.transfer] = nil
  move(state, event.data.amount, -event.data.amount)
end

function account.on.TransferReturned(state, event)
  state.incoming[event.data.transfer] = nil
  move(state, 0, -event.data.amount)
end

function account.on.AddressChanged(state, event)
  state.address = { street = event.data.street, city = event.data.city }
end

function account.on.AccountClosed(state, event) state.status = "closed" end

ignore("NoteAdded", "StatementSent")

account.invariant("balance is never negative", function(state) return state.balance >= 0 end)

-- Commands

local function must_be_open(state)
  if state.status ~= "open" then reject("the account is not open") end
end

function account.decide.Deposit(state, command)
  must_be_open(state)
  if command.amount <= 0 then reject("the amount must be above zero") end
  return emit("MoneyDeposited", { amount = command.amount, channel = command.channel })
end

function account.decide.Withdraw(state, command)
  must_be_open(state)
  if command.amount <= 0 then reject("the amount must be above zero") end
  if command.amount > state.available then reject("insufficient funds") end
  return emit("MoneyWithdrawn", { amount = command.amount, channel = command.channel })
end

function account.decide.Close(state, command)
  must_be_open(state)
  if state.balance ~= 0 then reject("the balance must be zero") end
  if state.pending ~= 0 then reject("transfers are still on their way") end
  return emit("AccountClosed", { reason = command.reason })
end

-- Older events. Until February deposits were counted in cents; accounts had a name, then an owner, then a currency too.

upcast("Deposited", { from = 1, to = 2, as = "MoneyDeposited" }, function(data) return { amount = data.cents // 100 } end)

upcast("AccountOpened", { from = 1, to = 2 }, function(data) return { owner = data.name } end)
upcast("AccountOpened", { from = 2, to = 3 }, function(data) return { owner = data.owner, currency = "EUR" } end)

-- The whole bank

local totals = projection("totals", { initial = { accounts = 0, deposited = 0, withdrawn = 0 } })

function totals.on.AccountOpened(state, event) state.accounts = state.accounts + 1 end
function totals.on.MoneyDeposited(state, event) state.deposited = state.deposited + event.data.amount end
function totals.on.MoneyWithdrawn(state, event) state.withdrawn = state.withdrawn + event.data.amount end
