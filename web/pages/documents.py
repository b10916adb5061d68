"""Documents and handbooks for the screen, entered on the phone; and the party cell's code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, abort, render_template, request

from hub.domain.document import Document, DocumentId
from hub.domain.entry import Audience, EntryKind
from hub.domain.person import Right
from hub.errors import RefusedError
from hub.store.cards import cards, put_card, remove_card
from hub.store.papers import Paper, papers
from hub.store.reading_code import put_reading_code, reading_code
from hub.store.tickets import set_guesses
from hub.tokens import new_id
from web.content.document_form import KINDS, filled, read_document
from web.content.papers_in import MOST_BODY, hand_on
from web.entry.guard import needs, person, to
from web.kiosk.reading_room import WHAT, reading_room
from web.language import tell
from web.pages.writing_down import write_down
from web.parts import content, parts, people

pages = Blueprint("documents", __name__, url_prefix="/content/documents")


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
    known = None if identity == "new" else _document(identity)
    before = known or _empty()
    try:
        made = read_document(request.form, before, parts().config.timezone)
        file = request.files.get("file")
        if known is None or (file is not None and file.filename):
            made = replace(made, paper=hand_on(file).sha256)
        put_card(content(), made, parts().clock.now())
    except RefusedError as error:
        values = dict(error.values)
        if "field" in values:
            values["field"] = tell(f"content_page.field.{values['field']}")
        return _form(known, dict(request.form), tell(error.key, **values)), 422
    write_down("audit.document_kept", title=made.name)
    return to("documents.listed")


@pages.post("/<identity>/remove")
@needs(Right.APPROVE)
def remove(identity: str) -> Response:
    """Take it away."""
    found = _document(identity)
    remove_card(content(), Document, identity)
    write_down("audit.document_removed", title=found.name)
    return to("documents.listed")


@pages.post("/code")
@needs(Right.APPROVE)
def code() -> Response | tuple[str, int]:
    """Another code for the party cell; whoever was let in by the old one is out."""
    told = request.form.get("code", "").strip()
    try:
        hashed = parts().pins.hash(told) if told else ""
    except RefusedError as error:
        return _list(tell(error.key, **error.values)), 422
    put_reading_code(content(), hashed, parts().clock.now())
    set_guesses(people(), 0, None, WHAT)
    reading_room().empty()
    write_down("audit.reading_code")
    return to("documents.listed")


def _empty() -> Document:
    now = parts().clock.now()
    identity = DocumentId(f"doc-{new_id()}")
    return Document(identity, "", EntryKind.DOCUMENT, Audience.PUBLIC, "", "", person().name, now)


def _list(problem: str) -> str:
    found = cards(content(), Document)
    known = papers(content(), [one.paper for one in found])
    now = parts().clock.now()
    return render_template(
        "documents.html",
        documents=[(one, _standing(known.get(one.paper)), one.is_shown(now)) for one in found],
        has_code=bool(reading_code(content())),
        problem=problem,
    )


def _form(known: Document | None, given: Mapping[str, str], problem: str = "") -> str:
    paper = papers(content(), [known.paper]).get(known.paper) if known is not None else None
    return render_template(
        "document_form.html",
        known=known,
        given=given,
        problem=problem,
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


def _document(identity: str) -> Document:
    found = next((one for one in cards(content(), Document) if one.id == identity), None)
    if found is None:
        abort(404)
    return found
