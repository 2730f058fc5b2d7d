"""Texts that try to act on a terminal, by the id of their case, and the exports that hold them."""

import json
from pathlib import Path

ESC = "\x1b"
ST = ESC + "\\"

TEXTS: dict[str, list[str]] = {
    "T01 colours": [f"{ESC}[31;41;5mred{ESC}[0m", f"{ESC}[38;2;1;2;3mx", f"{ESC}[8mhidden{ESC}[28m", "\x9b35mviolet"],
    "T02 clearing and moving": [f"{ESC}[2J{ESC}[Hfake", f"{ESC}[24;1H 37 / 214 ? help", f"{ESC}[3J{ESC}[1A{ESC}[999C{ESC}[K", f"{ESC}7{ESC}[s{ESC}[u{ESC}8", f"{ESC}[2;5r{ESC}[10S{ESC}[4L"],
    "T03 titles": [f"{ESC}]0;pwned\x07", f"{ESC}]2;pwned{ST}", "\x9d0;pwned\x9c", f"{ESC}kpwned{ST}"],
    "T04 links": [f"{ESC}]8;;https://evil.example/?q=1{ST}click{ESC}]8;;{ST}", f"{ESC}]8;id=1;file:///etc/passwd\x07here\x07"],
    "T05 the clipboard": [f"{ESC}]52;c;cm0gLXJmIC8K\x07", f"{ESC}]52;c;?\x07", f"{ESC}]52;p;{'QUJD' * 50}{ST}"],
    "T06 queries": [f"{ESC}[6n{ESC}[5n", f"{ESC}[c{ESC}[>c{ESC}[=c", f"{ESC}[>q", f"{ESC}[21t{ESC}[18t", f"{ESC}Z", f"{ESC}]10;?\x07{ESC}]11;?\x07", "\x05"],
    "T07 device strings": [f"{ESC}P$qm{ST}", f"{ESC}Pq#0;2;0;0;0~~@@vv{ST}", f"{ESC}P+q544e{ST}", "\x90$qm\x9c", f"{ESC}Ptmux;{ESC}{ESC}]52;c;eA==\x07{ST}"],
    "T08 graphics and messages": [f"{ESC}_Ga=T,f=24,s=1,v=1;AAAA{ST}", f"{ESC}^private{ST}", f"{ESC}Xstart{ST}", f"{ESC}]1337;File=inline=1:AAAA\x07", "\x9fGa=q\x9c"],
    "T09 resets and modes": [f"{ESC}c", f"{ESC}[?1049l{ESC}[?47l", f"{ESC}[?1003h{ESC}[?1015h", f"{ESC}[?3h{ESC}[?5h", f"{ESC}(0lqqk{ESC}(B\x0e\x0f", f"{ESC}[!p{ESC}#8", f"{ESC}[?25l{ESC}[20h{ESC}[4h", f"{ESC}%G{ESC}%@"],
    "T10 unfinished sequences": [f"title{ESC}]0;", f"string{ESC}P", f"lone{ESC}", f"csi{ESC}[", f"csi{ESC}[1;2", "c1\x9d8;;http://x", f"apc{ESC}_G"],
    "T11 C1 controls": ["".join(chr(code) for code in range(0x80, 0xA0)), "a\x85b\x84c\x8dd", "\x9b2J\x9bH\x9b?1049l"],
    "T13 controls that move": ["over\rwritten", "two\nlines", "back\b\b\bspace", "a\tb\vc\fd", "\r\n\r\n", "\x08" * 20, "\n" * 50],
    "T14 controls that ring, hide or switch": ["nul\0nul", "bell\x07\x07\x07", "so\x0eqqq\x0fsi", "del\x7f\x7f", "\x11\x13\x04\x1a\x1c"],
    "T15 reordering": ["a\u202edlrow\u202c", "\u2066x\u2069\u2067y\u2068z", "user\u200f\u202a\u202b\u202d", "/*\u202e } \u2066if (admin)\u2069 \u2066 begin */", "\u061cx", "\u200emark"],
    "T16 what is invisible": ["pay\u200bpal", "pay\u200dpal\u200c", "\ufeffbom", "so\u00adft", "tag\U000e0041\U000e0042\U000e007f", "\u3164fill\uffa0\u115f\u1160", "\u2800braille", "\u2060\u2061\u2062\u2063", "\u180e\u034f", "v\ufe00\ufe0f\U000e0100"],
    "T17 marks": ["z" + "\u0301" * 500, "".join(letter + "\u0300\u0301\u0302\u0316\u0317\u0318" * 8 for letter in "zalgo"), "\u0301lone", "a\u20dd\u20e3"],
    "T18 look-alikes": ["раура1", "аdmin", "ＡＢＣ", "ⅼⅼ"],
    "T19 wide characters at an edge": ["日本語" * 40, "x" + "日本語" * 40, "한국어 텍스트" * 20, "😀" * 60, "a😀" * 60],
    "T20 clusters": ["👩‍👩‍👧‍👦👨‍💻🏳️‍🌈", "🇩🇪🇫🇷🇯", "👍🏽👋🏿x", "1️⃣#️⃣*️⃣", "☀☀️☀︎✈️", "क्षेत्र देवनागरी नमस्ते", "ภาษาไทย น้ำ", "\u1100\u1161\u11a8각", "لا إله السلام", "தமிழ் മലയാളം", "ﷺ꧅𒐫"],
    "T21 UTF-8 tests": ["κόσμε Žluťoučký ÅÄÖ ∀∂∈ℝ∧∪≡∞ ↑↗↨↻⇣ ┐┼╔╘░►☺♀ ﬁ�⑀₂ἠḂӥẄɐː⍎אԱა", "STARGΛ̊TE SG-1, a = v̇ = r̈, a⃑ ⊥ b⃑", "ᚻᛖ ᚳᚹᚫᚦ ᚦᚫᛏ ᚻᛖ", "⡌⠁⠧⠑ ⠼⠁⠒ ⡍⠜⠇⠑⠹", "╔══╦══╗ ║┌─╨─┐║"],
    "T22 separators and what is no character": ["line\u2028sep\u2029par", "\ufffe\uffff\ufdd0\U0001ffff\U0010ffff", "\ue000\uf8ff\U000f0000\U00100000", "\u0378\u0380\U0001f9ff\U000e0fff", "\u2000\u2003\u3000\u205f\u1680"],
    "T28 recordings of other programs": [],  # filled from what programs send, see cases/sanitising.py
}

