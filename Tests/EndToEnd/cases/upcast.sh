# Older schemas are read through upcasters, and the event pane says so.
start 108x30 --trust sample-streams/bank
shows "account-1001"
keys 2 g
shows "State after 0"
shows "upcast AccountOpened 1→2"
shows "upcast AccountOpened 2→3"
keys r
shows "Event 1 of 4: raw"
shows "line 1, offset 0"
keys r
shows "Event 2 of 4: v1 → v2"
shows "upcast AccountOpened 1→2"
keys r
shows "Event 3 of 4: v2 → v3"
keys r
shows "Event 4 of 4: final"
keys r
shows "position"
keys q
ended 0
