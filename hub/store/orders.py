"""Orders: what people told the hub to do.  Append-only, under an id that the giver chose."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ProgrammeId, ZoneId
from hub.domain.left_out import Unread, described
from hub.domain.order import Order, Verb
from hub.store.database import Database, Row
from hub.store.facts_json import to_instant, to_text

PLAY_LIVES: Final = timedelta(hours=1)
"""A `PLAY` order older than this is not taken up by a restarted playout."""

_STATES: Final = frozenset({Verb.STOP, Verb.HOLD, Verb.RESUME})
"""Of these nothing but the zones decides what is done."""

_LATER: Final = 1 << 62
"""Numbers for orders that are not stored yet: behind every stored one."""

_ORDER: Final = (
    "SELECT seq, id, verb, zones, at, given_by, programme, kind, repeats, resume, until, title"
    " FROM orders"
)

_MAY_PLAY: Final = (
    "verb = 'play' AND (at BETWEEN ? AND ? OR at <= ? AND until > ?)"
    " AND id NOT IN (SELECT ends FROM order_end)"
)
"""Those that may still be heard, or heard on."""


def add(conn: Database, order: Order) -> bool:
    """Store an order; True when its id is new.

    Raises:
        StoreBusyError: The disk cannot take it now: keep the order and try again.
        StoreError: The order contradicts itself (`PLAY` without a programme).
    """
    if order.verb is Verb.END:
        return _add_end(conn, order)
    added = conn.run(
        "INSERT INTO orders (id, verb, zones, at, given_by, programme, kind, repeats, resume,"
        " until, title) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO NOTHING",
        (
            order.id,
            order.verb,
            json.dumps(sorted(order.zones), ensure_ascii=False),
            to_text(order.at),
            order.by,
            order.programme,
            order.kind,
            order.repeats,
            order.resume,
            to_text(order.until) if order.until is not None else None,
            order.title,
        ),
    )
    return added == 1


def _add_end(conn: Database, order: Order) -> bool:
    added = conn.run(
        "INSERT INTO order_end (id, ends, at, given_by) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO NOTHING",
        (order.id, order.ends, to_text(order.at), order.by),
    )
    return added == 1


def all_since(conn: Database, at: datetime) -> tuple[Order, ...]:
    """Orders given at or after `at` but those that end one, in the order they were stored."""
    found = conn.rows(f"{_ORDER} WHERE at >= ? ORDER BY seq", (to_text(at),))
    return tuple(_order(row) for row in found)


def order_of(conn: Database, identity: OrderId) -> Order | None:
    """One order; None when it was never given, or is not stored yet."""
    row = conn.row(f"{_ORDER} WHERE id = ?", (identity,))
    return None if row is None else _order(row)


def in_force(
    conn: Database,
    now: datetime,
    later: Sequence[Order] = (),
    told: Callable[[Unread], None] = lambda _: None,
) -> tuple[Order, ...]:
    """What a restarted playout obeys before its first cue, in the order it was stored.

    These are the stops and holds that nobody has lifted, the resumes that lift a part of
    them, and `PLAY` orders younger than an hour, or of a meeting that is not over; none that
    an `END` has ended.  Obeying them one after the other leaves
    every zone as obeying all orders ever given would.  The order of storing counts and not
    the clock, which may have been wrong when one of them was given.

    A `PLAY` that is too old to be played but lifts a stop comes as a `RESUME`.

    Args:
        conn: The store.
        now: The wall clock, aware.
        later: Orders that could not be stored yet, oldest first.
        told: Hears of each order that cannot be read.  A stop or hold of which only the rest
            cannot be read holds everywhere: silence is what a person can end.
    """
    reader = _Reader(now)
    with conn.snapshot():
        states = _since_all_were_free(conn, reader)
        oldest, newest = to_text(now - PLAY_LIVES), to_text(now + PLAY_LIVES)
        plays = conn.rows(f"{_ORDER} WHERE {_MAY_PLAY}", (oldest, newest, newest, to_text(now)))
        unsaved = {_LATER + n: order for n, order in enumerate(later) if not _has(conn, order.id)}
    states |= {seq: order for seq, order in unsaved.items() if _sets_state(order)}
    found = {seq: _as_resume(order) for seq, order in _still_counting(states).items()}
    found |= {row[0]: order for row in plays if (order := reader.order(row)) is not None}
    found |= {seq: order for seq, order in unsaved.items() if _is_young_play(order, now)}
    _leave_out_ended(found, later)
    for seq, unread in reader.unread.items():
        if seq in found or unread.key == "incident.order_left_out":
            told(unread)
    return tuple(found[seq] for seq in sorted(found))


def _leave_out_ended(found: dict[int, Order], later: Sequence[Order]) -> None:
    """Ends that are not stored yet: the play orders that they name are not obeyed."""
    ended = {order.ends for order in later}
    for seq, order in tuple(found.items()):
        if order.verb is Verb.PLAY and order.id in ended:
            del found[seq]


class _Reader:
    """Reads orders, and keeps what is wrong with those that cannot be read."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.unread: dict[int, Unread] = {}

    def order(self, row: Row) -> Order | None:
        """The order of a row, as far as it must be obeyed."""
        try:
            return _order(row)
        except (TypeError, ValueError, RecursionError) as error:
            seq, key, verb, zones, _, by = row[:6]
            why = Unread("incident.order_left_out", str(key), described(error))
            if verb not in _STATES:
                self.unread[seq] = why
                return None
            state = Order(OrderId(str(key)), Verb(verb), frozenset(), self._now, str(by))
            try:
                return replace(state, zones=_zones(zones))
            except (TypeError, ValueError, RecursionError):
                is_halt = state.verb is not Verb.RESUME
                self.unread[seq] = replace(why, key="incident.order_doubted") if is_halt else why
                return state if is_halt else None


