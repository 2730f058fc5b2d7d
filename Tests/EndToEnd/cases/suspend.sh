# U13: Ctrl-Z gives the terminal back, fg takes it again, also at another size.
start 80x24 --trust sample-streams/bank
shows "account-1001"
keys C-z
shows "Stopped"
resize 100x30
type_text " fg"
keys Enter
shows "Streams"
shows "account-1001"
keys q
sleep 0.5
screen | grep -qv "Streams"
