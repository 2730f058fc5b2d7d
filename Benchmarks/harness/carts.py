"""An export of one stream whose state grows to a megabyte, for folding.py."""

import json
from pathlib import Path

STREAM = "cart-1"


def make(folder: Path, events: int, bytes_each: int) -> Path:
    export = folder / f"cart-{events}-{bytes_each}.jsonl"
    if not export.exists():
        part = export.with_suffix(".part")
        with open(part, "w") as lines:
            for version in range(events):
                name = f"item {version} " + "x" * bytes_each
                data = {"sku": f"sku-{version:06}", "name": name[:bytes_each], "price": version % 997}
                event = {"stream": STREAM, "version": version, "type": "ItemAdded", "data": data}
                lines.write(json.dumps(event, separators=(",", ":")) + "\n")
        part.rename(export)
    return export
