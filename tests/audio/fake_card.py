"""A sound card in memory, to be unplugged at will; and a worker that does everything at once."""

from dataclasses import dataclass, field
from typing import cast

from broadcast.audio.driver import Sound
from broadcast.audio.worker import Result, Task, Worker
from hub.config import Card
from hub.errors import DeviceError
from tests.fakes.clock import FakeClock

RATE = 48_000
FRAMES = 480
LATENCY_S = 0.02


@dataclass
class FakeStream:
    """A stream that asks for a block whenever the test wants it to."""

    sound: Sound
    clock: FakeClock
    latency_s: float
    block_s: float = FRAMES / RATE
    is_adjustable: bool = True
    closed: bool = False
    played: list[bytes] = field(default_factory=list)

    def run(self, seconds: float, *, gap: bool = False) -> None:
        """Let time pass, with blocks."""
        for _ in range(round(seconds * RATE / FRAMES)):
            assert not self.closed, "a closed stream asks for nothing"
            now = self.clock.monotonic()
            self.played.append(self.sound.block(FRAMES, now, now + LATENCY_S, gap=gap))
            self.clock.pass_time(FRAMES / RATE)

    def close(self) -> None:
        assert not self.closed, "closed twice"
        self.closed = True


@dataclass(eq=False)
class FakeDriver:
    """Opens `FakeStream`s while the card is plugged in."""

    clock: FakeClock
    plugged: bool = True
    streams: list[FakeStream] = field(default_factory=list)
    tries: list[float] = field(default_factory=list)
    closed: bool = False

    def open(self, card: Card, latency_s: float, sound: Sound) -> FakeStream:
        self.tries.append(self.clock.monotonic())
        if not self.plugged:
            raise DeviceError("audio.no_device", card=card.name, device=card.device, names="-")
        self.streams.append(FakeStream(sound, self.clock, latency_s))
        return self.streams[-1]

    @property
    def stream(self) -> FakeStream:
        """The stream opened last."""
        return self.streams[-1]

    def let_go(self) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True


@dataclass
class PromptWorker:
    """Does each call when it is submitted, unless it is told to hang."""

    clock: FakeClock
    hangs: bool = False
    waiting: list[Task[object]] = field(default_factory=list)

    def submit(self, task: Task[Result]) -> Task[Result]:
        if self.hangs:
            task.began_s = self.clock.monotonic()
            self.waiting.append(cast("Task[object]", task))
        else:
            task.run(self.clock.monotonic())
        return task

    def return_at_last(self) -> None:
        """What hung is done."""
        self.hangs = False
        for task in self.waiting:
            task.run(self.clock.monotonic())
        self.waiting.clear()

    def as_worker(self) -> Worker:
        """For those who ask for the real one."""
        return cast("Worker", self)
