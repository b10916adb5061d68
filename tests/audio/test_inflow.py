"""Samples that arrive while they are played: stock, order, ends; and a voice that plays them."""

import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.audio.fade import fade_out
from broadcast.audio.inflow import Inflow, PcmBuffer
from broadcast.audio.mixer import Mixer
from broadcast.audio.playing import Block, Playing, Stage
from broadcast.audio.reader import Reader
from broadcast.audio.sink import DeadAir, Ended, SinkEvent, Voice
from tests.audio.sounds import BUS, RATE, clip, pcm, ramp, samples

BLOCK = 80
NOW = 1_700_000_000.0


def buffer(target_s: float = 0.0, limit_s: float = 10.0) -> PcmBuffer:
    return PcmBuffer(RATE, target_s, limit_s)


def live(inflow: Inflow, gain_db: float = 0.0) -> Playing:
    """A voice that has nothing but its inflow."""
    made = Playing(Voice("v", BUS, (), gain_db=gain_db, inflow=inflow), 0, RATE)
    made.complete = True
    return made


def heard(made: Playing, blocks: int, first: int = 0) -> list[int]:
    out: list[int] = []
    for index in range(first, first + blocks):
        block = made.block(BLOCK, Block(NOW + index * BLOCK / RATE))
        out += samples(block) if block is not None else [0] * BLOCK
    return out


def test_it_is_an_inflow() -> None:
    inflow: Inflow = buffer()

    assert inflow.take(10) == b""
    assert not inflow.is_over


@given(pieces=st.lists(st.integers(0, 200), max_size=12), takes=st.integers(1, 97))
def test_what_goes_in_comes_out_in_its_order(pieces: list[int], takes: int) -> None:
    stock, values = buffer(), ramp(sum(pieces))
    for index, size in enumerate(pieces):
        at = sum(pieces[:index])
        stock.push(pcm(values[at : at + size]))

    out = b""
    while data := stock.take(takes):
        assert len(data) <= takes * 2
        out += data

    assert samples(out) == values
    assert stock.fill == stock.dropped == 0


def test_it_gives_nothing_before_its_stock_has_come_together() -> None:
    stock = buffer(target_s=0.1)
    stock.push(pcm(ramp(799)))
    assert stock.take(10) == b""

    stock.push(pcm([7]))

    assert samples(stock.take(10)) == ramp(10)


def test_when_it_has_run_dry_it_collects_a_stock_again() -> None:
    stock = buffer(target_s=0.01)
    stock.push(pcm(ramp(100)))
    assert len(stock.take(200)) == 200
    stock.push(pcm(ramp(79)))

    assert stock.take(10) == b""
    assert stock.starved == 1


def test_what_is_left_when_it_is_over_is_played_although_it_is_less_than_a_stock() -> None:
    stock = buffer(target_s=1.0)
    stock.push(pcm(ramp(30)))
    stock.end()

    assert samples(stock.take(100)) == ramp(30)
    assert stock.take(100) == b""
    assert (stock.is_over, stock.starved) == (True, 0)


def test_over_the_limit_the_oldest_are_dropped_and_counted() -> None:
    stock = buffer(limit_s=0.02)
    for first in (1, 101, 201):
        stock.push(pcm(ramp(100, first)))

    assert samples(stock.take(1_000)) == ramp(100, 201)
    assert stock.dropped == 200


def test_half_a_sample_does_no_harm() -> None:
    stock = buffer()

    stock.push(pcm(ramp(3)) + b"\x01")

    assert samples(stock.take(10)) == ramp(3)


def test_a_stock_larger_than_its_limit_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="limit"):
        PcmBuffer(RATE, 2.0, 1.0)


def test_two_threads_lose_nothing_between_them() -> None:
    stock, values = buffer(limit_s=100.0), ramp(200_000)
    data, out = pcm(values), bytearray()

    def push() -> None:
        for at in range(0, len(data), 322):
            stock.push(data[at : at + 322])
        stock.end()

    thread = threading.Thread(target=push)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    thread.start()
    while True:
        is_over = stock.is_over
        taken = stock.take(77)
        out += taken
        if is_over and not taken:
            break
    thread.join()
    sys.setswitchinterval(before)

    assert bytes(out) == data
    assert stock.fill == stock.dropped == 0


def test_a_voice_plays_what_flows_in_with_the_very_next_block() -> None:
    stock = buffer()
    made = live(stock)
    assert heard(made, 2) == [0] * 160

    stock.push(pcm(ramp(100)))

    assert heard(made, 2, first=2) == ramp(100) + [0] * 60
    assert made.report().frames == 100
    assert made.report().waited_s == pytest.approx(220 / RATE)
    assert made.stage is Stage.SOUNDING


def test_a_voice_ends_with_the_last_sample_of_an_inflow_that_is_over() -> None:
    stock = buffer()
    made = live(stock)
    stock.push(pcm(ramp(100)))
    stock.end()

    out = heard(made, 3)

    assert out == ramp(100) + [0] * 140
    assert made.stage is Stage.PLAYED_OUT
    assert made.ended_s == pytest.approx(NOW + 100 / RATE, abs=1e-6)


def test_a_voice_that_waits_for_its_inflow_can_be_cut() -> None:
    made = live(buffer())
    heard(made, 2)

    made.cut(fade_out(0), None)
    heard(made, 1, first=2)

    assert made.stage is Stage.CUT
    assert made.report().frames == 0


def test_a_cut_fades_what_flows_in() -> None:
    stock = buffer()
    made = live(stock)
    stock.push(pcm([10_000] * 800))
    heard(made, 1)
    made.cut(fade_out(80), None)

    out = heard(made, 3, first=1)

    assert out == [int(10_000 * gain) for gain in fade_out(80)] + [0] * 160
    assert made.report().frames == 160


def test_the_gain_of_a_voice_holds_for_what_flows_in() -> None:
    stock = buffer()
    made = live(stock, gain_db=-20.0)

    stock.push(pcm([10_000] * BLOCK))

    assert heard(made, 1) == [1_000] * BLOCK


def test_the_clips_come_first_and_nothing_lies_between(tmp_path: Path) -> None:
    stock, reader = buffer(), Reader(RATE)
    chime = ramp(100, first=9_000)
    voice = Voice("v", BUS, (clip(tmp_path / "chime.wav", chime),), inflow=stock)
    stock.push(pcm(ramp(200)))
    playing = reader.ready(voice, 0)
    playing.complete = True

    out = heard(playing, 4)

    assert out == chime + ramp(200) + [0] * 20
    assert playing.report().frames == 300
    reader.start()
    reader.stop()


def test_a_voice_needs_no_clips_when_it_has_an_inflow() -> None:
    playing = Reader(RATE).ready(Voice("v", BUS, (), inflow=buffer()), 0)

    assert playing.complete
    assert heard(playing, 1) == [0] * BLOCK


def test_an_inflow_that_stays_away_is_dead_air_and_its_end_is_told() -> None:
    events: list[SinkEvent] = []
    mixer, stock = Mixer(1, RATE, events.append), buffer()
    mixer.arm(live(stock))
    for index in range(int(2 * RATE / BLOCK)):
        mixer.render(BLOCK, Block(NOW + index * BLOCK / RATE))
    assert DeadAir in {type(event) for event in events}

    stock.end()
    mixer.render(BLOCK, Block(NOW + 2))

    assert isinstance(events[-1], Ended)
    assert (events[-1].report.frames, events[-1].cut) == (0, False)
    assert mixer.is_idle
