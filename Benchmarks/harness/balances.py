"""A bank's history asked beside hindcast: balances.py duckdb|loop first|half|history ARGUMENT EXPORT

`first LIMIT` prints a line for each account whose balance came above LIMIT: its stream and the first version where it did.
`half POSITION` prints a line for each account: its stream and its balance after that position of the log.
`history STREAM` prints a line for each event that changed an account's balance: its version and the balance after it.
Before them a line of JSON with `seconds`: the question alone, not Python's start nor an import.
"""

import json
import sys
import time

THREADS = 2
SIGN = {"MoneyDeposited": 1, "MoneyWithdrawn": -1}


def duckdb(what: str, argument: str, export: str) -> list[tuple[str, int]]:
    import duckdb as library

    connection = library.connect()
    connection.execute(f"set threads = {THREADS}; set enable_progress_bar = false")
    # Of what was tried the fastest: the one field that is summed given as a column, everything else left unread.
    columns = "{stream: 'VARCHAR', version: 'BIGINT', type: 'VARCHAR', data: 'STRUCT(amount BIGINT)'}"
    source = f"read_json('{export.replace(chr(39), chr(39) * 2)}', format = 'newline_delimited', columns = {columns})"
    change = "case type when 'MoneyDeposited' then data.amount when 'MoneyWithdrawn' then -data.amount else 0 end"
    query = {
        "first": f"""with balances as (
                         select stream, version, sum({change}) over (partition by stream order by version) as balance from {source})
                     select stream, min(version) from balances where balance > {argument} group by stream""",
        "half": f"""select stream, sum(case when position <= {argument} then {change} else 0 end)
                    from (select *, row_number() over () - 1 as position from {source}) group by stream""",
        "history": f"""select version, sum({change}) over (order by version) from {source}
                       where stream = '{argument.replace(chr(39), chr(39) * 2)}' qualify {change} <> 0""",
    }[what]
    start = time.perf_counter()
    rows = connection.execute(query).fetchall()
    print(json.dumps({"seconds": time.perf_counter() - start}))
    return rows


def loop(what: str, argument: str, export: str) -> list[tuple[str, int]]:
    start = time.perf_counter()
    if what == "history":
        raise SystemExit("balances.py: only DuckDB is asked for a history")
    number = int(argument)
    balances: dict[str, int] = {}
    found: dict[str, int] = {}
    with open(export, "rb") as lines:
        for position, line in enumerate(lines):
            event = json.loads(line)
            stream = event["stream"]
            balance = balances.get(stream, 0)
            if what == "first" or position <= number:
                balance += SIGN.get(event["type"], 0) * event["data"].get("amount", 0)
            balances[stream] = balance
            if what == "first" and balance > number and stream not in found:
                found[stream] = event["version"]
    print(json.dumps({"seconds": time.perf_counter() - start}))
    return list((found if what == "first" else balances).items())


if __name__ == "__main__":
    program, what, argument, export = sys.argv[1:]
    for key, number in sorted({"duckdb": duckdb, "loop": loop}[program](what, argument, export)):
        print(key, number)
