"""The playout service: one select loop around the playout, its socket, sink and board."""

from __future__ import annotations

import selectors
import signal
import socket
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Final

from broadcast.audio.sink import CardHealth, Sink
from broadcast.cue_run import CueRun
from broadcast.journal import CueJournal
from broadcast.live.talks import Talks
from broadcast.orders import Desk
from broadcast.playout import Playout
from broadcast.progress import Progress
from hub.clock import Clock
from hub.control import ControlServer
from hub.domain.ids import OrderId
from hub.domain.order import Order, Verb
from hub.errors import DeviceError, StoreError
from hub.hardware.lines import LampSign
from hub.notify import Notifier
from hub.words import say

BUTTON: Final = "nút dừng"
"""Who gave an order that came from the stop button, as it stands in the log."""


@dataclass(frozen=True, slots=True)
class Service:
    """Everything the loop looks after.

    Attributes:
        clock: The clock.
        playout: Takes one turn after the other.
        desk: Takes the button's order.
        journal: Runs, for progress and lamp.
        sink: Wakes the loop when something happened.
        control: The control socket.
        progress: Keeps what was heard.
        notifier: Tells systemd.
        lamp: The status lamp.
        talks: Voices that speak now.
        flush: Writes down what could not be written before; answers when it wants to try again.
    """

    clock: Clock
    playout: Playout
    desk: Desk
    journal: CueJournal
    sink: Sink
    control: ControlServer
    progress: Progress
    notifier: Notifier
    lamp: Callable[[LampSign], None]
    flush: Callable[[], float | None]
    talks: Talks


class Wake:
    """A pair of sockets by which signals and the button's thread wake the loop."""

    def __init__(self) -> None:
        self._out, self._in = socket.socketpair()
        self._out.setblocking(False)
        self._in.setblocking(False)
        self.is_ending: bool = False
        self.is_pressed = False

    def register(self, selector: selectors.BaseSelector) -> None:
        """Put the reading end into a selector."""
        selector.register(self._in, selectors.EVENT_READ, self._drain)

    def end(self, _signal: int, _frame: FrameType | None) -> None:
        """SIGTERM or SIGINT: leave the loop."""
        self.is_ending = True
        self._ring()

    def press(self) -> None:
        """The stop button went down (called from another thread)."""
        self.is_pressed = True
        self._ring()

    def close(self) -> None:
        """Give both ends back."""
        self._out.close()
        self._in.close()

    def _ring(self) -> None:
        try:
            self._out.send(b"!")
        except BlockingIOError:
            return  # it is full of rings already

    def _drain(self) -> None:
        while True:
            try:
                if not self._in.recv(64):
                    return
            except BlockingIOError:
                return


def loop(service: Service, wake: Wake) -> None:
    """Turn until somebody says to end."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, wake.end)
    with selectors.DefaultSelector() as selector:
        wake.register(selector)
        service.control.register(selector)
        selector.register(service.talks.inbox, selectors.EVENT_READ, _nothing)
        if service.sink.fileno() >= 0:
            selector.register(service.sink.fileno(), selectors.EVENT_READ, _nothing)
        service.notifier.ready()
        try:
            _turn(service, wake, selector)
        finally:
            service.notifier.stopping()
            service.control.close()  # while its selector is there


def _turn(service: Service, wake: Wake, selector: selectors.BaseSelector) -> None:
    status, shown = "", _shown(service)
    while not wake.is_ending:
        due = service.playout.turn()
        if shown != (shown := _shown(service)):
            service.control.tell()
        cards = service.sink.health()
        end_if_hung(service.journal.runs.values(), cards)
        status = _tell(service, status, cards)
        others = (service.flush(), service.talks.turn())
        deadline = min([due, *(at for at in others if at is not None)])
        for key, _ in service.clock.wait(deadline, selector):
            key.data()
        if wake.is_pressed:
            wake.is_pressed = False
            press(service)


def _shown(service: Service) -> Hashable:
    """What the wall and the phones are to know at once: what begins, ends or is stopped."""
    runs = frozenset((run.cue.id, run.is_heard) for run in service.journal.runs.values())
    coming = service.playout.next_cue
    return runs, coming and (coming.id, coming.start), tuple(service.playout.halts)


def end_if_hung(runs: Iterable[CueRun], cards: Mapping[str, CardHealth]) -> None:
    """End at a quiet moment when a call into the sound library does not return.

    A JACK server that dies holds PortAudio's `close` for minutes; a new process is sure.

    Raises:
        DeviceError: A card hangs and nobody hears anything of the others.
    """
    if any(run.is_heard for run in runs):
        return
    for name, card in cards.items():
        if card.is_hung:
            raise DeviceError("audio.hung", card=name)


def press(service: Service) -> None:
    """The stop button: everything off, until somebody resumes."""
    now = service.clock.now()
    order = Order(OrderId(f"button-{now:%Y%m%dT%H%M%S%f}"), Verb.STOP, frozenset(), now, BUTTON)
    try:
        service.desk.give(order)
    except StoreError:
        return  # it is silent; the journal keeps the order and writes it when it can


def _tell(service: Service, before: str, cards: Mapping[str, CardHealth]) -> str:
    """Feed the watchdog, keep the progress, show the lamp; say a changed status."""
    service.notifier.alive()
    runs = [run for run in service.journal.runs.values() if run.is_heard]
    for lane in service.playout.lanes.values():
        lane.deck.measure(lane.run)
    service.progress.keep({run.cue.id: run.frames for run in runs})
    service.lamp(_sign(service, cards, is_on_air=bool(runs)))
    if runs:
        status = say("playout.on_air", "en", title=runs[0].cue.title)
    else:
        cue = service.playout.next_cue
        start = cue.start.strftime("%d/%m %H:%M:%SZ") if cue and cue.start else ""
        title = cue.title if cue else ""
        status = say("playout.next" if cue else "playout.nothing", "en", start=start, title=title)
    if status != before:
        service.notifier.status(status)
    return status


def _sign(service: Service, cards: Mapping[str, CardHealth], *, is_on_air: bool) -> LampSign:
    if not all(card.is_open for card in cards.values()):
        return LampSign.FAULT
    if is_on_air:
        return LampSign.ON_AIR
    return LampSign.STOPPED if service.playout.halts else LampSign.READY


def _nothing() -> None:
    """The sink's file only wakes the loop: `turn` reads the events."""
