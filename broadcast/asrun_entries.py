"""What the playout has to write down, as one line of the spool and as a write to the store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from hub.domain.facts import Fact
from hub.domain.ids import CueId
from hub.domain.order import Order
from hub.store import asrun, orders
from hub.store.database import Database
from hub.store.facts_json import Sort, dump, load, sort_of, to_instant, to_text


@dataclass(frozen=True, slots=True)
class Append:
    """A row for the as-run log.

    Attributes:
        fact: What happened.
        at: When it was written, aware UTC.
    """

    fact: Fact
    at: datetime


@dataclass(frozen=True, slots=True)
class Keep:
    """An order that a restart must obey."""

    order: Order


@dataclass(frozen=True, slots=True)
class Mark:
    """A cue that is on air."""

    on_air: asrun.OnAir


@dataclass(frozen=True, slots=True)
class Forget:
    """A cue that is not on air and leaves no row by itself."""

    cue: CueId


Entry = Append | Keep | Mark | Forget


def apply(entry: Entry, store: Database) -> None:
    """Write one entry; doing it twice is like doing it once.

    Raises:
        StoreBusyError: Try again later.
        StoreError: The store refuses it for good.
    """
    match entry:
        case Append(fact, at):
            asrun.append(store, fact, at)
        case Keep(order):
            orders.add(store, order)
        case Mark(on_air):
            asrun.mark_on_air(store, on_air.cue, on_air.since, on_air.body, on_air.interruptions)
        case Forget(cue):
            asrun.forget_on_air(store, cue)


def to_line(entry: Entry) -> str:
    """An entry as one line.

    Raises:
        ValueError: An instant in it has no offset.
    """
    match entry:
        case Append(fact, at):
            values = {"do": "append", "sort": sort_of(fact), "at": to_text(at), "body": dump(fact)}
        case Keep(order):
            values = {"do": "keep", "body": dump(order)}
        case Mark(on_air):
            values = {
                "do": "mark",
                "cue": on_air.cue,
                "since": to_text(on_air.since),
                "body": on_air.body,
                "interruptions": str(on_air.interruptions),
            }
        case Forget(cue):
            values = {"do": "forget", "cue": cue}
    return json.dumps(values)


def from_line(line: str) -> Entry:
    """The entry of a line.

    Raises:
        ValueError: It is none.
    """
    try:
        values = json.loads(line)
        match values["do"]:
            case "append":
                fact = load(Sort(values["sort"]), values["body"])
                return Append(fact, to_instant(values["at"]))
            case "keep":
                return Keep(_order(values["body"]))
            case "mark":
                return Mark(
                    asrun.OnAir(
                        CueId(str(values["cue"])),
                        to_instant(values["since"]),
                        str(values["body"]),
                        int(values["interruptions"]),
                    )
                )
            case "forget":
                return Forget(CueId(str(values["cue"])))
            case other:
                raise ValueError(f"unknown: {other}")
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a line of the spool: {error!r}") from error


def _order(body: str) -> Order:
    fact = load(Sort.ORDER, body)
    if not isinstance(fact, Order):
        raise TypeError(fact)
    return fact
