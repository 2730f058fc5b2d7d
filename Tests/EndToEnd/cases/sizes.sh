# 80x24 and 200x60 look right, small terminals say that they are, resizing keeps the place.
start 80x24 --trust sample-streams/bank
shows "account-1001"
keys 1 j j j j j
shows "State after 59"
type_text ":goto 37"
keys Enter
shows "State after 37"
golden bank-80x24
resize 200x60
shows "State after 37"
golden bank-200x60
resize 39x9
shows "too small: needs 40×10, is 39×9"
resize 40x10
shows "▸account-1042"
resize 80x24
golden bank-80x24
keys q
ended 0
