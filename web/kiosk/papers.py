"""Pages of pictures and documents on the screen, and the documents themselves for phones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from werkzeug.exceptions import NotFound

from hub.addresses import pages_address
from hub.domain.entry import Entry
from hub.domain.notice import Notice
from hub.store.papers import DONE, Paper, paper_named, papers
from web.entry.guard import anybody
from web.kiosk.drawing import Drawn, draw
from web.kiosk.lost_clock import held_notices
from web.kiosk.place import is_screen
from web.kiosk.reading_room import is_reader
from web.kiosk.shelf import shelf
from web.language import USUAL
from web.parts import content, parts
from web.serving.files import sent

pages = Blueprint("papers", __name__, url_prefix="/kiosk/papers")

FOLDER: Final = "papers"
PDF: Final = "application/pdf"
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=3600",
}


@dataclass(frozen=True, slots=True)
class Held:
    """A paper that may be shown, and where it belongs.

    Attributes:
        paper: The paper.
        title: What it is called.
        back: Where it was opened from.
        language: Of the title.
        is_members: Only for who gave the party cell's code.
    """

    paper: Paper
    title: str
    back: str
    language: str = USUAL
    is_members: bool = False


@pages.get("/<sha256>")
@anybody()
def first(sha256: str) -> str:
    """Its first page."""
    return view(sha256, 1)


@pages.get("/<sha256>/<int:number>")
@anybody()
def view(sha256: str, number: int) -> str:
    """One page, as large as the screen."""
    held = _held(sha256)
    if not 1 <= number <= held.paper.pages:
        abort(404)
    return render_template("kiosk/paper.html", held=held, number=number, drawn=for_phone(held))


@pages.get("/<sha256>/<int:number>.jpg")
@anybody()
def picture(sha256: str, number: int) -> Response:
    """The picture of a page."""
    return _file(_held(sha256), f"{number}.jpg", "image/jpeg", "")


@pages.get("/<sha256>/paper.pdf")
@anybody()
def document(sha256: str) -> Response:
    """The document, for a phone to keep."""
    held = _held(sha256)
    return _file(held, "paper.pdf", PDF, held.paper.name)


def of_notice(one: Notice) -> list[Paper]:
    """The papers of a notice that can be shown."""
    known = papers(content(), [attachment.sha256 for attachment in one.attachments])
    found = (known.get(attachment.sha256) for attachment in one.attachments)
    return [paper for paper in found if paper is not None and paper.state == DONE]


def for_phone(held: Held) -> Drawn | None:
    """At the screen: a code that opens the document on a phone in the village's wifi."""
    if not is_screen() or held.paper.kind != PDF:
        return None
    address = pages_address(parts().config)
    return draw(f"{address}kiosk/papers/{held.paper.id}/paper.pdf", address.split("/")[2])


def _held(sha256: str) -> Held:
    """A paper of something that is shown now; what is not shown is not given out either."""
    for notice in held_notices():
        for paper in of_notice(notice):
            if paper.id == sha256:
                return Held(paper, notice.title, f"/kiosk/notices/{notice.id}", notice.language)
    shown = shelf().look()
    if (found := _among(shown.entries.values(), sha256)) is not None:
        entry, paper = found
        return Held(paper, entry.name, f"/kiosk/entry/{entry.id}")
    if (found := _among(shown.members.values(), sha256)) is not None:
        if not is_reader():
            abort(redirect(url_for("party.room"), 303))
        entry, paper = found
        return Held(paper, entry.name, url_for("party.room"), is_members=True)
    raise NotFound


def _among(entries: Iterable[Entry], sha256: str) -> tuple[Entry, Paper] | None:
    """The entry that a paper belongs to."""
    for entry in entries:
        paper = of_entry(entry)
        if paper is not None and paper.id == sha256:
            return entry, paper
    return None


def of_entry(entry: Entry) -> Paper | None:
    """The paper of an entry, if it can be shown: by its hash, or by its name in a catalogue."""
    if not entry.file:
        return None
    found = papers(content(), [entry.file]).get(entry.file)
    if found is not None:
        return found if found.state == DONE else None
    return paper_named(content(), entry.file)


def _file(held: Held, name: str, kind: str, called: str) -> Response:
    path: Path = parts().config.data_dir / FOLDER / held.paper.id / name
    if not path.is_file():
        abort(404)
    told = called if called.lower().endswith(".pdf") else f"{called}.pdf"
    answer = sent(path, kind, as_attachment=bool(called), download_name=told)
    answer.headers.update(HEADERS)
    if held.is_members:
        answer.headers["Cache-Control"] = "no-store"
    return answer
