# Ctrl-C at a command: what there is by then, called partial, and exit status 130.
bank=sample-streams/bank
# Gives all events, and then never ends by itself.
cat >"$WORK/feed" <<END
cat $bank/events.jsonl
while echo 2>/dev/null; do sleep 0.1; done
END
for command in "events --limit 3" verify "upcast --stream account-1007" schema streams info "find --when data.amount==50" check states; do
    PIPED="setsid -w bash $WORK/feed |" start 150x200 $command - --no-cache
    sleep 0.7
    keys C-c
    ended 130
    screen | grep -qF "the first 468 events of the source" || { echo "$command"; screen; exit 1; }
    # What was read is asked to its end.
    if screen | grep -qF "; 0 of 468"; then screen; exit 1; fi
    [ "$command" != streams ] || screen | grep -qF "account-1042"
done

# A file that would be written is not.
PIPED="setsid -w bash $WORK/feed |" start 150x50 export - --out "$WORK/copy.jsonl"
sleep 0.7
keys C-c
ended 130
[ -z "$(find "$WORK" -name '*copy.jsonl*')" ]

# Leaving the explorer with a what-if that is in no file: it asks first.
start 108x30 --trust $bank --no-session
shows "account-1001"
keys Tab g x
shows "1 skipped"
keys q
shows "is in no file"
keys n
shows "account-1001"
keys q
shows "is in no file"
keys y
ended 0
