"""When the page on the wall last painted."""

from __future__ import annotations

import threading
from typing import Final, cast

from flask import Flask, current_app

NAME: Final = "village-hub-beats"


class Beats:
    """The newest heartbeat, for all threads; in memory only, for the card's sake."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at: float | None = None
        self._page = ""
        self._is_resting = False

    def hear(self, now_s: float, page: str, *, is_resting: bool = False) -> None:
        """A page has painted.

        Args:
            now_s: Monotonic seconds.
            page: Which page, for the log.
            is_resting: Nobody is there.
        """
        with self._lock:
            self._at, self._page, self._is_resting = now_s, page, is_resting

    @property
    def is_resting(self) -> bool:
        """Nobody is there, as far as the page knows; False = somebody, or nothing is known."""
        return self._is_resting

    def age_s(self, now_s: float) -> float | None:
        """Seconds since the last beat; None = none since this service began."""
        with self._lock:
            return None if self._at is None else now_s - self._at

    @property
    def page(self) -> str:
        """The page of the last beat."""
        return self._page


def set_up(app: Flask) -> None:
    """Give the application its ears."""
    app.extensions[NAME] = Beats()


def beats() -> Beats:
    """The beats of this application's screen."""
    return cast("Beats", current_app.extensions[NAME])
