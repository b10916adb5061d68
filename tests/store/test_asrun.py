"""The as-run log: a fact once, chained, never changed; what is on air beside it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.domain.facts import Fact, Incident
from hub.domain.ids import CueId
from hub.errors import StoreError
from hub.store.asrun import (
    GENESIS,
    Appended,
    OnAir,
    append,
    append_many,
    chain_hash,
    done_cues,
    forget_on_air,
    has_cue,
    last,
    mark_on_air,
    newest_instant,
    on_air,
    rows,
)
from hub.store.asrun_chain import verify
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.permits import Service
from tests.store.samples import MORNING, make_cue, make_incident, make_order
from tests.store.strategies import facts

HOUR = timedelta(hours=1)
COLUMNS = "seq, at, sort, body, prev_hash, hash"
ALWAYS = (MORNING.replace(year=2000), MORNING.replace(year=2100))


def test_rows_are_numbered_without_a_gap(store: Database) -> None:
    done = append_many(store, [(make_cue(n), MORNING) for n in range(3)])

    assert done == (Appended(1, True), Appended(2, True), Appended(3, True))


@pytest.mark.parametrize("fact", [make_cue(1), make_order(1), make_incident(1)])
def test_a_fact_is_appended_once(store: Database, fact: Fact) -> None:
    append(store, fact, MORNING)

    assert append(store, fact, MORNING + HOUR) == Appended(1, is_new=False)
    assert append(store, make_cue(2), MORNING).seq == 2


def test_a_cue_has_one_row_whatever_is_said_of_it_later(store: Database) -> None:
    append(store, make_cue(1), MORNING)
    append(store, make_cue(1, title="Một tên khác"), MORNING + HOUR)

    newest = last(store)
    assert newest is not None
    assert newest.fact == make_cue(1)


def test_a_cue_an_order_and_an_incident_may_share_a_name(store: Database) -> None:
    append(store, make_cue(1, cue=CueId("lenh-1")), MORNING)

    assert append(store, make_order(1), MORNING).is_new


def test_a_row_names_the_row_before(store: Database) -> None:
    append(store, make_cue(1), MORNING)
    append(store, make_cue(2), MORNING)

    first, second = store.rows("SELECT prev_hash, seq, at, sort, body, hash FROM asrun")
    assert first[0] == GENESIS
    assert second[0] == first[-1] == chain_hash(*first[:-1])
    assert second[-1] == chain_hash(*second[:-1])


def test_all_of_many_or_none(store: Database) -> None:
    broken = make_cue(2, planned_start=MORNING.replace(tzinfo=None))

    with pytest.raises(ValueError):
        append_many(store, [(make_cue(1), MORNING), (broken, MORNING)])

    assert last(store) is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE asrun SET body = '{}'",
        "DELETE FROM asrun",
        f"INSERT OR REPLACE INTO asrun ({COLUMNS}) SELECT {COLUMNS} FROM asrun",
        f"INSERT INTO asrun ({COLUMNS}) VALUES (0, '', 'incident', '{{}}', '', '')",
    ],
)
def test_the_log_is_never_changed(store: Database, sql: str) -> None:
    append(store, make_cue(1), MORNING)

    with pytest.raises(StoreError, match=r"store\.row_refused"):
        store.run(sql)

    assert verify(store).is_whole


@pytest.mark.property
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(written=st.lists(facts, min_size=1, max_size=4))
def test_what_was_appended_is_read_again(store: Database, written: list[Fact]) -> None:
    append_many(store, [(fact, MORNING) for fact in written])

    found = [row.fact for row in rows(store, *ALWAYS)]
    assert all(fact in found for fact in written if not is_known_by_name(fact))
    assert verify(store).is_whole


def is_known_by_name(fact: Fact) -> bool:
    """A cue or order of which an earlier example may have written another version."""
    return not isinstance(fact, Incident)


def test_cues_are_done_by_their_planned_start(store: Database) -> None:
    for number in range(3):
        append(store, make_cue(number, MORNING + number * HOUR), MORNING + 9 * HOUR)

    assert done_cues(store, MORNING + HOUR, MORNING + 2 * HOUR) == {CueId("tin-xa@1")}
    assert has_cue(store, CueId("tin-xa@1"))
    assert not has_cue(store, CueId("tin-xa@9"))


def test_names_with_strange_letters_stay_apart(store: Database) -> None:
    names = [CueId(name) for name in ("a\0b", "a\0c", "a", 'a"', "\\", "\ud800", "\xe0", "a\u0300")]

    for name in names:
        assert append(store, make_cue(1, cue=name), MORNING).is_new

    assert done_cues(store, *ALWAYS) == set(names)
    assert all(has_cue(store, name) for name in names)


def test_a_week_has_what_was_planned_or_came_in_it(store: Database) -> None:
    append(store, make_cue(1, MORNING), MORNING + 5 * HOUR)
    append(store, make_order(1, at=MORNING + HOUR), MORNING)
    append(store, make_incident(1, at=MORNING + 2 * HOUR), MORNING)

    found = rows(store, MORNING, MORNING + 2 * HOUR)

    assert [row.fact for row in found] == [make_cue(1, MORNING), make_order(1, at=MORNING + HOUR)]


def test_the_newest_instant_does_not_go_back_with_the_clock(store: Database) -> None:
    assert newest_instant(store) is None

    append(store, make_cue(1), MORNING + HOUR)
    append(store, make_cue(2), MORNING)

    assert newest_instant(store) == MORNING + HOUR


def test_a_row_that_cannot_be_read_does_not_hide_the_others(store: Database) -> None:
    append(store, make_cue(1), MORNING)
    store._opened.connection.set_authorizer(None)
    store.run("DROP TRIGGER asrun_stays")
    store.run("""UPDATE asrun SET body = '{"cue":"x","planned_start":"2026-12-01"}'""")
    append(store, make_cue(2), MORNING)

    found = rows(store, *ALWAYS)

    assert isinstance(found[0].fact, Incident)
    assert found[0].fact.what.key == "log.unreadable_row"
    assert found[1].fact == make_cue(2)


def test_what_is_on_air_is_remembered(tmp_path: Path, store: Database) -> None:
    mark_on_air(store, CueId("b"), MORNING, "{}", 0)
    mark_on_air(store, CueId("a"), MORNING + HOUR, '{"x":1}', 2)

    with open_hub(tmp_path, Service.BROADCAST) as again:
        assert on_air(again) == (
            OnAir(CueId("b"), MORNING, "{}", 0),
            OnAir(CueId("a"), MORNING + HOUR, '{"x":1}', 2),
        )


def test_marking_again_replaces_what_was_remembered(store: Database) -> None:
    mark_on_air(store, CueId("a"), MORNING, "{}", 0)
    mark_on_air(store, CueId("a"), MORNING, "{}", 1)

    assert on_air(store) == (OnAir(CueId("a"), MORNING, "{}", 1),)


def test_the_row_of_a_cue_takes_it_off_the_air(store: Database) -> None:
    mark_on_air(store, make_cue(1).cue, MORNING, "{}", 0)
    mark_on_air(store, make_cue(2).cue, MORNING, "{}", 0)

    append(store, make_cue(1), MORNING)

    assert [found.cue for found in on_air(store)] == [make_cue(2).cue]


def test_a_cue_that_is_logged_is_not_on_air_again(store: Database) -> None:
    append(store, make_cue(1), MORNING)

    mark_on_air(store, make_cue(1).cue, MORNING, "{}", 0)

    assert on_air(store) == ()


def test_a_cue_can_be_forgotten(store: Database) -> None:
    mark_on_air(store, CueId("a"), MORNING, "{}", 0)

    forget_on_air(store, CueId("a"))

    assert on_air(store) == ()
