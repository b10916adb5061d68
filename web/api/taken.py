"""What the API takes: bodies and queries, checked by msgspec before anything sees them."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from hub.domain.bulletin import Kind
from hub.domain.slot import AfterPreemption

MOST_ON_PAGE: Final = 200
FARTHEST: Final = 2**53 - 1

Identity = Annotated[str, Meta(pattern="^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$", max_length=100)]
"""A name that the caller chooses: asking again with it changes nothing more."""
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(min_length=1, max_length=120)]
LocalTime = Annotated[
    str,
    Meta(
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$",
        description="local time of the village, without an offset",
        examples=["2026-12-01T17:00"],
    ),
]
Zones = Annotated[list[Name], Meta(min_length=1, max_length=100)]
Limit = Annotated[int, Meta(ge=1, le=MOST_ON_PAGE)]


class NewSlot(Struct, frozen=True, forbid_unknown_fields=True):
    """A slot as it shall be: once, or by a rule of RFC 5545."""

    title: Text
    start: LocalTime
    content: Annotated[list[Name], Meta(min_length=1, max_length=50)]
    zones: Zones | None = None
    rrule: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    exdates: Annotated[list[LocalTime], Meta(max_length=500)] = []
    kind: Kind | None = None
    chime: Name | None = None
    closing: Name | None = None
    latest_start_s: Annotated[int, Meta(ge=0, le=86_400)] = 600
    after_preemption: AfterPreemption = AfterPreemption.CUT
    volume_db: Annotated[float, Meta(ge=-60, le=0)] = 0.0


class PlannedChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A change that is only thought of: a new slot, one changed by its id, or one removed."""

    id: Name | None = None
    slot: NewSlot | None = None


class NewOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """Stop, hold or resume; without zones everywhere."""

    id: Identity
    zones: Zones | None = None


class NewPlay(Struct, frozen=True, forbid_unknown_fields=True):
    """Play an approved programme now; a phone gives its PIN again, a key does not."""

    id: Identity
    programme: Name
    zones: Zones | None = None
    kind: Kind | None = None
    repeats: Annotated[int, Meta(ge=1, le=20)] = 1
    resume: bool = False
    pin: Annotated[str, Meta(max_length=64)] = ""


class DaysQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """How far to look."""

    days: Annotated[int, Meta(ge=1, le=31)] = 1


class PageQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which page of a list: those after an id, so many."""

    after: Annotated[str, Meta(max_length=255)] = ""
    limit: Limit = 50


class LogQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which rows of the log: after a number, of a week."""

    after: Annotated[int, Meta(ge=0, le=FARTHEST)] = 0
    limit: Limit = 50
    week: Annotated[str, Meta(pattern="^[0-9]{4}-W[0-9]{2}$", examples=["2026-W49"])] = ""
