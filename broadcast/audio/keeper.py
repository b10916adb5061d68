"""Keeps one card open: opens it, notices when it stalls, opens it again.

Runs on the playout's thread and never waits: what may block is done by a `Worker`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import inf
from typing import Final

from broadcast.audio.bell import Bell
from broadcast.audio.driver import Driver, Stream
from broadcast.audio.feed import Feed
from broadcast.audio.mixer import Mixer
from broadcast.audio.pace import Pace
from broadcast.audio.sink import CardBack, CardHealth, CardLost
from broadcast.audio.watch import SETTLED_S, BackOff, StallWatch
from broadcast.audio.worker import Task, Worker
from hub.clock import Clock
from hub.config import Card
from hub.errors import DeviceError

LOOK_S: Final = 0.25
"""How often a card is looked at."""
IDLE_LOOK_S: Final = 1.0
"""How often while it plays nothing and all is well."""
FIRST_BLOCK_S: Final = 10.0
"""A stream that has not asked for a block by then is opened again."""
ASSUMED_LATENCY_S: Final = 0.02
"""When neither the configuration nor the card says."""


class CardKeeper:
    """One card and its mixer.

    Args:
        card: Which.
        rate: Samples a second.
        clock: Wall and monotonic time.
        driver: Opens it.
        worker: Makes the calls that may block; shared by all cards.
        bell: Takes events.
    """

    def __init__(
        self, card: Card, rate: int, clock: Clock, *, driver: Driver, worker: Worker, bell: Bell
    ) -> None:
        self.mixer = Mixer(card.channels, rate, bell.emit)
        """The voices; another one after each loss of the card."""
        self.is_open = False
        """Blocks are asked for: voices can be armed."""
        self._card = card
        self._rate = rate
        self._clock = clock
        self._driver = driver
        self._worker = worker
        self._bell = bell
        self._pace = Pace(card)
        self._said_open: bool | None = None
        self._xruns = 0
        self._back_off = BackOff()
        self._feed = self._new_feed()
        self._stream: Stream | None = None
        self._task: Task[Stream] | Task[None] | None = None
        self._step: Callable[[float], float] = self._away
        self._since_s = 0.0
        self._stall = StallWatch(0.0, 0.0)
        self.due_s = -inf
        """Monotonic time of the next look."""

    def look(self, now_s: float) -> None:
        """Do what is to be done now."""
        self.due_s = self._step(now_s)

    def health(self, now_s: float) -> CardHealth:
        """How it is doing."""
        return CardHealth(
            is_open=self.is_open,
            xruns=self._xruns + self._feed.xruns,
            latency_s=self._feed.timeline.latency_s,
            estimated=self._feed.timeline.estimated,
            is_hung=self._task is not None and self._task.hangs(now_s),
        )

    def expect(self, due_s: float) -> None:
        """Say when something is to be heard at the earliest, monotonic time."""
        self._pace.due_s = due_s

    def stir(self) -> None:
        """A voice was armed: look at once whether the card rests."""
        if self._pace.is_resting:
            self.due_s = -inf

    def close(self) -> None:
        """Have the card given back, if it is open."""
        self._begin_closing()

    # Each step does what is due and answers when it wants to be called again.

    def _away(self, now_s: float) -> float:
        if now_s < self.due_s:
            return self.due_s
        self._xruns += self._feed.xruns
        self._feed = self._new_feed()
        self._feed.is_live = (
            not self._pace.is_resting
        )  # a voice waits for the stream after the rest
        call = partial(self._driver.open, self._card, self._pace.latency_s, self._feed)
        task = self._worker.submit(Task(call))
        self._task, self._step = task, partial(self._opening, task)
        return now_s + LOOK_S

    def _opening(self, task: Task[Stream], now_s: float) -> float:
        if task.error is not None:
            return self._lose(task.error, now_s)
        if task.is_done:
            self._stream, self._since_s = task.result, now_s
            self._step = self._priming
            return self._priming(now_s)
        if task.hangs(now_s):
            self._driver.let_go()
            self._say_lost(DeviceError("audio.hangs", card=self._card.name))
        return now_s + LOOK_S

    def _priming(self, now_s: float) -> float:
        if not self._feed.timeline.is_primed:
            if now_s < self._since_s + FIRST_BLOCK_S:
                return now_s + LOOK_S
            return self._lose(_silent(self._card), now_s)
        self._since_s = now_s
        self._stall = StallWatch(self._stream.block_s if self._stream else 0.0, now_s)
        self._pace.opened()
        self._step, self.is_open = self._opened, True
        if self._said_open is not True:
            self._said_open = True
            self._bell.emit(CardBack(self._card.name))
        return self._opened(now_s)

    def _opened(self, now_s: float) -> float:
        if self._stall.stalled(self._feed.beats, self._feed.xruns, now_s):
            return self._lose(_silent(self._card), now_s)
        if now_s > self._since_s + SETTLED_S:
            self._back_off.settled()
        stream = self._stream
        block_s = stream.block_s if stream is not None and stream.is_adjustable else 0.0
        if self._pace.turns(now_s, is_idle=self.mixer.is_idle, is_adjustable=block_s > 0):
            return self._open_again(now_s)
        strained = self._pace.strained(self._feed.xruns, now_s, block_s)
        if strained is not None:
            self._bell.emit(strained)
        if strained is not None and strained.latency_s:
            return self._open_again(now_s)
        is_calm = self.mixer.is_idle and self._stall.has_moved
        return now_s + (IDLE_LOOK_S if is_calm else LOOK_S)

    def _closing(self, now_s: float) -> float:
        if self._task is not None and not self._task.is_done:
            return now_s + LOOK_S
        self._step = self._away
        self.due_s = now_s if self.is_open else now_s + self._back_off.next_s()
        return self._away(now_s)

    def _lose(self, error: DeviceError, now_s: float) -> float:
        """The card is away: end its voices, say so once, close and try again later."""
        self.is_open = self._pace.is_resting = False
        self.mixer.abandon(error)
        self.mixer = Mixer(self._card.channels, self._rate, self._bell.emit)
        self._say_lost(error)
        self._begin_closing()
        return self._closing(now_s)

    def _open_again(self, now_s: float) -> float:
        """Open with blocks of another length; the voices wait meanwhile and go on."""
        self._begin_closing()
        return self._closing(now_s)

    def _begin_closing(self) -> None:
        self._feed.is_live = False
        stream, self._stream = self._stream, None
        if stream is not None:
            self._task = self._worker.submit(Task(stream.close))
        self._step = self._closing

    def _say_lost(self, error: DeviceError) -> None:
        if self._said_open is not False:
            self._said_open = False
            self._bell.emit(CardLost(self._card.name, str(error), error))

    def _new_feed(self) -> Feed:
        return Feed(
            self.mixer,
            self._rate,
            self._clock,
            self._bell,
            offset_s=self._card.offset_ms / 1000,
            latency_s=self._pace.latency_s or ASSUMED_LATENCY_S,
        )


def _silent(card: Card) -> DeviceError:
    return DeviceError("audio.asks_nothing", card=card.name)