def _since_all_were_free(conn: Database, reader: _Reader) -> dict[int, Order]:
    """Stops, holds and resumes as far back as any of them still counts."""
    found: dict[int, Order] = {}
    for row in conn.each(f"{_ORDER} WHERE verb <> 'play' OR resume = 1 ORDER BY seq DESC"):
        order = reader.order(row)
        if order is None:
            continue
        if _lifts(order) and not order.zones:
            break
        found[row[0]] = order
    return found


def _still_counting(orders: Mapping[int, Order]) -> dict[int, Order]:
    """Without stops and holds that were lifted everywhere or given again, and idle resumes."""
    kept: dict[int, Order] = {}
    for zone in {zone for order in orders.values() for zone in order.zones} | {None}:
        standing: dict[Verb, int] = {}
        for seq in sorted(orders):
            order = orders[seq]
            if order.zones and zone not in order.zones:  # None: zones that no order names
                continue
            if _lifts(order):
                standing.clear()
            else:
                standing[order.verb] = seq
        kept |= {seq: orders[seq] for seq in standing.values()}
    lifted = {
        seq: order
        for seq, order in orders.items()
        if _lifts(order) and any(older < seq and _meet(order, kept[older]) for older in kept)
    }
    return kept | lifted


def _sets_state(order: Order) -> bool:
    return order.verb in _STATES or order.resume


def _is_young_play(order: Order, now: datetime) -> bool:
    is_young = abs(now - order.at) <= PLAY_LIVES
    is_meeting = order.until is not None and order.at <= now + PLAY_LIVES and now < order.until
    return order.verb is Verb.PLAY and (is_young or is_meeting)


def _has(conn: Database, key: OrderId) -> bool:
    return conn.row("SELECT 1 FROM orders WHERE id = ?", (key,)) is not None


def _lifts(order: Order) -> bool:
    return order.verb is Verb.RESUME or order.resume


def _meet(one: Order, other: Order) -> bool:
    return not one.zones or not other.zones or not one.zones.isdisjoint(other.zones)


def _as_resume(order: Order) -> Order:
    if order.verb is not Verb.PLAY:
        return order
    told = replace(order, verb=Verb.RESUME, programme=None, repeats=1, resume=False)
    return replace(told, until=None, title="")


def _order(row: Row) -> Order:
    _, key, verb, zones, at, by, programme, kind, repeats, resume, until, title = row
    if not (isinstance(key, str) and isinstance(by, str) and isinstance(repeats, int)):
        raise TypeError(f"no order: {key!r}, {by!r}, {repeats!r}"[:80])
    return Order(
        id=OrderId(key),
        verb=Verb(verb),
        zones=_zones(zones),
        at=to_instant(at),
        by=by,
        programme=ProgrammeId(programme) if programme is not None else None,
        kind=Kind(kind),
        repeats=repeats,
        resume=bool(resume),
        until=to_instant(until) if until is not None else None,
        title=str(title),
    )


def _zones(text: str) -> frozenset[ZoneId]:
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(zone, str) for zone in found):
        raise TypeError(f"no zones: {text}"[:80])
    return frozenset(ZoneId(zone) for zone in found)
