"""T01–T28: nothing that comes from data acts on the terminal."""

import json
import os
import pty
import re
import subprocess
from pathlib import Path

import hostile
import registry
from registry import case, each
from terminal import Terminal, plain, run, sequences

# What ncurses and the painter send by themselves: moves, erasing, looks, scrolling, the modes of start and end.
ALLOWED = re.compile(
    rb"\x1b\[[0-9;]*[HABCDGdJKXPL@MmbrST]|\x1b\[\?(?:1049|2004|1002|1006|25|12|7|1|12;25)[hl]|\x1b\[(?:4|34)[hl]|\x1b[=>]|\x1b\(B|\x1b\[2[23];0;0t|[\r\n\b]")
# Bidi controls, zero-width characters, tags, separators; C1 in UTF-8. Joiners and selectors are looked at apart: emoji need them.
HIDDEN = re.compile("[\u0080-\u009f\u061c\u200b\u200c\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff\u00ad\u115f\u1160\u3164\uffa0\u2800\ufff9-\ufffb\ue000-\uf8ff\ufffe\uffff\U000e0000-\U000e0fff]")

KEYS = ["\x0c", "j", "j", "j", "\r", "g", "]", "]", "]", "r", "r", "r", "\x0c", "]", "]", "3", "j", "j", "4", "j", "z", "z", "1", "G", "k", "\r", "g", "]", "?", "\x1b", "\x0c"]


def check(output: bytes, looks: set[bytes] | None = None) -> None:
    """Every sequence is one of the program's own, and no byte of the data acts or hides."""
    foreign = {sequence for sequence in sequences(output) if not ALLOWED.fullmatch(sequence)}
    assert not foreign, f"sequences that the program has no use for: {foreign}"
    rest = plain(output)
    controls = re.findall(rb".{0,9}[\x00-\x1f\x7f].{0,9}", rest)
    assert not controls, f"control characters: {controls[:5]}"
    text = rest.decode("utf-8")  # must be sound UTF-8
    assert not HIDDEN.search(text), f"hidden characters: {[hex(ord(c)) for c in HIDDEN.findall(text)[:8]]}"
    assert not re.search("[\u0300-\u036f]{7}", text), "more marks than a cell holds"
    if looks is not None:
        new = shown(output) - looks
        assert not new, f"looks and modes that the same keys do not need for harmless texts: {new}"


def shown(output: bytes) -> set[bytes]:
    """The looks and modes. A type's hue is one of twelve, by its name."""
    return {re.sub(rb"38;5;\d+", b"38;5;N", sequence) for sequence in sequences(output) if sequence.endswith((b"m", b"h", b"l", b"r"))}


def walk(folder: Path, *arguments, keys=KEYS, size=(100, 30), **options) -> bytes:
    with Terminal(folder, *arguments, size=size, **options) as terminal:
        terminal.shows("plain-")
        for key in keys:
            terminal.send(key)
            terminal.settle(0.04)
        terminal.settle()
        terminal.leaves()
        return terminal.output


def looks(folder: Path) -> set[bytes]:
    """What the same keys need for harmless texts, with and without a model."""
    global _looks
    if _looks is None:
        (folder / "model.lua").write_text(hostile.MODEL)
        log = hostile.export(folder / "harmless.jsonl", hostile.HARMLESS)
        output = walk(folder, str(log)) + walk(folder, str(log), "--model", str(folder / "model.lua"))
        _looks = shown(output)
    return _looks


_looks: set[bytes] | None = None


@each("in values, keys, types, names, ids, metadata and times (T23)", {name: name for name in hostile.TEXTS if not name.startswith("T28")})
def texts(folder: Path, name: str) -> None:
    log = hostile.export(folder / "hostile.jsonl", hostile.TEXTS[name])
    check(walk(folder, str(log)), None)
    raw = hostile.export(folder / "raw.jsonl", hostile.TEXTS[name], ascii_escapes=False)
    check(walk(folder, str(raw), keys=["\x0c", "j", "\r", "g", "]", "]", "r", "\x0c"]))


for _case in registry.cases:  # the id comes first
    if "(T23): T" in _case.title:
        _case.title = _case.title.split(": ", 1)[1] + ", " + _case.title.split(": ", 1)[0]


@case("T01, T09 no look and no mode is sent for hostile texts that harmless ones do not need")
def same_looks(folder: Path) -> None:
    needed = looks(folder)
    log = hostile.export(folder / "hostile.jsonl", hostile.some("T01 colours", "T09 resets and modes"))
    check(walk(folder, str(log)), needed)


