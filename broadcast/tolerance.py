"""Plans what can be planned: a slot with which that fails is left out and told of (ADR 0047)."""

from __future__ import annotations

from broadcast.asked import Kept
from broadcast.book import Book
from broadcast.parts import Parts
from broadcast.planner import plan
from broadcast.situation import Situation
from hub.domain.timeline import Timeline


def planned(parts: Parts, situation: Situation, kept: Kept | None = None) -> Timeline:
    """The plan of the window around now, without the slots that cannot be planned.

    What was left out for the first time is written down: somebody has to put it in anew.  What
    is not the fault of a single slot is raised: then the service ends and is started again.
    """
    timeline = _planned(parts.book, situation, kept)
    for one in parts.book.newly_left_out():
        told = {"slot": one.slot, "title": one.title, "detail": one.detail}
        parts.journal.incident("incident.slot_left_out", **told)
    for row in parts.book.newly_unread():
        parts.journal.incident(row.key, name=row.name, detail=row.detail)
    return timeline


def _planned(book: Book, situation: Situation, kept: Kept | None) -> Timeline:
    try:
        return plan(book.around(situation.now), situation, kept)
    except Exception:
        if not book.sift(situation.now, lambda found: plan(found, situation)):
            raise
        if kept is not None:
            kept.forget()  # the planning that failed may have left half of its work there
        return plan(book.around(situation.now), situation, kept)
