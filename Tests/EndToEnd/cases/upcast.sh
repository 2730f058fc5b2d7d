# Older schemas are read through upcasters, and the event pane says so.
start 108x30 --trust sample-streams/bank
shows "account-1001"
keys 2 g
shows "State after 0"
shows "upcast AccountOpened 1→2"
shows "upcast AccountOpened 2→3"
keys r
shows "Event as written"
shows "line 1, offset 0"
keys q
ended 0
