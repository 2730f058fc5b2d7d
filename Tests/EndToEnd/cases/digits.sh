# J05 J06: numbers are shown and printed digit for digit.
cat >"$WORK/numbers.jsonl" <<'JSON'
{"stream":"n-1","version":0,"type":"Counted","data":{"a":12345678901234567890,"b":1.10,"c":1e400,"d":-0,"e":[1E2,1.0]}}
JSON
exits 0 "$HINDCAST" events --json "$WORK/numbers.jsonl"
grep -qF '"data":{"a":12345678901234567890,"b":1.10,"c":1e400,"d":-0,"e":[1E2,1.0]}' "$WORK/out"
exits 0 "$HINDCAST" state --json --stream n-1 "$WORK/numbers.jsonl"
grep -qF '"state":{"a":12345678901234567890,"b":1.10,"c":1e400,"d":-0,"e":[1E2,1.0]}' "$WORK/out"
start 90x24 "$WORK/numbers.jsonl"
shows "12345678901234567890"
shows "1e400"
shows "1.10"
shows "-0"
keys q
ended 0
