"""The board is told when the playout has news; without hints it asks as often as ever."""

import selectors
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.clock import SystemClock
from hub.control import ControlServer
from tests.fakes.clock import FakeClock
from tests.web.site import NOW, Playout, quiet_state
from web.board import LOOK_S, Board
from web.hints import Hints

pytestmark = pytest.mark.service

TEXT = """# A toy.
interface vn.hub.Toy

# How it is.
method State() -> (number: int)
"""
LONG_S = 30.0


class Toy:
    """A service with news, whose loop runs only while `turn` is called."""

    def __init__(self, path: Path, *lasting: str) -> None:
        self.number = 1
        self.selector = selectors.DefaultSelector()
        self.server = ControlServer(path, TEXT, {"State": self._state}, lasting=lasting)
        self.server.register(self.selector)

    def turn(self) -> None:
        for key, _ in self.selector.select(0.05):
            key.data()

    def close(self) -> None:
        self.server.close()
        self.selector.close()

    def _state(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"number": self.number}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "toy.sock"


@pytest.fixture
def toy(path: Path) -> Iterator[Toy]:
    made = Toy(path, "State")
    yield made
    made.close()


def listening(path: Path, clock: FakeClock) -> Hints:
    return Hints(path, "vn.hub.Toy.State", clock)


def waited_s(hints: Hints, clock: FakeClock) -> float:
    before = clock.monotonic()
    hints.wait(LONG_S)
    return clock.monotonic() - before


def heard_first(toy: Toy, path: Path, clock: FakeClock) -> Hints:
    """Hints whose service has already said how it is."""
    hints = listening(path, clock)
    hints.wait(0)
    for _ in range(2):
        toy.turn()
    assert waited_s(hints, clock) == 0
    return hints


def test_news_end_the_wait_and_old_news_do_not(toy: Toy, path: Path, clock: FakeClock) -> None:
    hints = heard_first(toy, path, clock)

    assert waited_s(hints, clock) == LONG_S
    toy.server.tell()
    assert waited_s(hints, clock) == 0
    assert waited_s(hints, clock) == LONG_S
    hints.close()


def test_a_service_that_is_away_gives_no_hints(path: Path, clock: FakeClock) -> None:
    assert waited_s(listening(path, clock), clock) == LONG_S


def test_a_service_that_goes_away_is_asked_again_after_the_wait(
    toy: Toy, path: Path, clock: FakeClock
) -> None:
    hints = heard_first(toy, path, clock)
    toy.close()

    assert waited_s(hints, clock) == LONG_S  # not sooner: it would be asked without end
    back = Toy(path, "State")
    heard = heard_again(back, hints, clock)
    back.close()
    hints.close()
    assert heard == 0


def heard_again(toy: Toy, hints: Hints, clock: FakeClock) -> float:
    hints.wait(0)
    for _ in range(2):
        toy.turn()
    return waited_s(hints, clock)


def test_the_board_looks_at_once_when_there_is_news() -> None:
    playout = Playout()
    board = Board(playout.tell, lambda: {"troubles": []}, SystemClock())
    paused, told = threading.Event(), threading.Event()

    def pause(seconds: float) -> None:
        assert seconds == LOOK_S
        paused.set()
        told.wait(10)

    thread = threading.Thread(target=board.run, args=(pause,), daemon=True)
    board.watch()
    thread.start()
    assert paused.wait(10)
    before = board.look().number
    playout.state = quiet_state(waiting=7)

    told.set()
    news = board.wait_for_news(before, 10)
    board.end()
    thread.join(10)

    assert news.number == before + 1
