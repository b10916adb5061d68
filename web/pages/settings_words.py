"""The village's own readings of words and abbreviations, and words that the hub is not sure of."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, render_template, request, url_for

from hub.domain.lexicon import Respelling, Scope, Sort, key_of, respelling
from hub.domain.person import Right
from hub.errors import ControlError, RefusedError
from hub.store.calendar import programmes
from hub.store.speech import lexicon, put_respelling, remove_respelling, spoken_in
from web.entry.guard import needs, to
from web.language import tell
from web.parts import store
from web.settings.change import write_down
from web.sound.reading import read
from web.sound.sampling import speak, usual

pages = Blueprint("words", __name__)

MOST_TEXT: Final = 400
"""Letters of a sentence that is tried."""
MOST_DRAFTS: Final = 30
"""Newest bulletins in which doubtful words are looked for."""


@pages.get("/words")
@needs(Right.SETTINGS)
def words() -> str:
    """The village's own readings, and words that the hub is not sure of."""
    return _words_page("")


@pages.post("/words")
@needs(Right.SETTINGS)
def set_word() -> Response | tuple[str, int]:
    """Hear a reading, or store it."""
    try:
        entry = respelling(request.form.get("written", ""), request.form.get("reading", ""))
        if request.form.get("act") == "hear":
            return speak(entry.reading, usual(), url_for("settings.words.words"))
    except (RefusedError, ControlError) as error:
        return _words_page(tell(error.key, **error.values)), 422
    was = request.form.get("was", "")
    with store().transaction():
        now = next((one for one in lexicon(store()) if _is_same(one, entry)), None)
        if now is not None and now.reading not in {was, entry.reading}:
            problem = tell("settings.changed_word", word=now.written, now=now.reading)
            return _words_page(problem, was=now.reading), 409
        put_respelling(store(), entry)
    write_down("audit.set_word", word=entry.written, reading=entry.reading)
    return to("settings.words.words")


@pages.post("/words/remove")
@needs(Right.SETTINGS)
def remove_word() -> Response | tuple[str, int]:
    """Take a reading of the village away, unless somebody has just given another one."""
    written = request.form.get("written", "")
    keys = sorted({key_of(sort, written) for sort in Sort})
    with store().transaction():
        own = [one for one in lexicon(store()) if one.scope is Scope.VILLAGE]
        now = [one.reading for one in own if one.written in keys]
        if now and request.form.get("was", now[0]) not in now:
            problem = tell("settings.changed_word_kept", word=written[:60], now=", ".join(now))
            return _words_page(problem), 409
        count = remove_respelling(store(), Scope.VILLAGE, keys)
    if count:
        write_down("audit.set_word_removed", word=written[:60])
    return to("settings.words.words")


@pages.post("/words/try")
@needs(Right.SETTINGS)
def try_words() -> str:
    """What will be said for a sentence, and what in it is doubtful."""
    return _words_page("", text=request.form.get("text", "")[:MOST_TEXT])


def _words_page(problem: str, *, text: str = "", was: str = "") -> str:
    found = read(store(), text) if text.strip() else None
    return render_template(
        "settings_words.html",
        entries=lexicon(store()),
        scopes=Scope,
        doubtful=_doubtful(),
        form=request.form if problem else {},
        written=request.args.get("written", ""),
        guess=request.args.get("guess", ""),
        was=was,
        text=text,
        reading=found,
        problem=problem,
    )


def _doubtful() -> dict[str, str]:
    """Words of the newest bulletins whose reading was guessed, with the guess."""
    newest = [one.sha256 for one in programmes(store()).values()][-MOST_DRAFTS:]
    found: dict[str, str] = {}
    for spoken in spoken_in(store(), newest).values():
        for one in read(store(), spoken.written).unknown:
            found.setdefault(one.written, one.guess)
    return found


def _is_same(one: Respelling, other: Respelling) -> bool:
    mine = (other.sort, other.scope, other.written, other.after, other.before)
    return (one.sort, one.scope, one.written, one.after, one.before) == mine
