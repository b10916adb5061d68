"""Speaking live from a phone: who may, and what becomes of posts that are lost or late."""

from __future__ import annotations

import json
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from hub.clock import Ready
from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ZoneId
from hub.domain.person import PhoneId, Role
from hub.errors import ControlError, RefusedError
from hub.live_wire import SOCKET, Frame, Frames, encode_answer, encode_frame
from tests.fakes.clock import FakeClock
from tests.web.site import NOW, PIN, Site, Visitor
from web.live.desk import MOST_PERMITS, MOST_TALKS, LiveDesk, Permit
from web.live.talk import GONE_S, MOST_WAITING, OLD_FRAMES, Phase, PhoneTalk
from web.pages.live import DESK
from web.present.live import shown

LONG_S = 30.0
PCM = b"\1\0" * 480
NOW_S = FakeClock(NOW).monotonic()
PERMIT = Permit("Bà Lan", frozenset({ZoneId("xom-1")}), Kind.PRIORITY)


def say(key: str, /, **values: object) -> str:
    return key + "".join(f" {name}={value}" for name, value in values.items())


def wait_for(ready: Callable[[], bool]) -> None:
    until_s = time.monotonic() + LONG_S
    while not ready():
        assert time.monotonic() < until_s
        time.sleep(0.01)


class StillClock(FakeClock):
    """Time passes when a test says so: on a slow machine, too, nobody seems to have gone."""

    def __init__(self) -> None:
        super().__init__(NOW)
        self.turns = 0

    def wait(self, until: float, wake: selectors.BaseSelector) -> Ready:
        self.turns += 1
        return wake.select(0.01)

    def pass_turns(self, seconds: float) -> None:
        """Let time pass, and everybody who waits look at it."""
        self.pass_time(seconds)
        seen = self.turns + 2  # the turn of now may have begun before
        wait_for(lambda: self.turns > seen)


class Air:
    """The playout's side of the live socket."""

    def __init__(self, path: Path) -> None:
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(str(path))
        self.listener.listen()
        self.hellos: list[dict[str, Any]] = []
        self.frames: list[list[Frame]] = []
        self.hung_up: list[bool] = []
        self._calls: list[socket.socket] = []
        self._hearing: list[threading.Thread] = []
        self._taking = threading.Thread(target=self._run, daemon=True)
        self._taking.start()

    def _run(self) -> None:
        while True:
            try:
                call, _ = self.listener.accept()
            except OSError:
                return
            self._calls.append(call)
            self.frames.append([])
            self.hung_up.append(False)
            number = len(self._calls) - 1
            hearing = threading.Thread(target=self._hear, args=(call, number), daemon=True)
            hearing.start()
            self._hearing.append(hearing)

    def _hear(self, call: socket.socket, number: int) -> None:
        with call.makefile("rb") as file, suppress(ConnectionResetError):
            if not (hello := file.readline()):
                return
            self.hellos.append(json.loads(hello))
            frames = Frames()
            while data := file.read1(65_536):
                self.frames[number] += frames.feed(data)
        self.hung_up[number] = True

    def answer(self, state: str, **values: object) -> None:
        """To the one who called last."""
        self._calls[-1].sendall(encode_answer(state, **values))

    def close(self) -> None:
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)  # nobody is taken any more, nor half taken
        self._taking.join(10)
        self.listener.close()
        for call in self._calls:
            with suppress(OSError):
                call.shutdown(socket.SHUT_RDWR)
        for hearing in self._hearing:
            hearing.join(10)
        for call in self._calls:
            call.close()


@pytest.fixture
def air(tmp_path: Path) -> Iterator[Air]:
    made = Air(tmp_path / SOCKET)
    yield made
    made.close()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, air: Air, clock: StillClock) -> LiveDesk:
    return LiveDesk(tmp_path / SOCKET, clock, 300.0)


def speaking(desk: LiveDesk, air: Air, phone: str = "p") -> PhoneTalk:
    desk.allow(PhoneId(phone), PERMIT)
    talk = desk.begin(PhoneId(phone), 24_000)
    wait_for(lambda: talk.id in {hello["id"] for hello in air.hellos})
    return talk


def test_the_playout_is_told_who_speaks_where(desk: LiveDesk, air: Air) -> None:
    speaking(desk, air)

    told = air.hellos[0]
    assert (told["by"], told["zones"], told["kind"]) == ("Bà Lan", ["xom-1"], "priority")


def test_frames_reach_the_playout_with_their_numbers(desk: LiveDesk, air: Air) -> None:
    talk = speaking(desk, air)

    talk.pass_on([Frame(1, 20_000, PCM), Frame(0, 0, PCM)], NOW_S)

    wait_for(lambda: len(air.frames[0]) == 2)
    assert [frame.seq for frame in air.frames[0]] == [1, 0]


