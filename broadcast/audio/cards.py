"""The real sink: voices on the buses of sound cards that are kept open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from broadcast.audio.bell import Bell
from broadcast.audio.driver import Driver
from broadcast.audio.keeper import CardKeeper
from broadcast.audio.reader import Reader
from broadcast.audio.sink import CardHealth, Ended, SinkEvent, Voice, VoiceReport
from broadcast.audio.worker import Task, Worker
from hub.clock import Clock
from hub.config import Card
from hub.domain.ids import BusId
from hub.errors import DeviceError, HubError, RefusedError

CLOSE_S = 2.0
"""A card that takes longer to close is left to the end of the process."""


class CardSink:
    """Sound out through cards (`Sink`).

    Args:
        cards: Cards by name.
        drivers: What opens each of them, by the same name.
        rate: Samples a second.
        clock: Wall and monotonic time.
    """

    def __init__(
        self, cards: Mapping[str, Card], drivers: Mapping[str, Driver], rate: int, clock: Clock
    ) -> None:
        self.rate = rate
        self._clock = clock
        self._bell = Bell()
        self._reader = Reader(rate)
        self._drivers = frozenset(drivers.values())
        self._worker = Worker("audio-cards", clock.monotonic, self._bell.ring)
        self._keepers = {
            name: CardKeeper(
                card, rate, clock, driver=drivers[name], worker=self._worker, bell=self._bell
            )
            for name, card in cards.items()
        }
        self._buses = {
            BusId(f"{name}:{channel}"): (self._keepers[name], channel)
            for name, card in cards.items()
            for channel in range(card.channels)
        }
        self._voices: dict[str, CardKeeper] = {}

    def open(self) -> None:
        self._reader.start()
        self._worker.start()
        for keeper in self._keepers.values():
            keeper.look(self._clock.monotonic())

    def close(self) -> None:
        if not self._worker.is_alive:
            return  # never opened
        self.silence()
        for keeper in self._keepers.values():
            keeper.close()
        for task in [self._worker.submit(Task(driver.close)) for driver in self._drivers]:
            task.wait(CLOSE_S)
        self._worker.stop()
        self._reader.stop()

    def arm(self, voice: Voice) -> None:
        if voice.bus not in self._buses:
            raise RefusedError("audio.no_bus", bus=voice.bus)
        if voice.id in self._voices:
            raise RefusedError("audio.voice_twice", voice=voice.id)
        keeper, channel = self._buses[voice.bus]
        if not keeper.is_open:
            raise DeviceError("audio.card_away", card=voice.bus.rpartition(":")[0])
        keeper.mixer.arm(self._reader.ready(voice, channel))
        self._voices[voice.id] = keeper
        keeper.stir()

    def expect(self, due_s: float) -> None:
        for keeper in self._keepers.values():
            keeper.expect(due_s)

    def cut(self, voice: str, fade_s: float = 0.0, at_s: float | None = None) -> None:
        if voice in self._voices:
            self._voices[voice].mixer.cut(voice, fade_s, at_s)

    def turn(self, voice: str, gain_db: float, ramp_s: float) -> None:
        if voice in self._voices:
            self._voices[voice].mixer.turn(voice, gain_db, ramp_s)

    def silence(self, bus: BusId | None = None) -> None:
        for name, (keeper, channel) in self._buses.items():
            if bus in (None, name):
                keeper.mixer.silence(channel)

    def report(self, voice: str) -> VoiceReport | None:
        keeper = self._voices.get(voice)
        return keeper.mixer.report(voice) if keeper is not None else None

    def events(self) -> Sequence[SinkEvent]:
        if not (self._reader.is_alive and self._worker.is_alive):
            raise HubError("audio.thread_died")
        now_s = self._clock.monotonic()
        for keeper in self._keepers.values():
            keeper.look(now_s)
        events = self._bell.answer()
        for event in events:
            if isinstance(event, Ended):
                self._voices.pop(event.voice, None)
        return events

    def fileno(self) -> int:
        return self._bell.fileno()

    def next_due(self) -> float | None:
        return min((keeper.due_s for keeper in self._keepers.values()), default=None)

    def health(self) -> Mapping[str, CardHealth]:
        now_s = self._clock.monotonic()
        return {name: keeper.health(now_s) for name, keeper in self._keepers.items()}
