"""Pages of pictures and documents on the screen, and the documents themselves for phones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, render_template, send_file
from werkzeug.exceptions import NotFound

from hub.addresses import pages_address
from hub.domain.notice import Notice
from hub.store.notices import shown_notices
from hub.store.papers import DONE, Paper, paper_named, papers
from web.entry.guard import anybody
from web.kiosk.drawing import Drawn, draw
from web.kiosk.place import is_screen
from web.kiosk.shelf import shelf
from web.parts import content, parts

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
    """

    paper: Paper
    title: str
    back: str


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
    held = _held(sha256)
    return _file(held.paper.id, f"{number}.jpg", "image/jpeg", "")


@pages.get("/<sha256>/paper.pdf")
@anybody()
def document(sha256: str) -> Response:
    """The document, for a phone to keep."""
    held = _held(sha256)
    return _file(held.paper.id, "paper.pdf", PDF, held.paper.name)


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
    for notice in shown_notices(content(), parts().clock.now()):
        for paper in of_notice(notice):
            if paper.id == sha256:
                return Held(paper, notice.title, f"/kiosk/notices/{notice.id}")
    for entry in shelf().look().entries.values():
        found = paper_named(content(), entry.file) if entry.file else None
        if found is not None and found.id == sha256:
            return Held(found, entry.name, f"/kiosk/entry/{entry.id}")
    raise NotFound


def _file(sha256: str, name: str, kind: str, called: str) -> Response:
    path: Path = parts().config.data_dir / FOLDER / sha256 / name
    if not path.is_file():
        abort(404)
    told = called if called.lower().endswith(".pdf") else f"{called}.pdf"
    answer = send_file(
        path, mimetype=kind, conditional=True, as_attachment=bool(called), download_name=told
    )
    answer.headers.update(HEADERS)
    return answer
