# U10 U11: whatever ends it, the terminal is as before and the exit status says why.
for case in TERM:143 INT:130 HUP:129 QUIT:131 SEGV:139 ABRT:134 ILL:132; do
    start 80x24 --trust sample-streams/bank
    shows "account-1001"
    kill -"${case%:*}" "$(pid)"
    ended "${case#*:}"
done
