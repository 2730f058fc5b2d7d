-- Purchase requests, their approvals and their payments.

-- Requests

local request = aggregate("request", { streams = "request-*", initial = { status = "none", rounds = 0 } })

function request.on.RequestSubmitted(state, event)
  state.title, state.amount, state.requester = event.data.title, event.data.amount, event.data.requester
  state.cost_center, state.status, state.rounds = event.data.cost_center, "waiting", 1
end

function request.on.RequestAmended(state, event)
  state.amount, state.status, state.rounds = event.data.amount, "waiting", state.rounds + 1
end

function request.on.RequestApproved(state, event) state.status, state.approved_by = "approved", event.data.by end

function request.on.RequestRejected(state, event)
  state.status, state.rejected_by, state.reason = "rejected", event.data.by, event.data.reason
end

function request.on.RequestWithdrawn(state, event) state.status = "withdrawn" end
function request.on.RequestPaid(state, event) state.status, state.payment = "paid", event.data.payment end

ignore("CommentAdded")

request.invariant("nobody approves their own request", function(state)
  return state.approved_by == nil or state.approved_by ~= state.requester
end)

function request.decide.Withdraw(state, command)
  if state.status ~= "waiting" then reject("the request is " .. state.status) end
  if command.by ~= state.requester then reject("only " .. state.requester .. " may withdraw it") end
  return emit("RequestWithdrawn", { by = command.by })
end

-- Approvals: after two reminders an approval goes to the approver's deputy.

local approval = aggregate("approval", {
  streams = "approval-*",
  initial = { status = "none", reminders = 0, escalations = 0 },
})

function approval.on.ApprovalRequested(state, event)
  state.request, state.requester, state.amount = event.data.request, event.data.requester, event.data.amount
  state.approver, state.status = event.data.approver, "waiting"
end

function approval.on.ReminderSent(state, event) state.reminders = state.reminders + 1 end

function approval.on.Escalated(state, event)
  state.approver, state.escalations = event.data.to, state.escalations + 1
end

function approval.on.ApprovalGranted(state, event) state.status, state.decided_by = "granted", event.data.by end
function approval.on.ApprovalRefused(state, event) state.status, state.decided_by = "refused", event.data.by end
function approval.on.ApprovalCancelled(state, event) state.status = "cancelled" end

approval.invariant("an approval is escalated at most twice", function(state) return state.escalations <= 2 end)

function approval.decide.Grant(state, command)
  if state.status ~= "waiting" then reject("the approval is " .. state.status) end
  if command.by ~= state.approver then reject("only " .. state.approver .. " may decide") end
  return emit("ApprovalGranted", { by = command.by })
end

-- Payments

local payment = aggregate("payment", { streams = "payment-*", initial = { status = "none", attempts = 0 } })

function payment.on.PaymentOrdered(state, event)
  state.request, state.amount, state.supplier = event.data.request, event.data.amount, event.data.supplier
  state.status = "ordered"
end

function payment.on.PaymentSent(state, event) state.status, state.attempts = "sent", state.attempts + 1 end
function payment.on.PaymentFailed(state, event) state.status, state.problem = "failed", event.data.reason end
function payment.on.PaymentConfirmed(state, event) state.status, state.problem = "confirmed", nil end

payment.invariant("a payment is tried at most three times", function(state) return state.attempts <= 3 end)

-- On whose desk requests are waiting

local desks = projection("desks", { initial = { waiting = {}, approvers = {} } })

local function take(state, approval, approver)
  state.approvers[approval] = approver
  state.waiting[approver] = (state.waiting[approver] or 0) + 1
end

local function leave(state, approval)
  local approver = state.approvers[approval]
  state.approvers[approval] = nil
  state.waiting[approver] = state.waiting[approver] - 1
end

function desks.on.ApprovalRequested(state, event) take(state, event.stream, event.data.approver) end
function desks.on.Escalated(state, event) leave(state, event.stream) take(state, event.stream, event.data.to) end
function desks.on.ApprovalGranted(state, event) leave(state, event.stream) end
function desks.on.ApprovalRefused(state, event) leave(state, event.stream) end
function desks.on.ApprovalCancelled(state, event) leave(state, event.stream) end
