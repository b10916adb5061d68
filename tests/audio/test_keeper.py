"""A card is kept open: lost when it stalls, tried again with patience, taken up again."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from broadcast.audio.bell import Bell
from broadcast.audio.keeper import CardKeeper
from broadcast.audio.pace import REST_BLOCK_S
from broadcast.audio.playing import Playing
from broadcast.audio.sink import CardBack, CardLost, CardStrained, Ended, SinkEvent, Started
from hub.config import Card
from hub.errors import DeviceError
from tests.audio.fake_card import FRAMES, RATE, FakeDriver, PromptWorker
from tests.audio.sounds import pcm, voice
from tests.fakes.clock import FakeClock


class Room:
    """A keeper with everything it needs, and the time."""

    def __init__(self) -> None:
        self.clock = FakeClock(datetime(2026, 12, 1, 5, tzinfo=UTC))
        self.driver = FakeDriver(self.clock)
        self.worker = PromptWorker(self.clock)
        self.bell = Bell()
        self.events: list[SinkEvent] = []
        self.use(Card("main", "default"))

    def use(self, card: Card) -> None:
        """Keep this card."""
        self.keeper = CardKeeper(
            card,
            RATE,
            self.clock,
            driver=self.driver,
            worker=self.worker.as_worker(),
            bell=self.bell,
        )

    def look(self) -> list[SinkEvent]:
        """What the playout's loop does when it is woken."""
        self.keeper.look(self.clock.monotonic())
        new = self.bell.answer()
        self.events += new
        return new

    def run(self, seconds: float, *, gap: bool = False) -> None:
        """The card plays, and is looked at four times a second."""
        for _ in range(round(seconds * 4)):
            self.driver.stream.run(0.25, gap=gap)
            self.look()

    def idle(self, seconds: float) -> None:
        """Time passes without a block."""
        for _ in range(round(seconds * 4)):
            self.clock.pass_time(0.25)
            self.look()

    def open(self) -> None:
        self.look()
        self.run(1)

    def arm(self, name: str = "v", seconds: float = 60.0) -> Playing:
        made = Playing(voice(name), 0, RATE)
        made.chunks.append(pcm([1_000]) * round(seconds * RATE))
        made.brought = round(seconds * RATE)
        self.keeper.mixer.arm(made)
        return made

    def of(self, kind: type) -> list[SinkEvent]:
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_card_is_there_once_its_first_blocks_have_settled(room: Room) -> None:
    room.look()
    assert not room.keeper.is_open

    room.run(0.5)

    assert room.events == [CardBack("main")]
    assert room.keeper.is_open
    assert room.keeper.health(room.clock.monotonic()).latency_s == pytest.approx(0.02)


def test_a_missing_card_is_said_once_and_tried_again_ever_less_often(room: Room) -> None:
    room.driver.plugged = False

    room.idle(30)

    assert room.events == [room.of(CardLost)[0]]
    waits = [after - before for before, after in pairwise(room.driver.tries)]
    assert waits[:5] == pytest.approx([0.5, 1.0, 2.0, 5.0, 5.0], abs=0.26)


def test_a_card_that_comes_late_is_taken_up(room: Room) -> None:
    room.driver.plugged = False
    room.idle(3)
    room.driver.plugged = True
    room.idle(5)

    room.run(1)

    assert room.events[1:] == [CardBack("main")]


def test_a_card_that_asks_for_nothing_is_lost_within_a_second(room: Room) -> None:
    room.open()
    room.arm()
    room.run(2)

    room.idle(1)

    (lost,) = room.of(CardLost)
    assert isinstance(lost, CardLost)
    assert lost.cause is not None
    assert lost.cause.key == "audio.asks_nothing"
    assert room.driver.streams[0].closed
    assert not room.keeper.is_open


def test_the_voices_of_a_lost_card_end_with_an_error(room: Room) -> None:
    room.open()
    room.arm("a")
    room.run(2)

    room.idle(1)

    (ended,) = room.of(Ended)
    assert isinstance(ended, Ended)
    assert isinstance(ended.error, DeviceError)
    assert ended.report.frames == 2 * RATE


def test_a_card_that_returns_plays_again(room: Room) -> None:
    room.open()
    room.idle(1.5)
    assert len(room.driver.streams) == 2

    room.run(1)
    room.arm("after")
    room.run(1)

    assert [type(event) for event in room.events] == [CardBack, CardLost, CardBack, Started]
    assert any(any(block) for block in room.driver.stream.played)


def test_a_block_that_comes_after_the_loss_is_silence(room: Room) -> None:
    room.open()
    room.arm()
    room.run(1)
    stale = room.driver.stream
    room.idle(1)

    block = stale.sound.block(FRAMES, 1.0, 1.02, gap=False)

    assert not any(block)


def test_a_process_that_stood_still_does_not_blame_the_card(room: Room) -> None:
    room.open()

    room.clock.pass_time(20)
    room.look()
    room.run(1)

    assert room.of(CardLost) == []


def test_a_sound_server_that_ran_dry_may_pause_for_two_seconds(room: Room) -> None:
    room.open()
    room.driver.stream.run(0.02, gap=True)
    room.look()

    room.idle(2)
    room.run(1)

    assert room.of(CardLost) == []


