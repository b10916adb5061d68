"""One talk of a phone: its frames go on to the live socket, and what is answered is kept.

A frame that comes twice, late or not at all does no harm here: each has its number, and the
playout puts them in order.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from hub.domain.ids import OrderId
from hub.live_wire import Frame, decode_answers, encode_frame

GONE_S: Final = 0.6
"""A phone that asks nothing for so long is gone, before the loudspeakers are open, too."""
END_S: Final = 4.0
"""The playout confirms the end of a talk by then, or never."""
OLD_FRAMES: Final = 50
"""A frame so far behind the newest one (a second) is too old to be put in order."""
LEAP_FRAMES: Final = 250
"""A number so far ahead is not of this talk."""
MOST_WAITING: Final = 64 * 1024
"""Bytes that the playout may leave unread: more than a second of speech."""
MOST_ANSWER: Final = 16 * 1024
WARNING_S: Final = 4.0
"""How long a warning is shown."""
CHUNK: Final = 64 * 1024


class Phase(StrEnum):
    """Where a talk stands."""

    ASKED = "asked"
    WARMING = "warming"
    ON_AIR = "on_air"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a talk.

    Attributes:
        phase: Where it stands.
        from_s: Monotonic time at which the amplifiers are warm, while it is warming.
        until_s: Monotonic time at which it is over at the latest.
        warning: Sentence of the newest warning, or "".
        warned_s: Monotonic time of it.
        why: How it ended, as the wire calls it.
        key: Sentence that says why, or "".
        values: Of the sentence.
    """

    phase: Phase = Phase.ASKED
    from_s: float | None = None
    until_s: float | None = None
    warning: str = ""
    warned_s: float = 0.0
    why: str = ""
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


class PhoneTalk:
    """One talk; several threads bring frames, one reads answers.

    Args:
        identity: Its name.
        connection: The live socket, greeted.
        now_s: Monotonic time.
        limit_s: Longest talk, seconds on air.
    """

    def __init__(
        self, identity: OrderId, connection: socket.socket, now_s: float, limit_s: float
    ) -> None:
        self.id = identity
        self.connection = connection
        self.standing = Standing()
        self._limit_s = limit_s
        self._lock = threading.Lock()
        self._heard_s = now_s
        self._newest = -1
        self._released_s: float | None = None
        self._waiting = bytearray()
        self._rest = b""
        connection.setblocking(False)

    @property
    def is_over(self) -> bool:
        """Nothing more is to be said."""
        return self.standing.phase is Phase.ENDED

    def pass_on(self, frames: Iterable[Frame], now_s: float) -> None:
        """Take frames of the phone; one without samples is the button let go."""
        with self._lock:
            self._heard_s = now_s
            for frame in frames:
                if self._released_s is not None or self.is_over:
                    return
                if not frame.pcm:
                    self._released_s = now_s
                elif not self._is_of_now(frame.seq):
                    continue
                self._send(encode_frame(frame))

    def hear(self, now_s: float) -> None:
        """Read what the playout answers."""
        try:
            data = self.connection.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        with self._lock:
            lines, newline, self._rest = (self._rest + data).rpartition(b"\n")
            for answer in decode_answers(lines + newline):
                self._note(answer, now_s)
            if not data or len(self._rest) > MOST_ANSWER:
                self._end("failed", "live_page.no_answer")

    def look(self, now_s: float) -> bool:
        """End what is to end; False when it is over."""
        with self._lock:
            if self._released_s is not None:
                if now_s - self._released_s > END_S:
                    self._end("failed", "live_page.no_answer")
            elif now_s - self._heard_s > GONE_S:
                self._end("vanished", "because.talk_vanished")
            return not self.is_over

    def hang_up(self) -> None:
        """The phone begins another talk, or the service ends."""
        with self._lock:
            self._end("vanished", "because.talk_vanished")

    def _is_of_now(self, seq: int) -> bool:
        if self._newest < 0:
            self._newest = seq
        if not -OLD_FRAMES < seq - self._newest < LEAP_FRAMES:
            return False
        self._newest = max(seq, self._newest)
        return True

    def _send(self, data: bytes) -> None:
        """Send without waiting: what the playout does not read now is sent with the next."""
        self._waiting += data
        with suppress(BlockingIOError):
            try:
                del self._waiting[: self.connection.send(self._waiting)]
            except (BrokenPipeError, ConnectionResetError):
                self._waiting.clear()  # it has hung up; the reason is still to be read
        if len(self._waiting) > MOST_WAITING:
            self._end("failed", "live_page.no_answer")

    def _note(self, answer: Mapping[str, Any], now_s: float) -> None:
        if self.is_over:
            return
        match answer.get("state"):
            case "warming":
                from_s = now_s + _number(answer, "ms") / 1000
                self.standing = replace(self.standing, phase=Phase.WARMING, from_s=from_s)
            case "on_air":
                left_s = min(self._limit_s, _number(answer, "left_ms") / 1000) or self._limit_s
                self.standing = replace(
                    self.standing, phase=Phase.ON_AIR, from_s=None, until_s=now_s + left_s
                )
            case "warning":
                self._warn(answer, now_s)
            case "ended":
                self._end(str(answer.get("why")), str(answer.get("key", "")), _values(answer))

    def _warn(self, answer: Mapping[str, Any], now_s: float) -> None:
        if answer.get("what") == "limit":
            self.standing = replace(self.standing, until_s=now_s + _number(answer, "left_s"))
            return
        key = str(answer.get("key", ""))
        self.standing = replace(self.standing, warning=key, warned_s=now_s)

    def _end(self, why: str, key: str, values: Mapping[str, Any] | None = None) -> None:
        if self.is_over:
            return
        self.standing = Standing(Phase.ENDED, why=why, key=key, values=values or {})
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)  # whoever waits for it wakes up


def _number(answer: Mapping[str, Any], name: str) -> float:
    value = answer.get(name, 0)
    return float(value) if isinstance(value, int | float) else 0.0


def _values(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    values = answer.get("values")
    return values if isinstance(values, dict) else {}
