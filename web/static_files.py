"""Static files: read once at start, named by their hash, kept packed, cached for ever by phones."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "static"
TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
}
PACKED: Final = frozenset({".css", ".js", ".svg"})
"""Fonts and pictures are packed already."""
SHEET: Final = "app.css"
"""`static/css` in one file, in the order of its names, but for what only the touchscreen shows."""
SCREEN_SHEET: Final = "kiosk.css"
"""That: half of all rules, which a phone would wait for before it paints anything."""
LOW_SHEET: Final = "low.css"
"""What a low screen changes of it; a page says below which height that is."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent.

    Attributes:
        address: Its path on the pages, with the hash.
        type: Its media type.
        plain: Its content.
        packed: Its content by gzip, or None when that is no use.
    """

    address: str
    type: str
    plain: bytes
    packed: bytes | None


class StaticFiles:
    """The static files, by name and by address.

    Browsers take brotli over HTTPS only, so on a village network gzip is what counts.

    Args:
        folder: Where they are.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._by_name: dict[str, StaticFile] = {}
        self._by_address: dict[str, StaticFile] = {}
        for path in sorted(folder.glob("*/*")):
            if path.suffix in TYPES and path.suffix != ".css":
                self._add(path.name, path.read_bytes())
        sheets = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("css/*.css"))}
        for made in (SHEET, SCREEN_SHEET, LOW_SHEET):
            told = [text for name, text in sheets.items() if _sheet_of(name) == made]
            self._add(made, self._linked("\n".join(told)).encode())

    def address(self, name: str) -> str:
        """The address of a file.

        Raises:
            KeyError: There is no such file.
        """
        return self._by_name[name].address

    def find(self, address: str) -> StaticFile | None:
        """The file of an address."""
        return self._by_address.get(address)

    def _add(self, name: str, content: bytes) -> None:
        stem, _, suffix = name.rpartition(".")
        mark = hashlib.sha256(content).hexdigest()[:12]
        packed = gzip.compress(content, 9, mtime=0) if f".{suffix}" in PACKED else None
        made = StaticFile(f"/static/{stem}.{mark}.{suffix}", TYPES[f".{suffix}"], content, packed)
        self._by_name[name] = self._by_address[made.address] = made

    def _linked(self, sheet: str) -> str:
        """Style sheets name files plainly; browsers ask for them by address."""
        for name, made in self._by_name.items():
            sheet = sheet.replace(f'url("{name}")', f'url("{made.address}")')
        return _short(sheet)


def _sheet_of(name: str) -> str:
    """In which file a part of the styles is sent."""
    return SCREEN_SHEET if "kiosk" in name else LOW_SHEET if "low" in name else SHEET


def _short(sheet: str) -> str:
    """Without comments and indentation."""
    kept = []
    for part in sheet.split("/*"):
        _, closed, rest = part.partition("*/")
        kept.append(rest if closed else part)
    lines = (line.strip() for line in "".join(kept).splitlines())
    return "\n".join(line for line in lines if line)
