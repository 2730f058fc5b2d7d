# A model that changes on disk is loaded anew where the cursor stands; one that does not load leaves the old one running.
mkdir "$WORK/store"
cp sample-streams/bank/events.jsonl "$WORK/store/"
cp sample-streams/bank/model.lua "$WORK/mine.lua"
start 120x34 "$WORK/store" --model "$WORK/mine.lua"
shows "account-1042"
keys j j j j j
keys Enter
type_text ":goto 37"
keys Enter
shows "State after 37"
shows "balance is never negative"
sed 's/move(state, -event.data.amount, 0)/move(state, 0, 0)/' sample-streams/bank/model.lua >"$WORK/mine.lua"
shows "values are different here"
shows "since the model was reloaded"
shows "State after 37"
echo 'x = = 1' >>"$WORK/mine.lua"
shows "the model before goes on"
shows "State after 37"
keys q
ended 0
