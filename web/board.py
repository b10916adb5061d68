"""What the services say of themselves, asked once for all pages that show it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from hub.clock import Clock
from hub.errors import HubError
from web.watching import A_PHONE, Watcher, has_room

FRESH_S: Final = 1.0
"""An answer so old still counts as now."""
LOOK_S: Final = 0.5
"""How often the services are asked while somebody watches, when none of them gives a hint."""
LAST_S: Final = 600.0
"""So long what was heard last is kept of a playout that does not answer any more."""
SHOWN: Final = ("clock", "on_air", "next", "next_emergency", "zones", "waiting", "meetings")
"""What of the playout's state pages show; the rest changes all the time."""

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class News:
    """What was heard at one moment.

    Attributes:
        number: Counts changes: the same number is the same news.
        playout: The playout's state, or None when it does not answer.
        hub: The supervision's state, or None when it does not answer.
        points: A text that changes with what is said of the access points.
        last: The playout's last state while it does not answer; None = it answers, or has not for
            too long.
    """

    number: int = 0
    playout: Document | None = None
    hub: Document | None = None
    points: str = ""
    last: Document | None = None

    @property
    def known(self) -> Document | None:
        """The playout's state, or its last: an emergency is not over because nobody answers."""
        return self.playout or self.last


@dataclass(slots=True)
class Board:
    """The newest news, for any number of threads.

    Attributes:
        ask_playout: Answers the playout's state.
        ask_hub: Answers the supervision's state.
        clock: The clock.
        told_watchers: Told how many watch, when that changes.
    """

    ask_playout: Callable[[], Document]
    ask_hub: Callable[[], Document]
    clock: Clock
    told_watchers: Callable[[int], None] = lambda _: None
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _asking: threading.Lock = field(default_factory=threading.Lock)
    _news: News = News()
    _asked_at: float = float("-inf")
    _heard_at: float = float("-inf")
    _seated: Counter[Watcher] = field(default_factory=Counter)
    _is_over: bool = False

    def look(self) -> News:
        """The news, not older than a second."""
        if self.clock.monotonic() - self._asked_at < FRESH_S:
            return self._news
        with self._asking:
            if self.clock.monotonic() - self._asked_at >= FRESH_S:
                self._ask()
        return self._news

    @property
    def last(self) -> News:
        """What was heard last, however old: who may not wait for the services asks nobody."""
        return self._news

    def refresh(self) -> News:
        """The news as it is now: somebody has just given an order."""
        with self._asking:
            self._ask()
        return self._news

    def tell_points(self, mark: str) -> None:
        """What is said of the access points has changed: whoever watches hears of it."""
        with self._changed:
            if mark != self._news.points:
                self._news = replace(self._news, number=self._news.number + 1, points=mark)
                self._changed.notify_all()

    def asked_now(self) -> tuple[Document | None, Document | None]:
        """All that playout and supervision say this moment, for who looks closely."""
        return _told(self.ask_playout), _told(self.ask_hub)

    def watch(self, who: Watcher = A_PHONE) -> Seat | None:
        """Somebody begins to watch; None when there are too many."""
        with self._changed:
            if self._is_over or not has_room(self._seated, who):
                return None
            self._seated[who] += 1
            self._changed.notify_all()
            self.told_watchers(self.watchers)
        return Seat(self, who)

    def leave(self, who: Watcher) -> None:
        """Somebody watches no more; `Seat.leave` says so once."""
        with self._changed:
            self._seated[who] -= 1
            self._seated += Counter()  # addresses that have gone are forgotten
            self.told_watchers(self.watchers)

    @property
    def watchers(self) -> int:
        """How many watch."""
        return self._seated.total()

    def is_watched_by(self, who: Watcher) -> bool:
        """Whether they watch."""
        return self._seated[who] > 0

    @property
    def is_over(self) -> bool:
        """True when the service ends."""
        return self._is_over

    def wait_for_news(self, number: int, seconds: float) -> News:
        """The news as soon as it is other than `number`, or what it is after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self._news.number != number or self._is_over, seconds)
            return self._news

    def run(self, pause: Callable[[float], None]) -> None:
        """Ask as long as somebody watches; the work of one thread.

        Args:
            pause: Waits so many seconds, less when there is news.
        """
        while not self._is_over:
            with self._changed:
                self._changed.wait_for(lambda: self.watchers > 0 or self._is_over)
            if not self._is_over:
                self.refresh()
                pause(LOOK_S)

    def end(self) -> None:
        """The service ends: whoever waits is told."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def _ask(self) -> None:
        playout, hub = _told(self.ask_playout), _told(self.ask_hub)
        with self._changed:
            before, self._asked_at = self._news, self.clock.monotonic()
            if playout is not None:
                self._heard_at = self._asked_at
            is_recent = playout is None and self._asked_at - self._heard_at < LAST_S
            last = before.known if is_recent else None
            is_news = _lasting(playout) != _lasting(before.playout) or hub != before.hub
            if is_news or (last is None) != (before.last is None):
                self._news = News(before.number + 1, playout, hub, before.points, last)
                self._changed.notify_all()


class Seat:
    """One who watches, until they leave; however often that is said.

    Args:
        board: What is watched.
        who: Who watches.
    """

    def __init__(self, board: Board, who: Watcher) -> None:
        self._board = board
        self._who: Watcher | None = who

    def leave(self) -> None:
        """Watch no more."""
        who, self._who = self._who, None
        if who is not None:
            self._board.leave(who)


def _told(ask: Callable[[], Document]) -> Document | None:
    try:
        return ask()
    except HubError:
        return None


def _lasting(state: Document | None) -> Document | None:
    """What a person would see change; clocks and counters tick by themselves."""
    if state is None:
        return None
    cards = {name: facts["is_open"] for name, facts in state.get("cards", {}).items()}
    return {**{key: state.get(key) for key in SHOWN}, "cards": cards}
