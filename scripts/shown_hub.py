"""The example village as a running hub, and a phone's browser, for pictures and tests."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from broadcast.demo import seed
from hub.config import load
from hub.store.migrate import migrate_all
from hub.words import say

ROOT: Final = Path(__file__).resolve().parents[1]
EXAMPLE: Final = ROOT / "examples" / "thon-yen-minh"
CONFIG: Final = EXAMPLE.relative_to(ROOT) / "village.toml"
CHROMIUM: Final = "/usr/bin/chromium"
PIN: Final = "274913"
START_S: Final = 60
BEEPING_MICROPHONE: Final = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
"""Chromium's own stand-in for a microphone, and for the person who allows it."""
PHONE: Final = (360, 780)
AGENT: Final = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/156.0.0.0 Mobile Safari/537.36"
)


@dataclass(frozen=True, slots=True)
class ShownHub:
    """A running hub.

    Attributes:
        folder: Where its configuration, store and log are.
        address: Where its pages are, with the slash at the end.
        code: Its setup code.
        screen: Where the touchscreen's door is.
    """

    folder: Path
    address: str
    code: str
    screen: str = ""

    def pair(self, page: Page, name: str = "Nguyễn Thị Hoa") -> None:
        """Let the first phone in, as a person would."""
        page.goto(self.address)
        page.fill("#code", self.code)
        page.click("form[action='/door'] button")
        page.fill("#name", name)
        page.fill("#pin", PIN)
        page.fill("#again", PIN)
        page.click("form[action='/pair'] button")
        page.wait_for_url(self.address)


@contextmanager
def running_hub(
    folder: Path,
    at: str = "2026-12-02T16:59:40",
    kiosk: str = "",
    more: Sequence[str] = (),
    https_port: int = 0,
    *,
    environment: Mapping[str, str] | None = None,
) -> Iterator[ShownHub]:
    """The example village in `folder`, as if it were the moment `at`.

    Args:
        folder: Where it lives.
        at: Local time.
        kiosk: More of the section ``[kiosk]``.
        more: More arguments of `village-hub run`.
        https_port: 0 = no https.
        environment: More of its environment.
    """
    config = _example(folder, https_port)
    screen_port = _free_port()
    told = config.read_text("utf-8")
    config.write_text(f"{told}[kiosk]\nport = {screen_port}\n{kiosk}\n", "utf-8")
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "hub", "--config", str(config), "run", "--at", at, *more]
        env = {**os.environ, **(environment or {})}
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=env)
    try:
        port = load(config).web.port
        address = f"http://127.0.0.1:{port}/"
        screen = f"http://localhost:{screen_port}"
        yield ShownHub(folder, address, _started(folder / "log", address), screen)
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def browser(driver: Playwright | None = None) -> Iterator[Browser]:
    """Debian's Chromium, without a window.

    Args:
        driver: A process can have only one: the one that is there, or None for a new one.
    """
    with ExitStack() as stack:
        found = (driver or stack.enter_context(sync_playwright())).chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--lang=vi", *BEEPING_MICROPHONE],
        )
        stack.callback(found.close)
        yield found


def phone(found: Browser, *, dark: bool = False, script: bool = True) -> BrowserContext:
    """A cheap Android phone."""
    width, height = PHONE
    return found.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2,
        locale="vi-VN",
        user_agent=AGENT,
        has_touch=True,
        is_mobile=True,
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
    )


def _example(folder: Path, https_port: int) -> Path:
    """A copy of the example village that plays into no card, on a free port."""
    shutil.copytree(_seeded(), folder, dirs_exist_ok=True)
    config = folder / CONFIG
    told = config.read_text("utf-8").replace('device = "default"', 'device = "null"')
    web = f'[web]\nhost = "127.0.0.1"\nport = {_free_port()}\n'
    web += f"[network]\nhttps_port = {https_port}\n"
    config.write_text(f"{told}\n{web}", "utf-8")
    return config


@cache
def _seeded() -> Path:
    """The example village with its store filled; made once a process, as it asks ffmpeg a lot."""
    folder = Path(tempfile.mkdtemp(prefix="example-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    config = folder / CONFIG
    shutil.copytree(EXAMPLE, config.parent)
    migrate_all(load(config).data_dir)
    seed(config, lambda key, **values: say(key, "en", **values))
    return folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _started(log: Path, address: str) -> str:
    """Wait until the pages answer; the setup code that the hub printed."""
    for _ in range(10 * START_S):
        told = re.search(r": ([A-Z0-9]{4}-[A-Z0-9]{4})$", log.read_text("utf-8"), re.MULTILINE)
        if told is not None and answers(address):
            return told[1]
        threading.Event().wait(0.1)
    raise TimeoutError(log.read_text("utf-8")[-2000:])


def answers(address: str) -> bool:
    """Whether somebody serves pages there."""
    try:
        with urlopen(f"{address}alive", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
