"""What the layout of a typed text says about pauses: wrapped lines, lists, paragraphs (pure).

The reading of a text knows words and sentences; that a line was only broken because the page
was narrow, or that lines are the things of a list, is seen in the text as it was typed.
"""

from __future__ import annotations

import re
from typing import Final

WRAPPED_FROM: Final = 40
"""A shorter line was ended on purpose."""

_ENDED: Final = (".", "!", "?", "…", ":", ";")
_ITEM: Final = re.compile(r"\s*(?:[-–—•*+·]|\d{1,2}[.)]|[a-zđ][.)])\s+\S", re.IGNORECASE)


def paragraphs(written: str) -> tuple[str, ...]:
    """The paragraphs of a text, each with its wrapped lines joined and its lists marked.

    A line is joined to the one before when that is long, has no end, and this one goes on in
    small letters.  All but the last thing of a list get a semicolon where they have no end.
    """
    lines = written.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line.rstrip())
        elif blocks[-1]:
            blocks.append([])
    return tuple("\n".join(_marked(_joined(block))) for block in blocks if block)


def with_pauses(spoken: str, paragraph: str) -> str:
    """A paragraph's reading with the semicolons that the reading has left out.

    Args:
        spoken: What is said for it, a line for each of its lines; anything else is left alone.
        paragraph: One of `paragraphs`.
    """
    said, typed = spoken.split("\n"), paragraph.split("\n")
    if len(said) != len(typed):
        return spoken
    return "\n".join(
        f"{line};" if as_typed.endswith(";") and line[-1:].isalnum() else line
        for line, as_typed in zip(said, typed, strict=True)
    )


def is_item(line: str) -> bool:
    """True when a line is one thing of a list."""
    return _ITEM.match(line) is not None


def _joined(lines: list[str]) -> list[str]:
    found: list[str] = []
    last = ""
    for line in lines:
        if found and _goes_on(last, line):
            found[-1] = f"{found[-1]} {line.strip()}"
        else:
            found.append(line)
        last = line
    return found


def _goes_on(before: str, line: str) -> bool:
    first = line.strip()[:1]
    return (
        len(before) >= WRAPPED_FROM
        and not before.endswith(_ENDED)
        and first.isalpha()
        and first.islower()
        and not is_item(line)
    )


def _marked(lines: list[str]) -> list[str]:
    nexts = [*lines[1:], ""]
    return [
        f"{line.rstrip(',')};"
        if is_item(line) and is_item(after) and not line.endswith(_ENDED)
        else line
        for line, after in zip(lines, nexts, strict=True)
    ]
