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
    print(f"{len(chosen) - len(failures)} passed, {len(failures)} failed in {time.monotonic() - start:.0f} s")
    return 1 if failures or not chosen else 0


def carry_out(case: registry.Case) -> str | None:
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hindcast-terminal-") as folder:
        try:
            case.body(Path(folder))
        except Exception:
            print(f"FAILED {case.title}\n{traceback.format_exc(limit=-2)}", flush=True)
            return case.title
    if os.environ.get("VERBOSE"):
        print(f"{time.monotonic() - start:5.1f} s  {case.title}", flush=True)
    return None


sys.exit(main())
