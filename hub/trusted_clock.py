"""Whether the wall clock can be believed: set by NTP or by an RTC, and not before the last log row.

A Raspberry Pi without a battery clock wakes up in the past.  With an untrusted clock nothing
routine plays, and whoever looks is told so.
"""

from __future__ import annotations

import selectors
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from hub.clock import Clock, Ready

BUILT: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""No hub lives before this program was written."""
LATER: Final = timedelta(seconds=1)
"""What is dated after a start is later than all that is older."""
SLACK: Final = timedelta(days=1)
"""How far the clock may be behind the newest row of the log: rows can come from a wrong clock.

And how old a time server's word may be that such rows are wrong by more.
"""


class Evidence(StrEnum):
    """Why the clock is believed, or not."""

    NTP = "ntp"
    RTC = "rtc"
    ASSUMED = "assumed"
    PAST = "past"
    """It is before something that has surely happened."""
    NOBODY = "nobody"
    """Nothing says that it was set since power came."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the system says who set its clock.

    Attributes:
        ntp: Files that exist when a time server was reached since power came
            (systemd-timesyncd, and chrony through its wait service).
        rtc: Files that hold "1" when a battery clock set the system's.
    """

    ntp: tuple[Path, ...] = (
        Path("/run/systemd/timesync/synchronized"),
        Path("/run/chrony/synchronized"),
    )
    rtc: tuple[Path, ...] = (
        Path("/sys/class/rtc/rtc0/hctosys"),
        Path("/sys/class/rtc/rtc1/hctosys"),
    )


class TrustedClock:
    """Judges the wall clock each time it is asked.

    Args:
        clock: The clock.
        newest: Newest instant in the as-run log, or None; asked once.
        assume: Believe it unless it is in the past (`assume_clock` in the configuration).
        sources: Where the system says who set it.
    """

    def __init__(
        self,
        clock: Clock,
        newest: datetime | None,
        *,
        assume: bool,
        sources: Sources | None = None,
    ) -> None:
        self._clock = clock
        self._newest = newest
        self._floor = max(BUILT, newest - SLACK) if newest is not None else BUILT
        self._assume = assume
        self._sources = sources or Sources()

    def evidence(self, now: datetime | None = None) -> Evidence:
        """Why it is believed, or not.

        Args:
            now: What it said a moment ago; it is read when absent.
        """
        now = now or self._clock.now()
        if now < self._floor:
            if now < BUILT or not any(_is_of_now(path, now) for path in self._sources.ntp):
                return Evidence.PAST
            self._floor = now - SLACK  # the rows are of a clock that was ahead
        if any(path.exists() for path in self._sources.ntp):
            found = Evidence.NTP
        elif any(_holds_one(path) for path in self._sources.rtc):
            found = Evidence.RTC
        elif self._assume:
            found = Evidence.ASSUMED
        else:
            return Evidence.NOBODY
        self._floor = max(self._floor, now - SLACK)
        return found

    def __call__(self, now: datetime | None = None) -> bool:
        """True when it can be believed."""
        return self.evidence(now) not in {Evidence.PAST, Evidence.NOBODY}

    def lived(self) -> LivedClock:
        """A clock for what is only looked at: a timetable of 2000 helps nobody."""
        return LivedClock(self._clock, self._newest, assume=self._assume, sources=self._sources)


class LivedClock:
    """A clock that is never earlier than what has surely been lived through.

    What people enter while the system's clock is in the past is dated by the newest moment that
    was known at the start and the time since: later than all that was there, earlier than the
    truth, and no leap of many years lies between it and what follows.

    Args:
        clock: The system's.
        newest: The newest moment that anything kept tells of, or None.
        assume: The clock is believed although nothing says who set it: then rows may come from
            one that was ahead, as for `TrustedClock`.
        sources: Where the system says who set its clock; one that was set is not in the past.
    """

    def __init__(
        self,
        clock: Clock,
        newest: datetime | None,
        *,
        assume: bool = False,
        sources: Sources | None = None,
    ) -> None:
        self._clock = clock
        self._floor = max(BUILT, newest or BUILT) + LATER
        self._slack = SLACK if assume else timedelta(0)
        self._sources = sources or Sources()
        self._began = clock.monotonic()

    def is_behind(self) -> bool:
        """Whether the system's clock shows what is over, and nobody has set it."""
        if self._clock.now() >= max(BUILT, self._floor - self._slack):
            return False
        return not _is_set(self._sources)

    def known(self) -> datetime:
        """The newest moment that was known at the start, aware UTC."""
        return self._floor - LATER

    def system(self) -> datetime:
        """What the system's clock shows, wrong or not: aware, UTC."""
        return self._clock.now()

    def now(self) -> datetime:
        """It is so late at least: aware, UTC."""
        if not self.is_behind():
            return self._clock.now()
        return self._floor + timedelta(seconds=self._clock.monotonic() - self._began)

    def wall_s(self) -> float:
        """The same as POSIX seconds."""
        return self.now().timestamp()

    def monotonic(self) -> float:
        """The system's."""
        return self._clock.monotonic()

    def wait(self, until: float, wake: selectors.BaseSelector) -> Ready:
        """Wait on the system's clock."""
        return self._clock.wait(until, wake)


def _is_set(sources: Sources) -> bool:
    is_by_ntp = any(path.exists() for path in sources.ntp)
    return is_by_ntp or any(_holds_one(path) for path in sources.rtc)


def _is_of_now(path: Path, now: datetime) -> bool:
    """Whether a time server has set this very clock: the file bears the date of the last time.

    After a step by hand it does not.
    """
    try:
        return abs(path.stat().st_mtime - now.timestamp()) <= SLACK.total_seconds()
    except OSError:
        return False


def _holds_one(path: Path) -> bool:
    try:
        return path.read_text("ascii").strip() == "1"
    except OSError:
        return False
