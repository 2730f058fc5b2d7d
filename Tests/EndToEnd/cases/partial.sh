# Esc during the reading of a large log keeps what was read, and the screen says that it is a part.
log="$WORK/large.jsonl"
head -c 3000 /dev/zero | tr '\0' x >"$WORK/note"
python3 - "$log" "$WORK/note" <<'PYTHON'
import sys
note = open(sys.argv[2]).read()
with open(sys.argv[1], "w") as out:
    for number in range(200_000):
        out.write('{"stream":"account-%d","version":%d,"type":"T","time":"2026-03-05T14:32:00Z","data":{"note":"%s"}}\n'
                  % (number % 50, number // 50, note))
PYTHON

start 108x30 --no-cache --jobs 1 "$log"
shows "reading"
keys Escape
shows "! partial"
# What is there can be looked at.
keys G
shows "account-"
keys q
ended 0

# Nothing of a part is kept for the next time.
start 108x30 --jobs 1 "$log"
shows "reading"
keys Escape
shows "! partial"
keys q
ended 0
[ -z "$(find "$XDG_CACHE_HOME" -name '*.index' 2>/dev/null)" ]
