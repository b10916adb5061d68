"""A hub that was cut off weeks ago: run by a test inside a network of its own (`unshare --net`).

Prints JSON: what is shown after the start and, the process killed, after another one.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from hub.config import load
from hub.store.alerts import hear_commune
from hub.store.connect import open_content
from hub.store.permits import Service
from scripts.shown_content import fill
from scripts.shown_hub import running_hub

AT = "2026-12-02T16:59:40"
WEEKS = timedelta(weeks=3)
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


def main(folder: Path) -> None:
    """Start, walk, kill, start, walk."""
    told: dict[str, object] = {"interfaces": Path("/proc/net/dev").read_text("ascii")}
    with running_hub(folder, at=AT) as hub:
        config = load(next(hub.folder.glob("examples/*/village.toml")))
        now = datetime.fromisoformat(AT).replace(tzinfo=config.timezone)
        fill(config.data_dir, now - WEEKS)
        with open_content(config.data_dir, Service.CLI) as store:
            hear_commune(store, now - WEEKS)
        told["first"] = walk(hub.screen)
    path = next(hub.folder.glob("examples/*/village.toml"))
    command = [sys.executable, "-m", "hub", "--config", str(path), "run", "--at", AT]
    told["again"] = again(command, hub.screen)
    print(json.dumps(told))


def again(command: list[str], screen: str) -> dict[str, str]:
    """As after a power cut: begun anew on the same card."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                with urlopen(f"{screen}/kiosk/", timeout=2):
                    return walk(screen)
            except URLError:
                threading.Event().wait(0.1)
        raise TimeoutError(screen)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
