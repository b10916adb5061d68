"""Server-sent events: the changing part of a page, sent when it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from flask import Response

from web.board import Board, News, Seat

HEARTBEAT_S: Final = 15.0
"""A sign of life so often: a phone that has gone is found out, and its thread is free again;
a phone that hears none knows that what it shows may be old."""
BEAT: Final = b"event: beat\ndata:\n\n"
AGAIN_MS: Final = 3000
"""How soon a browser connects again."""
BEATS: Final = 240
"""After an hour the browser connects anew, and is asked again who it is."""


def events(
    board: Board,
    number: int,
    render: Callable[[News], str],
    again_ms: int = AGAIN_MS,
    may_see: Callable[[], bool] = lambda: True,
    *,
    is_numbered: bool = False,
) -> Iterator[bytes]:
    """Events of one phone, which `Board.watch` let in; ends when the service ends.

    Whoever answers with them has the seat left when the answer is closed: of an answer that
    nobody began to read, such as to HEAD, nothing here runs.

    Args:
        board: The news.
        number: The news that the page was made from.
        render: The part of the page, from news.
        again_ms: How soon the browser connects again.
        may_see: Asked before each event; False ends it: the phone was shut out.
        is_numbered: Each event has its news' number, and news that change nothing are told as
            a beat: whoever watches over the page can ask which news it has heard.
    """
    yield f"retry: {again_ms}\n\n".encode()
    shown = ""
    for _ in range(BEATS):
        news = board.wait_for_news(number, HEARTBEAT_S)
        if board.is_over or not may_see():
            return
        head = b"id: %d\n" % news.number if is_numbered else b""
        if news.number == number:
            yield head + BEAT
            continue
        number, before, shown = news.number, shown, render(news)
        if shown != before:  # a thumb may be on what would be put in anew
            yield head + event("now", shown)
        elif is_numbered:
            yield head + BEAT


def answered(seat: Seat | None, stream: Iterator[bytes]) -> Response:
    """The answer that carries events; its seat is free when it is over, read or not.

    Without a seat there is nothing to say: the page was right when it was fetched.
    """
    if seat is None:
        return Response(status=204)
    answer = Response(stream, mimetype="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    answer.call_on_close(seat.leave)
    return answer


def event(name: str, text: str) -> bytes:
    """One event; its data may have several lines."""
    lines = "".join(f"data: {line}\n" for line in text.splitlines())
    return f"event: {name}\n{lines}\n".encode()
