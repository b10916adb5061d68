"""Facts that tests write down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hub.domain.bulletin import Kind, Level
from hub.domain.facts import AsRun, Incident, Outcome
from hub.domain.ids import CueId, OrderId, ProgrammeId, SlotId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.timeline import Reason
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.migrate import migrate_all
from hub.store.permits import Service

MORNING = datetime(2026, 12, 1, 22, 0, tzinfo=UTC)
"""05:00 on 2 December 2026 in the village."""


def make_cue(number: int, start: datetime = MORNING, **changes: object) -> AsRun:
    values: dict[str, object] = {
        "cue": CueId(f"tin-xa@{number}"),
        "slot": SlotId("tin-xa"),
        "order": None,
        "title": f"Bản tin xã số {number}",
        "kind": Kind.ROUTINE,
        "level": Level.COMMUNE,
        "author": "Nguyễn Thị Hoa",
        "approver": "Lò Văn Páo",
        "zones": (ZoneId("xom-1"), ZoneId("xom-2")),
        "volume_db": -3.0,
        "planned_start": start,
        "planned_end": start + timedelta(minutes=10),
        "started": start + timedelta(milliseconds=1),
        "ended": start + timedelta(minutes=10),
        "outcome": Outcome.PLAYED,
        "frames_planned": 28_800_000,
        "frames_played": 28_800_000,
        "level_dbfs": -18.5,
        "peak_dbfs": -3.25,
        "current_a": ((ZoneId("xom-1"), 1.75),),
        "media": ((ProgrammeId("tin-xa"), "ab" * 32),),
    }
    return AsRun(**{**values, **changes})  # type: ignore[arg-type]  # fields by name


def make_order(
    number: int, verb: Verb = Verb.STOP, *zones: str, at: datetime = MORNING, **changes: object
) -> Order:
    values: dict[str, object] = {
        "id": OrderId(f"lenh-{number}"),
        "verb": verb,
        "zones": frozenset(ZoneId(zone) for zone in zones),
        "at": at,
        "by": "Trưởng thôn",
        "programme": ProgrammeId("tin-khan") if verb is Verb.PLAY else None,
    }
    return Order(**{**values, **changes})  # type: ignore[arg-type]  # fields by name


def make_incident(number: int, at: datetime = MORNING) -> Incident:
    return Incident(at, Reason.of("log.unreadable_row", seq=number))


def make_store(folder: Path, service: Service = Service.BROADCAST) -> Database:
    migrate_all(folder)
    return open_hub(folder, service)
