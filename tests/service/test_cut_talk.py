"""The link breaks while somebody speaks: silence within a second, nothing more, the record stays.

Over real sockets, from the phone's posts to the playout's card.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

import pytest

from hub.domain.facts import AsRun, Outcome
from hub.domain.person import Role
from hub.live_wire import Frame, encode_frame
from hub.store.asrun import rows
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.tokens import new_id
from tests.live.voices import RATE, frames, tone
from tests.service.cutting import FORM, HALF, WHOLE, body_of, cut, standing
from tests.service.test_kills import AGES
from tests.service.test_uploads import PIN, Phone, Village
from tests.service.village import START_S, wait_for

pytestmark = [pytest.mark.service, pytest.mark.timeout(120)]

TOGETHER = 2
"""Frames a post, as the page sends them."""
SPOKEN_S = 1.0
OFF_S = 1.0
QUIET_S = 1.5
"""Long enough to see that nothing comes back."""


class Speaker:
    """A phone whose button is held: a post of frames every 40 ms over a link of its own."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.pieces = list(frames(tone(500, 30.0)))
        self.seq = 0
        told = urlencode({"rate": RATE}).encode()
        answer, text = phone.ask("POST", "/live/begin", told, {**phone.marked(), **FORM})
        assert answer.status == 200, text
        self.to = str(json.loads(text)["to"])
        self.answers: list[tuple[int, str]] = []

    @property
    def headers(self) -> dict[str, str]:
        return {**self.phone.marked(), "Content-Type": "application/octet-stream"}

    def next_frames(self) -> bytes:
        """What the microphone has heard since."""
        numbers = range(self.seq, self.seq + TOGETHER)
        self.seq += TOGETHER
        return b"".join(
            encode_frame(Frame(number, number * 20_000, self.pieces[number])) for number in numbers
        )

    def speak_until(self, is_enough: threading.Event) -> None:
        """Speak; a link that is gone ends it."""
        line = HTTPConnection("127.0.0.1", self.phone.port, timeout=5)
        with closing(line), suppress(OSError, HTTPException):
            while not is_enough.is_set():
                line.request("POST", self.to, self.next_frames(), self.phone.around(self.headers))
                answer = line.getresponse()
                self.answers.append((answer.status, answer.read().decode()))
                is_enough.wait(TOGETHER * 0.02)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    with standing(tmp_path_factory.mktemp("village"), "broadcast") as found:
        yield found


@pytest.fixture
def phone(village: Village) -> Phone:
    """The phone of somebody who may speak, with the PIN given."""
    found = Phone(village.hub.config, f"Bà {new_id()}", role=Role.HEAD)
    body = body_of(found.ask("GET", "/live")[1], "/live", zone="xom-1", kind="routine", pin=PIN)
    assert found.ask("POST", "/live", body, FORM)[0].status == 303
    return found


def on_air(village: Village) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = village.hub.state()["on_air"]
    return found


def speaking(village: Village, phone: Phone) -> tuple[Speaker, threading.Event, threading.Thread]:
    """Somebody has been on air for a while."""
    speaker, is_enough = Speaker(phone), threading.Event()
    thread = threading.Thread(target=speaker.speak_until, args=(is_enough,), daemon=True)
    thread.start()
    end_s = time.monotonic() + START_S
    while not on_air(village):  # looked at seldom: the voice is made in this process, too
        assert time.monotonic() < end_s
        time.sleep(0.05)
    time.sleep(SPOKEN_S)
    return speaker, is_enough, thread


def off_within(village: Village, since_s: float) -> float:
    """Seconds until nothing is on air; then it stays so, and the line is off."""
    wait_for(lambda: not on_air(village))
    took_s = time.monotonic() - since_s
    wait_for(lambda: not village.hub.is_line_on())
    end_s = time.monotonic() + QUIET_S
    while time.monotonic() < end_s:
        assert not on_air(village)
        assert not village.hub.is_line_on()
        time.sleep(0.05)
    return took_s


def told(village: Village, phone: Phone) -> tuple[float, list[AsRun]]:
    """Seconds that the record keeps of what this phone's person said, and the log's rows."""
    listed = json.loads(village.hub.run("live", "--records", "--json").stdout)
    with open_hub(village.hub.config.data_dir, Service.CLI) as store:
        found = [row.fact for row in rows(store, *AGES)]
    kept_s = sum(one["seconds"] for one in listed if one["by"] == phone.name)
    return kept_s, [one for one in found if isinstance(one, AsRun) and one.author == phone.name]


def test_a_link_that_is_reset_in_mid_frame_ends_the_talk(village: Village, phone: Phone) -> None:
    speaker, is_enough, thread = speaking(village, phone)
    is_enough.set()
    thread.join()

    cut(phone, speaker.to, speaker.next_frames(), HALF, speaker.headers)
    took_s = off_within(village, time.monotonic())

    kept_s, logged = told(village, phone)
    assert took_s < OFF_S
    assert kept_s >= SPOKEN_S * 0.8
    assert [one.outcome for one in logged] == [Outcome.CUT]


def test_a_phone_that_is_gone_without_a_word_ends_the_talk(village: Village, phone: Phone) -> None:
    _, is_enough, thread = speaking(village, phone)

    is_enough.set()
    since_s = time.monotonic()
    thread.join()
    took_s = off_within(village, since_s)

    kept_s, logged = told(village, phone)
    assert took_s < OFF_S
    assert kept_s >= SPOKEN_S * 0.8
    assert len(logged) == 1


def test_half_a_frame_is_refused_and_what_follows_is_heard(village: Village, phone: Phone) -> None:
    speaker, is_enough, thread = speaking(village, phone)

    whole = speaker.next_frames()
    refused, _ = phone.ask("POST", speaker.to, whole[: len(whole) // 2 + 3], speaker.headers)
    time.sleep(SPOKEN_S)
    is_still = bool(on_air(village))
    is_enough.set()
    thread.join()
    off_within(village, time.monotonic())

    assert refused.status == 409
    assert is_still
    assert {status for status, _ in speaker.answers} == {200}
    assert told(village, phone)[0] >= 2 * SPOKEN_S * 0.8


def test_a_service_that_is_killed_ends_the_talk_and_begins_none(
    village: Village, phone: Phone
) -> None:
    speaker, is_enough, thread = speaking(village, phone)

    village.web.kill()
    took_s = off_within(village, time.monotonic())
    is_enough.set()
    thread.join()
    village.web.wait()
    village.start_web()

    late, _ = phone.ask("POST", speaker.to, speaker.next_frames(), speaker.headers)
    again = urlencode({"rate": RATE}).encode()
    begun, _ = phone.ask("POST", "/live/begin", again, {**phone.marked(), **FORM})
    assert took_s < OFF_S
    assert (late.status, begun.status) == (409, 409)  # the PIN is asked for again
    assert told(village, phone)[0] >= SPOKEN_S * 0.8
    off_within(village, time.monotonic())


def test_a_talk_whose_beginning_was_never_answered_says_nothing(
    village: Village, phone: Phone
) -> None:
    told_rate = urlencode({"rate": RATE}).encode()

    cut(phone, "/live/begin", told_rate, HALF, {**phone.marked(), **FORM})
    time.sleep(QUIET_S)
    assert not village.hub.is_line_on()
    cut(phone, "/live/begin", told_rate, WHOLE, {**phone.marked(), **FORM})

    time.sleep(QUIET_S)
    off_within(village, time.monotonic())
    kept_s, logged = told(village, phone)
    assert kept_s == 0
    assert all(one.frames_played == 0 for one in logged)
