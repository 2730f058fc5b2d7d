# U20 I09: a log that grows, is rotated or cut short while somebody looks at it.
log="$WORK/events.log"
event() { printf '{"stream":"account-%s","version":%d,"type":"MoneyDeposited","time":"2026-03-05T14:%02d:00Z","data":{"amount":%d}}\n' "$1" "$2" "$2" "$3"; }
for version in 0 1 2; do event 7 $version $((version * 10)); done >"$log"

# within SECONDS TEXT: the screen shows it that soon.
within() {
    local end=$((SECONDS + $1))
    while ! screen | grep -qF -- "$2"; do
        [ "$SECONDS" -le "$end" ] || { echo "not within $1 s: $2"; screen; return 1; }
        sleep 0.05
    done
}

start 108x30 --follow --no-cache "$log"
shows "3 events"
shows "following"
keys G
event 7 3 4711 >>"$log"
within 2 "4 events"
# The cursor was at the end, and went along.
within 2 "4711"
# A line that is not whole yet is no event, and no fault.
printf '{"stream":"account-8","version":0,"type":"AccountOpened","time":"2026-03-05T15:00:00Z",' >>"$log"
sleep 1.2
shows "4 events"
printf '"data":{"owner":"dora"}}\n' >>"$log"
within 2 "5 events"
within 2 "account-8"

# Rotated: another file under the same name.
event 9 0 1 >"$WORK/other"
mv "$WORK/other" "$log"
within 3 "1 event"
within 3 "account-9"
# Cut short, in place.
: >"$log"
within 3 "0 events"
event 5 0 55 >>"$log"
within 3 "1 event"
# F stops it, and begins it again.
keys F
shows "no longer following"
event 5 1 56 >>"$log"
sleep 1.2
shows "1 event"
keys F
within 2 "2 events"
keys q
ended 0
