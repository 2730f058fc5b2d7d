# Bad input: one clear line, the right exit code, nothing lost.
exits 2 "$HINDCAST" info "$WORK/missing.jsonl"
says "$WORK/missing.jsonl"

mkdir "$WORK/empty-folder"
exits 2 "$HINDCAST" info "$WORK/empty-folder"
says "$WORK/empty-folder"

: >"$WORK/empty.jsonl"
exits 0 "$HINDCAST" info --json "$WORK/empty.jsonl"
grep -q '"events":0' "$WORK/out"

head -3 sample-streams/bank/events.jsonl >"$WORK/mixed.jsonl"
echo '{"stream":"account-1001", oops' >>"$WORK/mixed.jsonl"
sed -n 4,5p sample-streams/bank/events.jsonl >>"$WORK/mixed.jsonl"
exits 0 "$HINDCAST" info --json "$WORK/mixed.jsonl"
grep -q '"events":5' "$WORK/out"
grep -q '"malformed":1' "$WORK/out"
says "$WORK/mixed.jsonl:4:27:"

echo '{"a":1,"kind":"x"}' >"$WORK/unknown.jsonl"
exits 2 "$HINDCAST" info "$WORK/unknown.jsonl"
says "--map"

echo 'this is not JSON' >"$WORK/text.jsonl"
exits 2 "$HINDCAST" info "$WORK/text.jsonl"
says "$WORK/text.jsonl:1:1"

printf 'local a = aggregate("account")\nfunction a.on.X(state, event\n' >"$WORK/syntax.lua"
exits 2 "$HINDCAST" state sample-streams/bank --model "$WORK/syntax.lua" --stream account-1042
says "$WORK/syntax.lua:"

cat >"$WORK/throws.lua" <<'LUA'
local account = aggregate("account", { initial = { n = 0 } })
function account.on.AccountOpened(state, event) state.n = state.n + 1 end
function account.on.MoneyWithdrawn(state, event)
  state.n = 1000
  error("not today")
end
LUA
exits 0 "$HINDCAST" state sample-streams/bank --json --model "$WORK/throws.lua" --stream account-1042
grep -q '"state":{"n":1}' "$WORK/out"
grep -q 'throws.lua' "$WORK/out"
grep -q 'not today' "$WORK/out"

exits 2 "$HINDCAST" state sample-streams/bank --stream account-9999
says "account-9999"
exits 2 "$HINDCAST" info --no-such-flag sample-streams/bank
exits 2 "$HINDCAST" sample-streams/bank
says "terminal"
