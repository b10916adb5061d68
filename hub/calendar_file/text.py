"""From bytes to unfolded content lines, whatever program wrote them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

_LINE_ENDS: Final = re.compile(rb"[\r\n]+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_UTF_16: Final = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"B\0E\0", "utf-16-le"),
    (b"\0B\0E", "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Lines:
    """A file as content lines.

    Attributes:
        lines: Unfolded, without empty ones.
        is_damaged: Some bytes were no text; ``\N{REPLACEMENT CHARACTER}`` stands in their place.
    """

    lines: tuple[str, ...]
    is_damaged: bool


def content_lines(data: bytes) -> Lines:
    """Decode and unfold: UTF-8 with or without mark, UTF-16, any line ends.

    Lines may be folded in the middle of a character (RFC 5545 section 3.1), so they are
    unfolded first and decoded then.  Empty lines mean nothing, also before a folded one.
    """
    encoding = next((name for mark, name in _UTF_16 if data.startswith(mark)), None)
    if encoding is not None:
        data = data.decode(encoding, errors="replace").encode()
    plain = _LINE_ENDS.sub(b"\n", data.removeprefix(codecs.BOM_UTF8))
    plain = plain.replace(b"\n ", b"").replace(b"\n\t", b"")
    try:
        text, is_damaged = plain.decode(), False
    except UnicodeDecodeError:
        text, is_damaged = plain.decode(errors="replace"), True
    lines = _CONTROL.sub("", text).split("\n")
    return Lines(tuple(line for line in lines if line.strip()), is_damaged)
