"""Makes the pictures of the papers from the code: the state machine and a day of the village.

``make docs`` runs it.  `docs/images/machine.svg` is drawn by `broadcast.machine_picture` from the
machine's table; `docs/images/day.svg` is drawn here from what ``village-hub plan`` says.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from broadcast.demo import seed
from hub.config import Config, load
from hub.store.migrate import migrate_all
from hub.words import say

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "thon-yen-minh"
DAY = "2026-12-02"
"""In its afternoon two priority bulletins collide and a relay is joined again after them."""

WIDTH, LEFT, RIGHT, LANE, TOP, GAP, LINE = 1000, 90, 20, 40, 74, 6, 21
COLOURS = {"routine": "#2f6f9f", "priority": "#c77d0a", "emergency": "#b3261e"}
INK, PALE, FLOOR, POWER = "#1d2a33", "#5b6b76", "#f4f7f8", "#f3d9a4"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The stretch of a day that one panel shows: [first, last), local time."""

    first: datetime
    last: datetime

    def shows(self, cue: Mapping[str, Any]) -> bool:
        """Whether a cue falls into it."""
        return self.first < moment(cue["end"]) and moment(cue["start"]) < self.last

    def x(self, at: datetime) -> float:
        """Where a moment stands in the panel, in pixels."""
        part = (at - self.first) / (self.last - self.first)
        return LEFT + min(1.0, max(0.0, part)) * (WIDTH - LEFT - RIGHT)


def planned_day(config_path: Path, day: str) -> list[dict[str, Any]]:
    """The cues of one day, as the command prints them."""
    command = [sys.executable, "-m", "hub", "--config", str(config_path), "--language", "vi"]
    arguments = ["plan", "--from", f"{day}T04:00", "--to", f"{day}T22:00", "--now", f"{day}T04:00"]
    answer = subprocess.run([*command, *arguments, "--json"], capture_output=True, check=True)
    cues: list[dict[str, Any]] = json.loads(answer.stdout)["cues"]
    return [stretch for cue in cues if cue["start"] is not None for stretch in heard(cue)]


def heard(cue: dict[str, Any]) -> list[dict[str, Any]]:
    """A cue as the stretches in which it is on air: several for a relay that is joined again."""
    pieces = cue.get("segments") or [[cue["start"], cue["end"]]]
    return [{**cue, "start": start, "end": end} for start, end in pieces]


def sessions(cues: Iterable[dict[str, Any]]) -> Iterator[Stretch]:
    """Stretches with cues in them, a few minutes of margin around each."""
    margin, first, last = timedelta(minutes=2), None, None
    for cue in sorted(cues, key=lambda cue: str(cue["start"])):
        start, end = moment(cue["start"]), moment(cue["end"])
        if first is not None and last is not None and start > last + timedelta(minutes=30):
            yield Stretch(first - margin, last + margin)
            first = last = None
        first = first or start
        last = max(last or end, end)
    if first is not None and last is not None:
        yield Stretch(first - margin, last + margin)


def moment(text: str) -> datetime:
    """An instant of the plan, local time."""
    return datetime.fromisoformat(text)


def panel(stretch: Stretch, cues: list[dict[str, Any]], config: Config, top: int) -> Iterator[str]:
    """One session: a lane for each zone, the power of its amplifier behind its cues."""
    bottom = top + len(config.zones) * (LANE + GAP)
    tick = stretch.first.replace(second=0, minute=stretch.first.minute // 5 * 5)
    while tick <= stretch.last:
        if tick >= stretch.first:
            x = stretch.x(tick)
            yield f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom}" stroke="#d9e0e4"/>'
            yield text((x, top - 8), f"{tick:%H:%M}", PALE, 12, "middle")
        tick += timedelta(minutes=5)
    for number, zone in enumerate(config.zones.values()):
        y = top + number * (LANE + GAP)
        yield text((LEFT - 12, y + LANE / 2 + 5), zone.name.split(" - ")[0], INK, 14, "end")
        yield box(LEFT, WIDTH - RIGHT, (y, LANE), FLOOR)
        shown = [c for c in cues if zone.id in c["zones"] and stretch.shows(c)]
        for cue in shown:
            on = moment(cue["start"]) - timedelta(seconds=zone.warm_up_s)
            off = moment(cue["end"]) + timedelta(seconds=zone.tail_s)
            yield box(stretch.x(on), stretch.x(off), (y, LANE), POWER)
        for cue in shown:
            yield from cue_box(cue, stretch, y)


