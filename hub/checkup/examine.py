"""Every check, most important first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import datetime

from hub.certificates.places import places_of
from hub.certificates.told import read_told
from hub.checkup import keeping, services
from hub.checkup.finding import Finding, Speak, Verdict
from hub.checkup.points import of_points
from hub.checkup.pulse import Pulse, ask
from hub.checkup.wall import of_wall
from hub.config import Config
from hub.domain.zone import named
from hub.errors import HubError
from hub.logbook.wording import Wording
from hub.store.calendar import rule_book
from hub.store.database import Database
from hub.words import say


@dataclass(frozen=True, slots=True)
class Seen:
    """What the checks look at.

    Attributes:
        config: The configuration.
        now: The wall clock, aware UTC.
        playout: What the playout says of itself, or None when it does not answer.
        hub: What the supervision says of itself, or None.
        wifi: What the watch of access points says, or None when it does not answer.
        open_store: Opens ``hub.db``; raises `HubError` when that is not possible.
        evidence: What tells that the clock is right, asked of the open store, or of None when
            it cannot be read; "" when nobody knows.
        language: Of the sentences.
        speak: Says them otherwise than a terminal does, or None.
        ask_screen: How long ago the screen on the wall painted, asked of its door.
    """

    config: Config
    now: datetime
    playout: services.State | None
    hub: services.State | None
    wifi: services.State | None
    open_store: Callable[[], AbstractContextManager[Database]]
    evidence: Callable[[Database | None], str]
    language: str
    speak: Speak | None = None
    ask_screen: Callable[[int], Pulse | None] = ask


def examine(seen: Seen) -> Iterator[Finding]:
    """Look at everything."""
    seen, speak = _named(seen), seen.speak or _speaker(seen.language)
    config = seen.config
    names = {str(zone.id): zone.name for zone in config.zones.values()}
    yield services.of_playout(seen.playout, str(config.run_dir / "broadcast.sock"), speak)
    yield services.of_hub(seen.hub, speak)
    if seen.hub is not None:
        yield from services.of_troubles(seen.hub, names, speak)
        yield from services.of_power(seen.hub, speak)
    logged = list(_of_store(seen, speak))
    yield from (one for one in logged if one.check in {"store", "clock"})
    yield keeping.of_disk(config.data_dir, speak)
    yield keeping.of_backups(config.data_dir, seen.now, config.timezone, speak)
    if seen.playout is not None:
        yield from services.of_cards(seen.playout, speak)
        yield from services.of_lines(seen.playout, names, speak)
    if seen.hub is not None:
        yield from services.of_currents(seen.hub, names, speak)
    yield from of_points(seen.wifi, speak)
    port = config.kiosk.port
    yield from of_wall(port, seen.ask_screen(port) if port else None, speak)
    yield from keeping.of_certificate(read_told(places_of(config).told), seen.now, speak)
    if seen.playout is not None:
        yield services.of_next(seen.playout, names, speak)
    yield from (one for one in logged if one.check not in {"store", "clock"})


def _named(seen: Seen) -> Seen:
    """With zones as people call them; a store that cannot be read is told of later."""
    with suppress(HubError), seen.open_store() as store:
        zones = named(seen.config.zones, rule_book(store).zone_names)
        return replace(seen, config=replace(seen.config, zones=zones))
    return seen


def _of_store(seen: Seen, speak: Speak) -> Iterator[Finding]:
    """What stands in the store, or why it cannot be read."""
    config = seen.config
    zones = {zone.id: zone.name for zone in config.zones.values()}
    words = Wording(seen.language, config.timezone, zones, seen.speak)
    try:
        with seen.open_store() as store:
            yield keeping.of_store(store, config.data_dir, speak)
            yield from _of_clock(seen.evidence(store), speak)
            yield from keeping.of_log(store, words)
            yield keeping.of_versions(store, config, speak)
    except HubError as error:
        yield Finding("store", Verdict.BAD, speak(error.key, **error.values))
        yield from _of_clock(seen.evidence(None), speak)


def _of_clock(evidence: str, speak: Speak) -> Iterator[Finding]:
    if evidence:
        yield services.of_clock(evidence, speak)


def _speaker(language: str) -> Speak:
    def speak(key: str, /, **values: object) -> str:
        return say(key, language, **values)

    return speak


def as_text(found: list[Finding]) -> str:
    """Every check on a line of its own, for a message to whoever helps."""
    mark = {Verdict.WELL: "✓", Verdict.WARNING: "!", Verdict.BAD: "✗"}
    return "\n".join(f"{mark[one.verdict]} {one.says}" for one in found)
