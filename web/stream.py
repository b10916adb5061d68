"""Server-sent events: the changing part of a page, sent when it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from web.board import Board, News

HEARTBEAT_S: Final = 15.0
"""A sign of life so often: a phone that has gone is found out, and its thread is free again;
a phone that hears none knows that what it shows may be old."""
BEAT: Final = b"event: beat\ndata:\n\n"
AGAIN_MS: Final = 3000
"""How soon a browser connects again."""
BEATS: Final = 240
"""After an hour the browser connects anew, and is asked again who it is."""


def events(
    board: Board, number: int, render: Callable[[News], str], again_ms: int = AGAIN_MS
) -> Iterator[bytes]:
    """Events of one phone, which `Board.watch` let in; ends when the service ends.

    Args:
        board: The news.
        number: The news that the page was made from.
        render: The part of the page, from news.
        again_ms: How soon the browser connects again.
    """
    yield f"retry: {again_ms}\n\n".encode()
    shown = ""
    try:
        for _ in range(BEATS):
            news = board.wait_for_news(number, HEARTBEAT_S)
            if board.is_over:
                return
            if news.number == number:
                yield BEAT
                continue
            number, before, shown = news.number, shown, render(news)
            if shown != before:  # a thumb may be on what would be put in anew
                yield event("now", shown)
    finally:
        board.leave()


def event(name: str, text: str) -> bytes:
    """One event; its data may have several lines."""
    lines = "".join(f"data: {line}\n" for line in text.splitlines())
    return f"event: {name}\n{lines}\n".encode()