def test_a_card_that_runs_dry_often_gets_longer_blocks_and_keeps_its_voices(room: Room) -> None:
    room.open()
    made = room.arm("a", seconds=60)
    room.run(1)
    handed_out = made.meter.frames

    room.run(0.25, gap=True)
    assert len(room.driver.streams) == 2
    room.run(1)

    (strained,) = room.of(CardStrained)
    assert isinstance(strained, CardStrained)
    assert strained.xruns > 20
    assert strained.latency_s == room.driver.stream.latency_s == pytest.approx(0.02)
    assert room.of(Ended) == room.of(CardLost) == []
    assert made.meter.frames > handed_out
    assert room.of(CardBack) == [CardBack("main")]


def test_a_voice_loses_nothing_to_the_stream_that_is_being_closed(room: Room) -> None:
    room.open()
    made = room.arm("a")
    room.run(1)
    old = room.driver.stream
    room.worker.hangs = True
    room.run(0.25, gap=True)
    handed_out = made.meter.frames

    block = old.sound.block(FRAMES, 1.0, 1.02, gap=False)

    assert not any(block)
    assert made.meter.frames == handed_out


def test_that_is_done_only_once(room: Room) -> None:
    room.open()
    room.run(0.25, gap=True)
    room.run(2)

    room.run(2, gap=True)

    assert len(room.of(CardStrained)) == 1
    assert len(room.driver.streams) == 2


def test_a_card_whose_blocks_are_not_ours_goes_on_as_it_is(room: Room) -> None:
    room.open()
    room.driver.stream.is_adjustable = False

    room.run(0.25, gap=True)
    room.run(1)

    assert room.of(CardStrained) != []
    assert len(room.driver.streams) == 1


def test_xruns_are_counted_over_all_streams(room: Room) -> None:
    room.open()
    room.driver.stream.run(0.05, gap=True)
    room.look()
    room.driver.plugged = False
    room.idle(4)

    assert room.keeper.health(room.clock.monotonic()).xruns == 5


def test_a_call_that_hangs_is_shown_and_what_waits_is_not_harmed(room: Room) -> None:
    room.worker.hangs = True
    room.look()
    room.idle(9)
    assert not room.keeper.health(room.clock.monotonic()).is_hung

    room.idle(2)
    assert room.keeper.health(room.clock.monotonic()).is_hung
    room.worker.return_at_last()
    room.look()
    room.run(1)

    assert [type(event) for event in room.events] == [CardLost, CardBack]
    assert not room.keeper.health(room.clock.monotonic()).is_hung


def test_a_stream_that_never_asks_is_opened_again(room: Room) -> None:
    room.look()

    room.idle(12)

    assert room.driver.streams[0].closed
    assert len(room.driver.streams) == 2


def test_closing_gives_the_card_back(room: Room) -> None:
    room.open()

    room.keeper.close()

    assert room.driver.stream.closed


def night(room: Room) -> None:
    """Nothing is due for hours, and the card has noticed."""
    room.open()
    room.keeper.expect(room.clock.monotonic() + 10_000)
    room.run(32)


def test_a_card_rests_with_long_blocks_when_nothing_is_due(room: Room) -> None:
    room.open()
    room.keeper.expect(room.clock.monotonic() + 10_000)
    room.run(29)
    assert len(room.driver.streams) == 1

    room.run(3)

    assert [stream.latency_s for stream in room.driver.streams] == [0.0, REST_BLOCK_S]
    assert room.driver.streams[0].closed
    assert room.events == [CardBack("main")]
    assert room.keeper.is_open


def test_a_card_that_rests_is_ready_before_the_next_cue(room: Room) -> None:
    night(room)

    room.keeper.expect(room.clock.monotonic() + 25)
    room.run(4)
    assert room.driver.stream.latency_s == REST_BLOCK_S
    room.run(3)

    assert room.driver.stream.latency_s == 0.0
    assert room.keeper.is_open


def test_a_voice_that_nobody_expected_wakes_the_card_at_once_and_is_whole(room: Room) -> None:
    night(room)

    made = room.arm(seconds=2.0)
    made.complete = True
    room.keeper.stir()
    assert room.keeper.due_s <= room.clock.monotonic()
    room.driver.stream.run(0.2)  # what it still asks for is thrown away with it
    room.look()
    room.run(4)

    assert room.driver.stream.latency_s == 0.0
    (ended,) = room.of(Ended)
    assert isinstance(ended, Ended)
    assert (ended.report.frames, ended.error) == (2 * RATE, None)
    assert made.is_over


def test_a_card_that_does_not_come_back_from_its_rest_is_lost_and_tried_again(room: Room) -> None:
    night(room)
    room.driver.plugged = False

    room.keeper.expect(room.clock.monotonic() + 10)
    room.idle(3)
    assert room.of(CardLost)
    room.driver.plugged = True
    room.idle(3)
    room.run(1)

    assert room.keeper.is_open
    assert room.driver.stream.latency_s == 0.0


def test_a_card_that_shall_not_rest_does_not(room: Room) -> None:
    room.use(Card("main", "default", rest=False))

    night(room)

    assert len(room.driver.streams) == 1


def test_a_server_that_fixes_the_length_of_blocks_is_left_alone(room: Room) -> None:
    room.open()
    room.driver.stream.is_adjustable = False

    room.keeper.expect(room.clock.monotonic() + 10_000)
    room.run(40)

    assert len(room.driver.streams) == 1
