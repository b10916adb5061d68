"""A small hub in a folder: configuration, store, tones; for tests with real processes."""

from __future__ import annotations

import hashlib
import math
import os
import signal
import subprocess
import sys
import time
import wave
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from hub.config import Config, load
from hub.control import ControlClient
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.programme import Programme, Source
from hub.domain.recurrence import Recurrence
from hub.domain.rules import OperatingRules, RuleBook
from hub.domain.slot import Slot
from hub.errors import HubError
from hub.hardware.fake import is_keyed
from hub.store.calendar import put_programme, put_rule_book, put_slots
from hub.store.connect import open_hub
from hub.store.migrate import migrate_all
from hub.store.permits import Service

RATE = 48_000
LINE = 17
START_S = 60.0
"""A service that starts beside other tests on a slow machine; alone it takes one or two."""

TOML = """
[hub]
name = "Thôn Thử"
language = "en"
data_dir = "data"
run_dir = "run"
assume_clock = {assume}
[network]
https_port = 0
announce = false
[[cards]]
name = "main"
device = "{device}"
host_api = "{host_api}"
[[zones]]
id = "xom-1"
line = 17
warm_up_s = {warm_up}
tail_s = 0.2
min_off_s = 0.2
"""


@dataclass
class SmallHub:
    """Its folder, and hands to fill and start it."""

    folder: Path
    device: str = "null"
    warm_up_s: float = 0.2
    assume: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)
    host_api: str = ""

    def __post_init__(self) -> None:
        text = TOML.format(
            device=self.device,
            host_api=self.host_api,
            warm_up=self.warm_up_s,
            assume=str(self.assume).lower(),
        )
        self.path.write_text(text, "utf-8")
        for folder in (self.config.data_dir, self.config.run_dir, self.config.media_dir):
            folder.mkdir(parents=True, exist_ok=True)
        migrate_all(self.config.data_dir)
        rules = OperatingRules(clock_time(0), clock_time(0), 86_400, 100_000)
        with open_hub(self.config.data_dir, Service.CLI) as store:
            put_rule_book(store, RuleBook(rules))

    @property
    def path(self) -> Path:
        return self.folder / "village.toml"

    @property
    def config(self) -> Config:
        return load(self.path)

    def tone(self, name: str, seconds: float, hertz: float = 1000.0) -> ProgrammeId:
        """A programme that is one tone, beginning at full slope."""
        path = self.config.media_dir / f"{name}.wav"
        step = 2 * math.pi * hertz / RATE
        samples = array("h", (int(12_000 * math.sin(step * n)) for n in range(int(RATE * seconds))))
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes())
        programme = Programme(
            ProgrammeId(name), name, Kind.ROUTINE, Level.COMMUNE, Source.FILE, path.name,
            len(samples), RATE, hashlib.sha256(path.read_bytes()).hexdigest(), "Bình", "Hoa",
        )  # fmt: skip
        with open_hub(self.config.data_dir, Service.CLI) as store:
            put_programme(store, programme)
        return programme.id

    def slots(
        self, programme: ProgrammeId, count: int, every_s: float, first_s: float, **more: Any
    ) -> list[Slot]:
        """One-off slots from `first_s` seconds on from now."""
        now = datetime.now(self.config.timezone).replace(tzinfo=None)
        found = [
            Slot(
                SlotId(f"s{n}"),
                f"Tin {n}",
                Recurrence(now + timedelta(seconds=first_s + n * every_s)),
                **{"length_s": 1.0, "content": (programme,), **more},
            )
            for n in range(count)
        ]
        with open_hub(self.config.data_dir, Service.CLI) as store:
            put_slots(store, found)
        return found

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "hub", "--config", str(self.path), *words],
            env=self._environment(), capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip

    def start(self, module: str, *words: str) -> subprocess.Popen[bytes]:
        """A service, in the background."""
        command = [sys.executable, "-m", module, "--config", str(self.path), *words]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, env=self._environment(), stdout=log, stderr=log)

    def state(self) -> dict[str, Any]:
        """What the playout says of itself."""
        client = ControlClient(self.config.run_dir / "broadcast.sock", timeout_s=10.0)
        found: dict[str, Any] = client.call("vn.hub.Broadcast.State", {})["state"]
        return found

    def is_up(self) -> bool:
        try:
            self.state()
        except HubError:
            return False
        return True

    def is_line_on(self) -> bool:
        return is_keyed(self.config.run_dir, LINE)

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


def ended(process: subprocess.Popen[bytes], seconds: float = 30.0) -> int:
    """End a service kindly; its exit code.  One that does not listen is killed."""
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def wait_for(true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until something is so.

    Raises:
        AssertionError: It was not so in time.
    """
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)
