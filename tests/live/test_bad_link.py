"""A talk over a village's bad wifi goes on, and one whose phone is gone is soon over."""

from __future__ import annotations

import heapq
import random
import socket
from contextlib import suppress
from itertools import pairwise

import pytest

from broadcast.live.talker import VANISHED_S
from hub.domain.ids import OrderId
from hub.live_wire import Frame, encode_frame
from tests.live.test_talker import Phone
from tests.live.voices import FRAME
from web.live.talk import GONE_S, PhoneTalk

LOSS = 0.02
JITTER_S = 0.1
FLIGHT_S = 0.01
AGAIN_S = 0.3
"""After so long TCP sends a lost packet again: its least 0.2 s, and the jitter it has seen."""
FRAME_S = 0.02
TOGETHER, IN_FLIGHT, MOST_HELD = 2, 4, 10
"""As in live.js: frames a post, posts under way, frames kept back."""


def crossing(chance: random.Random) -> float:
    """Seconds that a packet needs."""
    lost_s, again_s = 0.0, AGAIN_S
    while chance.random() < LOSS:
        lost_s += again_s
        again_s *= 2
    return FLIGHT_S + chance.uniform(0.0, JITTER_S) + lost_s


def arrivals(seconds: float, seed: int) -> list[tuple[float, list[int]]]:
    """When each post arrives and the numbers of its frames, as live.js would send them."""
    chance = random.Random(seed)
    flying: list[float] = []
    held: list[int] = []
    found = []
    for number in range(round(seconds / FRAME_S)):
        now_s = number * FRAME_S
        while flying and flying[0] <= now_s:
            heapq.heappop(flying)
        held = [*held, number][-MOST_HELD:]
        if len(held) >= TOGETHER and len(flying) < IN_FLIGHT:
            there_s = now_s + crossing(chance)
            heapq.heappush(flying, there_s + crossing(chance))
            found.append((there_s, held))
            held = []
    return sorted(found)


@pytest.mark.parametrize("seed", range(20))
def test_a_bad_link_ends_no_talk(seed: int) -> None:
    phone = Phone()
    phone.go_on_air()
    began_s = phone.now_s
    for at_s, numbers in arrivals(60.0, seed):
        while (now_s := phone.now_s) < began_s + at_s:
            phone.now_s = min(began_s + at_s, now_s + FRAME_S)
            phone.buffer.take(FRAME)
            phone.talker.look(phone.now_s)
        for number in numbers:
            frame = Frame(number, round((began_s + number * FRAME_S) * 1e6), bytes(2 * FRAME))
            phone.talker.receive(encode_frame(frame), phone.now_s)

    assert phone.overs == []


@pytest.mark.parametrize("seed", range(20))
def test_the_web_service_does_not_give_up_such_a_phone(seed: int) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setblocking(False)
        talk = PhoneTalk(OrderId("t"), ours, 0.0, 300.0)
        last_s = 0.0
        for at_s, numbers in arrivals(60.0, seed):
            while last_s < at_s:
                last_s = min(at_s, last_s + 0.1)
                assert talk.look(last_s)
            talk.pass_on([Frame(number, 0, bytes(2 * FRAME)) for number in numbers], at_s)
            with suppress(BlockingIOError):  # a frame that is too old goes no further
                theirs.recv(1 << 20)

        assert not talk.is_over


def test_the_link_of_these_tests_is_a_bad_one() -> None:
    """Otherwise they would show nothing."""
    gaps = [
        later - sooner
        for seed in range(20)
        for (sooner, _), (later, _) in pairwise(arrivals(60.0, seed))
    ]

    assert max(gaps) > 0.2


def test_both_sides_give_up_early_enough_for_the_second() -> None:
    """A look each tenth of a second and the fade come on top."""
    assert max(VANISHED_S, GONE_S) <= 0.65
