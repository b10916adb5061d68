"""Reads a page aloud by the broadcasts' voice: made by the hub service, kept by the text's hash.

The browser names a page, never a text: only what the hub itself shows is ever spoken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, jsonify, request
from werkzeug.test import Client

from hub.errors import ControlError, RefusedError
from hub.store.preparation import DONE, REFUSED
from hub.store.speech import lexicon_revision, usual_voice
from web.entry.guard import anybody
from web.kiosk.place import MARK, only_screen
from web.kiosk.readable import readable
from web.language import language, tell
from web.parts import parts, store
from web.serving.files import sent

pages = Blueprint("aloud", __name__, url_prefix="/kiosk/aloud")

METHOD: Final = "vn.hub.Hub."
NAME: Final = "aloud-"
DIGITS: Final = 24
BY: Final = "kiosk"
OWN: Final = "/kiosk/"
LONGEST: Final = 1000
"""Letters of an address: a hundred of a search, each up to nine bytes as it is written there."""


@pages.post("")
@anybody()
@only_screen
def ask() -> tuple[Response, int]:
    """Have a page read; the same words by the same voice are made once."""
    path = request.form.get("page", "")
    plain = path.partition("?")[0]
    if not plain.startswith(OWN) or plain.startswith(pages.url_prefix or "") or "//" in plain:
        abort(400)
    text = readable(_page(path[:LONGEST]))
    if not text:
        return jsonify({"state": REFUSED}), 200
    job = NAME + _digest(text)
    told = {"id": job, "text": text, "repeats": 1, "name": tell("screen.aloud"), "by": BY}
    try:
        made = _ask("Speak", told)
        if made["state"] == DONE and not _is_there(made):
            _ask("Drop", {"id": job})
            made = _ask("Speak", told)
    except (ControlError, RefusedError):
        return jsonify({"state": "away"}), 200
    return jsonify(_told(made)), 200


@pages.get("/<job>")
@anybody()
@only_screen
def look(job: str) -> Response:
    """How far it is."""
    return jsonify(_told(_found(job)))


@pages.get("/<job>/sound")
@anybody()
@only_screen
def sound(job: str) -> Response:
    """What was made."""
    made = _found(job)
    if made["state"] != DONE or not _is_there(made):
        abort(404)
    path = parts().config.media_dir / str(made["taken"]["media"])
    return sent(path, "audio/wav")


def _page(path: str) -> str:
    """A page as the screen would get it; what somebody typed stands in it muted (`readable`)."""
    browser = Client(current_app.wsgi_app, Response)
    headers = {"Host": request.host, "Cookie": request.headers.get("Cookie", "")}
    around = {MARK: True, "REMOTE_ADDR": request.remote_addr or ""}
    answer = browser.get(path, headers=headers, environ_overrides=around)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        abort(404)
    return answer.get_data(as_text=True)


def _digest(text: str) -> str:
    """Of the words, the voice and the lexicon: another of them is another sound."""
    seen = f"{usual_voice(store())}|{lexicon_revision(store())}|{language()}|{text}"
    return hashlib.sha256(seen.encode()).hexdigest()[:DIGITS]


def _found(job: str) -> Mapping[str, Any]:
    if not job.startswith(NAME):
        abort(404)
    try:
        return _ask("Job", {"id": job, "language": language()})
    except (ControlError, RefusedError):
        abort(404)


def _ask(method: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
    answer = parts().ask_hub(METHOD + method, told)
    found: Mapping[str, Any] = answer.get("job", answer)
    return found


def _told(made: Mapping[str, Any]) -> dict[str, object]:
    return {"job": made["id"], "state": made["state"], "waits": bool(made.get("waits_for_cue"))}


def _is_there(made: Mapping[str, Any]) -> bool:
    media = str((made.get("taken") or {}).get("media", ""))
    return bool(media) and (parts().config.media_dir / media).is_file()
