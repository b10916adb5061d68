"""What this hub wants of its certificate now, and whether it has it; without `cryptography`."""

from __future__ import annotations

from datetime import datetime

from hub.certificates.due import Kind, Wanted, Work, work
from hub.certificates.places import Places
from hub.certificates.told import read_told
from hub.clock import Clock
from hub.config import Config
from hub.interfaces import own_addresses
from hub.names import hub_names
from hub.trusted_clock import TrustedClock


def wanted_of(config: Config) -> Wanted:
    """Names of the configuration and of the village, addresses of this moment."""
    return Wanted(
        kind=Kind(config.network.certificate),
        names=hub_names(config),
        addresses=tuple(map(str, own_addresses(config))),
        ranges=config.network.ranges,
    )


def clock_of(config: Config, clock: Clock) -> TrustedClock:
    """Judges the clock: a certificate of a wrong year would be refused by every phone.

    The as-run log is not asked: who holds keys opens no store.
    """
    return TrustedClock(clock, None, assume=config.assume_clock)


def is_nothing_due(places: Places, wanted: Wanted, now: datetime) -> bool:
    """True when every file is there and good."""
    needed = [places.serving, places.told, places.server_config]
    if wanted.kind is Kind.AUTHORITY:
        needed += [places.authority, places.download]
    if not all(path.is_file() for path in needed):
        return False
    return work(read_told(places.told), wanted, now) == Work(None, None)
