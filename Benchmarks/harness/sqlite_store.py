"""What a store of events is on SQLite: WAL, synchronous=FULL, a unique index on (stream, version) and one on id.

    sqlite_store.py append DATABASE PREFIX COUNT BATCH    each batch a transaction that looks up the stream's version first
    sqlite_store.py import EXPORT DATABASE                one transaction

Prints how many events were written, and when it began and ended by the monotonic clock. Only the database's work lies between: events
are made up, and lines of an export read and taken apart, before.
"""

import json
import sqlite3
import sys
import time
from itertools import islice

INSERT = "insert into events (stream, version, type, schema, id, time, data, meta) values (?, ?, ?, ?, ?, ?, ?, ?)"


def database(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=120)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute(
        "create table if not exists events (position integer primary key, stream text, version integer, type text, schema integer, "
        "id text, time text, data text, meta text)"
    )
    connection.execute("create unique index if not exists by_version on events (stream, version)")
    connection.execute("create unique index if not exists by_id on events (id)")
    return connection


def append(path: str, prefix: str, count: int, batch: int) -> tuple[int, float, float]:
    batches = [
        [(f"{prefix}-{number * batch + part}", '{"amount":%d,"currency":"EUR","channel":"atm","note":"standing order"}' % number)
         for part in range(batch)]
        for number in range(count)
    ]
    connection = database(path)
    start = time.monotonic()
    for events in batches:
        connection.execute("begin immediate")
        last = connection.execute("select max(version) from events where stream = ?", ("a",)).fetchone()[0]
        first = 0 if last is None else last + 1
        for version, (name, data) in enumerate(events, first):
            connection.execute(INSERT, ("a", version, "MoneyDeposited", 2, name, "2026-03-05T14:32:00.000Z", data, None))
        connection.execute("commit")
    return count * batch, start, time.monotonic()


def rows(export: str):
    text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for line in open(export, encoding="utf-8"):
        event = json.loads(line)
        meta = event.get("meta")
        yield (event["stream"], event["version"], event["type"], event.get("schema"), event.get("id"), event.get("time"),
               text(event["data"]), meta and text(meta))


def bulk(export: str, path: str) -> tuple[int, float, float]:
    connection = database(path)
    source = rows(export)
    spent = 0.0
    count = 0
    connection.execute("begin")
    while block := list(islice(source, 100_000)):
        start = time.monotonic()
        connection.executemany(INSERT, block)
        spent += time.monotonic() - start
        count += len(block)
    start = time.monotonic()
    connection.execute("commit")
    return count, start - spent, time.monotonic()


what, *rest = sys.argv[1:]
if what == "append":
    path, prefix, count, batch = rest
    events, start, end = append(path, prefix, int(count), int(batch))
else:
    events, start, end = bulk(*rest)
print(json.dumps({"events": events, "start": start, "end": end}))