@case("T12 bytes 80 to 9F that are no UTF-8, in any place of a line")
def invalid(folder: Path) -> None:
    log = hostile.export(folder / "log.jsonl", ["@@@"])
    bad = log.read_bytes()
    for number, piece in enumerate((b"\x9b31m", bytes(range(0x80, 0xA0)), b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf")):
        bad += log.read_bytes().replace(b"@@@", piece).replace(b"-0", b"-%d" % (number + 1))
    log.write_bytes(bad)
    check(walk(folder, str(log)))
    for command in ("info", "events", "streams", "verify"):
        says(folder, command, str(log))


@case("T10 T13 a value cannot draw outside of its pane: the borders stand where they stand for a harmless one")
def inside(folder: Path) -> None:
    def frame(texts: list[str]) -> list[str]:
        path = folder / f"{len(list(folder.iterdir()))}"
        log = hostile.export(path.with_suffix(".jsonl"), texts)
        picture = path.with_suffix(".txt")
        status, out, err = run(folder, "explore", str(log), "--no-cache", "--keys", "<enter>g", "--size", "100x30", "--screenshot", str(picture))
        assert status == 0, err
        return picture.read_text().split("\n")

    for name in hostile.TEXTS:
        for text in hostile.TEXTS[name]:
            rows = frame([text])
            tops = [index for index, row in enumerate(rows) if row.startswith("┌")]
            assert tops and len(rows) == 31, f"{text!r}: {rows}"
            for row in rows[tops[0] + 1:-3]:
                assert row[:1] in "│├└" and row.rstrip()[-1:] in "│┤┘", f"{text!r}: a border is not where it was: {row!r}"


@case("T28 recordings of other programs, as a value")
def recordings(folder: Path) -> None:
    log = hostile.export(folder / "harmless.jsonl", ["x"])
    own = walk(folder, str(log), keys=["\x0c", "j", "?"])
    texts = [own.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode()]
    for command in (["tmux", "-L", f"hindcast-{os.getpid()}", "-f", "/dev/null", "new-session", "-x", "80", "-y", "24", "printf '\\033[31mred\\033]2;t\\a'; sleep 0.3"],
                    ["sh", "-c", "tput -T xterm-256color init reset smcup rmcup; tput -T linux init reset; tput -T vt100 init is2 rs2"]):
        done = subprocess.run(["script", "-qec", " ".join(f"'{part}'" if " " in part or "\\" in part else part for part in command), "/dev/null"], stdin=subprocess.DEVNULL, capture_output=True, timeout=20, env=os.environ | {"TERM": "xterm-256color"})
        texts.append(done.stdout.decode("utf-8", "replace"))
    assert all("\x1b" in text for text in texts), [len(text) for text in texts]
    for text in texts:
        for escapes in (True, False):
            hostile.export(folder / "log.jsonl", [text[:20000]], ascii_escapes=escapes)
            check(walk(folder, str(folder / "log.jsonl")))


@case("T23 in what a model says: handlers' errors, invariants, names")
def model(folder: Path) -> None:
    texts = hostile.some("T01 colours", "T05 the clipboard", "T11 C1 controls", "T15 reordering", "T14 controls that ring, hide or switch")
    (folder / "model.lua").write_text(hostile.MODEL)
    log = hostile.export(folder / "log.jsonl", texts)
    check(walk(folder, str(log), "--model", str(folder / "model.lua")))
    spelled = "".join(f"\\u{{{ord(character):x}}}" for character in "".join(hostile.TEXTS["T05 the clipboard"] + hostile.TEXTS["T15 reordering"]))
    (folder / "other.lua").write_text(f'local a = aggregate("{spelled}", {{ streams = "*" }})\na.invariant("{spelled}", function() return false end)\nfunction a.on.Happened() error("{spelled}") end\nprint("{spelled}")')
    check(walk(folder, str(log), "--model", str(folder / "other.lua")))
    for command in (["state", "--stream", "plain-0"], ["events", "--limit", "1"], ["schema"]):
        for flags in ([], ["--json"]):
            says(folder, command[0], str(log), *command[1:], *flags, "--model", str(folder / "other.lua"))
    (folder / "broken.lua").write_text(f'error("{spelled}")')
    _, out, err = run(folder, "state", str(log), "--stream", "plain-0", "--model", str(folder / "broken.lua"))
    inert(err)
    assert err.count(b"\n") == 1


def inert(output: bytes, lines: bool = True) -> None:
    """Text for people or JSON: no control but line ends, nothing hidden or reordered."""
    text = output.decode("utf-8")
    bad = re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert not bad, f"{[hex(ord(c)) for c in bad[:8]]} in {text[:300]!r}"


def says(folder: Path, *arguments: str | bytes, **options):
    """What a command says is inert. JSON is for programs: it escapes controls, and keeps every other character as it is."""
    status, out, err = run(folder, *arguments, **options)
    is_json = "--json" in arguments
    inert(re.sub("[\u202a-\u202e\u2066-\u2069]", "", out.decode()).encode() if is_json else out)
    inert(err)
    return status, out, err


COMMANDS = [["info"], ["streams"], ["events"], ["schema"], ["verify"], ["show", "--stream", "plain-0", "--at", "0"], ["state", "--stream", "plain-0"],
            ["state", "--stream", "plain-0", "--at", "4"], ["upcast"], ["trace", "--id", "nope"], ["events", "--where", "error(data.value)"]]


@case("T25 T11 commands print nothing that acts, as text and as JSON, into a pipe and on a terminal")
def commands(folder: Path) -> None:
    log = hostile.export(folder / "log.jsonl", [text for texts in hostile.TEXTS.values() for text in texts])
    for command in COMMANDS:
        for flags in ([], ["--json"]):
            _, out, _ = says(folder, command[0], str(log), *command[1:], *flags)
            for line in out.splitlines() if flags else []:
                json.loads(line)
        with Terminal(folder, command[0], str(log), *command[1:], size=(100, 30)) as terminal:
            terminal.ends()
            on_terminal(terminal.output)


@case("T25 the line as its source wrote it is printed only where --raw asks for it; what is said after the screen is inert, too")
def raw_lines(folder: Path) -> None:
    texts = hostile.some("T01 colours", "T05 the clipboard", "T11 C1 controls", "T15 reordering")
    log = hostile.export(folder / "log.jsonl", texts, ascii_escapes=False)
    status, out, _ = run(folder, "events", str(log), "--raw")
    assert status == 0 and sorted(out.splitlines()) == sorted(log.read_bytes().splitlines()), "not the lines as they are"
    for flags in ([], ["--json"]):
        _, out, _ = run(folder, "events", str(log), *flags)
        assert not set(out.splitlines()) & set(log.read_bytes().splitlines())
    # The last line on the normal screen names the file and what is wrong in it.
    for number, text in enumerate(text for text in texts if text[0] != "/"):
        bad = folder / f"{number}{text.replace('/', '_')}.jsonl"
        bad.write_text(text + "\n", encoding="utf-8")
        with Terminal(folder, os.fsencode(bad), size=(100, 30)) as terminal:
            assert terminal.ends() == 2
            check(terminal.output)
            assert b"hindcast: " in terminal.output
            terminal.restored()


def on_terminal(output: bytes) -> None:
    """Only our own looks, and line ends."""
    foreign = {sequence for sequence in sequences(output) if not re.fullmatch(rb"\x1b\[[0-9;]*[mK]|[\r\n]", sequence)}
    assert not foreign, foreign
    inert(plain(output))


@case("T24 file names, folders, arguments, variables: in the screen's title and in every error")
def names(folder: Path) -> None:
    texts = [text.replace("/", "_").replace("\0", "") for name, texts in hostile.TEXTS.items() for text in texts if len(text.encode()) < 100]
    texts = [text for text in texts if text.strip(".")]
    good = hostile.export(folder / "good.jsonl", ["x"]).read_bytes().replace(b'"time": "x"', b'"time": "2026-03-05T00:00:00Z"')
    (folder / "good.jsonl").write_bytes(good)
    place = folder / "names"
    place.mkdir()
    for number, text in enumerate(texts[::7] + ["\udc9b31m\udcff"]):
        inner = place / f"d{number}{text}"
        inner.mkdir()
        log = inner / f"{text}.jsonl"
        log.write_bytes(good)
        for command in (["info"], ["info", "--json"], ["verify"], ["state", "--stream", text.encode("utf-8", "surrogateescape")]):
            says(folder, command[0], os.fsencode(log), *command[1:])
        if number % 4 == 0:
            check(walk(folder, os.fsencode(log), keys=["\x0c", "j", "?"]))
    says(folder, "info", os.fsencode(place))
    with Terminal(folder, os.fsencode(place), size=(100, 30)) as terminal:
        terminal.settle(0.5)
        terminal.quits()
        check(terminal.output)
    for text in texts[::3]:
        text = text.strip() or "x"
        for arguments in ([f"/nope/{text}"], ["info", f"--{text}"], ["info", str(folder / "good.jsonl"), "--format", text], ["explore", str(folder / "good.jsonl"), "--theme", text],
                          ["info", str(folder / "good.jsonl"), "--map", f"stream={text}"], ["state", str(folder / "good.jsonl"), "--stream", "plain-0", "--at", text], [text]):
            if any("\0" in argument for argument in arguments):
                continue
            status, out, err = says(folder, *[os.fsencode(argument) for argument in arguments], environment={"TMPDIR": f"/nope/{text}", "XDG_CACHE_HOME": f"/nope/{text}"})
            assert status == 2, (arguments, status, out, err)
            assert err.count(b"\n") == 1, err
    for text in ("\x1b[31m", "x\x1b]0;t\x07", "\x9b31m", "a\u202eb"):
        for variable in ("TERM", "LANG", "LC_ALL", "HOME", "COLORFGBG", "TZ"):
            with Terminal(folder, str(folder / "good.jsonl"), environment={"LC_ALL": None, variable: text}) as terminal:
                terminal.settle(0.6)
                terminal.send("q")
                terminal.ends()
                check(terminal.output)
                terminal.restored()


@case("T26 what is typed or pasted into a prompt stays inert")
def prompts(folder: Path) -> None:
    log = hostile.export(folder / "log.jsonl", ["x"])
    with Terminal(folder, str(log), size=(100, 30)) as terminal:
        terminal.shows("plain-0")
        for prompt in ":/&":
            for texts in list(hostile.TEXTS.values())[:16:3]:
                for text in texts:
                    terminal.send(prompt)
                    terminal.send(b"\x1b[200~" + text.replace("\x1b[201~", "").encode() + b"\x1b[201~")
                    terminal.settle(0.03)
                    terminal.send("\r")
                    terminal.settle(0.03)
                    terminal.send("\x1b\x1b")
                    terminal.settle(0.06)
        check(terminal.output)
        terminal.send("\x0c")
        terminal.leaves()


@case("T26 completions, earlier lines and what the status line says of them stay inert")
def completions(folder: Path) -> None:
    texts = [text for name in list(hostile.TEXTS)[:13] for text in hostile.TEXTS[name][:2]]
    log = hostile.export(folder / "log.jsonl", texts)
    with Terminal(folder, str(log), "--no-session", size=(100, 30)) as terminal:
        terminal.shows("plain-0")
        terminal.send(":type ")
        for _ in range(len(texts) + 2):  # the names of all types, one after another
            terminal.send("\t")
            terminal.settle(0.03)
        terminal.send("\r")
        terminal.settle(0.05)
        terminal.send(":watch .")
        for _ in range(6):
            terminal.send("\t")
            terminal.settle(0.03)
        terminal.send("\x1b")
        terminal.settle(0.06)
        for text in texts[::3]:
            for prompt in ":/":
                terminal.send(prompt)
                terminal.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")
                terminal.send("\r")
                terminal.settle(0.03)
        for prompt in ":/":
            terminal.send(prompt)
            for _ in range(12):  # what was typed before, and its cursor moved about in it
                terminal.send("\x1b[A\x1b[D\x1b[D\x1bb")
                terminal.settle(0.03)
            terminal.send("\x15\x1b")
            terminal.settle(0.06)
        check(terminal.output)
        terminal.send("\x0c")
        terminal.leaves()


@case("T27 nothing is written beside the screen: no trace, no log, no core; what a crash says is one plain line")
def traces(folder: Path) -> None:
    import signal

    work = folder / "work"
    work.mkdir()
    log = hostile.export(work / "a\x1b[31m\x9b.jsonl", hostile.TEXTS["T05 the clipboard"])
    with Terminal(folder, str(log), "--no-cache", prepare=lambda: os.chdir(work)) as terminal:
        terminal.shows("plain-0")
        before = len(terminal.output)
        terminal.signal(signal.SIGSEGV)
        assert terminal.ends() == -signal.SIGSEGV
        terminal.restored()
        check(terminal.output)
        assert b"stopped by SIGSEGV" in terminal.output[before:]
    assert [entry.name for entry in work.iterdir()] == [log.name]
