"""Sections of the configuration: the board, the pages, relays, talks, preparation, local time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hub.domain.bulletin import Kind
from hub.domain.ids import ProgrammeId, ZoneId
from hub.domain.preparing import Preparing
from hub.domain.relay import RelayPermits, host_of
from hub.toml_table import Table


@dataclass(frozen=True, slots=True)
class Hardware:
    """The board.

    Attributes:
        board: "gpiozero" or "fake".
        stop_button: GPIO number (BCM) or None.
        status_lamp: GPIO number (BCM) or None.
        talk_button: GPIO number (BCM) of the button held while speaking, or None.
    """

    board: str = "fake"
    stop_button: int | None = None
    status_lamp: int | None = None
    talk_button: int | None = None


def hardware_of(table: Table) -> Hardware:
    """The section ``[hardware]``."""
    hardware = Hardware(
        board=table.choice("board", "fake", ("gpiozero", "fake")),
        stop_button=table.pin("stop_button"),
        status_lamp=table.pin("status_lamp"),
        talk_button=table.pin("talk_button"),
    )
    table.done()
    return hardware


@dataclass(frozen=True, slots=True)
class Web:
    """The pages.

    Attributes:
        host: Address to listen on.
        port: 1 to 65535; under systemd the socket unit has the say.
        names: Names by which phones may call the hub, besides its addresses.
    """

    host: str = "0.0.0.0"  # noqa: S104 - phones of the village come from the network
    port: int = 8080
    names: tuple[str, ...] = ("hub.local",)


def web_of(table: Table) -> Web:
    """The section ``[web]``."""
    standard = Web()
    web = Web(
        host=table.text("host", standard.host),
        port=table.integer("port", standard.port, 1, 65_535),
        names=tuple(name.lower() for name in table.texts("names", standard.names)),
    )
    table.done()
    return web


def relay_of(table: Table) -> RelayPermits:
    """The section ``[relay]``."""
    hosts = {entry: host_of(entry) for entry in table.texts("hosts", ())}
    for entry in (entry for entry, host in hosts.items() if host is None):
        table.problem("config.bad_host", value=entry[:60])
    devices = {}
    for each in table.tables("devices"):
        devices[each.name("name")] = each.text("device", "")
        each.done()
    table.done()
    return RelayPermits(tuple(filter(None, hosts.values())), devices)


@dataclass(frozen=True, slots=True)
class Live:
    """Talks.

    Attributes:
        limit_s: Longest talk, 10 to 3600 seconds.
        chime: Programme heard before each talk, or None.
        device: Part of PortAudio's name of the hub's microphone; "" = the default one.
        zones: Where the talk button is heard; empty = everywhere.
        kind: Kind of bulletin of the talk button.
    """

    limit_s: float = 300.0
    chime: ProgrammeId | None = None
    device: str = ""
    zones: frozenset[ZoneId] = frozenset()
    kind: Kind = Kind.ROUTINE


def live_of(table: Table, zones: Collection[ZoneId]) -> Live:
    """The section ``[live]``."""
    named = frozenset(ZoneId(zone) for zone in table.texts("zones", ()))
    for zone in sorted(named.difference(zones)):
        table.problem("config.no_zone", zone=zone)
    chime = table.text("chime", "")
    live = Live(
        limit_s=table.number("limit_s", 300.0, 10.0, 3600.0),
        chime=ProgrammeId(chime) if chime else None,
        device=table.text("device", ""),
        zones=named,
        kind=Kind(table.choice("kind", Kind.ROUTINE, tuple(Kind))),
    )
    table.done()
    return live


def preparing_of(table: Table) -> Preparing:
    """The section ``[prepare]``."""
    standard = Preparing()
    preparing = Preparing(
        target_lufs=table.number("target_lufs", standard.target_lufs, -31.0, -9.0),
        peak_dbtp=table.number("peak_dbtp", standard.peak_dbtp, -9.0, -0.5),
        most_mib=table.integer("most_mib", standard.most_mib, 1, 2047),
        most_minutes=table.integer("most_minutes", standard.most_minutes, 1, 360),
        originals_mib=table.integer("originals_mib", standard.originals_mib, 0, 1_000_000),
        horn=table.flag("horn", default=standard.horn),
    )
    table.done()
    return preparing


@dataclass(frozen=True, slots=True)
class Speech:
    """Reading aloud.

    Attributes:
        piper: Path of the program `piper`; "" = looked for beside the hub's own environment, in
            it, and on the path.
    """

    piper: str = ""


def speech_of(table: Table) -> Speech:
    """The section ``[speech]``."""
    speech = Speech(piper=table.text("piper", ""))
    table.done()
    return speech


def timezone_of(hub: Table) -> ZoneInfo:
    """The hub's local time."""
    name = hub.text("timezone", "Asia/Ho_Chi_Minh")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hub.problem("config.no_timezone", name=name)
        return ZoneInfo("UTC")
