"""The party cell's documents: behind a code, never read aloud, forgotten with the reader."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from hub.domain.entry import Entry
from hub.errors import RefusedError
from hub.store.papers import Paper
from hub.store.reading_code import reading_code
from web.entry import safety
from web.entry.guard import anybody, to
from web.kiosk import reading_room
from web.kiosk.papers import of_entry
from web.kiosk.shelf import shelf
from web.language import tell
from web.parts import content

pages = Blueprint("party", __name__, url_prefix="/kiosk/party")


@pages.get("")
@anybody()
def room() -> str:
    """The code is asked for; then the list."""
    return _page("")


@pages.post("")
@anybody(is_entry=True)
def enter() -> Response | tuple[str, int]:
    """Look at the code."""
    try:
        token = reading_room.enter(request.form.get("code", "").strip())
    except RefusedError as error:
        return _page(tell(error.key, **error.values)), 422
    answer = to("party.room")
    safety.set_cookie(answer, reading_room.COOKIE, token, None)
    return answer


@pages.post("/leave")
@anybody()
def leave() -> Response:
    """Close them again."""
    answer = make_response(to("party.room"))
    reading_room.leave(answer)
    return answer


def _page(problem: str) -> str:
    is_open = reading_room.is_reader()
    return render_template(
        "kiosk/party.html",
        is_open=is_open,
        has_code=bool(reading_code(content())),
        documents=_documents() if is_open else (),
        problem=problem,
    )


def _documents() -> list[tuple[Entry, Paper | None]]:
    return [(one, of_entry(one)) for one in shelf().look().members.values()]
