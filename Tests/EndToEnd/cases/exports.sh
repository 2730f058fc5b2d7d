# Real exports of other systems, where they are at hand, are recognised without being told.
exports="$ROOT/../shared/exports"
[ -d "$exports" ] || exit 0
while read -r format path; do
    exits 0 "$HINDCAST" info --json "$exports/$path"
    grep -q "\"format\":\"$format\"" "$WORK/out" || { echo "$path is no $format:"; cat "$WORK/out"; exit 1; }
done <<'LIST'
cloudevents cloudevents/LogEntryData-bigqueryjobcompleted.json
cloudevents cloudevents/MessagePublishedData.json
eventstoredb-append eventstoredb/multiple-events.json
eventstoredb-append eventstoredb/shoppingCart-b989fe21-9469-4017-8d71-9820b8dd1164.json
eventstoredb-links eventstoredb/read-stream-response.json
temporal temporal/ui/completed-event-history.json
temporal temporal/ui/raw-events.descending.completed.json
temporal temporal/sdk-java/simpleHistory1.json
github github-events/gharchive_log.jsonl
kubernetes-audit k8s-audit/demo.log
cloudtrail cloudtrail/invictus
stripe stripe
cdevents cdevents
LIST
start 100x30 "$exports/github-events/gharchive_log.jsonl"
shows "46 streams  50 events   no model"
shows "no model: last values"
keys j
keys q
ended 0
