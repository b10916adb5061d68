"""Taking in a calendar file: first what would come and what would not, then for good."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request

from hub.domain.person import Right
from hub.domain.slot import Slot
from hub.errors import RefusedError
from hub.store.calendar import programmes, put_slots, revision, slots
from hub.store.people import Deed, note
from web.entry.guard import caller, needs, person, to
from web.language import tell
from web.parts import parts, people, store
from web.planning import approvers
from web.planning.taken import MOST_BYTES, Taken, approved, keep, look
from web.present.when import rule_in_words

pages = Blueprint("ics", __name__, url_prefix="/calendar/import")

FORM_BYTES: Final = MOST_BYTES + (64 << 10)
NOTES_SHOWN: Final = 20
STALE: Final = 409


@pages.get("")
@needs(Right.APPROVE)
def form() -> str:
    """The form for a file."""
    return render_template("ics.html", taken=None, problem="")


@pages.post("")
@needs(Right.APPROVE, most_bytes=FORM_BYTES)
def bring() -> tuple[str, int]:
    """Look at a file: what would come, what would not and why.  Nothing is changed."""
    try:
        return _shown(keep(_file()), "")
    except RefusedError as error:
        problem = tell(error.key, **error.values)
        return render_template("ics.html", taken=None, problem=problem), 422


@pages.post("/take")
@needs(Right.APPROVE)
def take() -> Response:
    """Take it in as it was shown; if the calendar has changed since then, show it again."""
    name, seen = request.form.get("name", ""), request.form.get("seen", "")
    taken = _look(name)  # before the lock, which the as-run log needs too
    by, at = person().name, parts().clock.now()
    with store().transaction():
        is_stale = seen != str(revision(store()))
        if not is_stale:
            _check(taken, by)
            put_slots(store(), approved(taken.wanted, by), by, at)
    if is_stale:
        return make_response(_shown(name, tell("ics.changed_meanwhile"), STALE))
    _write_down(taken)
    return to("calendar.days")


def _file() -> bytes:
    """The file of the form, and one byte more than it may have."""
    file = request.files.get("file")
    if file is None:
        return b""
    with closing(file):
        return file.stream.read(MOST_BYTES + 1)


def _look(name: str) -> Taken:
    known = {slot.id: slot for slot in slots(store())}
    return look(name, known, programmes(store()))


def _shown(name: str, problem: str, status: int = 200) -> tuple[str, int]:
    seen, taken = revision(store()), _look(name)
    titles = {slot.id: slot.title for slot in (*slots(store()), *taken.wanted)}

    def line(slot: Slot) -> tuple[str, str]:
        return slot.title, rule_in_words(slot.recurrence, tell, titles)

    return render_template(
        "ics.html",
        taken=taken,
        seen=seen,
        problem=problem,
        groups=[
            ("fresh", [line(slot) for slot in taken.fresh]),
            ("changed", [line(slot) for slot in taken.changed]),
        ],
        refused=[(slot.title, tell(why.key, **why.values)) for slot, why in taken.refused],
        notes=[tell(one.key, **one.values) for one in taken.notes[:NOTES_SHOWN]],
    ), status


def _check(taken: Taken, by: str) -> None:
    known = programmes(store())
    for slot in taken.wanted:
        approvers.check((known[name] for name in slot.content), slot.kind, by)


def _write_down(taken: Taken) -> None:
    found = caller()
    assert found is not None
    counts = {name: str(len(getattr(taken, name))) for name in ("changed", "same")}
    values = {"new": str(len(taken.fresh)), **counts}
    deed = Deed(parts().clock.now(), found.person.name, "audit.slot.imported", values)
    note(people(), deed, found.phone.id)
