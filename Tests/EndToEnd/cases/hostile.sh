# T01-T15 in a real terminal: what an event holds never drives it.
printf '{"stream":"s-\\u001b[31m1","version":0,"type":"T\\u009b2J","data":{"x":"\\u001b]0;title\\u0007 \\u202e abc \\u001b[2J"}}\n' >"$WORK/hostile.jsonl"
start 90x24 "$WORK/hostile.jsonl"
shows "Streams"
shows "s-^[[31m1"
shows '\u001b]0;title'
shows "<202E>"
tmux -L "$SOCKET" display -p -t main '#{pane_title}' | grep -qv title
keys q
ended 0
exits 0 "$HINDCAST" streams "$WORK/hostile.jsonl"
! grep -q "$(printf '\033')" "$WORK/out"
exits 0 "$HINDCAST" events --json "$WORK/hostile.jsonl"
! LC_ALL=C grep -q "$(printf '\033')" "$WORK/out"
