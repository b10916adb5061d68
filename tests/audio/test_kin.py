"""The zones of one cue keep their delays when the cue itself begins late."""

from array import array

import pytest

from broadcast.audio.mixer import Mixer
from broadcast.audio.playing import Block, Playing
from broadcast.audio.sink import SinkEvent, Started
from tests.audio.sounds import RATE, pcm, voice

BLOCK = 80
NOW = 1_700_000_000.0
DELAY = 200
"""Samples between the two zones."""


class Desk:
    """A card with two buses, and when each voice began, in samples."""

    def __init__(self) -> None:
        self.began: dict[str, int] = {}
        self.mixer = Mixer(2, RATE, self._heard)
        self.at = 0
        self.off_s = 0.0
        """The wall clock, or what is thought of the card's, is off by so much."""
        self.sound = array("h")

    def arm(self, name: str, at: int, channel: int, kin: str, length: int = 1_000) -> None:
        made = Playing(voice(name, start_s=NOW + at / RATE, kin=kin), channel, RATE)
        made.chunks.append(pcm([1_000] * length))
        made.brought, made.complete = length, True
        self.mixer.arm(made)

    def run(self, blocks: int, *, is_sure: bool = True) -> None:
        for _ in range(blocks):
            block = Block(NOW + self.at / RATE + self.off_s, is_sure=is_sure)
            self.sound.frombytes(self.mixer.render(BLOCK, block))
            self.at += BLOCK

    def between(self) -> int:
        """Samples between the first sounds of the two buses."""
        first, second = (list(self.sound[channel::2]) for channel in (0, 1))
        return second.index(1_000) - first.index(1_000)

    def _heard(self, event: SinkEvent) -> None:
        if isinstance(event, Started):
            self.began[event.voice] = round(((event.report.started_s or 0.0) - NOW) * RATE)


def late_by(samples: int) -> Desk:
    """A card that has got so far when the cue of sample 0 is armed."""
    desk = Desk()
    desk.at = samples
    return desk


@pytest.mark.parametrize("late", [80, 160, 240, 400, 8_000])
@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_a_late_cue_keeps_what_lies_between_its_zones(late: int, order: tuple[str, str]) -> None:
    desk = late_by(late)
    for name in order:
        desk.arm(name, {"first": 0, "second": DELAY}[name], ["first", "second"].index(name), "a/1")

    desk.run(10)

    assert desk.began == {"first": late, "second": late + DELAY}


def test_a_cue_in_time_is_left_alone() -> None:
    desk = Desk()
    desk.arm("first", 30, 0, "a/1")
    desk.arm("second", 30 + DELAY, 1, "a/1")

    desk.run(10)

    assert desk.began == {"first": 30, "second": 30 + DELAY}


def test_the_second_zone_may_be_taken_up_a_block_after_the_first_has_begun() -> None:
    desk = late_by(160)
    desk.arm("first", 0, 0, "a/1")
    desk.run(1)
    desk.arm("second", DELAY, 1, "a/1")

    desk.run(10)

    assert desk.began == {"first": 160, "second": 160 + DELAY}


def test_while_the_clock_of_the_card_is_not_sure_all_of_it_waits() -> None:
    desk = late_by(80)
    desk.arm("first", 0, 0, "a/1")
    desk.arm("second", DELAY, 1, "a/1")
    desk.run(3, is_sure=False)

    desk.run(10)

    assert desk.began == {"first": 320, "second": 320 + DELAY}


@pytest.mark.parametrize("kin", ["b/2", ""])
def test_another_cue_is_not_put_off(kin: str) -> None:
    desk = late_by(80)
    desk.arm("late", 0, 0, "a/1" if kin else "")
    desk.arm("other", DELAY, 1, kin)

    desk.run(10)

    assert desk.began == {"late": 80, "other": DELAY}


@pytest.mark.parametrize("wrong", [-160, -30, -1, 1, 30, 160, 80_000])
def test_what_lies_between_is_counted_whatever_becomes_of_the_clock(wrong: int) -> None:
    desk = Desk()
    desk.arm("first", 30, 0, "a/1")
    desk.arm("second", 30 + DELAY, 1, "a/1")
    desk.run(1)

    desk.off_s = wrong / RATE
    desk.run(10)

    assert desk.between() == DELAY


def test_the_first_may_be_over_before_the_second_begins() -> None:
    desk = late_by(160)
    desk.arm("first", 0, 0, "a/1", length=20)
    desk.arm("second", DELAY, 1, "a/1")

    desk.run(10)

    assert desk.between() == DELAY


def test_whose_first_is_never_heard_begins_at_its_own_time() -> None:
    desk = Desk()
    desk.arm("first", 90, 0, "a/1")
    desk.arm("second", 90 + DELAY, 1, "a/1")
    desk.mixer.cut("first", 0.0, None)

    desk.run(10)

    assert desk.began == {"second": 90 + DELAY}


def test_a_third_zone_that_comes_late_does_not_hold_the_second() -> None:
    desk = Desk()
    desk.arm("first", 40, 0, "a/1")
    desk.arm("second", 40 + DELAY, 1, "a/1")
    desk.run(1)
    desk.arm("third", 20, 0, "a/1")

    desk.run(10)

    assert desk.began == {"first": 40, "third": 80, "second": 40 + DELAY}