HARMLESS = ["[31;41;5mred[0m", "日本語 text", "plain", "é", "👩‍👩‍👧‍👦", "two lines", "a b c", "[2J[H", "]52;c;eA==", "x" * 120]


def some(*names: str) -> list[str]:
    """The texts of some cases."""
    return [text for name in names for text in TEXTS[name]]


def export(path: Path, texts: list[str], ascii_escapes: bool = True) -> Path:
    """A log that holds each text in a value, a key, a type, a stream's name, an id, the metadata, a time and a schema."""
    lines = []
    for number, text in enumerate(texts):
        def event(stream: str, version: int, **fields):
            base = {"stream": stream, "version": version, "type": "Happened", "id": f"id-{number}-{version}-{len(lines)}", "time": "2026-03-05T14:32:00Z", "data": {"n": version}}
            lines.append(json.dumps(base | fields, ensure_ascii=ascii_escapes))
        plain = f"plain-{number}"
        event(plain, 0, data={"value": text, "list": [text, {"deep": text}], "n": number})
        event(plain, 1, data={text: 1, "object": {text: {text: text}}})
        event(plain, 2, type=text or "-")
        event(plain, 3, id=f"{number}{text}", meta={"correlation": f"c{text}", "causation": f"{number}{text}", "who": text, text: text})
        event(plain, 4, time=text)
        event(f"s{number}{text}", 0)
        event(f"s{number}{text}", 1, data=text)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path


MODEL = r"""
local all = aggregate("all", { streams = "*", initial = { seen = {} } })
for _, type in ipairs({ "Happened" }) do
  all.on[type] = function(state, event)
    state.last = event.data
    local data = event.data
    if type(data) == "string" then error("refused: " .. data) end
    if data.value then state.seen[#state.seen + 1] = data.value end
  end
end
all.invariant("no more than three", function(state) return #state.seen < 3 end)
"""
