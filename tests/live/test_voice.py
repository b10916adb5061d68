"""A talk's frames on their way to the cards: resampled, in order, without clicks or delay."""

from __future__ import annotations

import audioop

import pytest

from broadcast.live.arrivals import LEAST_S
from broadcast.live.buffer import LIMIT_S, LiveBuffer
from broadcast.live.voice import Voice
from hub.live_wire import Frame
from tests.live.voices import FRAME, RATE, frames, noise, steepest, tone

FRAME_S = 0.02


class Way:
    """A voice, its buffer, a card that takes as it plays, and time."""

    def __init__(self, given_rate: int = RATE) -> None:
        self.kept = b""
        self.voice = Voice(given_rate, RATE, self.keep)
        self.buffer = LiveBuffer(RATE)
        self.voice.feed_into((self.buffer,))
        self.now_s = 100.0
        self.out = b""
        self.stocks: list[float] = []

    def keep(self, pcm: bytes) -> None:
        self.kept += pcm

    def card(self) -> None:
        """One block of the card."""
        self.out += self.buffer.take(FRAME).ljust(FRAME * 2, b"\0")
        self.stocks.append(self.buffer.fill_s)

    def say(self, pieces: list[bytes], *, plays: bool = True) -> None:
        for number, pcm in enumerate(pieces):
            self.now_s += FRAME_S
            self.voice.arrive(Frame(number, round(self.now_s * 1e6), pcm), self.now_s)
            if plays:
                self.card()


def test_what_is_said_before_the_card_asks_is_not_heard_later() -> None:
    way = Way()
    way.say(list(frames(tone(500, 2.0))), plays=False)

    for _ in range(20):
        way.card()

    assert audioop.max(way.out, 2) == 0
    assert way.kept == b""


