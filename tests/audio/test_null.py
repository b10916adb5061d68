"""The sink that plays nothing: it keeps time, records, and fails when told to."""

import selectors
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from broadcast.audio.inflow import PcmBuffer
from broadcast.audio.null import NullSink
from broadcast.audio.sink import (
    CardBack,
    CardLost,
    Clip,
    DeadAir,
    Ended,
    Sink,
    SinkEvent,
    SoundBack,
    Started,
    Voice,
)
from broadcast.audio.sketchbook import Heard
from hub.domain.ids import BusId
from hub.errors import DeviceError, MediaError, RefusedError
from tests.audio.sounds import RATE, clip, pcm, ramp, voice
from tests.fakes.clock import FakeClock

LEFT, RIGHT = BusId("main:0"), BusId("spare:0")
SECOND = (Clip(Path("unread.wav"), RATE),)


class Room:
    """The sink, its clock, and a loop as the playout has one."""

    def __init__(self, *, media: bool = False) -> None:
        self.clock = FakeClock(datetime(2026, 12, 1, 5, tzinfo=UTC))
        self.sink = NullSink(self.clock, RATE, (LEFT, RIGHT), media=media)
        self.sink.open()
        self.sink.events()
        self.origin_s = self.clock.wall_s()
        self.events: list[tuple[float, SinkEvent]] = []

    def wall(self, after_s: float) -> float:
        return self.origin_s + after_s

    def run(self, until_s: float, then: Callable[[], None] | None = None) -> None:
        with selectors.DefaultSelector() as nothing:
            end_s = self.clock.monotonic() + until_s - (self.clock.wall_s() - self.origin_s)
            while (due_s := self.sink.next_due()) is not None and due_s <= end_s:
                self.clock.wait(due_s, nothing)
                now_s = self.clock.wall_s() - self.origin_s
                self.events += [(now_s, event) for event in self.sink.events()]
            self.clock.wait(end_s, nothing)
        if then is not None:
            then()

    def told(self) -> list[tuple[float, type]]:
        return [(round(at_s, 3), type(event)) for at_s, event in self.events]


@pytest.fixture
def room() -> Room:
    return Room()


def test_it_is_a_sink(room: Room) -> None:
    sink: Sink = room.sink

    assert sink.rate == RATE
    assert sink.fileno() == -1
    assert [health.is_open for health in sink.health().values()] == [True, True]


def test_a_voice_starts_and_ends_to_the_moment(room: Room) -> None:
    room.sink.arm(voice(start_s=room.wall(10), clips=SECOND * 3))

    room.run(60)

    assert room.told() == [(10.0, Started), (13.0, Ended)]
    assert room.sink.heard == [Heard("v", LEFT, room.wall(10), 3 * RATE)]
    _, ended = room.events[1]
    assert isinstance(ended, Ended)
    assert ended.report.ended_s == pytest.approx(room.wall(13))


def test_a_late_voice_begins_at_once_and_is_whole(room: Room) -> None:
    room.sink.arm(voice(start_s=room.wall(-5), clips=SECOND))

    room.run(60)

    assert room.told() == [(0.0, Started), (1.0, Ended)]


def test_a_cut_at_a_time_to_come_counts_the_fade(room: Room) -> None:
    room.sink.arm(voice(clips=SECOND * 10))
    room.sink.cut("v", fade_s=0.5, at_s=room.wall(4))

    room.run(60)

    assert room.told() == [(0.0, Started), (4.5, Ended)]
    assert room.sink.heard == [Heard("v", LEFT, room.wall(0), round(4.5 * RATE), cut=True)]


def test_a_cut_can_be_taken_back(room: Room) -> None:
    room.sink.arm(voice(clips=SECOND * 10))
    room.sink.cut("v", at_s=room.wall(4))
    room.sink.cut("v", at_s=float("inf"))

    room.run(60)

    assert room.told() == [(0.0, Started), (10.0, Ended)]


def test_a_voice_cut_before_it_begins_is_not_heard(room: Room) -> None:
    room.sink.arm(voice(start_s=room.wall(10), clips=SECOND))
    room.sink.cut("v", fade_s=1.0)

    room.run(60)

    assert room.told() == [(0.0, Ended)]
    assert room.sink.heard == []


def test_a_loop_goes_on_until_it_is_cut(room: Room) -> None:
    room.sink.arm(voice(clips=SECOND, loop=True))
    room.run(3_600, then=lambda: room.sink.cut("v"))

    room.run(3_700)

    assert room.told() == [(0.0, Started), (3_600.0, Ended)]