def test_a_post_that_was_stuck_for_long_is_left_out(desk: LiveDesk, air: Air) -> None:
    talk = speaking(desk, air)

    for seq in (0, OLD_FRAMES + 10, 1, OLD_FRAMES + 11, 1 << 31):
        talk.pass_on([Frame(seq, 0, PCM)], NOW_S)

    wait_for(lambda: len(air.frames[0]) == 3)
    assert [frame.seq for frame in air.frames[0]] == [0, OLD_FRAMES + 10, OLD_FRAMES + 11]


def test_nothing_is_passed_on_after_the_button_was_let_go(desk: LiveDesk, air: Air) -> None:
    talk = speaking(desk, air)

    for frame in (Frame(0, 0, PCM), Frame(1, 0, b""), Frame(1, 0, b""), Frame(2, 0, PCM)):
        talk.pass_on([frame], NOW_S)

    wait_for(lambda: len(air.frames[0]) == 2)
    assert [len(frame.pcm) for frame in air.frames[0]] == [len(PCM), 0]


def test_the_phone_reads_where_its_talk_stands(desk: LiveDesk, air: Air) -> None:
    talk = speaking(desk, air)
    for state, values, phase in (
        ("warming", {"ms": 2400}, Phase.WARMING),
        ("on_air", {"left_ms": 61_000}, Phase.ON_AIR),
        ("ended", {"why": "preempted", "key": "because.late", "values": {"minutes": 3}}, "ended"),
    ):
        air.answer(state, **values)
        wait_for(lambda phase=phase: talk.standing.phase == phase)  # type: ignore[misc]

    assert shown(talk.standing, 0.0, say)["say"] == "live_page.cut why=because.late minutes=3"


def test_seconds_until_the_loudspeakers_are_open_are_counted_down(desk: LiveDesk, air: Air) -> None:
    talk = speaking(desk, air)
    air.answer("warming", ms=2400)
    wait_for(lambda: talk.standing.phase is Phase.WARMING)

    assert talk.standing.from_s is not None
    due_s = talk.standing.from_s
    told = [shown(talk.standing, due_s - left_s, say)["more"] for left_s in (2.4, 1.0, -0.5)]
    assert told == [
        "live_page.opens_in seconds=3", "live_page.opens_in seconds=1", "live_page.chime",
    ]  # fmt: skip


def test_a_warning_is_shown_for_a_while(desk: LiveDesk, air: Air) -> None:
    talk = speaking(desk, air)
    air.answer("on_air")
    air.answer("warning", what="howl", key="live.howl")
    wait_for(lambda: bool(talk.standing.warning))

    at_s = talk.standing.warned_s
    assert [shown(talk.standing, at_s + s, say)["warning"] for s in (0.1, 60)] == ["live.howl", ""]


def test_a_phone_that_has_gone_hangs_up_even_while_amplifiers_warm_up(
    desk: LiveDesk, air: Air, clock: StillClock
) -> None:
    talk = speaking(desk, air)
    air.answer("warming", ms=5000)
    wait_for(lambda: talk.standing.phase is Phase.WARMING)
    clock.pass_turns(GONE_S * 0.9)
    assert not talk.is_over

    clock.pass_time(GONE_S * 0.2)

    wait_for(lambda: talk.is_over)

    assert talk.standing.why == "vanished"
    wait_for(lambda: air.hung_up[0])


def test_a_phone_that_keeps_asking_is_not_gone(desk: LiveDesk, air: Air, clock: StillClock) -> None:
    talk = speaking(desk, air)
    for _ in range(4):
        clock.pass_turns(GONE_S * 0.9)
        talk.pass_on([], clock.monotonic())

    assert not talk.is_over


def test_a_playout_that_hangs_up_ends_the_talk(desk: LiveDesk, air: Air) -> None:
    talk = speaking(desk, air)
    air.close()

    wait_for(lambda: talk.is_over)

    assert talk.standing.key == "live_page.no_answer"


def test_a_playout_that_reads_nothing_costs_no_memory_and_no_time() -> None:
    here, there = socket.socketpair()
    with here, there:
        talk = PhoneTalk(OrderId("t"), here, 0.0, 300.0)
        seq, began_s = 0, time.monotonic()
        while not talk.is_over:
            talk.pass_on([Frame(seq, 0, PCM)], 0.0)
            seq += 1

    assert talk.standing.why == "failed"
    assert seq < (MOST_WAITING + 4_000_000) / len(PCM)
    assert time.monotonic() - began_s < LONG_S


def test_a_phone_that_begins_again_ends_its_talk_before(desk: LiveDesk, air: Air) -> None:
    first = speaking(desk, air)
    second = speaking(desk, air)

    assert (first.is_over, second.is_over) == (True, False)


def test_only_so_many_speak_at_once(desk: LiveDesk, air: Air) -> None:
    talks = [speaking(desk, air, f"p{number}") for number in range(MOST_TALKS)]

    with pytest.raises(RefusedError, match="full"):
        speaking(desk, air, "one more")
    for talk in talks:
        talk.hang_up()


