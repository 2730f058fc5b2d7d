#!/usr/bin/env python3
"""Our store beside SQLite, on one disk in one run.

    Benchmarks/store.py HINDCAST STOREWRITER EXPORT [FOLDER]

EXPORT is a file of JSON lines in our store's shape. SQLite has WAL, synchronous=FULL and one table with a unique index on
(stream, version) and one on id; each append is one transaction that looks up the stream's last version and inserts. Ours is measured
through the library in one process (`swift build -c release --product StoreWriter`), as SQLite is, and not through `hindcast append`,
of which each is the start of a process; that is told as a line of its own. Both store the same members of the same size.
"""
import json, multiprocessing, os, shutil, sqlite3, statistics, subprocess, sys, time

hindcast, writer, export = (os.path.realpath(path) for path in sys.argv[1:4])
work = os.path.join(os.path.realpath(sys.argv[4] if len(sys.argv) > 4 else '.'), 'store-benchmark')
shutil.rmtree(work, ignore_errors=True)
os.makedirs(work)
caches = os.path.join(work, 'caches')
os.makedirs(caches)
os.environ['XDG_CACHE_HOME'] = caches
results = []


def database(path):
    connection = sqlite3.connect(path, isolation_level=None, timeout=120)
    connection.execute('pragma journal_mode = wal')
    connection.execute('pragma synchronous = full')
    connection.execute(
        'create table if not exists events (position integer primary key, stream text, version integer, type text, schema integer, '
        'id text, time text, data text, meta text)')
    connection.execute('create unique index if not exists by_version on events (stream, version)')
    connection.execute('create unique index if not exists by_id on events (id)')
    return connection


INSERT = 'insert into events (stream, version, type, schema, id, time, data, meta) values (?, ?, ?, ?, ?, ?, ?, ?)'


def append(connection, prefix, count, batch):
    for number in range(count):
        connection.execute('begin immediate')
        last = connection.execute('select max(version) from events where stream = ?', ('a',)).fetchone()[0]
        version = -1 if last is None else last
        for part in range(batch):
            version += 1
            data = '{"amount":%d,"currency":"EUR","channel":"atm","note":"standing order"}' % number
            connection.execute(INSERT, (
                'a', version, 'MoneyDeposited', 2, f'{prefix}-{number * batch + part}', '2026-03-05T14:32:00.000Z', data, None))
        connection.execute('commit')


def sqlite_appends(path, prefix, count, batch):
    connection = database(path)
    start = time.monotonic()
    append(connection, prefix, count, batch)
    return time.monotonic() - start


def sqlite_writers(path, writers, count):
    database(path).close()
    processes = [multiprocessing.Process(target=sqlite_appends, args=(path, f'p{index}', count, 1)) for index in range(writers)]
    start = time.monotonic()
    for process in processes: process.start()
    for process in processes: process.join()
    return time.monotonic() - start


def our_appends(path, prefix, count, batch):
    found = subprocess.run(
        [writer, 'append', path, 'a', str(count), str(batch), 'any', prefix], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        check=True, text=True)
    return float(found.stderr.split()[0])


def our_writers(path, writers, count):
    start = time.monotonic()
    processes = [
        subprocess.Popen(
            [writer, 'append', path, 'a', str(count), '1', 'any', f'p{index}'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for index in range(writers)]
    assert all(process.wait() == 0 for process in processes)
    return time.monotonic() - start


def rows():
    for line in open(export, encoding='utf-8'):
        event = json.loads(line)
        meta = event.get('meta')
        yield (
            event['stream'], event['version'], event['type'], event.get('schema'), event.get('id'), event.get('time'),
            json.dumps(event['data'], ensure_ascii=False, separators=(',', ':')),
            meta and json.dumps(meta, ensure_ascii=False, separators=(',', ':')))


def sqlite_import(path):
    """The bulk insert alone: the lines are read and taken apart before the clock runs, a hundred thousand at a time."""
    connection = database(path)
    source = rows()
    spent = 0
    connection.execute('begin')
    while True:
        block = [row for _, row in zip(range(100_000), source)]
        if not block: break
        start = time.monotonic()
        connection.executemany(INSERT, block)
        spent += time.monotonic() - start
    start = time.monotonic()
    connection.execute('commit')
    return spent + time.monotonic() - start


def note(what, ours, sqlite, unit):
    print(f'{what:32} {ours:>12,.0f} {sqlite:>12,.0f}  {unit:10} {ours / sqlite:6.2f}x', flush=True)
    results.append({'what': what, 'hindcast': ours, 'sqlite': sqlite, 'unit': unit})


def alternating(rounds, ours, sqlite):
    """Each in turn, so that a busy disk is busy for both; the median of each."""
    times = [(ours(index), sqlite(index)) for index in range(rounds)]
    return statistics.median(pair[0] for pair in times), statistics.median(pair[1] for pair in times)


print(f'{"":32} {"hindcast":>12} {"SQLite":>12}', flush=True)
one, other = alternating(
    5, lambda index: our_appends(f'{work}/single', f's{index}', 1000, 1), lambda index: sqlite_appends(f'{work}/single.db', f's{index}', 1000, 1))
note('single appends', 1000 / one, 1000 / other, 'events/s')
one, other = alternating(
    5, lambda index: our_appends(f'{work}/batch', f's{index}', 200, 100), lambda index: sqlite_appends(f'{work}/batch.db', f's{index}', 200, 100))
note('batches of 100', 20000 / one, 20000 / other, 'events/s')
one, other = alternating(
    3, lambda index: our_writers(f'{work}/eight-{index}', 8, 250), lambda index: sqlite_writers(f'{work}/eight-{index}.db', 8, 250))
note('8 writers at once', 2000 / one, 2000 / other, 'events/s')

start = time.monotonic()
for index in range(20):
    line = json.dumps({'type': 'T', 'data': index, 'id': f'process-{index}'})
    subprocess.run([hindcast, 'append', f'{work}/single', '--stream', 'a', '--expect', 'any'], input=line, text=True, check=True, stdout=subprocess.DEVNULL)
print(f'{"hindcast append, a process each":32} {20 / (time.monotonic() - start):>12,.0f} {"":>12}  events/s', flush=True)

count = sum(1 for _ in open(export, 'rb'))
start = time.monotonic()
subprocess.run([hindcast, 'import', export, '--into', f'{work}/imported'], check=True, stderr=subprocess.DEVNULL)
ours = time.monotonic() - start
sqlite = sqlite_import(f'{work}/imported.db')
note(f'import of {count:,} events', count / ours, count / sqlite, 'events/s')

def opening():
    found = subprocess.run([writer, 'open', f'{work}/imported', f'{caches}/hindcast'], capture_output=True, text=True, check=True)
    return float(found.stdout.split()[0])
opening()
warm = sorted(opening() for _ in range(9))[4]
print(f'{"opening for append, warm":32} {warm * 1000:>12.1f} {"":>12}  ms', flush=True)
json.dump(results, open(os.path.join(work, 'results.json'), 'w'))
