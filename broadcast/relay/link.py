"""Keeps one station connected while its cue lasts, on a thread of its own.

What comes is judged (is it there?), made as loud as speech, and put into the stock of every bus
that plays it.  When it breaks off it is called again, a little later each time.
"""

from __future__ import annotations

import audioop
import os
import selectors
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from broadcast.audio.level import dbfs
from broadcast.relay.asking import Call
from broadcast.relay.inflow import OF_A_STATION, STOCK_S, StationInflow, Stock
from broadcast.relay.presence import Judge, Presence
from broadcast.relay.riding import Rider
from hub.clock import Clock
from hub.domain.ids import ProgrammeId
from hub.domain.timeline import Reason
from hub.errors import LinkError

BLOCK_S: Final = 0.1
PAUSES_S: Final = (1.0, 2.0, 5.0, 10.0)
"""Before it is called again; the last for as long as the slot lasts."""
STEADY_S: Final = 30.0
"""A call that gave sound for so long begins the pauses anew."""
NOTHING_S: Final = 15.0
"""A call that gives no samples for so long is given up."""
FULL_S: Final = 0.25
"""How long nothing is read when every stock is full."""
QUIET_S: Final = 10.0
"""Nobody says of a shorter silence that nobody speaks."""


class Link:
    """One station.

    Args:
        path: Socket of the service that brings it.
        programme: Whose station.
        rate: Samples a second.
        clock: Measures the time and waits.
        judge: Says whether it is there.
        stock: What each bus holds of it.
    """

    def __init__(
        self,
        path: Path,
        programme: ProgrammeId,
        rate: int,
        clock: Clock,
        *,
        judge: Judge | None = None,
        stock: Stock = OF_A_STATION,
    ) -> None:
        self.programme = programme
        self.trouble: Reason | None = None
        """Why it was away, the last time that it was."""
        self.news: deque[Reason | None] = deque(maxlen=64)
        """What happened since somebody looked: why it went away, None when it came."""
        self.presence: Judge = judge or Presence()
        self.inflows: tuple[StationInflow, ...] = ()
        self._path = path
        self._stock = stock
        self._told: Reason | None = None
        self._rate = rate
        self._clock = clock
        self._block_bytes = round(BLOCK_S * rate) * 2
        self._kept: deque[bytes] = deque(maxlen=round(STOCK_S / BLOCK_S))
        self._rider = Rider(rate)
        self._is_live = True
        self._is_final = False
        self._sounded_s = 0.0
        self._wake, self._ring = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)

    @property
    def frames(self) -> int:
        """Samples of it that were played, on the bus that played most."""
        return max((inflow.frames for inflow in self.inflows), default=0)

    @property
    def is_there(self) -> bool:
        """What it sends is passed on now."""
        return self.presence.is_there

    @property
    def is_refused(self) -> bool:
        """Calling again would not help: it is not called any more."""
        return self._is_final

    @property
    def is_quiet(self) -> bool:
        """It has been silent for longer than a pause between two sentences."""
        return self.presence.silent_s >= QUIET_S

    def start(self) -> None:
        """Call."""
        self._thread.start()

    def inflow(self) -> StationInflow:
        """A stock for one more bus; what has come so far is in it."""
        made = StationInflow(self._rate, self._stock)
        if self.presence.is_there:
            for block in tuple(self._kept):
                made.push(block)
        self.inflows = (*self.inflows, made)
        return made

    def close(self) -> None:
        """Hang up; what is in stock is not played any more by then."""
        self._is_live = False
        with suppress(BlockingIOError):
            os.write(self._ring, b"!")
        self._thread.join(5.0)
        for inflow in self.inflows:
            inflow.end()
        os.close(self._wake)
        os.close(self._ring)

    def _run(self) -> None:
        attempt = pause = 0
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake, selectors.EVENT_READ)
            while self._is_live and not self._is_final:
                self._sounded_s = 0.0
                self._note(self._call(attempt))
                if self._is_live and not self._is_final:
                    pause = 0 if self._sounded_s >= STEADY_S else pause
                    wait_s = PAUSES_S[min(pause, len(PAUSES_S) - 1)]
                    self._clock.wait(self._clock.monotonic() + wait_s, selector)
                attempt, pause = attempt + 1, pause + 1

    def _call(self, attempt: int) -> Reason:
        """Call once and take what comes; why it ended."""
        try:
            call = Call(self._path, self.programme, attempt)
        except LinkError as error:
            return Reason.of(error.key, **error.values)
        try:
            return _Taking(self, call, self._clock).until_over()
        finally:
            call.close()

    def _note(self, why: Reason) -> None:
        """It is away; as long as the stock lasts nobody hears that."""
        self.trouble = why
        if self._is_live and why != self._told:  # that it is still away is no news
            self._told = why
            self.news.append(why)
        if all(inflow.fill_s < STOCK_S / 2 for inflow in self.inflows):
            self.presence.lose()
            self._kept.clear()

    # called by `_Taking`, on the thread

    @property
    def is_live(self) -> bool:
        """Nobody has closed it."""
        return self._is_live

    @property
    def wake(self) -> int:
        """Readable when it is to end."""
        return self._wake

    @property
    def block_bytes(self) -> int:
        """Bytes of a block."""
        return self._block_bytes

    def is_full(self, *, waits: bool) -> bool:
        """No bus needs more now.

        Args:
            waits: Before the cue begins, too: what the station has sent is not live anyway.
        """
        taken = [inflow for inflow in self.inflows if inflow.is_taken]
        if not taken and not waits:
            return False
        watched = taken or self.inflows
        return bool(watched) and min(inflow.fill_s for inflow in watched) >= STOCK_S

    def hear(self, block: bytes) -> None:
        """A block of samples has come."""
        length_s = len(block) / 2 / self._rate
        self._sounded_s += length_s
        was = self.presence.is_there
        if self.presence.hear(dbfs(audioop.rms(block, 2)), length_s):
            if was:
                self._kept.clear()
                self.trouble = Reason.of("relay.silent")
            elif not any(inflow.is_taken for inflow in self.inflows):
                self.trouble = None  # it came in time
            self._told = self.trouble if was else None
            self.news.append(self._told)
        if not self.presence.is_there and not self.presence.is_worth_keeping:
            self._kept.clear()
            return
        ridden = self._rider.ride(block)
        self._kept.append(ridden)
        if self.presence.is_there:
            for each in (ridden,) if was else tuple(self._kept):
                for inflow in self.inflows:
                    inflow.push(each)

    def refuse(self) -> None:
        """Calling again would not help."""
        self._is_final = True


