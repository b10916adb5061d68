"""A hub that was cut off weeks ago: run by a test inside a network of its own (`unshare --net`).

Prints JSON: what is shown after the start and, everything killed at once as by a power cut, after
two more: with a clock that is right and with one that woke up in the past.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from hub.config import load
from hub.domain.alert import Alert, AlertRef, AlertStatus, AlertType
from hub.store.alerts import hear_commune, put_alert
from hub.store.connect import open_content
from hub.store.permits import Service
from scripts.shown_content import fill
from scripts.shown_hub import ShownHub, running_hub

AT = "2026-12-02T16:59:40"
LATER = "2026-12-02T21:30:00"
WOKEN = "2000-01-01T00:02:00"
"""A board without a battery clock, before anybody has set it."""
WEEKS = timedelta(weeks=3)
RIVER = "Nước sông lên nhanh"
START = "/kiosk/"
UNTOLD = "chưa xem được lịch"
LINK = re.compile(r'href="(/kiosk/[^"#]*)"')
FILES = re.compile(r"\.(css|js|jpg|pdf|json)|/sound|/again/")


def read(address: str) -> str:
    """A page."""
    with urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())


def walk(screen: str) -> dict[str, str]:
    """Every page that a finger can reach, by address; once the playout has told its timetable."""
    for _ in range(300):
        if UNTOLD not in read(f"{screen}/kiosk/loudspeakers"):
            break
        threading.Event().wait(0.2)
    seen: dict[str, str] = {}
    queue = [START, *(f"/kiosk/{one}" for one in ("find?q=khai%20sinh", "payments", "meetings"))]
    while queue:
        path = queue.pop(0)
        if path in seen or FILES.search(path):
            continue
        seen[path] = read(screen + path)
        queue += [one.replace("&amp;", "&") for one in LINK.findall(seen[path])]
    return seen


def fill_of_weeks_ago(hub: ShownHub) -> None:
    """Content of every kind, three weeks old; and a warning that somebody typed just now."""
    config = load(config_of(hub))
    now = datetime.fromisoformat(AT).replace(tzinfo=config.timezone)
    then = now - WEEKS
    fill(config.data_dir, then)
    with open_content(config.data_dir, Service.CLI) as store:
        hear_commune(store, then)
        ref = AlertRef("hub", "nuoc-song", now)
        told = Alert(
            ref, AlertStatus.ACTUAL, AlertType.ALERT, "Lũ", RIVER, now, now + timedelta(hours=12)
        )
        put_alert(store, told, now)


def config_of(hub: ShownHub) -> Path:
    """Its village."""
    return next(hub.folder.glob("examples/*/village.toml"))


def cut_power(folder: Path) -> None:
    """Kill every process of the village at once."""
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            told = (path / "cmdline").read_bytes().decode(errors="replace")
            if f"{folder}/" in told and int(path.name) != os.getpid():
                os.kill(int(path.name), signal.SIGKILL)


@contextmanager
def started_again(hub: ShownHub, at: str) -> Iterator[None]:
    """As after a power cut: begun anew on the same card, and ended by another cut.

    Args:
        hub: What was killed.
        at: What the clock shows.
    """
    command = [sys.executable, "-m", "hub", "--config", str(config_of(hub)), "run", "--at", at]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"{hub.screen}/kiosk/")
        yield
    finally:
        cut_power(hub.folder)
        process.wait(30)


def _wait_for(address: str) -> None:
    for _ in range(600):
        with suppress(URLError, ConnectionError), urlopen(address, timeout=2):
            return
        threading.Event().wait(0.1)
    raise TimeoutError(address)


def main(folder: Path) -> None:
    """Start, walk, kill, start, walk, kill, start, walk."""
    told: dict[str, object] = {"interfaces": Path("/proc/net/dev").read_text("ascii")}
    with running_hub(folder, at=AT) as hub:
        fill_of_weeks_ago(hub)
        told["first"] = walk(hub.screen)
        cut_power(folder)
    for name, at in (("again", LATER), ("lost", WOKEN)):
        with started_again(hub, at):
            told[name] = walk(hub.screen)
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
