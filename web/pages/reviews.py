"""Emergencies are looked at afterwards, by somebody other than who gave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, render_template, request

from hub.domain.facts import AsRun
from hub.domain.ids import CueId
from hub.domain.person import Right
from hub.domain.programme import Programme
from hub.domain.review import Emergency, Review
from hub.errors import RefusedError
from hub.store.calendar import programmes
from hub.store.program_keys import makers_of
from hub.store.reviews import emergency_of, newest_reviews, sign, unreviewed
from web.entry.guard import needs, person, to
from web.language import tell
from web.pages.writing_down import write_down
from web.parts import parts, people, store
from web.planning import approvers
from web.present import moment as present
from web.present.slot import moment_in_words

pages = Blueprint("reviews", __name__, url_prefix="/emergencies")

LONGEST_REMARK: Final = 300
MOST_DONE: Final = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """One emergency as people read it.

    Attributes:
        cue: Its name in the log book.
        title: What people call it.
        when: "thứ Ba 1/12 lúc 10:42".
        where: Zones, in words.
        by: Who gave it.
        outcome: What became of it.
        may_sign: Whoever asks may sign it: it was not theirs.
        review: Who looked at it, or None.
    """

    cue: CueId
    title: str
    when: str
    where: str
    by: str
    outcome: str
    may_sign: bool
    review: Review | None


@pages.get("")
@needs(Right.APPROVE)
def listed() -> str:
    """What waits for a second look, and what had one lately."""
    known = {str(key): one for key, one in programmes(store()).items()}
    return render_template(
        "reviews.html",
        waits=[_shown(one, known) for one in unreviewed(store())],
        done=[_shown(one, known) for one in newest_reviews(store(), MOST_DONE)],
        names=approvers.names(person().name),
        most=LONGEST_REMARK,
    )


@pages.post("/review")
@needs(Right.APPROVE)
def review() -> Response:
    """Sign one."""
    found = emergency_of(store(), CueId(request.form.get("cue", "")))
    if found is None:
        raise RefusedError("review.gone")
    if person().name in _givers(found.by):
        raise RefusedError("review.own", name=found.by)
    remark = _remark(request.form.get("remark", ""))
    signed = Review(person().name, parts().clock.now(), remark)
    if not sign(store(), found, signed):
        raise RefusedError("review.done")
    write_down("audit.reviewed", by=found.by, day=f"{_local(found):%H:%M %d/%m/%Y}")
    return to("reviews.listed")


def _shown(one: Emergency, known: dict[str, Programme]) -> Shown:
    zones = present.Zones.of(parts().config.zones)
    where = zones.say([str(zone) for zone in one.zones], tell) or tell("home.everywhere")
    return Shown(
        one.cue,
        _title(one, known),
        moment_in_words(_local(one), tell),
        where,
        one.by,
        _outcome(one),
        person().name not in _givers(one.by),
        one.review,
    )


def _title(one: Emergency, known: dict[str, Programme]) -> str:
    if isinstance(one.fact, AsRun):
        return one.fact.title
    name = str(one.fact.programme)
    return known[name].title if name in known else name


def _outcome(one: Emergency) -> str:
    if isinstance(one.fact, AsRun):
        return tell(f"log_page.outcome.{one.fact.outcome}")
    return tell("review.no_row")


def _givers(by: str) -> frozenset[str]:
    """Who answers for it: for a program whoever made its key."""
    return frozenset({by}) | makers_of(people(), by)


def _local(one: Emergency) -> datetime:
    return one.at.astimezone(parts().config.timezone).replace(tzinfo=None)


def _remark(text: str) -> str:
    """One line, which may be empty.

    Raises:
        RefusedError: ``review.remark``.
    """
    told = " ".join(text.split())
    if len(told) > LONGEST_REMARK or not (told.isprintable() or not told):
        raise RefusedError("review.remark", most=LONGEST_REMARK)
    return told
