"""Starts and ends the browser on the wall."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.clock import Clock
from hub.domain.screen import Screen
from hub.errors import ConfigError, HubError
from web.kiosk.devtools import Pipe

PROGRAMS: Final = ("chromium", "chromium-browser")
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

SILENT: Final = tuple(
    (os.POSIX_SPAWN_OPEN, number, "/dev/null", os.O_WRONLY, 0) for number in (1, 2)
)
"""What it prints are warnings about services that a kiosk lacks; the journal is on a card."""


class Browser:
    """One run of it.

    Args:
        folder: Where its profile may lie: memory, never the card.
        screen: How large its window is where there is no compositor.
        language: Of its own texts.
        clock: How long to wait for it.
        environment: Of the process.
        is_headless: There is nothing to show it on.
    """

    def __init__(
        self,
        folder: Path,
        screen: Screen,
        language: str,
        clock: Clock,
        environment: Mapping[str, str],
        *,
        is_headless: bool,
    ) -> None:
        self._pipe = Pipe(clock)
        self._command = _command(folder, screen, language, environment, is_headless=is_headless)
        self._environment = dict(environment)
        self.pid = 0

    def start(self, address: str) -> None:
        """Start it with a page."""
        self.pid = os.posix_spawn(
            self._command[0],
            [*self._command, address],
            self._environment,
            file_actions=[*self._pipe.actions(), *SILENT],
            setpgroup=0,
        )

    def is_alive(self) -> bool:
        """Its process runs."""
        if not self.pid:
            return False
        ended, _ = os.waitpid(self.pid, os.WNOHANG)
        if ended:
            self.pid = 0
        return not ended

    def navigate(self, address: str) -> None:
        """Show another page.

        Raises:
            LinkError: It does not answer.
        """
        self._pipe.navigate(address)

    def end(self) -> None:
        """End all its processes at once: one that is stuck would not end kindly."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
            self.pid = 0
        self._pipe.close()


def _command(
    folder: Path,
    screen: Screen,
    language: str,
    environment: Mapping[str, str],
    *,
    is_headless: bool,
) -> Sequence[str]:
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise ConfigError((HubError("screen.no_program"),))
    more = [f"--user-data-dir={folder / 'profile'}", f"--lang={language}"]
    more.append(f"--window-size={screen.width_px},{screen.height_px}")
    if is_headless:
        more += ["--headless=new", "--hide-scrollbars"]
    elif environment.get("WAYLAND_DISPLAY"):
        more.append("--ozone-platform=wayland")
    if os.geteuid() == 0:  # a test in a container; hub-kiosk.service has a user of its own
        more.append("--no-sandbox")
    return [found, *FLAGS, *more]
