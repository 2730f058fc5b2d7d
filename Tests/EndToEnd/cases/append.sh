# A command is decided in the explorer, kept in a what-if, and appended to a store: no event goes anywhere unasked.
store="$WORK/my-bank"
cp -r sample-streams/bank "$store"
events=$(wc -l <"$store/events.jsonl")

start 120x34 --trust --no-cache "$store"
shows "Streams"
type_text "/1042"
keys Enter Enter
type_text ":goto end"
keys Enter
shows "59 / 59"
type_text ':decide Withdraw {"amount":100000}'
keys Enter
shows "Withdraw refused: insufficient funds"
type_text ":keep"
keys Enter
shows "there is nothing to keep: Withdraw refused: insufficient funds"
type_text ':decide Deposit {"amount":5,"channel":"atm"}'
keys Enter
shows "Deposit would give 1 event; a or :keep takes it into the what-if"
keys a
shows "what-if: 1 inserted"
shows "State after 59 + 1: what-if"
# On top of it.
type_text ':decide Withdraw {"amount":2,"channel":"atm"}'
keys Enter
shows "Withdraw would give 1 event"
type_text ":keep"
keys Enter
shows "what-if: 2 inserted"
shows "State after 59 + 2: what-if"

# Not unless it is told to.
type_text ":append"
keys Enter
shows "Append 2 events to account-1042 in the store"
shows "my-bank, after version 59?"
keys Enter
shows "nothing was appended; the what-if stays"
[ "$(wc -l <"$store/events.jsonl")" = "$events" ]
# An export takes none, and nobody is asked.
cp sample-streams/bank/events.jsonl "$WORK/export.jsonl"
type_text ":append $WORK/export.jsonl"
keys Enter
shows "is no store"
cmp sample-streams/bank/events.jsonl "$WORK/export.jsonl"

type_text ":append"
keys Enter
shows "Append?"
keys y
shows "2 events appended to"
# They are there without --follow, and the what-if is gone.
shows "61 / 61"
shows "$((events + 2)) events"
keys C-l
! screen | grep -q "what-if"
keys q
ended 0

exits 0 "$HINDCAST" events "$store" --stream account-1042 --json --no-cache
tail -n 2 "$WORK/out" | head -n 1 | grep -qF '"version":60,"type":"MoneyDeposited"'
tail -n 1 "$WORK/out" | grep -qF '"version":61,"type":"MoneyWithdrawn"'
exits 0 "$HINDCAST" verify "$store" --no-cache
head -n "$events" "$store/events.jsonl" | cmp - sample-streams/bank/events.jsonl
