"""Rows of the calendar that no page would write: one is left out, the village hears the others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from broadcast.book_store import StoreBook
from broadcast.preview_api import Previewer
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.programme import Programme, Source
from hub.errors import RefusedError
from hub.store.calendar import put_programme, put_slots
from hub.store.calendar_json import dump_slot, slot_document
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.migrate import migrate_all
from hub.store.permits import Service
from tests.fakes.calendar import RATE, MemoryCalendar, daily
from tests.simulation.studio import TZ, Village

FIVE = datetime(2026, 11, 1, 5, 0)
NOON = datetime(2026, 11, 1, 12, 0)
NEWS = ProgrammeId("ban-tin")
ONCE_MORE = "2026-12-01T12:00:00"


def override(**changed: object) -> dict[str, object]:
    """One occurrence at another time, as the store writes it."""
    return {
        "recurrence_id": ONCE_MORE,
        "start": "2026-12-01T06:00:00",
        "tz": "",
        "length_s": 60.0,
        "title": None,
        "cancelled": False,
        "and_future": False,
        "all_day": False,
        "changes": [],
        **changed,
    }


def rule(**changed: object) -> dict[str, object]:
    """What stands otherwise in the recurrence of a row."""
    return {"recurrence": changed}


BAD: dict[str, dict[str, object]] = {
    "an occurrence moved to the end of time": rule(
        overrides=[override(start="9999-12-31T23:59:00")]
    ),
    "an occurrence moved to the begin of time": rule(
        overrides=[override(start="0001-01-01T00:00:00")]
    ),
    "all that follow moved by 7000 years": rule(
        overrides=[override(start="9400-01-01T05:00:00", and_future=True)]
    ),
    "it begins at the begin of time": rule(start="0001-01-01T00:00:00"),
    "it begins at the end of time": rule(start="9999-12-31T23:59:00", rrules=[]),
    "it begins with an offset": rule(start="2026-11-01T05:00:00+07:00"),
    "a date too far": rule(rdates=[["9999-12-31T23:59:00", 1e12]]),
    "no such zone": rule(tz="Mars/Phobos"),
    "no rule": rule(rrules=["FREQ=SOMETIMES"]),
    "a rule that is no text": rule(rrules=[7]),
    "no recurrence": {"recurrence": None},
    "no lunar day": rule(lunar="mùng mười lăm"),
    "goes with nothing": rule(anchor={"slot": 3}),
    "too long for time": {"length_s": 1e300},
    "shorter than nothing": {"length_s": -1e9},
    "a length that is no number": {"length_s": "lâu"},
    "may begin after the end of time": {"latest_start_s": 10**15},
    "no such kind": {"kind": "gossip"},
    "zones that are none": {"zones": 4},
    "an order that is none": {"order": "first"},
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    migrate_all(folder)
    return folder


@pytest.fixture
def store(tmp_path: Path, empty: Path) -> Iterator[Database]:
    shutil.copytree(empty, tmp_path, dirs_exist_ok=True)
    with open_hub(tmp_path, Service.WEB) as database:
        put_programme(database, a_programme())
        put_slots(database, [daily("sang", FIVE, NEWS)])
        yield database


def a_programme() -> Programme:
    return Programme(
        NEWS,
        "Bản tin",
        Kind.ROUTINE,
        Level.COMMUNE,
        Source.FILE,
        media="ban-tin.wav",
        frames=60 * RATE,
        rate=RATE,
        sha256="0" * 64,
        author="Bình",
        approver="Hoa",
    )


def write_by_hand(store: Database, key: str, wrong: dict[str, Any]) -> None:
    """A row as no program of ours would leave it."""
    body = json.loads(dump_slot(daily(key, NOON, NEWS)))
    for name, value in wrong.items():
        if isinstance(value, dict):
            body[name].update(value)
        else:
            body[name] = value
    store.run("INSERT INTO slot (id, title, body) VALUES (?, ?, ?)", (key, key, json.dumps(body)))
    store.run("UPDATE calendar_revision SET value = value + 1 WHERE id = 1")


def village(store: Database) -> Village:
    return Village("2026-12-01T04:55", MemoryCalendar(), source=StoreBook(store))


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD.keys())
def test_a_bad_row_of_the_calendar_does_not_silence_the_other_slots(
    store: Database, wrong: dict[str, object]
) -> None:
    write_by_hand(store, "xau", wrong)
    here = village(store)

    here.run_until("2026-12-02T05:10")

    played = [fact for fact in here.log.rows.values() if fact.slot == SlotId("sang")]
    assert len(played) == 2
    assert all(fact.frames_played for fact in played)


def test_a_slot_that_is_left_out_is_told_once_and_again_when_it_was_changed(
    store: Database,
) -> None:
    write_by_hand(store, "xau", {"length_s": "lâu"})
    write_by_hand(store, "lau", {"length_s": 1e300})
    write_by_hand(store, "tre", {"latest_start_s": 10**15})
    here = village(store)

    here.run_until("2026-12-03T05:10")
    first = [dict(one.what.values) for one in here.log.incidents]
    store.run("UPDATE slot SET body = json_set(body, '$.length_s', 2e300) WHERE id = 'lau'")
    store.run("UPDATE calendar_revision SET value = value + 1 WHERE id = 1")
    here.run_until("2026-12-04T05:10")

    assert {one.what.key for one in here.log.incidents} == {"incident.slot_left_out"}
    assert sorted((told["slot"], told["title"]) for told in first) == [
        ("lau", "lau"),
        ("tre", "tre"),
        ("xau", "xau"),
    ]
    assert [dict(one.what.values)["slot"] for one in here.log.incidents[3:]] == ["lau"]


def test_a_slot_that_was_mended_is_heard_again(store: Database) -> None:
    write_by_hand(store, "xau", rule(tz="Mars/Phobos"))
    here = village(store)
    here.run_until("2026-12-01T05:10")

    store.run("UPDATE slot SET body = json_set(body, '$.recurrence.tz', '') WHERE id = 'xau'")
    store.run("UPDATE calendar_revision SET value = value + 1 WHERE id = 1")
    here.run_until("2026-12-01T12:10")

    assert [fact.slot for fact in here.log.rows.values()] == ["sang", "xau"]


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD.keys())
def test_a_preview_of_a_calendar_with_a_bad_row_is_answered(
    store: Database, wrong: dict[str, object]
) -> None:
    write_by_hand(store, "xau", wrong)
    here = village(store)
    here.run_until("2026-12-01T04:56")

    told = previewer(here).answer({"days": 2})

    assert [cue["slot"] for cue in told["cues"] if cue["slot"] == "sang"] == ["sang", "sang"]


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD.keys())
def test_a_draft_that_cannot_be_planned_is_refused_and_ends_nothing(
    store: Database, wrong: dict[str, object]
) -> None:
    here = village(store)
    here.run_until("2026-12-01T04:56")
    draft = slot_document(daily("moi", NOON, NEWS))
    for name, value in wrong.items():
        draft[name] = {**draft[name], **value} if isinstance(value, dict) else value

    with suppress(RefusedError):
        previewer(here).answer({"days": 2, "draft": {"slots": [draft]}})

    assert [cue["slot"] for cue in previewer(here).answer({"days": 1})["cues"]] == ["sang"]


def previewer(here: Village) -> Previewer:
    """The playout's answer to who asks what would be."""
    playout = here.studio.playout
    return Previewer(here.parts.book, playout.situation, TZ, here.clock)
