# The store by commands: what is refused, what cannot be written, and what is left behind.

store="$WORK/my-store"

# appends STATUS LINES OPTION…: to the stream `a`, whatever is there.
appends() {
    local expected=$1 status=0
    printf '%b' "$2" >"$WORK/in"
    shift 2
    "$HINDCAST" append "$store" --stream a "$@" <"$WORK/in" >"$WORK/out" 2>"$WORK/err" || status=$?
    [ "$status" = "$expected" ] || { echo "status $status, not $expected: append $*: $(cat "$WORK/in")"; cat "$WORK/err"; return 1; }
}
answers() { [ "$(cat "$WORK/out")" = "$1" ] || { echo "not $1 but:"; cat "$WORK/out"; return 1; }; }
holds() { [ "$(wc -l <"$store/events.jsonl")" = "$1" ] || { echo "not $1 events but:"; cat "$store/events.jsonl"; return 1; }; }
event() { printf '{"type":"T","data":{"n":%s},"id":"%s","time":"2026-03-05T14:32:00Z"}\\n' "$1" "$1"; }

# X: expected versions, and ids before them.
appends 0 "$(event 0)" --expect none
answers '{"stream":"a","version":0,"position":0}'
appends 1 "$(event 1)" --expect none && says "a was expected to have no events, but it is at version 0"
appends 1 "$(event 1)" --expect 999 && says "a was expected to be at version 999, but it is at version 0"
appends 0 "$(event 0)" --expect 999
answers '{"stream":"a","version":0,"position":0}'
appends 0 "$(event 1)$(event 2)" --expect 0
answers '{"stream":"a","version":2,"position":2}'
appends 1 "$(event 2)$(event 3)" --expect exists && says "belongs to the event at position 2"
appends 1 '{"type":"T","data":9,"id":"1"}\n' --expect any && says "standard input, line 1: the id \"1\" belongs to the event at position 1"
appends 1 "$(event 7)$(event 7)" --expect any && says 'standard input, line 2: the id "7" is that of standard input, line 1 already'
appends 0 '\n' --expect any
answers '{"stream":"a","version":2}'
holds 3

# What is no event, or none that a store takes: nothing of the batch is written.
good=$(event 8)
for bad in '{"type":"T"' '[{"type":"T","data":1}]\n' '{"type":"T","data":1} x\n' '{"type":"T"}\n' '{"data":1}\n' '{"type":"","data":1}\n' \
    '{"type":"$T","data":1}\n' '{"type":"T","data":"\\xff"}\n' '{"type":"T","data":1,"stream":"b"}\n' '{"type":"T","data":1,"time":"now"}\n' \
    '{"type":"T","data":01}\n' '{"type":"T","data":1,"schema":-1}\n' '{"type":"T","data":1,"meta":[]}\n' '"T"\n'; do
    appends 2 "$good$bad" --expect any
    says "nothing was written"
done
head -c 68000000 /dev/zero | tr '\0' x | sed 's/^/{"type":"T","data":"/; s/$/"}/' >"$WORK/large"
status=0
"$HINDCAST" append "$store" --stream a --expect any <"$WORK/large" >"$WORK/out" 2>"$WORK/err" || status=$?
[ "$status" = 2 ] && says "longer than 64 MiB"
appends 2 "$good" --expect -1
exits 2 "$HINDCAST" append "$store" --stream '$a' --expect any
exits 2 "$HINDCAST" append "$store" --stream '' --expect any
holds 3

# S36: the answer cannot be told, the event is stored, and the retry finds it.
status=0
echo '{"type":"T","data":1,"id":"full"}' | "$HINDCAST" append "$store" --stream a --expect 2 >/dev/full 2>"$WORK/err" || status=$?
[ "$status" = 2 ] && says "the events are stored, up to version 3"
appends 0 '{"type":"T","data":1,"id":"full"}\n' --expect 2
answers '{"stream":"a","version":3,"position":3}'
status=0
echo '{"type":"T","data":1,"id":"shut"}' | "$HINDCAST" append "$store" --stream a --expect 3 >&- 2>"$WORK/err" || status=$?
[ "$status" = 2 ] && says "the events are stored, up to version 4"
holds 5

# S08: the file may not grow: what was written of it is taken back.
for _ in 1 2 3; do
    status=0
    (ulimit -f 1; printf '{"type":"T","data":"%0600d"}' 0 | "$HINDCAST" append "$store" --stream a --expect any >"$WORK/out" 2>"$WORK/err") || status=$?
    [ "$status" = 0 ] || break
done
[ "$status" = 2 ] && says "nothing of it was kept"
exits 0 "$HINDCAST" verify "$store"

