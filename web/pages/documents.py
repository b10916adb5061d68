"""Documents and handbooks for the screen, entered on the phone; and the party cell's code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, abort, render_template, request

from hub.domain.document import Document, DocumentId
from hub.domain.entry import Audience, EntryKind
from hub.domain.person import Right
from hub.errors import RefusedError
from hub.store.cards import cards, put_card, remove_card
from hub.store.papers import Paper, papers
from hub.store.reading_code import put_reading_code, reading_code
from hub.store.tickets import set_guesses
from web.content.document_form import KINDS, filled, read_document
from web.content.meanwhile import (
    AGAIN,
    KEPT,
    SEEN,
    Clash,
    deed_of,
    form_name,
    gone,
    is_clash,
    is_news,
    lines_of,
    mark_of,
    shown_mark,
)
from web.content.papers_in import MOST_BODY, hand_on
from web.entry.guard import needs, person, to
from web.kiosk.reading_room import WHAT, reading_room
from web.language import tell
from web.pages.writing_down import write_down
from web.parts import content, parts, people

pages = Blueprint("documents", __name__, url_prefix="/content/documents")

MEANWHILE: Final = 409
CODE: Final = "reading_code"
"""What the audit log calls the code."""


@pages.get("")
@needs(Right.APPROVE)
def listed() -> str:
    """Every document, and whether the party cell has a code."""
    return _list("")


@pages.get("/<identity>")
@needs(Right.APPROVE)
def form(identity: str) -> str:
    """A document to correct, or an empty one."""
    if identity == "new":
        return _form(None, {})
    known = _document(identity)
    return _form(known, filled(known, parts().config.timezone))


@pages.post("/<identity>")
@needs(Right.APPROVE, most_bytes=MOST_BODY)
def keep(identity: str) -> Response | tuple[str, int]:
    """Keep it; its file is drawn anew before anybody sees it."""
    is_new = identity == "new"
    key = DocumentId(f"doc-{form_name()}" if is_new else identity)
    if not is_new and SEEN not in request.form:
        _document(identity)
    file = request.files.get("file")
    try:
        _read(_empty(key))  # a mistake is told before the file is taken
        has_file = is_new or (file is not None and bool(file.filename))
        paper = hand_on(file).sha256 if has_file else ""
        with content().transaction():
            known = _kept(key)
            made = _read(known or _empty(key))
            made = replace(made, paper=paper) if paper else made
            is_so, is_late = known == made, is_clash(known, made, is_new=is_new)
            if not (is_so or is_late):
                put_card(content(), made, parts().clock.now())
    except RefusedError as error:
        values = dict(error.values)
        if "field" in values:
            values["field"] = tell(f"content_page.field.{values['field']}")
        return _form(_kept(key), dict(request.form), tell(error.key, **values)), 422
    if is_late:
        return _form(known, dict(request.form), clash=_clash(key, known)), MEANWHILE
    if not is_so:  # else the form was sent twice
        write_down("audit.document_kept", title=made.name, id=key)
    return to("documents.listed")


@pages.post("/<identity>/remove")
@needs(Right.APPROVE)
def remove(identity: str) -> Response | tuple[str, int]:
    """Take it away, unless somebody has just changed it."""
    with content().transaction():
        found = _kept(DocumentId(identity))
        is_late = found is not None and is_news(found)
        if found is not None and not is_late:
            remove_card(content(), Document, identity)
    if found is None:  # it was sent twice, or somebody else was faster
        return to("documents.listed")
    if is_late:
        given = filled(found, parts().config.timezone)
        return _form(found, given, clash=_clash(found.id, found, AGAIN)), MEANWHILE
    write_down("audit.document_removed", title=found.name, id=identity)
    return to("documents.listed")


@pages.post("/code")
@needs(Right.APPROVE)
def code() -> Response | tuple[str, int]:
    """Another code for the party cell; whoever was let in by the old one is out."""
    told, before = request.form.get("code", "").strip(), reading_code(content())
    try:
        hashed = parts().pins.hash(told) if told else ""
    except RefusedError as error:
        return _list(tell(error.key, **error.values)), 422
    is_so = parts().pins.is_right(told, before) if told and before else told == before
    with content().transaction():
        now = reading_code(content())
        is_late = is_news(now)
        if not is_late:
            put_reading_code(content(), hashed, parts().clock.now())
    if is_late:
        is_sent_twice = is_so and now == before
        return to("documents.listed") if is_sent_twice else (_list("", _code_clash()), MEANWHILE)
    set_guesses(people(), 0, None, WHAT)
    reading_room().empty()
    write_down("audit.reading_code", id=CODE)
    return to("documents.listed")


def _read(before: Document) -> Document:
    return read_document(request.form, before, parts().config.timezone)


def _empty(key: DocumentId) -> Document:
    now = parts().clock.now()
    return Document(key, "", EntryKind.DOCUMENT, Audience.PUBLIC, "", "", person().name, now)


def _list(problem: str, clash: Clash | None = None) -> str:
    found = cards(content(), Document)
    known = papers(content(), [one.paper for one in found])
    now = parts().clock.now()
    return render_template(
        "documents.html",
        documents=[(one, _standing(known.get(one.paper)), one.is_shown(now)) for one in found],
        has_code=bool(reading_code(content())),
        was=mark_of(reading_code(content())),
        problem=problem,
        clash=clash,
    )


def _form(
    known: Document | None, given: Mapping[str, str], problem: str = "", clash: Clash | None = None
) -> str:
    paper = papers(content(), [known.paper]).get(known.paper) if known is not None else None
    return render_template(
        "document_form.html",
        known=known,
        given=given,
        problem=problem,
        clash=clash,
        was=shown_mark(known, clash),
        form=form_name(),
        kinds=KINDS,
        audiences=tuple(Audience),
        standing=_standing(paper),
    )


def _standing(paper: Paper | None) -> str:
    """How far its file is, in words."""
    if paper is None or paper.state == "queued":
        return tell("content_page.being_drawn")
    if paper.state == "done":
        return tell("content_page.pages", count=paper.pages)
    problem = dict(paper.problem)
    return tell(problem.pop("key"), **problem)


def _clash(key: DocumentId, found: Document | None, advice: str = KEPT) -> Clash:
    if found is None:
        return gone(key)
    mine = request.form if advice == KEPT else {}
    called = {
        "name": tell("content_page.field.title"),
        "text": tell("reading.about"),
        "audience": tell("reading.who"),
        "kind": tell("reading.sort"),
        "ends": tell("content_page.field.ends"),
    }
    lines = lines_of(filled(found, parts().config.timezone), mine, called, _said)
    paper = papers(content(), [found.paper]).get(found.paper)
    file = [f"{tell('reading.file')}: {paper.name}"] if paper is not None else []
    return Clash((*lines, *file), deed_of([key]), advice)


def _code_clash() -> Clash:
    there = tell("reading.has_code" if reading_code(content()) else "reading.no_code")
    return Clash((there,), deed_of([CODE]), "reading.code_clash")


def _said(name: str, value: str) -> str:
    """A field of the form as people read it."""
    return tell(f"reading.{name}.{value}") if name in {"audience", "kind"} else value


def _kept(key: DocumentId) -> Document | None:
    return next((one for one in cards(content(), Document) if one.id == key), None)


def _document(identity: str) -> Document:
    found = _kept(DocumentId(identity))
    if found is None:
        abort(404)
    return found
