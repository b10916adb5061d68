"""Any column of any table that the playout reads may hold anything: the village goes on hearing.

The store is a file of SQLite, so constraints keep programs from writing nonsense, but not a
worn card: what a power cut leaves in a page is read by the next start.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from broadcast.asrun import AsRunLog
from broadcast.book_store import StoreBook
from broadcast.cue_run import unheard
from broadcast.progress import Progress
from broadcast.restart import go_on
from hub.domain.bulletin import Kind, Level
from hub.domain.facts import Incident, Outcome
from hub.domain.ids import CueId, OrderId, PeriodId, ProgrammeId, SlotId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.programme import Programme, Source
from hub.domain.rules import OperatingRules, Period, RuleBook
from hub.domain.volume import Stretch, ZoneVolume
from hub.logs import Changes
from hub.store import asrun, orders
from hub.store.asrun import rows_after
from hub.store.calendar import put_programme, put_rule_book, put_slots
from hub.store.connect import open_hub
from hub.store.facts_json import dump
from hub.store.migrate import migrate_all
from hub.store.permits import Service
from hub.store.steps import HUB_DB
from hub.words import say
from tests.fakes.calendar import RATE, MemoryCalendar, daily
from tests.simulation.studio import Village, local
from tests.store.damage import DAMAGES, damage

NOW = "2026-12-01T04:55"
EARLY = RuleBook(
    commune=OperatingRules(quiet_from=time(20), quiet_to=time(4, 30), sessions_a_day=9),
    zones={ZoneId("xom-2"): OperatingRules(quiet_from=time(19), sessions_a_day=9)},
    periods=(
        Period(
            PeriodId("hop"), "Đại hội", datetime(2026, 1, 1).date(), datetime(2026, 1, 2).date()
        ),
    ),
    volumes={ZoneId("xom-3"): ZoneVolume(-6.0, (Stretch(time(5), time(6), -12.0),))},
)
COLUMNS = {
    "slot": (("id", "title", "body"), "id = 'xau'"),
    "programme": (
        ("id", "title", "kind", "level", "source", "media", "frames", "rate", "sha256", "author",
         "approver", "language", "renditions"), "id = 'xau'",
    ),
    "programme_stream": (("programme", "place", "address"), "1"),
    "rulebook": (("id", "body"), "1"),
    "calendar_revision": (("id", "value"), "1"),
    "orders": (
        ("id", "verb", "zones", "at", "given_by", "programme", "kind", "repeats", "resume"), "1",
    ),
    "asrun": (("at", "sort", "body", "prev_hash", "hash"), "1"),
    "asrun_head": (("one", "count", "hash", "newest"), "1"),
    "on_air": (("cue", "since", "body", "interruptions"), "1"),
}  # fmt: skip
PLACES = [(table, column) for table, (columns, _) in COLUMNS.items() for column in columns]
EVERY = 3
"""A third of all pairs is enough for each day: every column has five damages, every damage 15."""
CASES = {
    f"{table}.{column} holds {what}": (table, column, DAMAGES[what])
    for place, (table, column) in enumerate(PLACES)
    for number, what in enumerate(DAMAGES)
    if (place + number) % EVERY == 0
}


def a_programme(
    name: str, source: Source = Source.FILE, streams: tuple[str, ...] = ()
) -> Programme:
    return Programme(
        ProgrammeId(name), name, Kind.ROUTINE, Level.COMMUNE, source, f"{name}.wav",
        60 * RATE, RATE, "0" * 64, "Bình", "Hoa", streams,
    )  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which every table that the playout reads has rows."""
    folder = tmp_path_factory.mktemp("whole")
    migrate_all(folder)
    at = local(NOW)
    with open_hub(folder, Service.CLI) as store:
        put_programme(store, a_programme("tot"))
        put_programme(store, a_programme("xau"))
        put_programme(store, a_programme("dai", Source.RELAY, ("https://dai.example/a.mp3",)))
        five = datetime(2026, 11, 1, 5, 0)
        put_slots(store, [daily("sang", five, ProgrammeId("tot"), length_s=60.0)])
        put_slots(store, [daily("xau", five.replace(minute=5), ProgrammeId("xau"), length_s=60.0)])
        put_rule_book(store, EARLY)
        hold = Order(OrderId("tam"), Verb.HOLD, frozenset({ZoneId("xom-3")}), at, "Hoa")
        orders.add(store, hold)
    with open_hub(folder, Service.BROADCAST) as store:
        book = StoreBook(store)
        slot = book.slots()[0]
        rules, programmes = book.rule_book(), book.programmes()
        village = Village(NOW, MemoryCalendar(), source=book)
        village.run_until("2026-12-01T04:56")
        cue = village.studio.playout.preview(at).cues[0]
        assert (slot, bool(rules), bool(programmes), cue.slot) == (slot, True, True, "sang")
        fact = unheard(cue, Outcome.CUT, None)
        before = replace(fact, planned_start=at - timedelta(hours=1), cue=CueId("hom-qua"))
        asrun.append(store, before, at - timedelta(hours=1))
        asrun.mark_on_air(store, fact.cue, at - timedelta(minutes=2), dump(fact), 0)
    return folder


