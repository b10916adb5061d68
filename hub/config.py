"""The configuration: one TOML file, read once into frozen sections; all mistakes together.

What a commune may change in use (times, volumes, caps) is data in the store and not here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from hub.commune_section import Commune, commune_of
from hub.config_sections import (
    Hardware,
    Live,
    Speech,
    Web,
    hardware_of,
    live_of,
    preparing_of,
    relay_of,
    speech_of,
    timezone_of,
    web_of,
)
from hub.domain.ids import BusId, ZoneId
from hub.domain.preparing import Preparing
from hub.domain.relay import RelayPermits
from hub.domain.zone import Zone
from hub.errors import ConfigError, HubError
from hub.kiosk_section import Kiosk, kiosk_of
from hub.network_section import Network, network_of
from hub.toml_table import Table
from hub.wifi_section import Wifi, wifi_of
from hub.words import DEFAULT_LANGUAGE, LANGUAGES

EXIT_CONFIG = 78  # EX_CONFIG of sysexits.h


@dataclass(frozen=True, slots=True)
class Card:
    """A sound card.

    Attributes:
        name: Its name in this file.
        device: Part of PortAudio's device name ("default", "pulse", "hw:1", "jack:…"), or
            "null" for no card at all.
        host_api: "alsa", "jack" or "" for whichever has the device.
        channels: 1 to 8; each is a bus.
        block_frames: Samples a callback, 64 to 8192; 0 = what suits: 10 ms on a card and on
            JACK, 20 ms on a sound server, which costs half the processor.
        latency_s: Output latency asked for, seconds; 0 = the device's low one.
        offset_ms: Measured constant offset of this device, taken off every start.
        rest: Open it with long blocks while nothing is to be heard, which spares the processor.
    """

    name: str
    device: str
    host_api: str = ""
    channels: int = 1
    block_frames: int = 0
    latency_s: float = 0.0
    offset_ms: float = 0.0
    rest: bool = True


@dataclass(frozen=True, slots=True)
class Sensor:
    """An I2C sensor.

    Attributes:
        kind: "ina219", "ina260", "sht31" or "bme280".
        address: I2C address, 0x08 to 0x77.
        zone: The zone whose amplifier feed it measures; None = cabinet or supply.
        dead_below_a: On air and under this current: a dead zone.
        stuck_above_a: Off and over this current: a stuck relay.
        low_below_v: Under this voltage the supply is low; 0 = never.
    """

    kind: str
    address: int
    zone: ZoneId | None = None
    dead_below_a: float = 0.1
    stuck_above_a: float = 0.2
    low_below_v: float = 0.0


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration.

    Attributes:
        name: Name of the village, as people say it.
        language: Language of messages, "vi" or "en".
        timezone: IANA name of the hub's local time.
        data_dir: Store and media; survives.
        run_dir: Sockets and what may be lost at power-off.
        assume_clock: Trust the clock even when nothing says that it was set.
        rate: Samples a second of everything that is played.
        cards: Sound cards by name.
        zones: Zones by id.
        hardware: The board.
        sensors: I2C sensors.
        fallback: WAV against dead air; None = the built-in one.
        relay: What relays may listen to; by default nothing.
        web: The pages.
        network: https, and how phones find the hub.
        live: Talks.
        preparing: How foreign sound is made ready.
        speech: Reading aloud.
        kiosk: The touchscreen.
        commune: How the hub knows what its commune signed.
        wifi: How access points are watched.
    """

    name: str = "Thôn"
    language: str = DEFAULT_LANGUAGE
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Ho_Chi_Minh"))
    data_dir: Path = Path("/var/lib/hub")
    run_dir: Path = Path("/run/hub")
    assume_clock: bool = False
    rate: int = 48_000
    cards: Mapping[str, Card] = field(default_factory=dict)
    zones: Mapping[ZoneId, Zone] = field(default_factory=dict)
    hardware: Hardware = field(default_factory=Hardware)
    sensors: tuple[Sensor, ...] = ()
    fallback: Path | None = None
    relay: RelayPermits = field(default_factory=RelayPermits)
    web: Web = field(default_factory=Web)
    network: Network = field(default_factory=Network)
    live: Live = field(default_factory=Live)
    preparing: Preparing = field(default_factory=Preparing)
    speech: Speech = field(default_factory=Speech)
    kiosk: Kiosk = field(default_factory=Kiosk)
    commune: Commune = field(default_factory=Commune)
    wifi: Wifi = field(default_factory=Wifi)

    @property
    def upload_dir(self) -> Path:
        """What people brought and nobody has prepared yet."""
        return self.data_dir / "uploads"

    @property
    def media_dir(self) -> Path:
        """Prepared media."""
        return self.data_dir / "media"