def test_silence_ends_one_bus_or_all(room: Room) -> None:
    room.sink.arm(voice("a", clips=SECOND * 100))
    room.sink.arm(voice("b", clips=SECOND * 100, bus=RIGHT))
    room.run(5, then=lambda: room.sink.silence(LEFT))
    room.run(6, then=room.sink.silence)

    room.run(7)

    assert [(heard.voice, heard.frames) for heard in room.sink.heard] == [
        ("a", 5 * RATE),
        ("b", 6 * RATE),
    ]


def test_a_step_of_the_wall_clock_moves_what_waits_and_not_what_sounds(room: Room) -> None:
    room.sink.arm(voice("on air", clips=SECOND * 200))
    room.sink.arm(voice("armed", start_s=room.wall(3_700), clips=SECOND))
    room.run(10)

    room.clock.step_wall(3_600)
    room.run(3_800)

    assert [heard.voice for heard in room.sink.heard] == ["armed", "on air"]
    armed, on_air = room.sink.heard
    assert armed.start_s == pytest.approx(room.wall(3_700))
    assert on_air.frames == 200 * RATE


def test_a_report_grows_while_it_sounds(room: Room) -> None:
    room.sink.arm(voice(clips=SECOND * 10))
    room.run(4)

    report = room.sink.report("v")

    assert report is not None
    assert report.frames == 4 * RATE
    assert report.ended_s is None
    assert room.sink.report("nobody") is None


def test_files_are_looked_at_and_their_length_believed(tmp_path: Path) -> None:
    room = Room(media=True)
    good = clip(tmp_path / "a.wav", ramp(RATE))
    room.sink.arm(voice("good", clips=(good,)))

    with pytest.raises(MediaError):
        room.sink.arm(voice("long", clips=(Clip(good.path, RATE + 1),)))
    with pytest.raises(MediaError):
        room.sink.arm(voice("none", clips=(Clip(tmp_path / "none.wav", 1),)))


def test_a_later_clip_that_is_spoilt_ends_the_voice_at_its_place(room: Room) -> None:
    room.sink.spoil(Path("bad.wav"))
    room.sink.arm(voice(clips=(*SECOND, Clip(Path("bad.wav"), RATE))))

    room.run(60)

    (heard,) = room.sink.heard
    assert (heard.frames, heard.cut) == (RATE, False)
    assert isinstance(heard.error, MediaError)


def test_a_lost_card_ends_its_voices_and_takes_no_more_until_it_is_back(room: Room) -> None:
    room.sink.arm(voice("a", clips=SECOND * 100))
    room.sink.arm(voice("b", clips=SECOND * 100, bus=RIGHT))
    room.sink.at(room.wall(5), partial(room.sink.lose, "main"))
    room.sink.at(room.wall(8), partial(room.sink.bring_back, "main"))

    room.run(6)
    with pytest.raises(DeviceError):
        room.sink.arm(voice("c"))
    room.run(9)
    room.sink.arm(voice("c"))

    assert (5.0, CardLost) in room.told()
    assert (8.0, CardBack) in room.told()
    assert [(heard.voice, heard.frames) for heard in room.sink.heard] == [("a", 5 * RATE)]


def test_dead_air_happens_when_it_is_told_to(room: Room) -> None:
    room.sink.arm(voice("v", clips=SECOND * 10))
    room.sink.arm(voice("unwatched", clips=SECOND * 10, watch=False))
    for name in ("v", "unwatched", "nobody"):
        room.sink.at(room.wall(3), partial(room.sink.fall_silent, name))
        room.sink.at(room.wall(4), partial(room.sink.sound_again, name))

    room.run(5)

    dead = [event for _, event in room.events if isinstance(event, DeadAir | SoundBack)]
    assert dead == [DeadAir("v"), SoundBack("v")]


def test_what_no_sink_would_take_is_refused(room: Room) -> None:
    room.sink.arm(voice("v"))

    with pytest.raises(RefusedError):
        room.sink.arm(voice("v"))
    with pytest.raises(RefusedError):
        room.sink.arm(voice("w", bus=BusId("main:7")))


def test_closing_ends_everything(room: Room) -> None:
    room.sink.arm(voice(clips=SECOND * 10))
    room.run(2)

    room.sink.close()

    assert [heard.frames for heard in room.sink.heard] == [2 * RATE]
    with pytest.raises(DeviceError):
        room.sink.arm(voice("late"))


def test_what_flows_in_is_counted_and_ends_the_voice_when_it_is_over(room: Room) -> None:
    stock = PcmBuffer(RATE, 0.0, 60.0)
    room.sink.arm(Voice("v", LEFT, SECOND, room.wall(10), inflow=stock))
    room.run(15)
    stock.push(pcm(ramp(RATE)))
    room.run(20)
    stock.end()

    room.run(25)

    assert [heard.frames for heard in room.sink.heard] == [2 * RATE]
    ended_s, ended = room.told()[-1]
    assert ended is Ended
    assert ended_s == pytest.approx(20, abs=0.2)
