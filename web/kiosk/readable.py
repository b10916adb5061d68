"""What of a page is read aloud: its title and its text, as sentences (pure)."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

MOST: Final = 1800
"""Letters of one reading: two to three minutes; nobody stands longer before a wall."""
SILENT: Final = frozenset(
    {"nav", "figure", "form", "audio", "video", "button", "script", "style", "template", "svg"}
)
MUTE_CLASS: Final = "k-mute"
BLOCKS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "li", "dt", "dd", "div", "section", "article", "header",
     "footer", "ul", "ol", "dl", "tr", "th", "td", "br", "a", "main"}
)  # fmt: skip
VOID: Final = frozenset(
    {"br", "img", "input", "hr", "meta", "link", "source", "use", "path", "col", "wbr"}
)
ENDS: Final = ".!?…:;"


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
        if tag in VOID:
            return
        told = dict(attrs)
        classes = (told.get("class") or "").split()
        is_mute = tag in SILENT or MUTE_CLASS in classes or "hidden" in told
        self._open.append((tag, is_mute))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_line()
        for n in range(len(self._open) - 1, -1, -1):
            if self._open[n][0] == tag:
                del self._open[n:]
                return

    def handle_data(self, data: str) -> None:
        is_inside = any(tag == "main" for tag, _ in self._open)
        if is_inside and not any(is_mute for _, is_mute in self._open):
            self._line.append(data)

    def _end_line(self) -> None:
        text = " ".join("".join(self._line).split())
        if any(letter.isalnum() for letter in text):
            self.lines.append(text if text[-1] in ENDS else f"{text}.")
        self._line = []


def readable(page: str) -> str:
    """The text of a page, one sentence or more a line, cut where a line ends.

    Args:
        page: Our own HTML.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    kept: list[str] = []
    for line in reader.lines:
        if sum(map(len, kept)) + len(line) > MOST:
            break
        kept.append(line)
    return "\n".join(kept)