def load(path: Path) -> Config:
    """Read a configuration file; relative folders in it start at its own.

    Raises:
        ConfigError: The file cannot be read, is not TOML, or has mistakes (all of them listed).
    """
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ConfigError((HubError("config.no_file", path=path),)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError((HubError("config.unreadable", path=path, error=error),)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((HubError("config.not_toml", path=path, error=error),)) from error
    return parse(document, path.parent)


def parse(document: Mapping[str, object], base: Path) -> Config:
    """Turn a TOML document into a `Config`; relative folders start at `base`.

    Raises:
        ConfigError: With every mistake found.
    """
    problems: list[HubError] = []
    top = Table("", document, problems)
    hub, audio = top.table("hub"), top.table("audio")
    fallback = audio.text("fallback", "")
    cards = {c.name: c for c in (_card(t) for t in top.tables("cards"))}
    zones = _zones(top.tables("zones"), cards, problems)
    config = Config(
        name=hub.text("name", "Thôn"),
        language=hub.choice("language", DEFAULT_LANGUAGE, LANGUAGES),
        timezone=timezone_of(hub),
        data_dir=(base / hub.text("data_dir", "/var/lib/hub")).resolve(),
        run_dir=(base / hub.text("run_dir", "/run/hub")).resolve(),
        assume_clock=hub.flag("assume_clock", default=False),
        rate=audio.integer("rate", 48_000, 8_000, 192_000),
        cards=cards,
        zones=zones,
        hardware=hardware_of(top.table("hardware")),
        sensors=tuple(_sensor(t, zones) for t in top.tables("sensors")),
        fallback=base / fallback if fallback else None,
        relay=relay_of(top.table("relay")),
        web=web_of(top.table("web")),
        network=network_of(top.table("network")),
        live=live_of(top.table("live"), zones),
        preparing=preparing_of(top.table("prepare")),
        speech=speech_of(top.table("speech")),
        kiosk=kiosk_of(top.table("kiosk"), zones),
        commune=commune_of(top.table("commune")),
        wifi=wifi_of(top.table("wifi")),
    )
    _pins(config, problems)
    for table in (hub, audio):
        table.done()
    top.done()
    if problems:
        raise ConfigError(tuple(problems))
    return config


def _card(table: Table) -> Card:
    card = Card(
        name=table.name("name"),
        device=table.text("device", "default"),
        host_api=table.choice("host_api", "", ("", "alsa", "jack")),
        channels=table.integer("channels", 1, 1, 8),
        block_frames=table.integer("block_frames", 0, 0, 8192),
        latency_s=table.number("latency_s", 0.0, 0.0, 2.0),
        offset_ms=table.number("offset_ms", 0.0, -500.0, 500.0),
        rest=table.flag("rest", default=True),
    )
    table.done()
    return card


def _zones(
    tables: list[Table], cards: Mapping[str, Card], problems: list[HubError]
) -> dict[ZoneId, Zone]:
    zones: dict[ZoneId, Zone] = {}
    for table in tables:
        zone = _zone(table, cards)
        if zone.id in zones:
            problems.append(HubError("config.zone_twice", zone=zone.id))
        zones.setdefault(zone.id, zone)
    delays: dict[BusId, Zone] = {}
    for zone in zones.values():
        other = delays.setdefault(zone.bus, zone)
        if other.delay_ms != zone.delay_ms:
            problems.append(
                HubError("config.delay_differs", zone=zone.id, other=other.id, bus=zone.bus)
            )
    return zones


def _zone(table: Table, cards: Mapping[str, Card]) -> Zone:
    card = table.text("card", next(iter(cards), ""))
    channel = table.integer("channel", 0, 0, 7)
    if card not in cards:
        table.problem("config.no_card", card=card)
    elif channel >= cards[card].channels:
        table.problem("config.no_channel", card=card, channel=channel)
    identity = ZoneId(table.name("id"))
    zone = Zone(
        id=identity,
        name=table.text("name", identity),
        bus=BusId(f"{card}:{channel}"),
        line=table.pin("line"),
        active_high=table.flag("active_high", default=True),
        warm_up_s=table.number("warm_up_s", 3.0, 0.0, 60.0),
        tail_s=table.number("tail_s", 2.0, 0.0, 60.0),
        min_off_s=table.number("min_off_s", 5.0, 0.0, 600.0),
        interlock=table.text("interlock", ""),
        delay_ms=table.integer("delay_ms", 0, 0, 5000),
        volume_db=table.number("volume_db", 0.0, -60.0, 0.0),
    )
    table.done()
    return zone


def _sensor(table: Table, zones: Mapping[ZoneId, Zone]) -> Sensor:
    zone = table.text("zone", "")
    if zone and ZoneId(zone) not in zones:
        table.problem("config.no_zone", zone=zone)
    sensor = Sensor(
        kind=table.choice("kind", "ina219", ("ina219", "ina260", "sht31", "bme280")),
        address=table.integer("address", 0x40, 0x08, 0x77),
        zone=ZoneId(zone) if zone else None,
        dead_below_a=table.number("dead_below_a", 0.1, 0.0, 50.0),
        stuck_above_a=table.number("stuck_above_a", 0.2, 0.0, 50.0),
        low_below_v=table.number("low_below_v", 0.0, 0.0, 60.0),
    )
    table.done()
    return sensor


def _pins(config: Config, problems: list[HubError]) -> None:
    """No pin has two uses."""
    uses: dict[int, str] = {}
    claims = [(zone.line, f"zones.{zone.id}.line") for zone in config.zones.values()]
    claims.append((config.hardware.stop_button, "hardware.stop_button"))
    claims.append((config.hardware.status_lamp, "hardware.status_lamp"))
    claims.append((config.hardware.talk_button, "hardware.talk_button"))
    for pin, use in claims:
        if pin is None:
            continue
        if pin in uses:
            problems.append(HubError("config.pin_twice", pin=pin, first=uses[pin], second=use))
        uses.setdefault(pin, use)
