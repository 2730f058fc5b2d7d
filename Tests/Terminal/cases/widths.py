"""T20, T30: our widths beside those of a terminal. tmux is the oracle: it tells where its cursor stands."""

import json
import os
import re
import shlex
import subprocess
import time
from pathlib import Path

import registry
from registry import case
from terminal import run

CLUSTERS = ["é", "e\u0301", "日", "ｱ", "Ａ", "한", "\u1112\u1161\u11ab", "😀", "👍🏽", "👩‍💻", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "🇯🇵", "1️⃣", "#️⃣", "☀", "☀️", "✈️", "❤️", "⚡", "✅", "→", "…", "│", "▇", "▸", "•",
            "क", "क्ष", "नि", "த", "தி", "മ", "ന്", "ก", "กำ", "น้", "ل", "لا", "ש", "שׁ", "ﷺ", "𝒳", "𠀀", "㍿", "①", "␀", "\u3000", "ℹ️", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"]


class Oracle:
    """A tmux server of its own, with one pane."""

    def __init__(self, folder: Path, command: str, size=(200, 70)):
        self.socket = str(folder / "tmux")
        self.tmux("-f", "/dev/null", "-u", "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), command)
        self.tmux("set", "-g", "status", "off")

    def tmux(self, *arguments: str) -> str:
        return subprocess.run(["tmux", "-S", self.socket, *arguments], check=True, capture_output=True, env=os.environ | {"LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}, timeout=20).stdout.decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.tmux("kill-server")

    def screen(self) -> list[str]:
        return self.tmux("capture-pane", "-p").split("\n")

    def width(self, text: str) -> int:
        tty = self.tmux("display", "-p", "#{pane_tty}").strip()
        Path(tty).write_bytes(b"\r\x1b[K" + text.encode())
        time.sleep(0.02)
        return int(self.tmux("display", "-p", "#{cursor_x}"))


def log(folder: Path) -> Path:
    path = folder / "log.jsonl"
    data = {f"c{number:02}": f"A{cluster}B" for number, cluster in enumerate(CLUSTERS)}
    path.write_text(json.dumps({"stream": "s-1", "version": 0, "type": "T", "data": data}) + "\n")
    return path


def ours(folder: Path) -> dict[str, int]:
    """Columns from A to B, by the places of a picture."""
    picture = folder / "screen.svg"
    status, _, err = run(folder, "explore", str(log(folder)), "--no-cache", "--keys", "<enter>3", "--size", "200x140", "--screenshot", str(picture))
    assert status == 0, err
    rows: dict[str, list[tuple[float, float, str]]] = {}
    for x, y, length, text in re.findall(r'<text x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]*)</text>', picture.read_text()):
        rows.setdefault(y, []).append((float(x), float(length), text))
    widths = {}
    for parts in rows.values():
        for number, cluster in enumerate(CLUSTERS):
            if any(re.search(rf"\bc{number:02}\b", text) for _, _, text in parts):
                start = next((x + length for x, length, text in parts if text.endswith('"A')), None)
                end = next((x for x, _, text in parts if text.startswith('B"')), None)
                if start is not None and end is not None:
                    widths.setdefault(cluster, round((end - start) / 8.4))
    return widths


@case("T30 our widths beside tmux's: differences are listed, and most agree")
def widths(folder: Path) -> None:
    measured = ours(folder)
    missing = [cluster for cluster in CLUSTERS if cluster not in measured]
    assert not [cluster for cluster in missing if len(cluster.encode()) > 1 and cluster not in ("\u3000",)], f"not in the picture: {missing}"
    with Oracle(folder, "cat") as oracle:
        different = {cluster: (measured[cluster], theirs) for cluster in measured if (theirs := oracle.width(cluster)) != measured[cluster]}
    for cluster, (mine, theirs) in different.items():
        print(f"      T30 {ascii(cluster)}: {mine} columns, tmux {theirs}")
    assert len(different) <= len(CLUSTERS) // 3, different


@case("T19 T20 T30 where widths differ, no border and no neighbour is overdrawn")
def overdraw(folder: Path) -> None:
    with Oracle(folder, f"env XDG_STATE_HOME={folder} XDG_CACHE_HOME={folder} {shlex.quote(registry.hindcast)} {log(folder)} --no-session", size=(120, 70)) as oracle:
        deadline = time.monotonic() + 20
        while not any("c00" in row for row in oracle.screen()):
            assert time.monotonic() < deadline, oracle.screen()
            time.sleep(0.05)
        time.sleep(0.3)
        rows = oracle.screen()
        top = next(index for index, row in enumerate(rows) if row.startswith("┌"))
        body = [row for row in rows[top + 1:] if re.search(r"\bc\d\d\b", row.split("││")[-1])]
        assert len(body) > 20, rows
        for row in body:
            assert row.startswith("│") and row.rstrip().endswith("│"), row
            assert re.search(r'"A.+B"', row), row