def listing(stretch: Stretch, cues: list[dict[str, Any]], top: int) -> Iterator[str]:
    """What is heard in a panel, to read: two columns."""
    shown = [cue for cue in cues if stretch.shows(cue)]
    for number, cue in enumerate(sorted(shown, key=lambda cue: str(cue["start"]))):
        x, y = LEFT + number % 2 * 420, top + number // 2 * LINE
        yield box(x, x + 10, (y - 9, 10), COLOURS[cue["kind"]], radius=2)
        words = f"{moment(cue['start']):%H:%M:%S}  {cue['title']}"
        yield text((x + 18, y), words, INK, 13)


def cue_box(cue: dict[str, Any], stretch: Stretch, y: float) -> Iterator[str]:
    """One cue on one lane, with as much of its title as fits."""
    left, right = stretch.x(moment(cue["start"])), stretch.x(moment(cue["end"]))
    yield box(left, right, (y + 5, LANE - 10), COLOURS[cue["kind"]], radius=4)
    fits = int((right - left - 10) / 7.2)
    title = str(cue["title"])
    if fits >= 4:
        shown = title if len(title) <= fits else title[: fits - 1] + "…"
        yield text((left + 6, y + LANE / 2 + 5), shown, "#ffffff", 13)


def box(left: float, right: float, down: tuple[float, float], fill: str, *, radius: int = 0) -> str:
    """A filled rectangle, never thinner than can be seen; `down` is its top and height."""
    width, (y, height) = max(2.0, right - left), down
    return (
        f'<rect x="{left:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" '
        f'rx="{radius}" fill="{fill}"/>'
    )


def text(at: tuple[float, float], words: str, fill: str, size: int, anchor: str = "start") -> str:
    """A line of text; `at` is where its line begins, is centred or ends."""
    x, y = at
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" font-size="{size}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def legend(y: float) -> Iterator[str]:
    """What the colours mean, in both languages."""
    meanings = (
        (COLOURS["routine"], "thông thường · routine"),
        (COLOURS["priority"], "ưu tiên · priority"),
        (COLOURS["emergency"], "khẩn cấp · emergency"),
        (POWER, "tăng âm có điện · amplifier on"),
    )
    for number, (colour, words) in enumerate(meanings):
        x = LEFT + number * 215
        yield box(x, x + 14, (y - 11, 14), colour, radius=3)
        yield text((x + 20, y), words, PALE, 12)


def draw(config: Config, cues: list[dict[str, Any]], day: str) -> str:
    """The whole picture."""
    parts: list[str] = []
    top = TOP
    for stretch in sessions(cues):
        parts += panel(stretch, cues, config, top)
        top += len(config.zones) * (LANE + GAP) + 18
        parts += listing(stretch, cues, top)
        top += (sum(stretch.shows(cue) for cue in cues) + 1) // 2 * LINE + 40
    parts += legend(top - 8)
    title = f"{config.name}, {datetime.fromisoformat(day):%d/%m/%Y}"
    parts.insert(0, text((LEFT, 32), title, INK, 20))
    height = top + 14
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="Noto Sans, DejaVu Sans, sans-serif">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def seeded_copy(folder: Path) -> Path:
    """The example village with a store of its own; the path of its configuration."""
    copy = folder / "examples" / EXAMPLE.name
    shutil.copytree(EXAMPLE, copy)
    config_path = copy / "village.toml"
    migrate_all(load(config_path).data_dir)
    seed(config_path, partial(say_in, "en"))
    return config_path


def say_in(language: str, key: str, /, **values: object) -> str:
    """A sentence of the catalogue."""
    return say(key, language, **values)


def main() -> int:
    """Make every picture."""
    with tempfile.TemporaryDirectory() as folder:
        config_path = seeded_copy(Path(folder))
        picture = draw(load(config_path), planned_day(config_path, DAY), DAY)
    target = ROOT / "docs" / "images" / "day.svg"
    target.parent.mkdir(exist_ok=True)
    target.write_text(picture, "utf-8")
    print(target.relative_to(ROOT))
    subprocess.run([sys.executable, "-m", "broadcast.machine_picture"], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
