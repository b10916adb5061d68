"""Orders: stored once under their id, never changed, and what a restart obeys."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.ids import OrderId, ZoneId
from hub.domain.order import Order, Verb
from hub.errors import StoreError
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.orders import add, all_since, in_force
from hub.store.permits import Service
from tests.store.samples import MORNING, make_order

COLUMNS = "id, verb, zones, at, given_by, kind, repeats, resume"
OTHER = "'other', 'resume', '[]', '2026', 'x', 'routine', 1, 0"
LATER = MORNING + timedelta(hours=3)


def ids(orders: Sequence[Order]) -> list[str]:
    return [order.id for order in orders]


def test_an_order_comes_back_as_it_was_given(store: Database) -> None:
    order = make_order(1, Verb.PLAY, "xom-2", "xom-1", repeats=3, resume=True)

    add(store, order)

    assert all_since(store, MORNING) == (order,)


def test_the_same_id_twice_is_one_order(store: Database) -> None:
    assert add(store, make_order(1, Verb.STOP))
    assert not add(store, make_order(1, Verb.RESUME))

    assert all_since(store, MORNING) == (make_order(1, Verb.STOP),)


def test_two_services_may_add(tmp_path: Path, store: Database) -> None:
    with open_hub(tmp_path, Service.WEB) as web:
        assert add(web, make_order(1))
        assert not add(store, make_order(1))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE orders SET verb = 'resume'",
        "DELETE FROM orders",
        f"INSERT OR REPLACE INTO orders (seq, {COLUMNS}) VALUES (1, {OTHER})",
    ],
)
def test_orders_are_never_changed(store: Database, sql: str) -> None:
    add(store, make_order(1))

    with pytest.raises(StoreError, match=r"store\.row_refused"):
        store.run(sql)

    assert all_since(store, MORNING) == (make_order(1),)


def test_an_id_that_is_replaced_stays_as_it_was(store: Database) -> None:
    add(store, make_order(1))

    store.run(
        f"INSERT OR REPLACE INTO orders ({COLUMNS})"
        " VALUES ('lenh-1', 'resume', '[]', '2026', 'x', 'routine', 1, 0)"
    )

    assert all_since(store, MORNING) == (make_order(1),)


def test_a_play_without_a_programme_is_refused(store: Database) -> None:
    with pytest.raises(StoreError, match=r"store\.row_refused"):
        add(store, make_order(1, Verb.PLAY, programme=None))


def test_orders_since_an_instant_come_as_they_were_stored(store: Database) -> None:
    for number, minutes in ((1, 0), (2, 20), (3, 10)):
        add(store, make_order(number, at=MORNING + timedelta(minutes=minutes)))

    assert ids(all_since(store, MORNING + timedelta(minutes=10))) == ["lenh-2", "lenh-3"]


def test_a_stop_holds_until_somebody_resumes(store: Database) -> None:
    add(store, make_order(1, Verb.STOP))
    assert ids(in_force(store, LATER)) == ["lenh-1"]

    add(store, make_order(2, Verb.RESUME))
    assert in_force(store, LATER) == ()


def test_a_resume_of_one_zone_leaves_the_others_stopped(store: Database) -> None:
    add(store, make_order(1, Verb.STOP))
    add(store, make_order(2, Verb.RESUME, "xom-1"))

    assert ids(in_force(store, LATER)) == ["lenh-1", "lenh-2"]


def test_a_stop_lifted_zone_by_zone_is_gone(store: Database) -> None:
    add(store, make_order(1, Verb.STOP, "xom-1", "xom-2"))
    add(store, make_order(2, Verb.RESUME, "xom-1"))
    add(store, make_order(3, Verb.RESUME, "xom-2"))

    assert in_force(store, LATER) == ()


def test_the_order_of_storing_counts_and_not_a_clock_that_was_wrong(store: Database) -> None:
    add(store, make_order(1, Verb.RESUME, at=LATER))
    add(store, make_order(2, Verb.STOP, at=MORNING))

    assert ids(in_force(store, LATER)) == ["lenh-2"]


def test_a_play_order_lives_an_hour(store: Database) -> None:
    add(store, make_order(1, Verb.PLAY, at=LATER - timedelta(minutes=61)))
    add(store, make_order(2, Verb.PLAY, at=LATER - timedelta(minutes=59)))

    assert ids(in_force(store, LATER)) == ["lenh-2"]


def meeting(number: int, hours: float, at: datetime = MORNING) -> Order:
    """The sound of a meeting that was turned on, and lasts so long from the morning on."""
    until = MORNING + timedelta(hours=hours)
    return make_order(number, Verb.PLAY, "xom-1", at=at, until=until, title="Họp thôn")


def end(number: int, ends: int) -> Order:
    return replace(make_order(number, Verb.END), ends=OrderId(f"lenh-{ends}"), programme=None)


def test_a_meeting_comes_back_as_it_was_given(store: Database) -> None:
    add(store, meeting(1, 2.5))

    assert all_since(store, MORNING) == (meeting(1, 2.5),)


def test_a_meeting_lives_until_its_end_and_not_if_it_was_given_in_the_future(
    store: Database,
) -> None:
    add(store, meeting(1, 2.9))
    add(store, meeting(2, 3.1))
    add(store, meeting(3, 40, at=LATER + timedelta(hours=2)))

    assert ids(in_force(store, LATER)) == ["lenh-2"]
    assert ids(in_force(store, LATER, [meeting(4, 3.1), meeting(5, 2.9)])) == ["lenh-2", "lenh-4"]


def test_what_was_ended_is_not_obeyed_again(store: Database) -> None:
    for order in (meeting(1, 9), meeting(2, 9), make_order(3, Verb.PLAY, at=LATER), end(4, 1)):
        assert add(store, order)
    assert not add(store, end(4, 2))

    assert ids(in_force(store, LATER)) == ["lenh-2", "lenh-3"]
    assert ids(in_force(store, LATER, [end(5, 2), end(6, 3)])) == []
    assert ids(in_force(store, LATER, [meeting(7, 9), end(8, 7)])) == ["lenh-2", "lenh-3"]


def test_an_end_lifts_and_ends_no_stop(store: Database) -> None:
    add(store, make_order(1, Verb.STOP))
    add(store, end(2, 1))

    assert ids(in_force(store, LATER, [end(3, 1)])) == ["lenh-1"]


@pytest.mark.parametrize("sql", ["UPDATE order_end SET ends = 'x'", "DELETE FROM order_end"])
def test_an_end_is_never_changed_or_removed(store: Database, sql: str) -> None:
    add(store, end(1, 2))

    with pytest.raises(StoreError):
        store.run(sql)


def test_an_old_play_that_lifted_a_part_of_a_stop_comes_as_a_resume(store: Database) -> None:
    add(store, make_order(1, Verb.STOP))
    add(store, make_order(2, Verb.PLAY, "xom-1", resume=True))

    found = in_force(store, LATER)

    assert [(order.verb, order.programme) for order in found] == [
        (Verb.STOP, None),
        (Verb.RESUME, None),
    ]


def test_an_order_that_could_not_be_stored_yet_counts(store: Database) -> None:
    add(store, make_order(1, Verb.STOP))
    waiting = (make_order(1, Verb.STOP), make_order(2, Verb.RESUME))

    assert in_force(store, LATER, waiting) == ()


ZONES = ("xom-1", "xom-2", "xom-3", "elsewhere")
STATES = st.tuples(
    st.sampled_from([Verb.STOP, Verb.HOLD, Verb.RESUME, Verb.PLAY]),
    st.frozensets(st.sampled_from(ZONES[:3])),
    st.booleans(),
    st.integers(0, 300),
)


@pytest.mark.property
@settings(deadline=None)
@given(st.lists(STATES, max_size=12), st.integers(0, 12))
def test_obeying_what_is_in_force_is_like_obeying_everything(
    new_store: Path, given_orders: list[tuple[Verb, frozenset[str], bool, int]], stored: int
) -> None:
    orders = [
        make_order(n, verb, *zones, at=LATER - timedelta(minutes=age), resume=resume)
        for n, (verb, zones, resume, age) in enumerate(given_orders)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "store"
        shutil.copytree(new_store, folder)
        store = open_hub(folder, Service.BROADCAST)
        for order in orders[:stored]:
            add(store, order)

        obeyed = in_force(store, LATER, orders[stored:])
        store.close()

    for zone in ZONES:
        assert state(obeyed, zone) == state(orders, zone)
        assert worst(obeyed, zone) == worst(orders, zone)
    young = [o.id for o in orders if o.verb is Verb.PLAY and LATER - o.at <= timedelta(hours=1)]
    assert [order.id for order in obeyed if order.verb is Verb.PLAY] == young


def state(orders: Sequence[Order], zone: str) -> str:
    """A playout for which the last order counts."""
    now = "free"
    for order in orders:
        if not order.zones or ZoneId(zone) in order.zones:
            if order.verb is Verb.RESUME or order.resume:
                now = "free"
            elif order.verb is not Verb.PLAY:
                now = order.verb
    return now


def worst(orders: Sequence[Order], zone: str) -> set[str]:
    """A playout for which stops and holds add up until a resume."""
    now: set[str] = set()
    for order in orders:
        if not order.zones or ZoneId(zone) in order.zones:
            if order.verb is Verb.RESUME or order.resume:
                now = set()
            elif order.verb is not Verb.PLAY:
                now.add(order.verb)
    return now


def test_many_repeated_stops_are_one(store: Database) -> None:
    for number in range(20):
        add(store, make_order(number, Verb.STOP))

    assert in_force(store, LATER) == (make_order(19, Verb.STOP),)
    assert OrderId("lenh-19") == in_force(store, LATER)[0].id
