"""A village of the bench's own: its folder, its calendar, its playout service."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.children import Child, NotReadyError
from bench.control import Control, ask

ROOT = Path(__file__).parents[1]
ZONE = "xom-1"
PIN = 17
READY_WITHIN_S = 60.0
_CONFIG = """
[hub]
name = "Bench"
language = "en"
data_dir = "data"
run_dir = "{run_dir}"
assume_clock = true

[audio]
rate = 48000
{fallback}

[[cards]]
name = "main"
device = "{device}"
host_api = "{host_api}"

[[zones]]
id = "{zone}"
line = {pin}
warm_up_s = 0.0
tail_s = 0.0
min_off_s = 0.0

[hardware]
board = "fake"
"""
_RULES = """
[commune]
quiet_from = "00:00"
quiet_to = "00:00"
"""
_EVENT = """BEGIN:VEVENT
UID:bench-{number}
DTSTAMP:20260101T000000Z
DTSTART:{start:%Y%m%dT%H%M%SZ}
DURATION:PT{length_s}S
SUMMARY:Bench {number}
X-HUB-CONTENT:{programme}
END:VEVENT
"""


class Village:
    """One hub in a folder.

    Args:
        folder: Its folder; should not be long, a socket stands in it.
        host_api: Of the card: "jack" or "alsa".
        device: The card.
        env: Environment of everything that is started.
        fallback: A WAV of its own against dead air; without one the playout makes the built-in
            one when it starts for the first time, which takes seconds of processor time.
    """

    def __init__(
        self,
        folder: Path,
        host_api: str,
        device: str,
        env: Mapping[str, str],
        fallback: Path | None = None,
    ) -> None:
        self.folder = folder
        self.config = folder / "village.toml"
        self.run_dir = _quick_folder(folder)
        self.history = self.run_dir / "lines" / "history"
        self._env = {**env, "PYTHONPATH": str(ROOT), "VILLAGE_HUB_LANGUAGE": "en"}
        self.child: Child | None = None
        self._history: list[tuple[float, bool]] | None = None
        text = _CONFIG.format(
            run_dir=self.run_dir,
            fallback=f'fallback = "{fallback}"' if fallback is not None else "",
            device=device,
            host_api=host_api,
            zone=ZONE,
            pin=PIN,
        )
        self.config.write_text(text, "utf-8")
        self.history.parent.mkdir(parents=True)
        self.history.touch()

    def command(self, *words: str) -> str:
        """Run one `village-hub` command; answers what it printed.

        Raises:
            NotReadyError: It failed; the text is what it said.
        """
        command = [sys.executable, "-m", "hub", "--config", str(self.config), *words]
        done = subprocess.run(
            command, capture_output=True, text=True, env=self._env, cwd=self.folder, check=False
        )
        if done.returncode:
            raise NotReadyError(f"village-hub {' '.join(words)}: {done.stderr[-400:]}")
        return done.stdout

    def set_up(self) -> None:
        """Make the store, with rules that allow every hour of the day.

        Raises:
            NotReadyError: A command failed.
        """
        self.command("migrate")
        rules = self.folder / "rules.toml"
        rules.write_text(_RULES, "utf-8")
        self.command("rules", "set", str(rules))

    def programme(self, name: str, wav: Path, kind: str = "routine") -> None:
        """Add a programme, approved.

        Raises:
            NotReadyError: The command failed.
        """
        words = ["programme", "add", str(wav), "--id", name, "--title", name, "--kind", kind]
        self.command(*words, "--author", "bench", "--approver", "bench")

    def calendar(self, starts: Sequence[float], programme: str, length_s: int) -> None:
        """Import a calendar of one-off slots.

        Raises:
            NotReadyError: The command failed.
        """
        path = self.folder / "bench.ics"
        path.write_text(ics(starts, programme, length_s), "utf-8")
        self.command("calendar", "import", str(path))

    def start(self) -> float:
        """Start the playout and wait until it answers; answers how long that took, seconds.

        Raises:
            NotReadyError: It did not come up.
        """
        command = [sys.executable, "-m", "broadcast", "--config", str(self.config)]
        began = time.monotonic()
        child = self.child = Child(command, self.folder / "broadcast.log", self._env)
        child.wait_for(self._answers, READY_WITHIN_S)
        return time.monotonic() - began

    def control(self) -> Control:
        """A connection to the playout's control socket."""
        return Control(self.run_dir / "broadcast.sock")

    def xruns(self) -> int:
        """Times the card ran dry since the playout started.

        Raises:
            OSError: The playout does not answer.
        """
        cards = ask(self.run_dir / "broadcast.sock", "State")["state"]["cards"]
        return sum(int(card["xruns"]) for card in cards.values())

    def stop(self) -> None:
        """End the playout and forget its run folder, but for the lines' history."""
        self.end()
        self._history = self.line_changes()
        shutil.rmtree(self.run_dir, ignore_errors=True)

    def end(self) -> None:
        """End the playout; it can be started again."""
        if self.child is not None:
            self.child.end()

    def line_changes(self) -> list[tuple[float, bool]]:
        """Every change of the line: wall clock and whether it was on afterwards."""
        if self._history is not None:
            return self._history
        rows = (row.split() for row in self.history.read_text("ascii").splitlines())
        return [(float(wall), state == "1") for _, wall, pin, state in rows if pin == str(PIN)]

    def _answers(self) -> bool:
        try:
            cards = ask(self.run_dir / "broadcast.sock", "State")["state"]["cards"]
        except (OSError, LookupError):
            return False
        return all(card["is_open"] for card in cards.values())


def _quick_folder(folder: Path) -> Path:
    """A folder in memory, as a hub's run folder is; on the disk where there is no such."""
    memory = Path("/dev/shm")
    usable = os.access(memory, os.W_OK)
    return Path(tempfile.mkdtemp(prefix="hubbench-", dir=memory if usable else folder))


def ics(starts: Iterable[float], programme: str, length_s: int) -> str:
    """A calendar of one-off slots at wall-clock times (POSIX seconds)."""
    events = (
        _EVENT.format(
            number=number,
            start=datetime.fromtimestamp(start, tz=UTC),
            length_s=length_s,
            programme=programme,
        )
        for number, start in enumerate(starts)
    )
    head = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//bench//EN\n"
    return (head + "".join(events) + "END:VCALENDAR\n").replace("\n", "\r\n")
