# J21: what the program prints as JSON, others read as JSON, one object a line.
reads() {
    if command -v python3 >/dev/null; then
        python3 -c 'import json, sys
for line in sys.stdin.buffer.read().split(b"\n")[:-1]:
    assert isinstance(json.loads(line), dict)' <"$WORK/out"
    fi
    if command -v jq >/dev/null; then jq -e -c . <"$WORK/out" >/dev/null; fi
    # C0, DEL and C1 are escaped.
    ! LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' "$WORK/out"
}
for store in bank orders identity workflow; do
    for command in info streams events schema verify export; do
        exits 0 "$HINDCAST" $command sample-streams/$store --json
        reads
    done
done
printf '%s\n' '{"stream":"a\u001b[31m\u009b\u007f","version":0,"type":"T\u0000","id":"\ud800","data":{"\u0085":"\u001b]52;c;x\u0007","n":1e400}}' >"$WORK/odd.jsonl"
for command in streams events schema export; do
    exits 0 "$HINDCAST" $command "$WORK/odd.jsonl" --json
    reads
done
