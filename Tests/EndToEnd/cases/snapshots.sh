# Snapshots are used, said, ignored when damaged, and gone when cleared.
exits 0 "$HINDCAST" snapshots build sample-streams/bank --trust --every 20
exits 0 "$HINDCAST" state sample-streams/bank --trust --stream account-1042 --at 50 --json
grep -q '"from":"snapshot 39"' "$WORK/out"
start 120x30 --trust sample-streams/bank
shows "from snapshot 39"
keys q
ended 0
exits 0 "$HINDCAST" snapshots verify sample-streams/bank --trust
for file in "$WORK"/cache/hindcast/snapshots/*/*/*; do printf 'x' | dd of="$file" bs=1 seek=100 conv=notrunc 2>/dev/null; done
exits 0 "$HINDCAST" state sample-streams/bank --trust --stream account-1042 --at 50 --json
grep -q '"from":"start"' "$WORK/out"
grep -q 'is damaged and is ignored' "$WORK/err"
exits 0 "$HINDCAST" snapshots clear sample-streams/bank
[ ! -e "$WORK"/cache/hindcast/snapshots/* ]