class _Taking:
    """One call under way."""

    def __init__(self, link: Link, call: Call, clock: Clock) -> None:
        self._link = link
        self._call = call
        self._clock = clock
        self._rest = b""
        self._why: Reason | None = None
        self._is_over = False
        self._waits = False

    def until_over(self) -> Reason:
        """Take what comes until it ends; why it ended."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._link.wake, selectors.EVENT_READ, None)
            selector.register(self._call.news, selectors.EVENT_READ, self._hear)
            selector.register(self._call.samples, selectors.EVENT_READ, self._take)
            last = self._clock.monotonic()
            while self._link.is_live and not self._is_over:
                last = self._turn(selector, last)
        return self._why or Reason.of("relay.ended")

    def _turn(self, selector: selectors.BaseSelector, last: float) -> float:
        now = self._clock.monotonic()
        if self._link.is_full(waits=self._waits):
            with selectors.DefaultSelector() as waiting:
                waiting.register(self._link.wake, selectors.EVENT_READ)
                self._clock.wait(now + FULL_S, waiting)
            return self._clock.monotonic()
        ready = self._clock.wait(last + NOTHING_S, selector)
        for key, _ in ready:
            if key.data is not None:
                key.data()
        if any(key.fd == self._call.samples for key, _ in ready):
            return self._clock.monotonic()
        if self._clock.monotonic() >= last + NOTHING_S:
            self._why, self._is_over = self._why or Reason.of("relay.no_sound"), True
        return last

    def _take(self) -> None:
        data = self._call.take()
        if data is None:
            self._hear()
            self._is_over = True
            return
        data, size = self._rest + data, self._link.block_bytes
        whole = len(data) // size * size
        for at in range(0, whole, size):
            self._link.hear(data[at : at + size])
        self._rest = data[whole:]

    def _hear(self) -> None:
        told = self._call.hear()
        if told is None:
            self._is_over = True
            return
        for news in told:
            self._learn(news)

    def _learn(self, news: dict[str, Any]) -> None:
        if news.get("state") == "open":
            self._waits = bool(news.get("hls"))
        elif news.get("state") == "over":
            values = news.get("values")
            self._why = Reason.of(
                str(news.get("key")), **(values if isinstance(values, dict) else {})
            )
            if news.get("final"):
                self._link.refuse()