@pytest.mark.parametrize("given_rate", [16_000, 24_000, 48_000])
def test_a_voice_of_any_rate_comes_out_in_its_pitch(given_rate: int) -> None:
    way = Way(given_rate)
    way.card()

    way.say(list(frames(tone(500, 2.0, rate=given_rate), given_rate // 50)))

    sounding = way.out[RATE : RATE * 3]
    assert audioop.cross(sounding, 2) / (len(sounding) / 2 / RATE) == pytest.approx(1_000, abs=20)
    assert way.kept


def test_it_is_heard_with_the_least_stock_on_an_even_network() -> None:
    way = Way()
    way.card()

    way.say(list(frames(tone(500, 2.0))))

    assert max(way.stocks) <= LEAST_S + FRAME_S
    assert way.voice.starved == 0


def test_lost_frames_leave_a_hole_and_no_click() -> None:
    way = Way()
    way.card()
    pieces = list(frames(tone(200, 2.0)))
    for number, pcm in enumerate(pieces):
        way.now_s += FRAME_S
        if number % 20 != 7:
            way.voice.arrive(Frame(number, round(way.now_s * 1e6), pcm), way.now_s)
        way.card()

    assert way.voice.sequencer.lost == 5
    assert audioop.max(way.out, 2) > 1_000


def test_a_burst_after_a_standstill_does_not_stay_as_delay() -> None:
    way = Way()
    way.card()
    way.say(list(frames(tone(500, 0.4))))
    stuck = [Frame(20 + n, 0, pcm) for n, pcm in enumerate(frames(tone(500, 0.2)))]
    for piece in stuck:
        way.voice.arrive(piece._replace(captured_us=round(way.now_s * 1e6)), way.now_s)
    before = way.buffer.fill_s

    for number, pcm in enumerate(frames(bytes(RATE * 2 * 8))):
        way.now_s += FRAME_S
        way.voice.arrive(Frame(30 + number, round(way.now_s * 1e6), pcm), way.now_s)
        way.card()

    assert before > 0.2
    assert way.buffer.fill_s <= LEAST_S + 0.08
    assert way.voice.skipped > 0


def test_somebody_who_sends_faster_than_he_speaks_fills_nothing() -> None:
    way = Way()
    way.card()

    way.say(list(frames(noise(5.0, -20.0))), plays=False)

    assert way.buffer.fill_s <= LIMIT_S
    assert way.voice.skipped > 0


@pytest.mark.parametrize("delay_s", [0.1, 0.3, 2.0])
def test_a_zone_further_away_hears_the_same_so_much_later(delay_s: float) -> None:
    near, far = LiveBuffer(RATE), LiveBuffer(RATE, delay_s)
    voice = Voice(RATE, RATE, lambda _: None)
    voice.feed_into((near, far))
    late, heard = round(delay_s / FRAME_S), {near: b"", far: b""}

    for number, pcm in enumerate(frames(noise(4.0, -20.0))):
        voice.arrive(Frame(number, number * 20_000, pcm), number * FRAME_S)
        for buffer in (near, far):
            if buffer is near or number >= late:  # each card asks when its delay is over
                heard[buffer] += buffer.take(FRAME).ljust(FRAME * 2, b"\0")
            else:
                heard[buffer] += bytes(FRAME * 2)

    edge = 2 * FRAME * (late + 10)
    assert audioop.max(heard[near][edge:], 2) > 1_000
    assert heard[far][edge:] == heard[near][edge - 2 * FRAME * late : -2 * FRAME * late]


@pytest.mark.parametrize("odd", [0, 100, FRAME - 1])
def test_a_zone_begins_so_much_later_though_frames_come_unevenly_meanwhile(odd: int) -> None:
    near, far = LiveBuffer(RATE), LiveBuffer(RATE, 0.12)
    far.follow(near)
    later = 6 * FRAME + odd  # samples between the first that each is asked for
    heard = {near: b"", far: bytes(2 * later)}

    near.take(FRAME)
    heard[near] += bytes(2 * FRAME)
    for number, pcm in enumerate(frames(noise(1.0, -20.0))):
        for buffer in (near, far):
            buffer.await_turn()
            buffer.aim(0.03 if number < 4 else 0.2)  # the network has become worse
            buffer.push(pcm)
        heard[near] += near.take(FRAME).ljust(2 * FRAME, b"\0")
        wanted = len(heard[near]) - len(heard[far])
        if wanted > 0:
            heard[far] += far.take(wanted // 2).ljust(wanted, b"\0")

    least = 2 * 10 * FRAME
    assert near.has_begun
    assert far.starved == 0
    assert audioop.max(heard[near][least:], 2) > 1_000
    assert heard[far][2 * later :] == heard[near][: len(heard[far]) - 2 * later]


def test_a_zone_whose_first_one_is_never_heard_begins_all_the_same() -> None:
    near, far = LiveBuffer(RATE), LiveBuffer(RATE, 0.12)
    far.follow(near)
    heard = b""

    for pcm in frames(noise(1.0, -20.0)):
        far.await_turn()
        far.push(pcm)
        heard += far.take(FRAME)

    assert audioop.max(heard, 2) > 1_000
    assert far.dropped == 0


def test_a_zone_that_comes_into_a_talk_has_the_delay_in_stock() -> None:
    near, far = LiveBuffer(RATE), LiveBuffer(RATE, 0.12)
    for pcm in frames(noise(0.4, -20.0)):
        near.take(FRAME)
        near.push(pcm)
    far.follow(near)

    asked = 0
    for pcm in frames(noise(0.4, -20.0)):
        far.await_turn()
        far.push(pcm)
        asked += not far.take(FRAME)

    assert asked * FRAME_S >= 0.12


def test_a_delayed_zone_that_is_left_alone_hears_every_word() -> None:
    near, far = LiveBuffer(RATE), LiveBuffer(RATE, 1.0)
    voice = Voice(RATE, RATE, lambda _: None)
    voice.feed_into((near, far))

    for number, pcm in enumerate(frames(noise(6.0, -20.0))):
        if number < 100:  # then an emergency takes its zone
            near.take(FRAME)
        if number >= 50:
            far.take(FRAME)
        voice.arrive(Frame(number, number * 20_000, pcm), number * FRAME_S)

    assert voice.skipped == 0
    assert far.starved == 0
    assert far.fill_s == pytest.approx(1.0, abs=0.15)


def test_it_begins_and_breaks_off_without_a_click() -> None:
    buffer = LiveBuffer(RATE)
    buffer.take(1)
    flat = (8_000).to_bytes(2, "little", signed=True) * (RATE // 10)
    buffer.push(flat)
    buffer.end()

    out = b"\0\0" + b"".join(buffer.take(FRAME) for _ in range(8)) + b"\0\0"

    assert steepest(out) < 200
    assert audioop.max(out, 2) == 8_000


def test_the_last_samples_are_heard_when_somebody_has_ended() -> None:
    way = Way()
    way.card()
    way.say(list(frames(tone(500, 1.0))))
    before = way.buffer.fill

    way.voice.end()

    assert way.buffer.fill > before
