# What the state is compared with: a mark, a version, the last snapshot; and the event before again.
"$HINDCAST" snapshots build --trust --every 10 sample-streams/bank >"$WORK/built"
grep -q account-1001 "$WORK/built"
start 120x30 --trust --no-session sample-streams/bank
shows "account-1001"
keys 2 g ']' m a ']' ']'
shows "State after 3"
type_text ":base a"
keys Enter
shows "State 3 against a (1)"
keys '}' '}'
shows "State 23 against a (1)"
type_text ":base snapshot"
keys Enter
shows "State 23 against snapshot 19"
keys '['
shows "State 22 against snapshot 19"
type_text ":base 5"
keys Enter
shows "State 22 against 5"
type_text ":base"
keys Enter
shows "State after 22"
keys q
ended 0
