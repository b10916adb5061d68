"""Time zones of slots: IANA names, UTC, the hub's own, and zones that a calendar file brings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hub.dates.file_zone import BEGIN, read_file_zone
from hub.errors import RefusedError

UTC_NAME: Final = "UTC"
FLOATING: Final = ""
"""Name of a floating time: the hub's own zone."""

EARLIEST: Final = datetime(2, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(9998, 12, 31, tzinfo=UTC)
"""The first and the last instant: a year from the ends of `datetime`, so that whoever adds an
offset, a day or a month to one does not leave them."""

_FIRST_DAY: Final = EARLIEST.toordinal() + 1
_LAST_DAY: Final = LATEST.toordinal() - 1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001  # the same, to count from


@lru_cache(maxsize=256)
def zone(name: str, home: ZoneInfo) -> tzinfo:
    """The time zone that `Recurrence.tz` names.

    Args:
        name: IANA name, ``"UTC"``, ``""`` or the text of a VTIMEZONE.
        home: The hub's own zone, for floating times.

    Raises:
        RefusedError: There is no such zone, or the text is no usable VTIMEZONE.
    """
    if name == FLOATING:
        return home
    if name == UTC_NAME:
        return UTC
    if name.startswith(BEGIN):
        return read_file_zone(name)
    found = iana(name)
    if found is None:
        raise RefusedError("calendar.no_zone_of_that_name", event="", name=name[:80])
    return found


def iana(name: str) -> ZoneInfo | None:
    """The zone of an IANA name, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def to_utc(local: datetime, tz: tzinfo) -> datetime:
    """The instant of a naive local time, aware UTC.

    A time that the clock jumps over is read with the offset before the jump, one that comes
    twice is the first (RFC 5545 section 3.3.5).  What lies before `EARLIEST` or after `LATEST`
    is that instant.
    """
    day = local.toordinal()
    if not _FIRST_DAY <= day <= _LAST_DAY:
        return EARLIEST if day < _FIRST_DAY else LATEST
    offset = _offset_all_day(tz, day)
    if offset is None:
        return local.replace(tzinfo=tz, fold=0).astimezone(UTC)
    return _EPOCH + (local - _NAIVE_EPOCH - offset)


@lru_cache(maxsize=4096)
def _offset_all_day(tz: tzinfo, day: int) -> timedelta | None:
    """The offset of a local day on which the clock is not changed, else None.

    Asking the zone for each start costs seven times as much as this.
    """
    midnight = datetime.fromordinal(day).replace(tzinfo=tz)
    offsets = {
        (midnight + timedelta(hours=hour)).replace(fold=fold).utcoffset()
        for hour in range(0, 25, 3)
        for fold in (0, 1)
    }
    return offsets.pop() if len(offsets) == 1 else None


def to_local(instant: datetime, tz: tzinfo) -> datetime:
    """The naive local time of an aware instant, which is first brought between the two ends."""
    return min(max(instant, EARLIEST), LATEST).astimezone(tz).replace(tzinfo=None, fold=0)
