"""The touchscreen's own service with a real Chromium that can be looked at while it is harmed."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Error, Page, Playwright

from bench.control import RefusedError, ask
from hub.checkup.pulse import ask as ask_pulse
from hub.config import load
from scripts.shown_hub import CHROMIUM, ShownHub, running_hub

LOOK_S: Final = 0.1
GLANCE_MS: Final = 2000.0
NO_TIME: Final = "--:--"
ON_AIR: Final = "#frame-live .k-air:not(.k-air--halted) strong, #frame-live .k-takeover__title"
WRAPPER: Final = """#!/bin/sh
unset LD_PRELOAD
exec {program} "$@" --remote-debugging-port={port} --remote-allow-origins=*
"""
"""The service talks to its browser over a pipe of its own; this door is ours.

Chromium does not start under libfaketime; its pages go by the hub's clock, not by its own."""


@dataclass(frozen=True, slots=True)
class View:
    """What a person sees.

    Attributes:
        address: Of the page.
        time: The clock in its corner, "17:00"; "" = none.
        on_air: What it says is on air; "" = nothing.
        is_away: It says that the hub is away.
        text: All of its words.
        has_page: There is something to read between the top and the bar.
    """

    address: str
    time: str
    on_air: str
    is_away: bool
    text: str
    has_page: bool = True


@dataclass(frozen=True, slots=True)
class WatchedWall:
    """A village whose screen is watched by its real watchdog.

    Attributes:
        hub: The village.
        folder: What only this village's processes have in their command lines.
        port: Where the browser can be looked into.
        driver: Looks into it.
    """

    hub: ShownHub
    folder: Path
    port: int
    driver: Playwright

    def beat_age_s(self) -> float | None:
        """Seconds since the page painted; None = never, or nobody answers."""
        found = ask_pulse(int(self.hub.screen.rsplit(":", 1)[1]))
        return found.age_s if found is not None else None

    def view(self) -> View | None:
        """What is shown now; None when nobody can say."""
        try:
            browser = self.driver.chromium.connect_over_cdp(
                f"http://127.0.0.1:{self.port}", timeout=GLANCE_MS
            )
        except Error:
            return None
        try:
            return _seen(browser.contexts[0].pages[0])
        except (Error, IndexError):
            return None
        finally:
            browser.close()

    def is_live_since(self, began_s: float) -> bool:
        """The page has painted after `began_s` (monotonic), and what it shows is so."""
        age_s = self.beat_age_s()
        if age_s is None or time.monotonic() - age_s <= began_s:
            return False
        seen = self.view()
        return seen is not None and seen.has_page and not seen.is_away and self.is_so(seen)

    def is_so(self, seen: View) -> bool:
        """Time and what is on air are shown as the playout has them, which is no service of pages.

        A time that is surely wrong must not be shown at all.
        """
        try:
            state = ask(self.playout, "State")["state"]
        except (OSError, RefusedError):
            return False
        titles = [str(run["title"]) for run in state["on_air"]]
        is_heard = any(map(seen.on_air.endswith, titles)) if titles else not seen.on_air
        right = NO_TIME if state["clock"] == "past" else str(state["now"])[11:16]
        return is_heard and seen.time == right

    def is_on_air(self) -> bool:
        """Whether anything is, by the playout's word."""
        return bool(ask(self.playout, "State")["state"]["on_air"])

    @property
    def playout(self) -> Path:
        """Where the playout is asked and told."""
        return load(self.config).run_dir / "broadcast.sock"

    @property
    def config(self) -> Path:
        """The village's configuration."""
        return next(self.hub.folder.glob("examples/*/village.toml"))

    @property
    def starts(self) -> Path:
        """Where the watchdog remembers how often it has started a browser."""
        return load(self.config).run_dir / "kiosk/starts"

    def processes(self, word: str) -> list[int]:
        """This village's processes whose command line has a word."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                told = (path / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if str(self.folder) in told and word in told:
                found.append(int(path.name))
        return found

    def browser(self) -> int:
        """The browser's first process; it leads the group of all the others; 0 = there is none."""
        pids = self.processes("--remote-debugging-pipe")
        return min((pid for pid in pids if _leads(pid)), default=0)

    def renderers(self) -> list[int]:
        """The processes that paint."""
        return self.helpers("--type=renderer")

    def helpers(self, word: str) -> list[int]:
        """The browser's other processes whose command line has a word."""
        group, found = self.browser(), []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                told = (path / "cmdline").read_bytes()
                if word.encode() in told and os.getpgid(int(path.name)) == group:
                    found.append(int(path.name))
            except OSError:
                continue
        return found


def _leads(process: int) -> bool:
    with suppress(ProcessLookupError):
        return os.getpgid(process) == process
    return False


def seconds_until(is_so: Callable[[], bool], patience_s: float, began_s: float) -> float:
    """How long after `began_s` (monotonic) something is so.

    Raises:
        TimeoutError: It never was.
    """
    while not is_so():
        if time.monotonic() - began_s > patience_s:
            raise TimeoutError(f"not within {patience_s:g} s")
        time.sleep(LOOK_S)
    return time.monotonic() - began_s


@contextmanager
def watched_wall(
    driver: Playwright, folder: Path, kiosk: str = "", env: Mapping[str, str] | None = None
) -> Iterator[WatchedWall]:
    """The example village with its screen.

    Args:
        driver: A process can have only one.
        folder: Where it lives.
        kiosk: More of the section ``[kiosk]``.
        env: More of its environment.
    """
    port = _free_port()
    programs = folder / "bin"
    programs.mkdir()
    wrapper = programs / "chromium"
    wrapper.write_text(WRAPPER.format(program=CHROMIUM, port=port), "utf-8")
    wrapper.chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    with running_hub(
        folder, kiosk=kiosk, more=["--kiosk"], environment={**(env or {}), "PATH": path}
    ) as hub:
        yield WatchedWall(hub, folder, port, driver)


def _seen(page: Page) -> View:
    page.set_default_timeout(GLANCE_MS)
    text = page.locator("body").inner_text()
    if page.url.endswith("plain.html"):
        return View(page.url, "", "", is_away=False, text=text)
    shown = page.locator("#top-time").text_content() or ""
    is_away = page.locator("#frame-away").get_attribute("hidden") is None
    on_air = " ".join(page.locator(ON_AIR).all_inner_texts())
    has_page = any(one.strip() for one in page.locator("#main").all_inner_texts())
    return View(page.url, shown, on_air, is_away, text, has_page)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
