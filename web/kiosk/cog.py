"""Starts and ends cog, WebKit's browser of one window, for boards with little memory.

It has no address field, no menu and no downloads.  A filter of WebKit's own lets it open nothing
but our pages.  It is told nothing while it runs: another page is another start, which takes it
less than a second, needs no bus and helps whatever it hangs in.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.domain.screen import Screen
from web.kiosk.browser import Group, Where

OPTIONS: Final = (
    "--webprocess-failure=exit",
    "--allow-modal-dialogs=false",
    "--enable-page-cache=false",
    "--media-playback-requires-user-gesture=false",
    "--bg-color=#fbf6ee",
)
"""Few: an option that a newer cog does not know keeps it from starting.  Permissions, windows,
clipboard and developer's tools are refused unless they are asked for."""
KINDS: Final = {
    "HOME": "",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
}
"""Where WebKit keeps things: all of it in memory."""


def rules(port: int, plain: str) -> list[dict[str, object]]:
    """What may be opened, as a content filter of WebKit: our pages, and the plain one.

    Args:
        port: The screen's own door.
        plain: Address of the plain page.
    """
    opened = [f"^http://localhost:{port}/", f"^{plain.replace('.', '[.]')}$"]
    inside = [f"^{scheme}:" for scheme in ("data", "blob", "about")]
    let = [_rule(address, "ignore-previous-rules") for address in (*opened, *inside)]
    return [_rule(".*", "block"), *let]


def _rule(address: str, action: str) -> dict[str, object]:
    return {"trigger": {"url-filter": address}, "action": {"type": action}}


class Cog:
    """One run of it after the other.

    Args:
        where: Where it runs.
        screen: How large its window is.
        port: The screen's own door.
    """

    def __init__(self, where: Where, screen: Screen, port: int) -> None:
        self._folder, self._port = where.folder.resolve(), port
        platform = "headless" if where.is_headless else "wl"
        self._command = [where.program, f"--platform={platform}", *OPTIONS]
        profile = self._folder / "profile"
        self._environment = {**where.environment, **_environment(profile, screen)}
        self._group = Group()

    def start(self, address: str) -> None:
        """Start it with a page."""
        self._group.start([*self._command, *self._filter(), address], self._environment)

    def is_alive(self) -> bool:
        """Its process runs; it ends when the one that paints has ended."""
        return self._group.is_alive()

    def has_lost(self) -> bool:
        """Never: it ends itself with the process that paints."""
        return False

    def owed_s(self) -> float:
        """None: it is asked nothing, and nothing is painted without its first process."""
        return 0.0

    def navigate(self, address: str) -> None:
        """Show another page: in a new run."""
        self._group.end()
        self.start(address)

    def keep(self, address: str) -> None:
        """Nothing: it ends with the process that paints, and is then started again."""

    def end(self) -> None:
        """End all its processes at once."""
        self._group.end()

    def _filter(self) -> list[str]:
        path = self._folder / "filter.json"
        with suppress(OSError):  # on a full disk the older one is as good
            plain = (self._folder / "plain.html").as_uri()
            path.write_text(json.dumps(rules(self._port, plain)), "utf-8")
        return [f"--content-filter={path}"] if path.exists() else []


def _environment(profile: Path, screen: Screen) -> dict[str, str]:
    kinds = {name: str(profile / inside) for name, inside in KINDS.items()}
    return {
        **kinds,
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",  # nobody else tells it what to show
        # its sandbox needs mounts, which hub-kiosk.service forbids; without them 2.40 ends
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        "COG_PLATFORM_WL_VIEW_FULLSCREEN": "1",
        "COG_PLATFORM_WL_VIEW_WIDTH": str(screen.width_px),
        "COG_PLATFORM_WL_VIEW_HEIGHT": str(screen.height_px),
    }
