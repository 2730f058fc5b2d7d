"""The same fold as models/bank.lua in a plain Python loop, for folding.py: python_fold.py EXPORT STREAM"""

import json
import sys
import time


def fold(path: str, stream: str) -> dict:
    states = {}
    events = 0
    with open(path, "rb") as lines:
        for line in lines:
            event = json.loads(line)
            events += 1
            state = states.get(event["stream"])
            if state is None:
                state = states[event["stream"]] = {"status": "none", "balance": 0}
            kind, data = event["type"], event["data"]
            if kind == "MoneyDeposited":
                state["balance"] += data["amount"]
            elif kind == "MoneyWithdrawn":
                state["balance"] -= data["amount"]
            elif kind == "AccountOpened":
                state["owner"], state["status"] = data["owner"], "open"
            elif kind == "AddressChanged":
                state["address"] = {"street": data["street"], "city": data["city"]}
    return {
        "events": events,
        "streams": len(states),
        "balance": sum(state["balance"] for state in states.values()),
        "addresses": sum("address" in state for state in states.values()),
        "one": states[stream]["balance"],
    }


start = time.perf_counter()
answer = fold(*sys.argv[1:3])
print(json.dumps(answer | {"seconds": time.perf_counter() - start}))
