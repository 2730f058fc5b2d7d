# A folder of stores opens a list; a model that lies beside a store runs once it is accepted, and from then on; q goes back, and out.
start 80x24 sample-streams
shows "4 stores"
shows "model.lua"
keys j
keys Enter
shows "Run the model?"
shows "sample-streams/identity/model.lua"
keys y
shows "model model.lua"
keys q
shows "4 stores"
keys Enter
shows "model model.lua"
keys q
shows "4 stores"
keys j
keys Enter
shows "Run the model?"
keys n
shows "no model"
keys q
shows "4 stores"
keys q
ended 0