@pytest.fixture
def folder(tmp_path: Path, whole: Path) -> Iterator[Path]:
    """A copy of it, in memory where there is such a folder: each commit waits for its disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as name:
        shutil.copytree(whole, name, dirs_exist_ok=True)
        yield Path(name)


def hear(folder: Path) -> tuple[list[SlotId | None], set[str]]:
    """Start the playout on a store and let it go on until ten past five.

    Returns:
        What the log has of cues with sound, and the keys of its incidents.
    """
    with open_hub(folder, Service.BROADCAST, folder) as store:
        village = Village(NOW, MemoryCalendar(), source=StoreBook(store))
        log = AsRunLog(store, folder, village.clock, Changes(logging.getLogger("t")), 0.1)
        newest = log.newest_instant()
        village.log = log  # type: ignore[assignment]  # the real one
        village.build(newest or village.clock.now())
        go_on(village.studio, log, village.parts, Progress(folder), newest)
        village.run_until("2026-12-01T05:10")
        log.flush(1e9)
        assert log.waiting == 0
        facts = [row.fact for row in rows_after(store, 0, 1000)]
    heard = [f.slot for f in facts if not isinstance(f, Incident | Order) and f.frames_played]
    incidents = [fact for fact in facts if isinstance(fact, Incident)]
    for one in incidents:
        assert say(one.what.key, "vi", **dict(one.what.values))
    return heard, {one.what.key for one in incidents}


def test_the_whole_store_is_heard(folder: Path) -> None:
    assert hear(folder) == (["sang", "xau"], set())


@pytest.mark.parametrize(("table", "column", "value"), CASES.values(), ids=CASES.keys())
def test_a_damaged_column_does_not_silence_the_village(
    folder: Path, table: str, column: str, value: str
) -> None:
    if not damage(folder / HUB_DB, table, column, value, COLUMNS[table][1]):
        return

    heard, _ = hear(folder)

    assert "sang" in heard or (table, column) == ("orders", "zones")  # it may hold everywhere


@pytest.mark.parametrize(
    ("place", "where", "value", "told"),
    [
        ("slot.title", "id = 'xau'", "X'00'", "incident.slot_left_out"),
        ("programme.kind", "id = 'xau'", "'gossip'", "incident.programme_left_out"),
        ("programme.media", "id = 'xau'", "'/etc/passwd'", "incident.programme_left_out"),
        ("programme.frames", "id = 'xau'", "'many'", "incident.programme_left_out"),
        ("rulebook.body", "1", "'{'", "incident.rules_unread"),
        ("orders.zones", "1", "'xom-3'", "incident.order_doubted"),
        ("orders.verb", "1", "'whisper'", "incident.order_left_out"),
        ("asrun_head.newest", "1", "'9999-12-31T00:00:00Z'", "incident.log_end_unread"),
        ("asrun_head.count", "1", "9223372036854775807", None),
        ("on_air.since", "1", "'yesterday'", "incident.on_air_left_out"),
    ],
)
def test_what_is_left_out_is_told(
    folder: Path, place: str, where: str, value: str, told: str | None
) -> None:
    table, _, column = place.partition(".")
    assert damage(folder / HUB_DB, table, column, value, where)

    assert hear(folder)[1] == ({told} if told else set())


def test_a_letter_of_which_a_bit_has_tipped_leaves_out_nothing(folder: Path) -> None:
    assert damage(folder / HUB_DB, "programme", "title", "CAST(X'42C36E' AS TEXT)", "id = 'tot'")

    assert hear(folder) == (["sang", "xau"], set())


def test_a_calendar_whose_revision_is_damaged_is_read_again_after_a_change(folder: Path) -> None:
    assert damage(folder / HUB_DB, "calendar_revision", "value", "9223372036854775807", "1")
    with open_hub(folder, Service.CLI) as store:
        book = StoreBook(store)
        before = book.revision()

        put_rule_book(store, EARLY)

        assert book.revision() != before
