"""One client of the live socket, without socket or thread: what it sends and what it is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from broadcast.live.buffer import LiveBuffer
from broadcast.live.gains import Gains
from broadcast.live.messages import Ended, Feed, Left, Warming
from broadcast.live.talker import VANISHED_S, Desk, Talker
from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId
from hub.live_wire import Frame, Hello, decode_answers, encode_frame, encode_hello
from tests.live.voices import FRAME, RATE, frames, level_dbfs, noise, tone

TALK = OrderId("t")
HELLO = Hello(TALK, "Bà Lan", frozenset(), Kind.ROUTINE, "", RATE)


class Phone:
    """A talker, and everything it asks and is told."""

    def __init__(self, gains: Gains | None = None) -> None:
        self.asked: list[Hello] = []
        self.overs: list[str] = []
        self.answers = b""
        self.record: list[str] = []
        self.kept: list[bytes] = []
        self.now_s = 50.0
        self.buffer = LiveBuffer(RATE)
        self.seq = 0
        self.gains = gains or Gains()
        desk = Desk(
            ask=self.asked.append,
            over=lambda _, why: self.overs.append(why),
            answer=self.hear,
            keeper=self,
            rate=RATE,
            gains=self.gains,
        )
        self.talker = Talker(desk, self.now_s)

    def hear(self, data: bytes) -> None:
        self.answers += data

    def begin(self, hello: Hello) -> None:
        self.record.append("begin")

    def keep(self, pcm: bytes) -> None:
        assert pcm
        self.kept.append(pcm)

    def end(self) -> None:
        self.record.append("end")

    def said(self) -> list[dict[str, Any]]:
        return decode_answers(self.answers)

    def states(self) -> list[str]:
        return [answer["state"] for answer in self.said()]

    def go_on_air(self) -> None:
        self.talker.receive(encode_hello(HELLO), self.now_s)
        self.talker.hear(Warming(TALK, self.now_s + 3), self.now_s)
        self.talker.hear(Feed(TALK, (self.buffer,)), self.now_s)
        self.buffer.take(FRAME)
        self.talker.look(self.now_s)

    def speak(self, seconds: float, pcm: bytes | None = None) -> None:
        for piece in frames(tone(500, seconds) if pcm is None else pcm):
            frame = Frame(self.seq, round(self.now_s * 1e6), piece)
            self.talker.receive(encode_frame(frame), self.now_s)
            self.buffer.take(FRAME)
            self.talker.look(self.now_s)
            self.now_s += 0.02
            self.seq += 1

    def wait_until_over(self) -> float:
        """Look as often as it wants to; when it gave up."""
        for _ in range(1_000):
            due_s = self.talker.look(self.now_s)
            self.buffer.take(FRAME)
            if self.overs:
                return self.now_s
            self.now_s = due_s
        raise AssertionError("it never gave up")


def syllables(seconds: float) -> bytes:
    """Soft speech: what is steady is taken for the noise of a place, or for a howl."""
    return (noise(0.1, -26.0) + noise(0.1, -60.0)) * round(seconds / 0.2)


@pytest.fixture
def phone() -> Phone:
    return Phone()


def test_it_asks_for_the_air_and_is_told_how_long_that_takes(phone: Phone) -> None:
    phone.talker.receive(encode_hello(HELLO)[:10], phone.now_s)
    assert phone.asked == []
    phone.talker.receive(encode_hello(HELLO)[10:], phone.now_s)
    phone.talker.hear(Warming(TALK, phone.now_s + 2.5), phone.now_s)

    assert phone.asked == [HELLO]
    assert phone.said() == [{"state": "warming", "ms": 2500}]


def test_it_is_on_air_when_the_card_asks_for_its_voice(phone: Phone) -> None:
    phone.talker.receive(encode_hello(HELLO), phone.now_s)
    phone.talker.hear(Warming(TALK, phone.now_s), phone.now_s)
    phone.talker.hear(Feed(TALK, (phone.buffer,)), phone.now_s)
    phone.talker.look(phone.now_s)
    before = phone.states()

    phone.buffer.take(FRAME)
    phone.talker.look(phone.now_s)

    assert before == ["warming"]
    assert phone.states() == ["warming", "on_air"]


def test_letting_the_button_go_ends_the_talk_once(phone: Phone) -> None:
    phone.go_on_air()
    phone.speak(0.5)

    phone.talker.receive(encode_frame(Frame(phone.seq, 0, b"")) * 2, phone.now_s)
    phone.talker.receive(b"", phone.now_s)

    assert phone.overs == ["released"]
    assert phone.record == ["begin", "end"]


def test_a_phone_that_hangs_up_has_vanished(phone: Phone) -> None:
    phone.go_on_air()
    phone.speak(0.2)

    phone.talker.receive(b"", phone.now_s)

    assert phone.overs == ["vanished"]
    assert phone.talker.is_over


def test_a_phone_that_falls_silent_has_vanished_within_a_second(phone: Phone) -> None:
    phone.go_on_air()
    phone.speak(0.2)
    last_s = phone.now_s - 0.02

    gone_s = phone.wait_until_over()

    assert phone.overs == ["vanished"]
    assert gone_s - last_s <= VANISHED_S + 0.05 < 1.0


@pytest.mark.parametrize("back", [1, 5, 40])
def test_a_phone_that_says_one_old_frame_for_ever_has_vanished(phone: Phone, back: int) -> None:
    phone.go_on_air()
    phone.speak(1.0)
    last_s = phone.now_s
    old = Frame(phone.seq - back, round(last_s * 1e6), tone(500, 0.02))

    while not phone.overs and phone.now_s < last_s + 5.0:
        phone.talker.receive(encode_frame(old), phone.now_s)
        phone.buffer.take(FRAME)
        phone.talker.look(phone.now_s)
        phone.now_s += 0.02

    assert phone.overs == ["vanished"]
    assert phone.now_s - last_s <= VANISHED_S + 0.05


def test_a_phone_that_says_two_old_frames_far_apart_in_turns_has_vanished(phone: Phone) -> None:
    phone.go_on_air()
    phone.speak(1.0)
    phone.seq += 600
    phone.speak(0.1)
    last_s = phone.now_s
    old = [
        Frame(seq, round((last_s - ago_s) * 1e6), tone(500, 0.02))
        for seq, ago_s in ((phone.seq - 640, 0.9), (phone.seq - 1, 0.02))
    ]

    while not phone.overs and phone.now_s < last_s + 5.0:
        old.reverse()
        phone.talker.receive(encode_frame(old[0]), phone.now_s)
        phone.buffer.take(FRAME)
        phone.talker.look(phone.now_s)
        phone.now_s += 0.02

    assert phone.overs == ["vanished"]
    assert phone.now_s - last_s <= VANISHED_S + 0.05


def test_a_phone_that_falls_silent_with_a_gap_in_its_frames_vanishes_too(phone: Phone) -> None:
    phone.go_on_air()
    phone.speak(0.2)
    phone.seq += 3
    phone.speak(0.02)
    last_s = phone.now_s

    assert phone.wait_until_over() - last_s < 1.0


def test_it_is_warned_before_the_limit_once(phone: Phone) -> None:
    phone.go_on_air()
    phone.talker.hear(Left(TALK, phone.now_s + 21.0), phone.now_s)
    phone.speak(3.0)

    limits = [answer for answer in phone.said() if answer.get("what") == "limit"]
    assert [answer["left_s"] for answer in limits] == [20]


def test_it_is_told_that_it_howls(phone: Phone) -> None:
    phone.go_on_air()

    phone.speak(1.5, tone(1_000, 1.5, -12.0))

    warnings = [answer for answer in phone.said() if answer["state"] == "warning"]
    assert [(w["what"], w["key"]) for w in warnings] == [("howl", "live.howl")]


def test_it_is_told_why_others_ended_it(phone: Phone) -> None:
    phone.go_on_air()

    phone.talker.hear(Ended(TALK, "stopped", "because.stopped_by", (("by", "xã"),)), phone.now_s)

    assert phone.said()[-1] == {
        "state": "ended", "why": "stopped", "key": "because.stopped_by", "values": {"by": "xã"}
    }  # fmt: skip
    assert phone.talker.is_over
    assert phone.record == ["begin", "end"]


@pytest.mark.parametrize("data", [b"GET / HTTP/1.1\r\n\r\n", b"x" * 5_000, b"{}\n"])
def test_nonsense_is_refused_and_hung_up_on(phone: Phone, data: bytes) -> None:
    phone.talker.receive(data, phone.now_s)

    assert phone.said()[-1]["why"] == "refused"
    assert phone.talker.is_over
    assert phone.asked == []


def test_a_broken_frame_on_air_ends_the_talk(phone: Phone) -> None:
    phone.go_on_air()

    phone.talker.receive(b"\xff" * 16, phone.now_s)

    assert phone.overs == ["vanished"]
    assert phone.said()[-1]["key"] == "live.frame"


def test_a_client_that_says_nothing_is_hung_up_on(phone: Phone) -> None:
    phone.talker.look(phone.now_s + 6)

    assert phone.talker.is_over


@pytest.mark.parametrize("ended_by_playout", [False, True])
def test_who_has_spoken_before_begins_as_loud_as_he_ended(*, ended_by_playout: bool) -> None:
    first = Phone()
    first.go_on_air()
    first.speak(3.0, syllables(3.0))
    if ended_by_playout:
        first.talker.hear(Ended(TALK, "limit"), first.now_s)
    else:
        first.talker.receive(b"", first.now_s)

    levels = []
    for gains in (first.gains, Gains()):
        again = Phone(gains)
        again.go_on_air()
        again.speak(0.1, syllables(0.2)[: RATE // 10 * 2])
        levels.append(level_dbfs(b"".join(again.kept)[-RATE // 10 :]))

    assert first.gains.of(HELLO) == pytest.approx(10.0, abs=2.0)
    assert levels[0] - levels[1] > 5.0


def test_a_gain_is_remembered_by_person_and_microphone() -> None:
    phone = Phone()
    phone.go_on_air()
    phone.speak(3.0, syllables(3.0))
    phone.talker.receive(b"", phone.now_s)

    assert phone.gains.of(HELLO) != 0.0
    assert phone.gains.of(replace(HELLO, by="Ông Sơn")) == 0.0
    assert phone.gains.of(replace(HELLO, rate=16_000)) == 0.0
