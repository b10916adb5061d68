"""Puts one week's book together out of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from hub.domain.bulletin import Kind
from hub.domain.facts import AsRun, Logged
from hub.domain.ids import CueId, ZoneId
from hub.logbook.book import Book
from hub.logbook.week import Week
from hub.store.asrun import last, rows
from hub.store.asrun_chain import ChainVerdict
from hub.store.calendar import programmes, rule_book
from hub.store.database import Database
from hub.store.reviews import reviews_of
from hub.store.speech import spoken_in
from hub.words import say


def gathered(
    store: Database,
    *,
    village: str,
    tz: ZoneInfo,
    zone_names: Mapping[ZoneId, str],
    week: Week,
    now: datetime,
    verdict: str = "",
) -> Book:
    """The book of a week.

    Args:
        store: ``hub.db``.
        village: Name of the village.
        tz: Local time.
        zone_names: What people call the zones.
        week: Which week.
        now: When it is printed, aware.
        verdict: What looking over the chain gave, a sentence.
    """
    with store.snapshot():
        found, known = rows(store, *week.window(tz)), programmes(store)
        rules = rule_book(store)
        played = (row.fact.media for row in found if isinstance(row.fact, AsRun))
        return Book(
            village=village,
            week=week,
            tz=tz,
            rows=found,
            printed_at=now,
            newest=last(store),
            verdict=verdict,
            zone_names={**zone_names, **rules.zone_names},
            spoken=spoken_in(store, {digest for media in played for _, digest in media}),
            commune=rules.issuer,
            reviews=reviews_of(store, _emergencies(found)),
            frames={one.sha256: one.frames for one in known.values()},
            titles={key: one.title for key, one in known.items()},
        )


def _emergencies(found: Iterable[Logged]) -> Iterator[CueId]:
    for row in found:
        if isinstance(row.fact, AsRun) and row.fact.kind is Kind.EMERGENCY:
            yield row.fact.cue


def sentence(verdict: ChainVerdict, language: str) -> str:
    """What looking over the chain gave."""
    if verdict.is_whole:
        return say("log.whole", language, count=verdict.rows)
    return say(verdict.why, language, seq=verdict.first_broken)
