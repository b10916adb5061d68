"""Bodies that waitress puts on the disk before anybody is asked who sends them."""

from typing import Any

import pytest
from waitress.adjustments import Adjustments
from waitress.parser import ParsingError

from web.serving.strict_channel import LONG, MOST_WAITING, Room, StrictParser

BODY = 64 << 20


def door() -> Any:
    adj = Adjustments(max_request_body_size=BODY)
    adj.room = Room()
    return adj


def asked(adj: Any, told: str) -> StrictParser:
    parser = StrictParser(adj)
    parser.parse_header(f"POST /upload HTTP/1.1\r\nHost: hub\r\n{told}\r\n".encode())
    return parser


def test_strangers_do_not_fill_the_disk_with_bodies() -> None:
    adj = door()
    held = [asked(adj, f"Content-Length: {BODY - 1}\r\n") for _ in range(MOST_WAITING // BODY)]

    with pytest.raises(ParsingError):
        asked(adj, f"Content-Length: {BODY - 1}\r\n")
    with pytest.raises(ParsingError):
        asked(adj, "Transfer-Encoding: chunked\r\n")

    assert len(held) == 3


def test_pieces_of_uploads_come_through_all_the_same() -> None:
    adj = door()
    held = [asked(adj, f"Content-Length: {BODY - 1}\r\n") for _ in range(MOST_WAITING // BODY)]

    assert asked(adj, f"Content-Length: {LONG}\r\n").content_length == LONG
    assert held


def test_a_body_that_was_answered_leaves_its_room() -> None:
    adj = door()
    for _ in range(10):
        asked(adj, f"Content-Length: {BODY - 1}\r\n")
