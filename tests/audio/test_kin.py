"""The zones of one cue keep their delays when the cue itself begins late."""

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

    def arm(self, name: str, at: int, channel: int, kin: str) -> None:
        made = Playing(voice(name, start_s=NOW + at / RATE, kin=kin), channel, RATE)
        made.chunks.append(pcm([1_000] * 1_000))
        made.brought, made.complete = 1_000, True
        self.mixer.arm(made)

    def run(self, blocks: int, *, is_sure: bool = True) -> None:
        for _ in range(blocks):
            self.mixer.render(BLOCK, Block(NOW + self.at / RATE, is_sure=is_sure))
            self.at += BLOCK

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
