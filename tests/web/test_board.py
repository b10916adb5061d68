"""The board asks once for all, and streams send a change when it comes."""

import threading
from collections.abc import Generator
from typing import Any, cast

from hub.errors import ControlError
from tests.fakes.clock import FakeClock
from tests.web.site import NOW, Playout, quiet_state
from web.board import MOST_WATCHERS, Board, News
from web.stream import event, events


def board_of(playout: Playout) -> tuple[Board, FakeClock]:
    clock = FakeClock(NOW)
    return Board(playout.tell, lambda: {"troubles": []}, clock), clock


class Counting(Playout):
    times = 0

    def tell(self) -> dict[str, Any]:
        self.times += 1
        return super().tell()


def test_many_pages_within_a_second_ask_the_playout_once() -> None:
    playout = Counting()
    board, _ = board_of(playout)

    for _ in range(50):
        board.look()

    assert playout.times == 1


def test_a_page_a_second_later_asks_again() -> None:
    playout = Counting()
    board, clock = board_of(playout)
    board.look()
    clock.pass_time(1.1)

    board.look()

    assert playout.times == 2


def test_the_ticking_of_the_clock_is_no_news() -> None:
    playout = Playout()
    board, _ = board_of(playout)
    first = board.refresh()
    playout.state = quiet_state(now="2026-12-01T10:00:05+07:00")

    assert board.refresh().number == first.number


def test_counters_that_no_page_shows_are_no_news() -> None:
    playout = Playout()
    board, _ = board_of(playout)
    first = board.refresh()
    playout.state = quiet_state(cards={"main": {"is_open": True, "xruns": 7}}, turns=4711)

    assert board.refresh().number == first.number


def test_a_stream_sends_what_is_new_and_only_that() -> None:
    playout = Playout()
    board, _ = board_of(playout)
    first = board.refresh()
    assert board.watch()
    stream = events(board, first.number, lambda news: f"<p>{len(news.playout or {})}</p>")
    assert next(stream) == b"retry: 3000\n\n"

    threading.Timer(0.05, lambda: (playout.state.update(waiting=1), board.refresh())).start()
    playout.state = quiet_state()

    assert next(stream).startswith(b"event: now\ndata: <p>")
    cast("Generator[bytes, None, None]", stream).close()
    assert board.watchers == 0


def test_a_stream_ends_when_the_service_does() -> None:
    board, _ = board_of(Playout())
    assert board.watch()
    stream = events(board, board.refresh().number, lambda _: "")
    next(stream)

    board.end()

    assert list(stream) == []


def test_there_is_room_for_so_many_streams_and_no_more() -> None:
    board, _ = board_of(Playout())

    assert [board.watch() for _ in range(MOST_WATCHERS + 1)] == [True] * MOST_WATCHERS + [False]


def test_a_playout_that_does_not_answer_is_news() -> None:
    playout = Playout()
    board, _ = board_of(playout)
    first = board.refresh()

    playout.error = ControlError("control.not_running", path="x")

    assert board.refresh() == News(first.number + 1, None, {"troubles": []})


def test_an_event_carries_every_line() -> None:
    assert event("now", "<a>\n<b>") == b"event: now\ndata: <a>\ndata: <b>\n\n"
