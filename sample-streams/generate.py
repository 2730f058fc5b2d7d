#!/usr/bin/env python3
"""Writes the events of the sample stores beside this file. The same bytes every time.

    python3 generate.py           write every events.jsonl
    python3 generate.py --check   write nothing; exit 1 if a file differs
"""

import sys
from pathlib import Path

sys.dont_write_bytecode = True

from generator import bank, identity, orders, workflow  # noqa: E402


def main() -> int:
    here = Path(__file__).resolve().parent
    differing = 0
    for store in (bank, orders, workflow, identity):
        history = store.history()
        path = here / history.name / "events.jsonl"
        content = history.lines().encode("utf-8")
        if "--check" not in sys.argv[1:]:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        elif not path.is_file() or path.read_bytes() != content:
            print(f"{history.name}/events.jsonl differs from what the generator writes", file=sys.stderr)
            differing += 1
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