def test_permits_are_bounded(desk: LiveDesk) -> None:
    for number in range(MOST_PERMITS + 1):
        desk.allow(PhoneId(str(number)), PERMIT)

    assert desk.permit_of(PhoneId("0")) is None
    assert desk.permit_of(PhoneId(str(MOST_PERMITS))) is not None


def test_nobody_speaks_without_a_playout(tmp_path: Path, clock: StillClock) -> None:
    desk = LiveDesk(tmp_path / "nowhere.sock", clock, 300.0)
    desk.allow(PhoneId("p"), PERMIT)

    with pytest.raises(ControlError):
        desk.begin(PhoneId("p"), 24_000)


# The pages


@pytest.fixture
def heard(site: Site, desk: LiveDesk) -> Site:
    site.app.extensions[DESK] = desk
    return site


def allowed(site: Site, role: Role = Role.HEAD) -> Visitor:
    phone = site.phone(role)
    phone.get("/live")
    answer = phone.post("/live", pin=PIN, zone="xom-1", kind="priority")
    assert answer.headers["Location"] == "/live/talk", answer.text
    assert "Xóm 1" in phone.get("/live/talk").text
    return phone


def post_frames(phone: Visitor, to: str, *frames: Frame) -> TestResponse:
    phone.get("/live/talk")
    headers = {"X-Hub-Mark": phone.mark, "User-Agent": phone.agent}
    body = b"".join(map(encode_frame, frames))
    around = {"REMOTE_ADDR": phone.address}
    return phone.client.post(
        to, data=body, content_type="application/octet-stream", headers=headers,
        base_url="http://192.168.1.9:8080", environ_overrides=around,
    )  # fmt: skip


def test_the_pin_is_asked_for_again(heard: Site) -> None:
    phone = heard.phone()
    phone.get("/live")

    answer = phone.post("/live", pin="000000", zone="xom-1")

    assert answer.status_code == 422
    assert phone.get("/live/talk").headers["Location"] == "/live"
    assert phone.post("/live/begin", rate="24000").status_code == 409


def test_a_talk_is_begun_heard_and_written_down(heard: Site, air: Air) -> None:
    phone = allowed(heard)

    told = phone.post("/live/begin", rate="24000").get_json()
    answer = post_frames(phone, told["to"], Frame(0, 0, PCM))

    assert answer.get_json()["phase"] in {"asked", "warming"}
    wait_for(lambda: [len(frames) for frames in air.frames] == [1])
    deeds = phone.get("/people/deeds").text
    assert "Nói trực tiếp: Xóm 1" in deeds


def test_another_phone_cannot_send_into_a_talk(heard: Site, air: Air) -> None:
    phone, other = allowed(heard), allowed(heard, Role.DEPUTY)
    told = phone.post("/live/begin", rate="24000").get_json()

    answer = post_frames(other, told["to"], Frame(0, 0, PCM))

    assert answer.status_code == 409
    wait_for(lambda: len(air.hellos) == 1)
    assert air.frames == [[]]


def test_frames_without_the_mark_of_the_page_are_refused(heard: Site) -> None:
    phone = allowed(heard)
    told = phone.post("/live/begin", rate="24000").get_json()

    answer = phone.client.post(
        told["to"], data=b"", base_url="http://192.168.1.9:8080",
        headers={"User-Agent": phone.agent}, environ_overrides={"REMOTE_ADDR": phone.address},
    )  # fmt: skip

    assert answer.status_code == 403


@pytest.mark.parametrize("body", [b"\0" * 7, b"\0\0\0\3" + b"\0" * 15, b"\xff" * 40_000])
def test_a_body_that_is_no_frames_is_refused(heard: Site, body: bytes) -> None:
    phone = allowed(heard)
    told = phone.post("/live/begin", rate="24000").get_json()
    phone.get("/live/talk")

    answer = phone.client.post(
        told["to"], data=body, base_url="http://192.168.1.9:8080",
        headers={"X-Hub-Mark": phone.mark, "User-Agent": phone.agent},
        environ_overrides={"REMOTE_ADDR": phone.address},
    )  # fmt: skip

    assert answer.status_code == 409


@pytest.mark.parametrize("rate", ["", "8000", "24000.0", "-1"])
def test_an_unknown_rate_is_refused(heard: Site, rate: str) -> None:
    assert allowed(heard).post("/live/begin", rate=rate).status_code == 409


@pytest.mark.parametrize("role", [Role.SPEAKER, Role.IT])
def test_who_may_not_play_may_not_speak(heard: Site, role: Role) -> None:
    assert heard.phone(role).get("/live").status_code == 403


def test_on_plain_http_the_page_says_what_is_missing(heard: Site) -> None:
    phone = heard.phone()

    assert "kết nối an toàn" in phone.get("/live").text
    assert phone.get("/live", base_url="https://192.168.1.9").text.count('name="pin"') == 1
