"""Orders: what people told the hub to do.  Append-only, under an id that the giver chose."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ProgrammeId, ZoneId
from hub.domain.order import Order, Verb
from hub.store.database import Database, Row
from hub.store.facts_json import to_instant, to_text

PLAY_LIVES: Final = timedelta(hours=1)
"""A `PLAY` order older than this is not taken up by a restarted playout."""

_ORDER: Final = "SELECT id, verb, zones, at, given_by, programme, kind, repeats, resume FROM orders"


def add(conn: Database, order: Order) -> bool:
    """Store an order; True when its id is new.

    Raises:
        StoreBusyError: The disk cannot take it now: keep the order and try again.
        StoreError: The order contradicts itself (`PLAY` without a programme).
    """
    added = conn.run(
        "INSERT INTO orders (id, verb, zones, at, given_by, programme, kind, repeats, resume)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
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
        ),
    )
    return added == 1


def all_since(conn: Database, at: datetime) -> tuple[Order, ...]:
    """Orders given at or after `at`, in the order in which they were stored."""
    found = conn.rows(f"{_ORDER} WHERE at >= ? ORDER BY seq", (to_text(at),))
    return tuple(_order(row) for row in found)


def in_force(conn: Database, now: datetime) -> tuple[Order, ...]:
    """What a restarted playout obeys before its first cue, in the order it was stored.

    These are the stops and holds that nobody has lifted, the resumes that lift a part of
    them, and `PLAY` orders younger than an hour.  Obeying them one after the other leaves
    every zone as obeying all orders ever given would.  The order of storing counts and not
    the clock, which may have been wrong when one of them was given.

    A `PLAY` that is too old to be played but lifts a stop comes as a `RESUME`.
    """
    with conn.snapshot():
        standing = _standing(conn)
        fresh = conn.rows(
            "SELECT seq FROM orders WHERE verb = 'play' AND at BETWEEN ? AND ?",
            (to_text(now - PLAY_LIVES), to_text(now + PLAY_LIVES)),
        )
        young = {row[0] for row in fresh}
        found = {seq: order for seq, order in standing.items() if seq not in young}
        for seq in young:
            row = conn.row(f"{_ORDER} WHERE seq = ?", (seq,))
            if row is not None:
                found[seq] = _order(row)
    return tuple(found[seq] if seq in young else _as_resume(found[seq]) for seq in sorted(found))


def _standing(conn: Database) -> dict[int, Order]:
    """Orders that set whether a zone may sound, as far back as any of them still counts."""
    newest_first: list[tuple[int, Order]] = []
    found = conn.each(
        "SELECT seq, id, verb, zones, at, given_by, programme, kind, repeats, resume"
        " FROM orders WHERE verb <> 'play' OR resume = 1 ORDER BY seq DESC"
    )
    for seq, *row in found:
        order = _order(tuple(row))
        if _lifts(order) and not order.zones:
            break  # every zone is free after this one
        newest_first.append((seq, order))
    return _still_counting(newest_first[::-1])


def _still_counting(orders: list[tuple[int, Order]]) -> dict[int, Order]:
    """Without stops and holds that were lifted everywhere or said again, and idle resumes."""
    named = {zone for _, order in orders for zone in order.zones}
    kept: dict[int, Order] = {}
    for zone in [*sorted(named), None]:  # None: every zone that no order names
        standing: dict[Verb, tuple[int, Order]] = {}
        for seq, order in orders:
            if order.zones and zone not in order.zones:
                continue
            if _lifts(order):
                standing.clear()
            else:
                standing[order.verb] = (seq, order)
        kept.update(standing.values())
    resumes = [(seq, order) for seq, order in orders if _lifts(order)]
    for seq, order in reversed(resumes):
        if any(older < seq and _meet(order, kept[older]) for older in list(kept)):
            kept[seq] = order
    return kept


def _lifts(order: Order) -> bool:
    return order.verb is Verb.RESUME or order.resume


def _meet(one: Order, other: Order) -> bool:
    return not one.zones or not other.zones or not one.zones.isdisjoint(other.zones)


def _as_resume(order: Order) -> Order:
    if order.verb is not Verb.PLAY:
        return order
    return replace(order, verb=Verb.RESUME, programme=None, repeats=1, resume=False)


def _order(row: Row) -> Order:
    key, verb, zones, at, by, programme, kind, repeats, resume = row
    return Order(
        id=OrderId(key),
        verb=Verb(verb),
        zones=frozenset(ZoneId(zone) for zone in json.loads(zones)),
        at=to_instant(at),
        by=by,
        programme=ProgrammeId(programme) if programme is not None else None,
        kind=Kind(kind),
        repeats=repeats,
        resume=bool(resume),
    )