# S09 and S25, where a small file system of one's own can be had: full, then read-only.
if unshare -Urm true 2>/dev/null; then
    mkdir "$WORK/small"
    unshare -Urm bash -euo pipefail -c '
        mount -t tmpfs -o size=16k tmpfs "$1"
        status=0
        for number in $(seq 60); do
            printf "{\"type\":\"T\",\"data\":\"%0500d\"}" 0 | "$HINDCAST" append "$1/s" --stream a --expect any >/dev/null 2>"$WORK/err" || { status=$?; break; }
        done
        [ "$status" = 2 ] && grep -q "No space left on device" "$WORK/err"
        "$HINDCAST" verify "$1/s" 2>/dev/null
        before=$(wc -c <"$1/s/events.jsonl")
        dd if=/dev/zero of="$1/rest" bs=1k count=64 2>/dev/null || true
        status=0
        printf "{\"type\":\"T\",\"data\":\"%05000d\"}" 0 | "$HINDCAST" append "$1/new" --stream a --expect any 2>"$WORK/err" || status=$?
        [ "$status" = 2 ] && [ ! -e "$1/new" ]
        mount -o remount,ro "$1"
        for command in "append $1/s --stream a --expect any" "append $1/new --stream a --expect any" "recover $1/s" "import $1/s --into $1/copy"; do
            status=0
            echo "{\"type\":\"T\",\"data\":1}" | "$HINDCAST" $command 2>"$WORK/err" || status=$?
            [ "$status" = 2 ] && [ "$(wc -l <"$WORK/err")" = 1 ] && grep -q "Read-only file system" "$WORK/err"
        done
        "$HINDCAST" events "$1/s" --limit 1 2>/dev/null | grep -q .
        "$HINDCAST" verify "$1/s" 2>/dev/null
        [ "$before" = "$(wc -c <"$1/s/events.jsonl")" ]
    ' _ "$WORK/small"
fi

# S24: what is no store, nor can become one, is refused at once.
mkfifo "$WORK/pipe"
mkdir "$WORK/piped"
mkfifo "$WORK/piped/events.jsonl"
cp "$store/events.jsonl" "$WORK/export.jsonl"
for other in "$WORK/pipe" "$WORK/piped" /dev/null "$WORK/export.jsonl"; do
    exits 2 timeout 5 "$HINDCAST" append "$other" --stream a --expect any
    says "is no store"
done
cmp "$store/events.jsonl" "$WORK/export.jsonl"
ln -s my-store "$WORK/link"
echo '{"type":"T","data":1}' | "$HINDCAST" append "$WORK/link" --stream b --expect none >/dev/null
tail -1 "$store/events.jsonl" | grep -q '"stream":"b"'

# S20: a lock that somebody else holds is told, with who it is.
flock "$store/events.jsonl" sleep 20 &
holder=$!
for _ in $(seq 50); do flock -n "$store/events.jsonl" true || break; sleep 0.05; done
status=0
echo '{"type":"T","data":1}' | timeout 15 "$HINDCAST" append "$store" --stream a --expect any 2>"$WORK/err" || status=$?
[ "$status" = 2 ] && says "is being written by process"
pkill -P "$holder" sleep 2>/dev/null || true
kill "$holder" 2>/dev/null || true
wait "$holder" 2>/dev/null || true

# S35: ended while it still reads its events: nothing is written, and the exit says so.
lines=$(wc -l <"$store/events.jsonl")
mkfifo "$WORK/slow"
"$HINDCAST" append "$store" --stream a --expect any <"$WORK/slow" >"$WORK/out" 2>"$WORK/err" &
child=$!
exec 9>"$WORK/slow"
printf '{"type":"T","data":1}\n' >&9
sleep 0.3
kill -TERM "$child"
status=0
wait "$child" || status=$?
exec 9>&-
[ "$status" = 143 ]
holds "$lines"

# S03 S04 S05 S40: torn is told and moved aside, damage is told and left as it is.
printf '{"stream":"a","ver\0\0' >>"$store/events.jsonl"
exits 1 "$HINDCAST" verify "$store" --json
grep -q '"kind":"torn-tail"' "$WORK/out"
exits 0 "$HINDCAST" recover "$store"
says "moved to"
[ "$(ls "$store" | wc -l)" = 2 ] && [ "$(stat -c %a "$store"/events.jsonl.torn-*)" = 600 ]
exits 0 "$HINDCAST" verify "$store"
exits 0 "$HINDCAST" recover "$store"
sed -i '2s/^{/x/' "$store/events.jsonl"
cp "$store/events.jsonl" "$WORK/damaged"
exits 2 "$HINDCAST" verify "$store" --json
grep -q '"kind":"damaged"' "$WORK/out"
appends 2 "$good" --expect any && says "is damaged at byte"
exits 2 "$HINDCAST" recover "$store"
exits 0 "$HINDCAST" events "$store" --limit 1
cmp "$store/events.jsonl" "$WORK/damaged"
