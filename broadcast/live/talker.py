"""One client of the live socket: its first line, its frames, what it is told.

Knows no socket and no thread: bytes go in, bytes come out, and `now_s` is an argument.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from broadcast.live.gains import Gains
from broadcast.live.messages import Ended, Feed, Left, ToTalker, Warming
from broadcast.live.voice import Voice
from hub.errors import RefusedError
from hub.live_wire import HELLO_BYTES, Frames, Hello, decode_hello, encode_answer

HELLO_S: Final = 5.0
"""The first line has to be there by then."""
VANISHED_S: Final = 0.6
"""No new frame for so long: the phone is gone.  The cue is over within the second."""
WARN_S: Final = 20.0
"""Warned so long before the limit."""
AGAIN_S: Final = 3.0
"""A warning is not said again before so long."""
LOOK_S: Final = 0.02
"""How often it is looked whether the card has begun to ask."""
END_S: Final = 3.0
"""A talk whose end the playout has not confirmed by then is given up."""


class Keeper(Protocol):
    """Keeps what was said."""

    def begin(self, hello: Hello) -> None:
        """Somebody is on air."""
        ...

    def keep(self, pcm: bytes) -> None:
        """Samples of it."""
        ...

    def end(self) -> None:
        """The talk is over."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What a talker needs of the outside.

    Attributes:
        ask: Ask the playout for the air.
        over: Tell it that the talk has ended, and why.
        answer: Send bytes to the client.
        keeper: Keeps what was said.
        rate: Samples a second of the cards.
        gains: What each voice needed last time.
    """

    ask: Callable[[Hello], None]
    over: Callable[[Hello, str], None]
    answer: Callable[[bytes], None]
    keeper: Keeper
    rate: int
    gains: Gains = field(default_factory=Gains)


class Talker:
    """One client.

    Args:
        desk: The outside.
        now_s: Monotonic time.
    """

    def __init__(self, desk: Desk, now_s: float) -> None:
        self.hello: Hello | None = None
        self.is_over = False
        """Nothing more is to be said to it: hang up."""
        self._desk = desk
        self._line = bytearray()
        self._frames = Frames()
        self._voice: Voice | None = None
        self._heard_s = now_s
        self._due_s = now_s + HELLO_S
        self._on_air = False
        self._ending = ""
        self._end_s: float | None = None
        self._said: dict[str, float] = {}

    def receive(self, data: bytes, now_s: float) -> None:
        """Take bytes of the client; empty = it has hung up."""
        if not data:
            self._finish("vanished", now_s)
            self.is_over = True
            return
        try:
            if self.hello is None:
                data = self._greet(data, now_s)
            if self._voice is not None:
                self._take(data, now_s)
        except RefusedError as error:
            self._refuse(error, now_s)

    def hear(self, news: ToTalker, now_s: float) -> None:
        """The playout says something."""
        match news:
            case Warming(_, on_air_s):
                self._due_s = on_air_s
                self._say("warming", ms=max(0, round((on_air_s - now_s) * 1000)))
            case Feed(_, buffers):
                if self._voice is not None:
                    self._voice.feed_into(buffers)
            case Left(_, end_s):
                self._end_s = end_s
            case Ended(_, why, key, values):
                if self._on_air:
                    self._desk.keeper.end()
                    self._desk.gains.learn(self.hello, self._voice)
                self._say("ended", why=why, key=key, values=dict(values))
                self._on_air, self.is_over = False, True

    def look(self, now_s: float) -> float:
        """Do what is due; monotonic time of the next look."""
        if self.hello is None or self._ending:
            if now_s >= self._due_s:
                self.is_over = True
            return self._due_s
        if not self._on_air:
            return self._look_for_air(now_s)
        gone_s = self._heard_s + VANISHED_S
        if now_s >= gone_s:
            self._finish("vanished", now_s)
            return self._due_s
        self._warn(now_s)
        if self._voice is not None and self._voice.sequencer.is_waiting:
            if self._voice.stock_s <= LOOK_S:
                self._voice.give_up()
            return min(now_s + LOOK_S / 2, gone_s)
        return min(now_s + AGAIN_S / 3, gone_s)

    def _greet(self, data: bytes, now_s: float) -> bytes:
        """The first line, and what came behind it."""
        self._line += data
        line, newline, rest = bytes(self._line).partition(b"\n")
        if not newline:
            if len(line) > HELLO_BYTES:
                raise RefusedError("live.not_understood")
            return b""
        hello = decode_hello(line)
        self.hello, self._due_s = hello, now_s
        start_db = self._desk.gains.of(hello)
        self._voice = Voice(hello.rate, self._desk.rate, self._desk.keeper.keep, start_db)
        self._desk.ask(hello)
        return rest

    def _take(self, data: bytes, now_s: float) -> None:
        for frame in self._frames.feed(data):
            if self._ending or self._voice is None:
                return
            if not frame.pcm:
                self._finish("released", now_s)
                return
            if self._voice.arrive(frame, now_s):  # what repeats an old frame says nothing
                self._heard_s = now_s

    def _look_for_air(self, now_s: float) -> float:
        if self._voice is not None and self._voice.is_heard:
            self._on_air, self._heard_s = True, now_s
            if self.hello is not None:
                self._desk.keeper.begin(self.hello)
            left = {} if self._end_s is None else {"left_ms": self._left_ms(self._end_s, now_s)}
            self._say("on_air", **left)
        return max(now_s + LOOK_S, self._due_s - LOOK_S)

    def _warn(self, now_s: float) -> None:
        guards = self._voice.guards if self._voice is not None else None
        if guards is not None and guards.howl.is_howling:
            self._say_again("howl", now_s, AGAIN_S, key="live.howl")
        if guards is not None and guards.is_faint:
            self._say_again("level", now_s, AGAIN_S, key="live.faint")
        if self._end_s is not None and self._end_s - now_s <= WARN_S:
            left_s = max(0, round(self._end_s - now_s))
            self._say_again("limit", now_s, WARN_S * 2, key="live.soon_over", left_s=left_s)

    def _left_ms(self, end_s: float, now_s: float) -> int:
        return max(0, round((end_s - now_s) * 1000))

    def _say_again(self, what: str, now_s: float, pause_s: float, **values: object) -> None:
        before = self._said.get(what)
        if before is None or now_s - before >= pause_s:
            self._said[what] = now_s
            self._say("warning", what=what, **values)

    def _refuse(self, error: RefusedError, now_s: float) -> None:
        values = {name: str(value) for name, value in error.values.items()}
        self._say("ended", why="refused", key=error.key, values=values)
        self._finish("vanished", now_s)
        self.is_over = True

    def _finish(self, why: str, now_s: float) -> None:
        """The talk has ended on this side; the playout confirms it."""
        if self._ending or self.hello is None:
            return
        self._ending, self._due_s = why, now_s + END_S
        if self._voice is not None:
            self._voice.end()
        if self._on_air:
            self._desk.gains.learn(self.hello, self._voice)
            self._desk.keeper.end()
            self._on_air = False
        self._desk.over(self.hello, why)

    def _say(self, state: str, **values: object) -> None:
        self._desk.answer(encode_answer(state, **values))
