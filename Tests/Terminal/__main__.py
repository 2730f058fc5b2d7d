"""Tests/Terminal/run: carries the cases out, several at a time, and says which failed."""

import concurrent.futures
import importlib
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

import registry

HERE = Path(__file__).resolve().parent


def main() -> int:
    if len(sys.argv) < 2:
        print("usage: Tests/Terminal/run PATH-TO-HINDCAST [NAME…]", file=sys.stderr)
        return 2
    registry.hindcast = str(Path(sys.argv[1]).resolve(strict=True))
    os.chdir(HERE.parent.parent)
    for file in sorted((HERE / "cases").glob("*.py")):
        importlib.import_module(f"cases.{file.stem}")
    chosen = [case for case in registry.cases if not sys.argv[2:] or any(part.startswith(tuple(sys.argv[2:])) for part in case.title.replace(",", "").split())]
    start = time.monotonic()
    # Cases wait more than they work.
    with concurrent.futures.ThreadPoolExecutor(max_workers=int(os.environ.get("JOBS", 6))) as pool:
        failures = [failure for failure in pool.map(carry_out, chosen) if failure]
    # Told each time, and to be mended: what fails today, and is known to.
    known = [failure for failure in failures if failure in KNOWN]
    failed = [failure for failure in failures if failure not in KNOWN]
    for title in known:
        print(f"KNOWN TO FAIL {title}: {KNOWN[title]}")
    took = time.monotonic() - start
    print(f"{len(chosen) - len(failures)} passed, {len(failed)} failed, {len(known)} known to fail, in {took:.0f} s")
    return 1 if failed or not chosen else 0


KNOWN = {
    "U17 a storm of random bytes": "a random key opens an editor, which waits for keys of its own",
    "U02 a storm of sizes while scrolling, in a prompt and while loading; the last screen is right and the processor rests":
        "the last screen differs where a random key has changed what is shown",
    "T23 in what a model says: handlers' errors, invariants, names": "it waits for a row that the newer screen has elsewhere",
    "T24 file names, folders, arguments, variables: in the screen's title and in every error":
        "a note on the file's time zone stands on a line before the error",
}


def carry_out(case: registry.Case) -> str | None:
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hindcast-terminal-", ignore_cleanup_errors=True) as folder:
        try:
            case.body(Path(folder))
        except Exception:
            print(f"FAILED {case.title}\n{traceback.format_exc(limit=-2)}", flush=True)
            return case.title
    if os.environ.get("VERBOSE"):
        print(f"{time.monotonic() - start:5.1f} s  {case.title}", flush=True)
    return None


sys.exit(main())
