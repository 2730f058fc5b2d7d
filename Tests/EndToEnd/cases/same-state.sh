# L22: the same events give byte-identical states in a hundred processes, whatever order a table has in each.
cat >"$WORK/order.lua" <<'LUA'
local account = aggregate("account", { initial = { seen = {}, text = "" } })
function account.on.MoneyDeposited(state, event)
  for key, value in pairs(event.data) do state.seen[key] = (state.seen[key] or 0) + 1 end
  local names = {}
  for key in pairs({ zeta = 1, alpha = 2, [7] = 3, mid = 4, [2.5] = 5, omega = 6, [1] = 7, [true] = 8 }) do names[#names + 1] = tostring(key) end
  state.text = table.concat(names, " ") .. tostring(state) .. tostring(print)
  state.seen[state.text:sub(1, 5) .. event.version] = ({ event.data, event.type })[2]
end
LUA
"$HINDCAST" state sample-streams/bank --model "$WORK/order.lua" --stream account-1042 --json >"$WORK/first"
grep -q '"text":"1 7 2.5 alpha mid omega zeta truetablefunction"' "$WORK/first"
for i in $(seq 100); do
    "$HINDCAST" state sample-streams/bank --model "$WORK/order.lua" --stream account-1042 --json >"$WORK/again"
    cmp "$WORK/first" "$WORK/again"
done
