"""From a form to a document: its title, who may read it, until when (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

from hub.domain.document import Document
from hub.domain.entry import Audience, EntryKind
from hub.errors import RefusedError
from web import moments

KINDS: Final = (EntryKind.HANDBOOK, EntryKind.DOCUMENT)
LONGEST_NAME: Final = 120
LONGEST_TEXT: Final = 600


def read_document(given: Mapping[str, str], before: Document, tz: tzinfo) -> Document:
    """A filled form.

    Args:
        given: The form.
        before: The document as it was, or an empty one.
        tz: The village's time zone.

    Raises:
        RefusedError: ``content_page.missing`` or ``content_page.moment``.
    """
    name = " ".join(given.get("name", "").split())[:LONGEST_NAME]
    if not name or not name.isprintable():
        raise RefusedError("content_page.missing", field="name")
    try:
        audience = Audience(given.get("audience", ""))
        kind = EntryKind(given.get("kind", ""))
    except ValueError as error:
        raise RefusedError("content_page.moment") from error
    last = moments.day(given["ends"], "content_page.moment") if given.get("ends") else None
    if kind not in KINDS:
        raise RefusedError("content_page.moment")
    text = "".join(c for c in given.get("text", "").strip() if c.isprintable() or c == "\n")
    ends = None
    if last is not None:
        midnight = datetime(last.year, last.month, last.day, tzinfo=tz)
        ends = midnight + timedelta(days=1)
    return replace(
        before, name=name, kind=kind, audience=audience, text=text[:LONGEST_TEXT], ends=ends
    )


def filled(one: Document, tz: tzinfo) -> dict[str, str]:
    """A document as its form has it."""
    last = one.ends.astimezone(tz) - timedelta(seconds=1) if one.ends is not None else None
    return {
        "name": one.name,
        "text": one.text,
        "kind": one.kind,
        "audience": one.audience,
        "ends": f"{last:%Y-%m-%d}" if last is not None else "",
    }
