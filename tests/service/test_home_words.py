"""What the first page says of real troubles: a real playout and a real watch on the fake board."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.control import ControlClient
from hub.words import say
from tests.service.village import LINE, SmallHub, wait_for
from web.asking import board_of
from web.board import Board
from web.present.moment import Home, Zones, home

pytestmark = [pytest.mark.service, pytest.mark.timeout(180)]

START_S = 40.0
SOON_S = 40.0
"""The watch wants evidence to last, and looks every two seconds."""
LONG_AGO_S = -1_000_000_000.0
SENSOR = """
[[sensors]]
kind = "ina219"
zone = "xom-1"
"""


def speak(key: str, /, **values: object) -> str:
    return say(key, "vi", **values)


class Seen:
    """A hub, and what its first page would say."""

    def __init__(self, hub: SmallHub, stack: ExitStack) -> None:
        self.hub = hub
        self.board: Board = board_of(hub.config, SystemClock())
        self.playout: subprocess.Popen[bytes] | None = None
        self._stack = stack
        (hub.config.run_dir / "sensors").mkdir(exist_ok=True)

    def start(self, module: str, *words: str) -> subprocess.Popen[bytes]:
        child = self.hub.start(module, *words)
        self._stack.callback(child.wait, 20)
        self._stack.callback(child.terminate)
        return child

    def feed(self, text: str) -> None:
        """What the fake sensor of the amplifier's feed shows."""
        (self.hub.config.run_dir / "sensors" / "xom-1").write_text(text)

    def page(self) -> Home:
        news = self.board.refresh()
        return home(news.playout, news.hub, Zones.of(self.hub.config.zones), speak)

    def wait_for_worry(self, words: str) -> str:
        found: list[str] = []

        def is_said() -> bool:
            found[:] = [text for text in self.page().worries if words in text]
            return bool(found)

        wait_for(is_said, SOON_S)
        return found[0]

    def play(self) -> None:
        """Five minutes of a tone."""
        self.hub.tone("dai", 300.0)
        self.give("play", programme="dai", kind="emergency")
        wait_for(lambda: bool(self.page().on_air))

    def give(self, verb: str, **more: object) -> dict[str, object]:
        client = ControlClient(self.hub.config.run_dir / "broadcast.sock", timeout_s=5.0)
        order = {"id": f"t-{verb}", "verb": verb, "by": "Bà Hoa", **more}
        return client.call("vn.hub.Broadcast.Give", order)


Make = Callable[..., Seen]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    with ExitStack() as stack:

        def made(device: str = "null", *words: str) -> Seen:
            hub = SmallHub(tmp_path, device=device)
            hub.path.write_text(hub.path.read_text("utf-8") + SENSOR, "utf-8")
            seen = Seen(hub, stack)
            seen.playout = seen.start("broadcast", *words)
            wait_for(hub.is_up, START_S)
            return seen

        yield made


def test_a_zone_that_draws_no_current_is_named_with_its_time(make: Make) -> None:
    seen = make()
    seen.start("hub.service")
    seen.feed("dead")
    seen.play()

    told = seen.wait_for_worry("không có tín hiệu")

    now = datetime.now(seen.hub.config.timezone)
    assert told.startswith("Loa xom-1 không có tín hiệu từ ")
    assert any(f"từ {now.hour}:{minute:02}" in told for minute in (now.minute, now.minute - 1))


def test_an_amplifier_that_runs_on_is_named(make: Make) -> None:
    seen = make()
    seen.feed("stuck")
    seen.start("hub.service")

    assert "ngắt công tắc đỏ" in seen.wait_for_worry("tăng âm vẫn chạy từ")


def test_a_line_that_does_not_obey_makes_a_stop_unsure_and_is_named(make: Make) -> None:
    seen = make()
    seen.play()
    wait_for(seen.hub.is_line_on)
    (seen.hub.config.run_dir / "lines" / f"{LINE}.broken").touch()

    answer = seen.give("stop")

    assert answer["unconfirmed"] == ["xom-1"]
    assert "không bật tắt được tăng âm" in seen.wait_for_worry("xom-1")


def test_a_clock_that_nobody_set_is_said(make: Make) -> None:
    seen = make("null", "--clock-offset-s", str(LONG_AGO_S))

    assert "chưa phát theo lịch" in seen.wait_for_worry("Đồng hồ")


def test_a_sound_card_that_is_not_there_is_said(make: Make) -> None:
    assert "dây cắm" in make("no such card").wait_for_worry("đường tiếng ra loa")


def test_a_playout_that_has_died_is_said_with_the_red_switch(make: Make) -> None:
    seen = make()
    seen.start("hub.service")
    playout = seen.playout
    assert playout is not None
    playout.kill()
    playout.wait()

    assert "công tắc đỏ" in seen.wait_for_worry("Không hỏi được máy phát thanh")
    assert seen.page().is_away
