"""The section ``[kiosk]`` of the configuration: the touchscreen in the cultural house."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import time
from typing import Final

from hub.domain.screen import Hours, Loudness, Screen, Span
from hub.toml_table import Table

_RESOLUTION: Final = re.compile(r"(\d{3,4})x(\d{3,4})")
_NOON: Final = time(12)
AUTO: Final = "auto"
CHROMIUM: Final = "chromium"
COG: Final = "cog"
"""Names of browsers, as `browser` says them."""


@dataclass(frozen=True, slots=True)
class Watching:
    """How long a screen may be silent; tests shorten it.

    Attributes:
        beat_s: A page that paints says so this often.
        reload_s: After so long without a beat it is loaded again.
        kill_s: After so long the browser is started anew.
        most_starts: So many starts within `within_s`, and only the plain page is shown.
        within_s: See `most_starts`.
    """

    beat_s: float = 5.0
    reload_s: float = 15.0
    kill_s: float = 30.0
    most_starts: int = 3
    within_s: float = 600.0


@dataclass(frozen=True, slots=True)
class Kiosk:
    """The touchscreen.

    Attributes:
        place: Name of the service point that people rate; "" = the village's name.
        zone: The zone in which a meeting is heard; "" = whoever turns it on chooses one.
        port: Loopback port that only the screen's browser is given; 0 = there is no screen.
        browser: "chromium", "cog", or "auto": what is installed and suits the board's memory.
        screen: Its size and place.
        hours: What it does at which time of day.
        backlight: Folder of its light in sysfs; "" = none that can be switched.
        headphones: Part of the name of the sound output that has a headphone socket; "" = none.
        idle_s: So long without a touch, and it asks whether somebody is there.
        ask_s: So long it waits for the answer.
        watching: How its browser is watched.
    """

    place: str = ""
    zone: str = ""
    port: int = 0
    browser: str = AUTO
    screen: Screen = field(default_factory=Screen)
    hours: Hours = field(default_factory=Hours)
    backlight: str = ""
    headphones: str = ""
    idle_s: float = 60.0
    ask_s: float = 15.0
    watching: Watching = field(default_factory=Watching)


def kiosk_of(table: Table, zones: Collection[str] = ()) -> Kiosk:
    """The section ``[kiosk]``.

    Args:
        table: The section.
        zones: Every zone of the configuration.
    """
    standard = Kiosk()
    kiosk = Kiosk(
        place=table.text("place", ""),
        zone=table.text("zone", ""),
        port=table.integer("port", standard.port, 0, 65_535),
        browser=table.choice("browser", standard.browser, (AUTO, CHROMIUM, COG)),
        screen=_screen(table),
        hours=_hours(table),
        backlight=table.text("backlight", ""),
        headphones=table.text("headphone_output", ""),
        idle_s=table.number("idle_s", standard.idle_s, 5.0, 900.0),
        ask_s=table.number("ask_s", standard.ask_s, 2.0, 120.0),
        watching=_watching(table.table("watch")),
    )
    if kiosk.zone and kiosk.zone not in zones:
        table.problem("config.no_zone", zone=kiosk.zone)
    table.done()
    return kiosk


def _screen(table: Table) -> Screen:
    standard = Screen()
    told = table.text("resolution", f"{standard.width_px}x{standard.height_px}")
    found = _RESOLUTION.fullmatch(told)
    if found is None:
        table.problem("config.bad_resolution", value=told[:30])
    width, height = (int(found[1]), int(found[2])) if found else (1280, 800)
    screen = Screen(
        width_px=width,
        height_px=height,
        width_mm=table.number("width_mm", standard.width_mm, 50.0, 3000.0),
        scan_distance_m=table.number("scan_distance_m", standard.scan_distance_m, 0.2, 5.0),
        lower_edge_mm=table.number("lower_edge_mm", standard.lower_edge_mm, 0.0, 2000.0),
    )
    if not screen.is_likely:
        size = f"{screen.width_mm:g} mm"
        table.problem("config.unlikely_screen", value=told[:30], size=size)
    return screen


def _hours(table: Table) -> Hours:
    standard = Hours()
    lit = _span(table.table("on"), None)
    night = _span(table.table("night"), standard.night)
    loudness = []
    for each in table.tables("volume"):
        start = each.time_of_day("from", _NOON)
        loudness.append(Loudness(start, each.integer("percent", 80, 0, 100)))
        each.done()
    starts = [one.start for one in loudness]
    for start in sorted({one for one in starts if starts.count(one) > 1}):
        table.problem("config.volume_twice", time=f"{start:%H:%M}")
    has_headphones = table.flag("headphones", default=False)
    return Hours(lit, night or standard.night, tuple(loudness), has_headphones)


def _span(table: Table, standard: Span | None) -> Span | None:
    """Two times, or neither."""
    if not {"from", "to"} & set(table.rest()):
        table.done()
        return standard
    span = Span(table.time_of_day("from", _NOON), table.time_of_day("to", time(0)))
    table.done()
    return span


def _watching(table: Table) -> Watching:
    standard = Watching()
    watching = Watching(
        beat_s=table.number("beat_s", standard.beat_s, 0.2, 10.0),
        reload_s=table.number("reload_s", standard.reload_s, 0.5, 60.0),
        kill_s=table.number("kill_s", standard.kill_s, 1.0, 120.0),
        most_starts=table.integer("most_starts", standard.most_starts, 1, 20),
        within_s=table.number("within_s", standard.within_s, 5.0, 3600.0),
    )
    if not watching.beat_s < watching.reload_s < watching.kill_s:
        table.problem("config.watch_order")
    table.done()
    return watching
