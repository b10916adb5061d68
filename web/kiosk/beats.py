"""When the page on the wall last painted what is so.

A page can paint for weeks and show nothing, or what was on air last Tuesday: a script that did
not load, a stream of news that ended without a word.  So a beat says whether the page has
something in it, and which news it has heard; one that is empty or behind is not heard.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final, cast

from flask import Flask, current_app

NAME: Final = "village-hub-beats"
BEHIND_S: Final = 6.0
"""So long a page may have heard nothing of news that there are: more than one beat."""


@dataclass(frozen=True, slots=True)
class Beat:
    """What a page says of itself.

    Attributes:
        page: Which page, for the log.
        is_resting: Nobody is there.
        is_whole: There is something to read in it, and its frame works.
        news: Number of the news that it heard last; "" = none.
    """

    page: str
    is_resting: bool
    is_whole: bool
    news: str


class Beats:
    """The newest heartbeat, for all threads; in memory only, for the card's sake."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at: float | None = None
        self._beat = Beat("", is_resting=False, is_whole=False, news="")
        self._behind_since: float | None = None

    def hear(self, now_s: float, beat: Beat, newest: str) -> None:
        """A page has painted; it counts when it is whole and not behind.

        Args:
            now_s: Monotonic seconds.
            beat: What it says of itself.
            newest: Number of the news that it should have heard.
        """
        with self._lock:
            is_behind = beat.news != newest and beat.news in {"", self._beat.news}
            if not is_behind:
                self._behind_since = None
            elif self._behind_since is None:
                self._behind_since = now_s
            self._beat = beat
            is_late = self._behind_since is not None and now_s - self._behind_since > BEHIND_S
            if beat.is_whole and not is_late:
                self._at = now_s

    @property
    def is_resting(self) -> bool:
        """Nobody is there, as far as the page knows; False = somebody, or nothing is known."""
        return self._beat.is_resting

    def age_s(self, now_s: float) -> float | None:
        """Seconds since the last beat that counts; None = none since this service began."""
        with self._lock:
            return None if self._at is None else now_s - self._at

    @property
    def page(self) -> str:
        """The page of the last beat."""
        return self._beat.page


def set_up(app: Flask) -> None:
    """Give the application its ears."""
    app.extensions[NAME] = Beats()


def beats() -> Beats:
    """The beats of this application's screen."""
    return cast("Beats", current_app.extensions[NAME])
