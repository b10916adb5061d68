"""Which beats of the wall count: a page can paint, and be white or days behind."""

from __future__ import annotations

import pytest

from tests.web.site import Site
from web.kiosk.beats import BEHIND_S, Beat, Beats
from web.stream import BEAT, events


def beat(news: str, *, is_whole: bool = True) -> Beat:
    return Beat("Trang đầu", is_resting=False, is_whole=is_whole, news=news)


def last_counted(told: list[tuple[str, str]], every_s: float = 5.0) -> float | None:
    """When a beat was counted last; each is told as (heard, newest)."""
    beats = Beats()
    for turn, (news, newest) in enumerate(told):
        beats.hear(turn * every_s, beat(news), newest)
    age_s = beats.age_s((len(told) - 1) * every_s)
    return None if age_s is None else (len(told) - 1) * every_s - age_s


def test_a_white_page_does_not_count() -> None:
    beats = Beats()

    beats.hear(1.0, beat("3", is_whole=False), "3")
    assert beats.age_s(1.0) is None

    beats.hear(2.0, beat("3"), "3")
    assert beats.age_s(2.5) == 0.5


@pytest.mark.parametrize(
    ("told", "counted_s"),
    [
        ([("4", "4")] * 10, 45.0),
        ([("4", "4"), *[("4", "5")] * 9], 10.0),  # its stream says nothing more
        ([("4", "4"), *[("4", "-")] * 9], 10.0),  # it has none any more
        ([("", "5")] * 10, 5.0),  # it never had one
        ([(str(n), str(n + 1)) for n in range(10)], 45.0),  # it is on the way
        ([("4", "5")] * 8 + [("5", "5")], 40.0),  # it has caught up
        ([("57", "3"), ("57", "3"), ("3", "3")], 10.0),  # the service began anew
    ],
)
def test_a_page_that_hears_no_news_counts_no_longer_than_two_beats(
    told: list[tuple[str, str]], counted_s: float
) -> None:
    assert BEHIND_S < 10.0
    assert last_counted(told) == counted_s


def test_the_wall_hears_the_number_of_news_that_change_nothing_on_it(site: Site) -> None:
    board = site.parts.board
    first = board.refresh().number
    stream = events(board, first - 1, lambda _: "<p>", is_numbered=True)
    next(stream)
    assert next(stream) == f"id: {first}\nevent: now\ndata: <p>\n\n".encode()

    site.playout.state = {**site.playout.state, "waiting": 7}
    board.refresh()

    assert next(stream) == f"id: {first + 1}\n".encode() + BEAT
