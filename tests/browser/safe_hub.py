"""A running hub with https, and a browser that was given its authority as the hub's page tells."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, BrowserType

from hub.certificates.places import Places, places_of
from hub.config import load
from scripts.shown_hub import CHROMIUM, ShownHub, running_hub
from tests.ports import free_port
from tests.service.village import wait_for

NAME = "hub.local"


@dataclass(frozen=True)
class SafeHub:
    """A running hub with https, and its certificates."""

    shown: ShownHub
    address: str
    places: Places


@contextmanager
def safe_hub(folder: Path) -> Iterator[SafeHub]:
    """The example village, by https under its name, at ten in the morning.

    Yesterday's: the browser's clock is the real one and has to be past the certificates' first
    moment, and at whatever hour this runs, the village's quiet hours are far.
    """
    port, yesterday = free_port(), datetime.now(UTC).date() - timedelta(days=1)
    with running_hub(folder, f"{yesterday}T10:00:00", https_port=port) as shown:
        (config,) = folder.glob("examples/*/village.toml")
        places = places_of(load(config))
        wait_for(places.pid.is_file, 60)
        yield SafeHub(shown, f"https://{NAME}:{port}/", places)


@contextmanager
def trusting_browser(safe: SafeHub, sort: BrowserType, home: Path) -> Iterator[Browser]:
    """A browser that installed the hub's authority, and finds every ``.local`` here."""
    store = home / ".pki/nssdb"
    store.mkdir(parents=True)
    certutil = ["certutil", "-d", f"sql:{store}"]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)
    root = str(safe.places.download)
    subprocess.run([*certutil, "-A", "-n", "hub", "-t", "C,,", "-i", root], check=True)
    found = sort.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-dev-shm-usage", "--lang=vi",
              "--host-resolver-rules=MAP *.local 127.0.0.1"],
        env={"HOME": str(home)},
    )  # fmt: skip
    yield found
    found.close()
