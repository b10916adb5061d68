"""Who may speak now, and the talks of all phones: in memory, bounded, none waits for another."""

from __future__ import annotations

import selectors
import socket
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hub.clock import Clock
from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ZoneId
from hub.domain.person import PhoneId
from hub.errors import ControlError, RefusedError
from hub.live_wire import Hello, encode_hello
from hub.tokens import new_id
from web.live.talk import PhoneTalk

PERMIT_S: Final = 300.0
"""After the PIN, and after each talk, a phone may speak for so long without its PIN."""
MOST_PERMITS: Final = 64
MOST_TALKS: Final = 4
"""At once; each holds a thread that does next to nothing."""
CONNECT_S: Final = 0.3
LOOK_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Permit:
    """A phone may speak: its PIN was given.

    Attributes:
        by: Who speaks.
        zones: Where; empty = everywhere.
        kind: Kind of bulletin.
        until_s: Monotonic time at which it lapses.
    """

    by: str
    zones: frozenset[ZoneId]
    kind: Kind
    until_s: float = 0.0


class LiveDesk:
    """Permits and talks, one a phone.

    Args:
        path: The live socket of the playout.
        clock: Monotonic time.
        limit_s: Longest talk, seconds on air.
    """

    def __init__(self, path: Path, clock: Clock, limit_s: float) -> None:
        self._path = path
        self._clock = clock
        self._limit_s = limit_s
        self._lock = threading.Lock()
        self._permits: OrderedDict[PhoneId, Permit] = OrderedDict()
        self._talks: dict[PhoneId, PhoneTalk] = {}

    def allow(self, phone: PhoneId, permit: Permit) -> None:
        """A phone may speak from now on."""
        with self._lock:
            self._permits.pop(phone, None)
            self._permits[phone] = replace(permit, until_s=self._clock.monotonic() + PERMIT_S)
            while len(self._permits) > MOST_PERMITS:
                gone, _ = self._permits.popitem(last=False)
                self._talks.pop(gone, None)

    def permit_of(self, phone: PhoneId) -> Permit | None:
        """What a phone may now, or None."""
        permit = self._permits.get(phone)
        if permit is None or self._clock.monotonic() > permit.until_s:
            return None
        return permit

    def begin(self, phone: PhoneId, rate: int) -> PhoneTalk:
        """Ask the playout for the air; a talk of the same phone is over with it.

        Args:
            phone: Who speaks.
            rate: Samples a second of its frames.

        Raises:
            RefusedError: Without a permit, or too many speak.
            ControlError: The playout is not there.
        """
        permit = self.permit_of(phone)
        if permit is None:
            raise RefusedError("live_page.pin_again")
        before = self._talks.get(phone)
        if before is not None:
            before.hang_up()
        others = sum(1 for talk in tuple(self._talks.values()) if not talk.is_over)
        if others >= MOST_TALKS:
            raise RefusedError("live.full")
        hello = Hello(OrderId(f"web-{new_id()}"), permit.by, permit.zones, permit.kind, "", rate)
        talk = PhoneTalk(hello.id, self._connected(hello), self._clock.monotonic(), self._limit_s)
        self._keep(phone, talk)
        threading.Thread(target=self._follow, args=(phone, talk), name="talk", daemon=True).start()
        return talk

    def talk_of(self, phone: PhoneId, identity: str) -> PhoneTalk:
        """The talk of a phone, over or not.

        Raises:
            RefusedError: It is not this phone's newest one.
        """
        talk = self._talks.get(phone)
        if talk is None or talk.id != identity:
            raise RefusedError("live_page.gone")
        return talk

    def _keep(self, phone: PhoneId, talk: PhoneTalk) -> None:
        with self._lock:
            before, self._talks[phone] = self._talks.get(phone), talk
        if before is not None:
            before.hang_up()

    def _connected(self, hello: Hello) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(CONNECT_S)
            connection.connect(str(self._path))
            connection.sendall(encode_hello(hello))
        except OSError as error:
            connection.close()
            raise ControlError("control.not_running", path=self._path) from error
        return connection

    def _follow(self, phone: PhoneId, talk: PhoneTalk) -> None:
        """Read answers until the talk is over; the work of one thread."""
        with talk.connection, selectors.DefaultSelector() as selector:
            selector.register(talk.connection, selectors.EVENT_READ)
            while talk.look(now_s := self._clock.monotonic()):
                if self._clock.wait(now_s + LOOK_S, selector):
                    talk.hear(self._clock.monotonic())
        with self._lock:
            permit = self._permits.get(phone)
            if permit is not None:
                until_s = self._clock.monotonic() + PERMIT_S
                self._permits[phone] = replace(permit, until_s=until_s)
