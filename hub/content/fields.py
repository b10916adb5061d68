"""Fields that many parts of a catalogue have: lines, words, links, dates, names in languages."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from hub.domain.validity import Evidence, Validity
from hub.toml_table import Table

MOST_LINE: Final = 300
MOST_TEXT: Final = 4_000
MOST_WORDS: Final = 80
MOST_WORD: Final = 100
MOST_LINK: Final = 500
_MONTH_OR_DAY: Final = re.compile(r"20\d\d-(0[1-9]|1[0-2])(-\d\d)?")
_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def one_line(table: Table, key: str, *, is_needed: bool = False) -> str:
    """One line that can be printed."""
    return _checked(table, key, table.text(key, ""), MOST_LINE, is_needed=is_needed)


def text(table: Table, key: str) -> str:
    """Some paragraphs."""
    value = table.text(key, "")
    _checked(table, key, value.replace("\n", " "), MOST_TEXT)
    return value.strip()


def words(table: Table, key: str) -> tuple[str, ...]:
    """A list of short texts."""
    found = table.texts(key, ())
    if len(found) > MOST_WORDS or any(not _fits(word, MOST_WORD) for word in found):
        table.problem("content.words", key=key, most=MOST_WORDS, length=MOST_WORD)
    return found


def lines(table: Table, key: str) -> tuple[str, ...]:
    """A list of lines."""
    found = table.texts(key, ())
    if len(found) > MOST_WORDS or any(not _fits(line, MOST_LINE) for line in found):
        table.problem("content.words", key=key, most=MOST_WORDS, length=MOST_LINE)
    return found


def link(table: Table, key: str) -> str:
    """An https address with a host, and nothing that leads elsewhere; empty = none."""
    value = table.text(key, "")
    if value and not is_link(value):
        table.problem("content.link", key=key, value=value[:80])
    return value


def is_link(value: str) -> bool:
    """Whether people may be led there by a code: https, a host, no user name, no blanks."""
    if len(value) > MOST_LINK or not value.isascii() or not _fits(value, MOST_LINK):
        return False
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_plain = parts.scheme == "https" and "@" not in parts.netloc and " " not in value
    return is_plain and "." in host and port_is_good


def evidence(table: Table, key: str) -> Evidence:
    """A, B or C; C when nothing is said."""
    return Evidence(table.choice(key, Evidence.REPORTED, tuple(Evidence)))


def validity(table: Table) -> Validity:
    """Dates and evidence."""
    found = Validity(
        evidence=evidence(table, "evidence"),
        source=one_line(table, "source"),
        checked_on=_checked_on(table),
        valid_from=optional_day(table, "valid_from"),
        valid_to=optional_day(table, "valid_to"),
    )
    if found.valid_from and found.valid_to and found.valid_to < found.valid_from:
        table.problem("content.dates", first=found.valid_from, last=found.valid_to)
    return found


def optional_day(table: Table, key: str) -> date | None:
    """A day, or None when the key is not there."""
    return table.day(key) if key in table.rest() else None


def names(table: Table) -> tuple[tuple[str, str], ...]:
    """The title in other languages: ``names = { en = "…", tyz = "…" }``."""
    inner = table.table("names")
    tags = inner.rest()
    for tag in tags:
        if not _TAG.fullmatch(tag):
            table.problem("content.language", tag=tag[:20])
    return tuple((tag, one_line(inner, tag, is_needed=True)) for tag in tags)


def _checked_on(table: Table) -> str:
    value = table.text("checked_on", "")
    good = not value or (_MONTH_OR_DAY.fullmatch(value) is not None and _is_day(value))
    if not good:
        table.problem("content.checked_on", value=value[:20])
    return value


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value if len(value) > len("2026-09") else f"{value}-01")
    except ValueError:
        return False
    return True


def _checked(table: Table, key: str, value: str, most: int, *, is_needed: bool = False) -> str:
    if (is_needed or value) and not _fits(value, most):
        table.problem("content.text", key=key, most=most)
    return value.strip()


def _fits(value: str, most: int) -> bool:
    return len(value.strip()) >= 1 and len(value) <= most and value.isprintable()
