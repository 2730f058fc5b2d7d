# I13 I19 U07 T24 P06: compressed exports, standard input, pipes, odd names.
bank=sample-streams/bank
mkdir "$WORK/tmp" "$WORK/folder"
export TMPDIR="$WORK/tmp"
ENVIRONMENT="TMPDIR=$TMPDIR"

# Every way in gives the same events.
"$HINDCAST" events --json $bank/events.jsonl >"$WORK/expected"
same() { cmp "$WORK/out" "$WORK/expected" || { echo "other events: $1"; cat "$WORK/err"; return 1; }; }
gzip -c $bank/events.jsonl >"$WORK/bank.jsonl.gz"
cp "$WORK/bank.jsonl.gz" "$WORK/folder/caf"$'\xe9'.jsonl
for path in "$WORK/bank.jsonl.gz" "$WORK/folder" "$WORK/folder/caf"$'\xe9'.jsonl; do
    exits 0 "$HINDCAST" events --json "$path"
    same "$path"
done
for feed in "$bank/events.jsonl" "$WORK/bank.jsonl.gz"; do
    "$HINDCAST" events --json - <"$feed" >"$WORK/out"
    same "- <$feed"
    cat "$feed" | "$HINDCAST" events --json - >"$WORK/out"
    same "cat $feed | -"
    "$HINDCAST" events --json <(cat "$feed") >"$WORK/out"
    same "<(cat $feed)"
done
exits 0 "$HINDCAST" info --json "$WORK/folder"
grep -qF 'caf\\xE9.jsonl' "$WORK/out"

# More files than a process may have open at first, packed and not.
mkdir "$WORK/many"
for number in $(seq 100 299); do
    line='{"stream":"a","version":'$number',"type":"T","data":{}}'
    if [ $((number % 2)) = 0 ]; then echo "$line" >"$WORK/many/$number.json"; else echo "$line" | gzip >"$WORK/many/$number.json.gz"; fi
done
(ulimit -Sn 64; "$HINDCAST" info --json "$WORK/many" >"$WORK/out")
grep -qF '"events":200' "$WORK/out"

# What cannot be read is said in one line.
head -c 3000 "$WORK/bank.jsonl.gz" >"$WORK/cut.gz"
exits 0 "$HINDCAST" info --json "$WORK/cut.gz"
grep -qF "cut off at byte 3000" "$WORK/err"
{ head -c 4000 "$WORK/bank.jsonl.gz"; printf XXXX; tail -c +4005 "$WORK/bank.jsonl.gz"; } >"$WORK/damaged.gz"
exits 0 "$HINDCAST" info --json "$WORK/damaged.gz"
grep -qF "the gzip data are damaged at byte" "$WORK/err"
printf 'BZh91AY&SY' >"$WORK/x.jsonl.bz2"
exits 2 "$HINDCAST" info "$WORK/x.jsonl.bz2"
says "bzip2 -dc $WORK/x.jsonl.bz2 | hindcast -"
exits 2 "$HINDCAST" info - $bank -
says "named twice"
exits 2 "$HINDCAST" info /dev/zero
says "a device"
exits 2 env TMPDIR="$WORK/missing" "$HINDCAST" info "$WORK/bank.jsonl.gz"
says "$WORK/missing"
head -c 20000000 /dev/zero | gzip >"$WORK/zeros.gz"
exits 2 "$HINDCAST" info "$WORK/zeros.gz"
says "zero bytes"

# A file size limit is an error like any other.
status=0
(ulimit -f 16; cat $bank/events.jsonl | "$HINDCAST" info - 2>"$WORK/err") || status=$?
[ "$status" = 2 ]
says "no room in $TMPDIR"

# Events from standard input, keys from the terminal; and a file that is compressed.
PIPED="cat $bank/events.jsonl |" start 108x30 - --model $bank/model.lua
shows "stdin  10 streams  468 events"
keys 1 j j j j j
shows "account-1042 ─"
type_text ":goto thursday 14:32"
keys Enter
shows "50 → -70"
[ -z "$(ls -A "$TMPDIR")" ]
keys q
ended 0

start 108x30 "$WORK/bank.jsonl.gz"
shows "bank.jsonl.gz  10 streams  468 events"
keys j G
shows "account-1007"
keys q
ended 0

# Without a terminal for the keys: one line.
PIPED="cat $bank/events.jsonl | setsid -w" start 108x30 -
shows "no terminal to read keys from"
ended 2

# Nothing to read but the keyboard.
start 108x30 info -
shows "standard input is a terminal"
ended 2

# Endless: Ctrl-C, and q in the explorer, end it at once and leave nothing behind.
PIPED="yes |" start 80x24 info -
sleep 0.7
keys C-c
ended 130
PIPED="yes |" start 80x24 -
shows "stdin"
keys q
ended 0
[ -z "$(ls -A "$TMPDIR")" ]
