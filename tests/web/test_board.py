"""The board asks once for all, and streams send a change when it comes."""

import threading
from typing import Any

from hub.errors import ControlError
from tests.fakes.clock import FakeClock
from tests.web.site import NOW, Playout, quiet_state
from web.board import LAST_S, Board, News
from web.stream import event, events
from web.watching import MOST_AN_ADDRESS, MOST_STRANGERS, MOST_WATCHERS, THE_SCREEN, stranger


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
    stream = events(board, first.number, lambda news: f"<p>{len(news.playout or {})}</p>")
    assert next(stream) == b"retry: 3000\n\n"

    threading.Timer(0.05, lambda: (playout.state.update(waiting=1), board.refresh())).start()
    playout.state = quiet_state()

    assert next(stream).startswith(b"event: now\ndata: <p>")


def test_a_stream_ends_when_the_service_does() -> None:
    board, _ = board_of(Playout())
    stream = events(board, board.refresh().number, lambda _: "")
    next(stream)

    board.end()

    assert list(stream) == []


def test_there_is_room_for_so_many_streams_and_no_more() -> None:
    board, _ = board_of(Playout())

    seats = [board.watch() for _ in range(MOST_WATCHERS + 1)]

    assert [seat is not None for seat in seats] == [True] * MOST_WATCHERS + [False]


def test_strangers_take_neither_the_place_of_the_wall_nor_of_a_phone() -> None:
    board, _ = board_of(Playout())

    strangers = [board.watch(stranger(f"10.0.0.{n % 20}")) for n in range(200)]

    assert sum(seat is not None for seat in strangers) == MOST_STRANGERS
    assert all(board.watch() for _ in range(MOST_WATCHERS))
    assert all(board.watch(THE_SCREEN) for _ in range(3))


def test_one_address_takes_four_places_of_strangers_and_gives_them_back() -> None:
    board, _ = board_of(Playout())
    seats = [board.watch(stranger("10.0.0.9")) for _ in range(9)]
    taken = [seat for seat in seats if seat is not None]

    for seat in taken * 2:
        seat.leave()

    assert len(taken) == MOST_AN_ADDRESS
    assert board.watchers == 0
    assert board.watch(stranger("10.0.0.9"))


def test_a_phone_that_was_shut_out_hears_no_more() -> None:
    board, _ = board_of(Playout())
    stream = events(board, board.refresh().number - 1, lambda _: "<p>", may_see=lambda: False)

    assert list(stream) == [b"retry: 3000\n\n"]


def test_a_playout_that_does_not_answer_is_news() -> None:
    playout = Playout()
    board, _ = board_of(playout)
    first = board.refresh()

    playout.error = ControlError("control.not_running", path="x")

    assert board.refresh() == News(first.number + 1, None, {"troubles": []}, last=first.playout)


def test_an_event_carries_every_line() -> None:
    assert event("now", "<a>\n<b>") == b"event: now\ndata: <a>\ndata: <b>\n\n"


def test_what_a_silent_playout_said_last_is_known_for_a_while_and_then_not() -> None:
    playout = Playout()
    board, clock = board_of(playout)
    first = board.refresh()
    playout.error = ControlError("control.no_answer", service="broadcast")

    away = board.refresh()
    clock.pass_time(LAST_S - 1)
    later = board.refresh()
    clock.pass_time(2)
    over = board.refresh()

    assert (away.playout, away.known, later) == (None, first.playout, away)
    assert (over.known, over.number) == (None, away.number + 1)
    playout.error = None
    assert board.refresh().last is None
