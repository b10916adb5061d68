"""One event, procedure or entry of a catalogue, from its table."""

from __future__ import annotations

import re
from typing import Final

from hub.content.fields import evidence, lines, link, names, one_line, text, validity, words
from hub.domain.entry import Audience, Entry, EntryId, EntryKind
from hub.domain.procedure import (
    CODE,
    FORMALITY,
    EventId,
    LifeEvent,
    Papers,
    Procedure,
    ProcedureCode,
)
from hub.toml_table import Table

_PHONE: Final = re.compile(r"\+?[0-9][0-9 .]{1,18}[0-9]")
_FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def event(table: Table) -> LifeEvent:
    """A ``[[event]]``."""
    found = LifeEvent(
        id=EventId(table.name("id")),
        name=one_line(table, "name", is_needed=True),
        words=words(table, "words"),
        names=names(table),
    )
    table.done()
    return found


def procedure(table: Table) -> Procedure:
    """A ``[[procedure]]``."""
    code, formality = table.text("code", ""), table.text("formality_id", "")
    if not CODE.fullmatch(code):
        table.problem("content.code", value=code[:40])
    if formality and not FORMALITY.fullmatch(formality):
        table.problem("content.formality", code=code[:40], value=formality[:60])
    table.flag("short_is_ours", default=False)  # said for whoever edits the file
    name = one_line(table, "name", is_needed=True)
    found = Procedure(
        code=ProcedureCode(code),
        name=name,
        short=one_line(table, "short") or name,
        validity=validity(table),
        purpose=one_line(table, "purpose"),
        where=one_line(table, "where"),
        formality_id=formality,
        events=_events(table),
        words=words(table, "words"),
        papers=_papers(table),
        fee=one_line(table, "fee"),
        duration=one_line(table, "duration"),
        names=names(table),
    )
    table.done()
    return found


def entry(table: Table) -> Entry:
    """An ``[[entry]]``."""
    kind = EntryKind(table.choice("kind", EntryKind.LINK, tuple(EntryKind)))
    found = Entry(
        id=EntryId(table.name("id")),
        kind=kind,
        name=one_line(table, "name", is_needed=True),
        validity=validity(table),
        text=text(table, "text"),
        address=_phone(table) if kind is EntryKind.PHONE else link(table, "address"),
        file=_file(table),
        audience=Audience(table.choice("audience", Audience.PUBLIC, tuple(Audience))),
        events=_events(table),
        words=words(table, "words"),
        names=names(table),
    )
    table.done()
    return found


def _events(table: Table) -> tuple[EventId, ...]:
    return tuple(EventId(one) for one in words(table, "events"))


def _papers(table: Table) -> Papers:
    return Papers(
        items=lines(table, "papers"),
        source=one_line(table, "papers_source"),
        evidence=evidence(table, "papers_evidence"),
    )


def _phone(table: Table) -> str:
    value = table.text("address", "")
    if not _PHONE.fullmatch(value):
        table.problem("content.phone", value=value[:40])
    return value


def _file(table: Table) -> str:
    value = table.text("file", "")
    if value and not _FILE.fullmatch(value):
        table.problem("content.file", value=value[:60])
    return value
