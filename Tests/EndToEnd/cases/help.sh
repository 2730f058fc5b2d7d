# Help scrolls and goes; a wrong command says what there is.
start 80x24 --trust sample-streams/orders
shows "item-"
keys "?"
shows "Move"
shows "Step through time"
keys G
shows "no handler for this type of event"
keys Escape
shows "Streams"
type_text ":nonsense"
keys Enter
shows "there is no command :nonsense"
type_text ":goto 99999"
keys Enter
shows "has no version 99999"
keys q
ended 0
