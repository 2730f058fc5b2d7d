"""DuckDB, projecting an export's four columns: duckdb_query.py count|table EXPORT

Prints one JSON object. `seconds` is the query alone: not Python's start, not the import, not the connection.
"""

import json
import sys
import time

import duckdb

THREADS = 2


def main(variant: str, export: str) -> None:
    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}; set enable_progress_bar = false")
    # The two variants were the fastest of several that read all four columns. Time as text saves DuckDB work that hindcast does.
    kind = {"count": "VARCHAR", "table": "TIMESTAMP"}[variant]
    columns = f"{{stream: 'VARCHAR', type: 'VARCHAR', version: 'BIGINT', time: '{kind}'}}"
    quoted = export.replace("'", "''")
    source = f"read_json('{quoted}', format = 'newline_delimited', columns = {columns})"
    query = {
        "count": f"select count(stream), count(type), count(version), count(time) from {source}",
        "table": f"create temp table events as select stream, type, version, time from {source}",
    }[variant]
    start = time.perf_counter()
    rows = connection.execute(query).fetchall()
    seconds = time.perf_counter() - start
    facts = {"seconds": seconds, "counts": list(rows[0])}
    if variant == "table":
        events, streams, types, highest = connection.execute(
            "select count(*), count(distinct stream), count(distinct type), max(version) from events"
        ).fetchone()
        facts |= {"events": events, "streams": streams, "types": types, "highest": highest}
    print(json.dumps(facts))


if __name__ == "__main__":
    main(*sys.argv[1:])
