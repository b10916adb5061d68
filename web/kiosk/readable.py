"""What of a page is read aloud: its title and its text, as sentences (pure)."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

MOST: Final = 1800
"""Letters of one reading: two to three minutes; nobody stands longer before a wall."""
SILENT: Final = frozenset(
    {"nav", "figure", "form", "audio", "video", "button", "script", "style", "template", "svg"}
)
WITHIN_WORDS: Final = frozenset({"mark", "b", "i", "em", "u", "sup", "sub"})
"""What may begin inside a word; anything else that begins on a line begins a word."""
MUTE_CLASS: Final = "k-mute"
BLOCKS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "li", "dt", "dd", "div", "section", "article", "header",
     "footer", "ul", "ol", "dl", "tr", "th", "td", "br", "a", "main"}
)  # fmt: skip
VOID: Final = frozenset(
    {"br", "img", "input", "hr", "meta", "link", "source", "use", "path", "col", "wbr"}
)
ENDS: Final = ".!?…:;"
_BEFORE_SIGN: Final = re.compile(r" +(?=[,.;:!?…)])")
_SENTENCE_END: Final = re.compile(r"[.!?…;:](?=\s)")


class _Reader(HTMLParser):
    """Collects the lines inside ``main``."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._line: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._end_line()
        elif tag not in WITHIN_WORDS:
            self._line.append(" ")
        if tag in VOID:
            return
        told = dict(attrs)
        classes = (told.get("class") or "").split()
        is_mute = tag in SILENT or MUTE_CLASS in classes or "hidden" in told
        self._open.append((tag, is_mute))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_line()
        elif tag not in WITHIN_WORDS:
            self._line.append(" ")
        for n in range(len(self._open) - 1, -1, -1):
            if self._open[n][0] == tag:
                del self._open[n:]
                return

    def handle_data(self, data: str) -> None:
        is_inside = any(tag == "main" for tag, _ in self._open)
        if is_inside and not any(is_mute for _, is_mute in self._open):
            self._line.append(data)

    def _end_line(self) -> None:
        text = _BEFORE_SIGN.sub("", " ".join("".join(self._line).split()))
        if any(letter.isalnum() for letter in text):
            self.lines.append(text if text[-1] in ENDS else f"{text}.")
        self._line = []


def readable(page: str) -> str:
    """The text of a page, one sentence or more a line; what is too long ends with a sentence.

    Args:
        page: Our own HTML.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    kept: list[str] = []
    left = MOST
    for line in reader.lines:
        kept.append(_cut(line, left))
        left -= len(line)
        if left < 0:
            break
    return "\n".join(filter(None, kept))


def _cut(line: str, most: int) -> str:
    """A line, or as many of its sentences as there is room for; of one sentence, its words."""
    if len(line) <= most:
        return line
    ends = [found.end() for found in _SENTENCE_END.finditer(line[: most + 1])]
    if ends:
        return line[: ends[-1]]
    words = line[:most].rpartition(" ")[0].rstrip(",-–· ")
    return f"{words}…" if words else ""
