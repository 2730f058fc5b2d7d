# "The balance went negative last Thursday": go there, see it, step around it.
start 108x30 --trust sample-streams/bank
shows "Streams"
shows "account-1001"
keys 1 j j j j j
shows "account-1042 ─"
type_text ":goto thursday 14:32"
keys Enter
shows "at Thu 2026-03-05 14:32:00Z: version 37"
keys C-l
shows "! balance is never negative"
shows "~ balance"
shows "50 → -70"
shows "account fold, from"
golden story-108x30
keys "["
shows "State after 36"
shows "Rue de l’Église"
keys "]"
shows "State after 37"
keys "]"
shows "State after 38"
shows "-70 → 30"
keys q
ended 0
