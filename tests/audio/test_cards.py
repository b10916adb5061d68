"""The real sink on a card in memory: arming, refusing, what the playout's loop sees."""

import selectors
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadcast.audio.cards import CardSink
from broadcast.audio.driver import Driver
from broadcast.audio.paced import PacedDriver
from broadcast.audio.sink import (
    CardBack,
    CardLost,
    Clip,
    Ended,
    Sink,
    SinkEvent,
    Started,
    VoiceReport,
)
from hub.clock import SystemClock
from hub.config import Card
from hub.domain.ids import BusId
from hub.errors import DeviceError, MediaError, RefusedError
from tests.audio.fake_card import FakeDriver
from tests.audio.sounds import RATE, clip, ramp, sine, voice
from tests.fakes.clock import FakeClock

BUS = BusId("main:0")


class Room:
    """The sink and a loop as the playout has one."""

    def __init__(self, driver: Driver, clock: SystemClock) -> None:
        self.clock = clock
        cards = {"main": Card("main", "null", channels=2)}
        self.sink = CardSink(cards, {"main": driver}, RATE, clock)
        self.events: list[SinkEvent] = []
        self._seen = 0

    def until(self, kind: type, limit_s: float = 5.0) -> SinkEvent:
        """Run the loop until something happens after what was returned last."""
        end_s = self.clock.monotonic() + limit_s
        with selectors.DefaultSelector() as wake:
            wake.register(self.sink.fileno(), selectors.EVENT_READ)
            while self.clock.monotonic() < end_s:
                for event in self.events[self._seen :]:
                    self._seen += 1
                    if isinstance(event, kind):
                        return event
                due_s = self.sink.next_due()
                self.clock.wait(min(end_s, end_s if due_s is None else due_s), wake)
                self.events += self.sink.events()
        raise AssertionError(f"no {kind.__name__} in {self.events}")


@pytest.fixture
def room() -> Iterator[Room]:
    clock = SystemClock()
    made = Room(PacedDriver(RATE, clock), clock)
    made.sink.open()
    made.until(CardBack)
    yield made
    made.sink.close()


def report(event: SinkEvent) -> VoiceReport:
    assert isinstance(event, Started | Ended)
    return event.report


@pytest.mark.service
def test_a_voice_is_played_whole_at_its_time(room: Room, tmp_path: Path) -> None:
    sink: Sink = room.sink
    start_s = room.clock.wall_s() + 0.3
    sink.arm(voice(start_s=start_s, clips=(clip(tmp_path / "a.wav", sine(2_000)),)))

    started = report(room.until(Started))
    ended = report(room.until(Ended))

    assert started.started_s == pytest.approx(start_s, abs=0.001)
    assert (ended.frames, ended.xruns, ended.estimated) == (2_000, 0, False)
    assert ended.ended_s == pytest.approx(start_s + 2_000 / RATE, abs=0.002)
    assert sink.report("v") is None


@pytest.mark.service
def test_stop_ends_a_loop_with_the_next_block(room: Room, tmp_path: Path) -> None:
    room.sink.arm(voice(clips=(clip(tmp_path / "a.wav", sine(2_000)),), loop=True))
    room.until(Started)

    asked_s = room.clock.monotonic()
    room.sink.silence()
    ended = room.until(Ended)

    assert isinstance(ended, Ended)
    assert ended.cut
    assert room.clock.monotonic() - asked_s < 0.15


@pytest.mark.service
def test_a_card_that_is_not_there_is_never_lost(room: Room) -> None:
    with pytest.raises(AssertionError):
        room.until(CardLost, limit_s=1.0)

    assert room.sink.health()["main"].is_open


@pytest.mark.service
def test_what_cannot_be_played_is_refused(room: Room, tmp_path: Path) -> None:
    good = (clip(tmp_path / "a.wav", ramp(RATE)),)
    room.sink.arm(voice("v", clips=good))

    with pytest.raises(RefusedError):
        room.sink.arm(voice("v", clips=good))
    with pytest.raises(RefusedError):
        room.sink.arm(voice("w", clips=good, bus=BusId("main:2")))
    with pytest.raises(MediaError):
        room.sink.arm(voice("w", clips=(Clip(tmp_path / "none.wav", 1),)))

    room.sink.arm(voice("w", clips=good, bus=BusId("main:1")))


@pytest.mark.service
def test_a_name_is_free_again_when_its_voice_is_over(room: Room, tmp_path: Path) -> None:
    short = (clip(tmp_path / "a.wav", ramp(80)),)
    room.sink.arm(voice(clips=short))
    room.until(Ended)

    room.sink.arm(voice(clips=short))

    room.until(Ended)


@pytest.mark.service
def test_a_card_that_is_away_takes_no_voice(tmp_path: Path) -> None:
    clock = SystemClock()
    room = Room(FakeDriver(FakeClock(clock.now()), plugged=False), clock)
    room.sink.open()
    room.until(CardLost)

    with pytest.raises(DeviceError):
        room.sink.arm(voice(clips=(clip(tmp_path / "a.wav", ramp(80)),)))

    assert not room.sink.health()["main"].is_open
    room.sink.close()


def test_a_sink_that_was_never_opened_is_closed_at_once() -> None:
    clock = SystemClock()

    Room(PacedDriver(RATE, clock), clock).sink.close()


def test_a_hub_without_cards_has_a_sink_all_the_same() -> None:
    sink = CardSink({}, {}, RATE, SystemClock())
    sink.open()

    assert sink.next_due() is None
    assert sink.events() == []
    sink.close()


def test_cutting_a_voice_nobody_knows_does_nothing() -> None:
    clock = SystemClock()
    room = Room(PacedDriver(RATE, clock), clock)

    room.sink.cut("nobody")
    room.sink.silence(BUS)

    assert room.sink.report("nobody") is None
