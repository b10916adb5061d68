"""Starts, tells and ends Chromium."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

from hub.clock import Clock
from hub.domain.screen import Screen
from web.kiosk.browser import Group, Where
from web.kiosk.devtools import Pipe

FLAGS: Final = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-session-crashed-bubble",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-pinch",
    "--disable-dev-shm-usage",
    "--overscroll-history-navigation=0",
    "--force-device-scale-factor=1",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=Translate,MediaRouter,OptimizationHints",
    "--password-store=basic",
    "--remote-debugging-pipe",
)


class Chromium:
    """One run of it.

    Args:
        where: Where it runs.
        screen: How large its window is where there is no compositor.
        language: Of its own texts.
        clock: How long to wait for it.
    """

    def __init__(self, where: Where, screen: Screen, language: str, clock: Clock) -> None:
        self._pipe = Pipe(clock)
        self._command = [where.program, *FLAGS, *_more(where, screen, language)]
        self._environment = dict(where.environment)
        self._group = Group()

    def start(self, address: str) -> None:
        """Start it with a page."""
        self._group.start([*self._command, address], self._environment, self._pipe.actions())
        self._pipe.attend()

    def is_alive(self) -> bool:
        """Its process runs."""
        return self._group.is_alive()

    def has_lost(self) -> bool:
        """The process that painted its page has ended, which Chromium survives."""
        return self._pipe.is_lost()

    def owed_s(self) -> float:
        """Seconds for which its first process has owed an answer.

        Raises:
            LinkError: It cannot be asked any more.
        """
        return self._pipe.owed_s()

    def navigate(self, address: str) -> None:
        """Show another page.

        Raises:
            LinkError: It does not answer.
        """
        self._pipe.navigate(address)

    def keep(self, address: str) -> None:
        """Show a page again: a process that painted it may have ended, and this one not.

        Raises:
            LinkError: It does not answer.
        """
        self._pipe.navigate(address)

    def end(self) -> None:
        """End all its processes at once."""
        self._group.end()
        self._pipe.close()


def _more(where: Where, screen: Screen, language: str) -> Sequence[str]:
    more = [f"--user-data-dir={where.folder / 'profile'}", f"--lang={language}"]
    more.append(f"--window-size={screen.width_px},{screen.height_px}")
    if where.is_headless:
        more += ["--headless=new", "--hide-scrollbars"]
    elif where.environment.get("WAYLAND_DISPLAY"):
        more.append("--ozone-platform=wayland")
    if os.geteuid() == 0:  # a test in a container; hub-kiosk.service has a user of its own
        more.append("--no-sandbox")
    return more
