-- Accounts of people, their roles, and what happens when somebody guesses passwords.

-- Users

local user = aggregate("user", {
  streams = "user-*",
  initial = { status = "none", failures = 0, logins = 0, roles = {}, entered_while_locked = false },
})

function user.on.UserRegistered(state, event)
  state.name, state.email, state.phone = event.data.name, event.data.email, event.data.phone
  state.email_verified, state.status = false, "active"
end

function user.on.EmailVerified(state, event) state.email_verified = true end

function user.on.EmailChanged(state, event)
  state.email, state.email_verified = event.data.email, event.data.verified
end

function user.on.PhoneChanged(state, event) state.phone = event.data.phone end
function user.on.NameChanged(state, event) state.name = event.data.name end
function user.on.RoleGranted(state, event) state.roles[event.data.role] = true end
function user.on.RoleRevoked(state, event) state.roles[event.data.role] = nil end

function user.on.LoggedIn(state, event)
  state.entered_while_locked = state.status == "locked"
  state.last_login = { time = event.time, ip = event.data.ip, via = event.data.via }
  state.failures, state.logins = 0, state.logins + 1
end

function user.on.LoginFailed(state, event) state.failures = state.failures + 1 end
function user.on.AccountLocked(state, event) state.status = "locked" end
function user.on.AccountUnlocked(state, event) state.status, state.failures = "active", 0 end
function user.on.UserDeactivated(state, event) state.status = "deactivated" end

ignore("PasswordChanged", "NoteAdded")

user.invariant("a locked account does not log in", function(state) return not state.entered_while_locked end)
user.invariant("after five failures nobody may try again", function(state) return state.failures <= 5 end)

function user.decide.LogIn(state, command)
  if state.status == "deactivated" then reject("the account is deactivated") end
  if command.via == "password" and state.status == "locked" then reject("the account is locked") end
  return emit("LoggedIn", { ip = command.ip, via = command.via })
end

function user.decide.Unlock(state, command)
  if state.status ~= "locked" then reject("the account is " .. state.status) end
  return emit("AccountUnlocked", { by = command.by })
end

-- Until February the event named only the new address, and every new address had to be verified.
upcast("EmailChanged", { from = 1, to = 2 }, function(data) return { email = data.new_email, verified = false } end)

-- Roles

local role = aggregate("role", {
  streams = "role-*",
  initial = { status = "none", members = {}, permissions = {} },
})

function role.on.RoleCreated(state, event)
  state.name, state.status = event.data.name, "active"
  for _, permission in ipairs(event.data.permissions) do state.permissions[permission] = true end
end

function role.on.PermissionAdded(state, event) state.permissions[event.data.permission] = true end
function role.on.PermissionRemoved(state, event) state.permissions[event.data.permission] = nil end
function role.on.MemberAdded(state, event) state.members[event.data.user] = true end
function role.on.MemberRemoved(state, event) state.members[event.data.user] = nil end

function role.decide.AddMember(state, command)
  if state.members[command.user] then reject("already a member") end
  return emit("MemberAdded", { user = command.user, by = command.by })
end

-- Who was locked out, and from where it was tried

local lockouts = projection("lockouts", { initial = { locked = {}, failures_by_ip = {} } })

function lockouts.on.LoginFailed(state, event)
  local ip = event.data.ip
  state.failures_by_ip[ip] = (state.failures_by_ip[ip] or 0) + 1
end

function lockouts.on.AccountLocked(state, event) state.locked[event.stream] = event.time end
function lockouts.on.AccountUnlocked(state, event) state.locked[event.stream] = nil end
