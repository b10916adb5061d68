"""What the answers of known pages tell: the very status and body, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.wifi_section import Beyond
from wifi.answer import (
    Belief,
    Found,
    Internet,
    believe,
    found_of,
    internet_of,
    question,
    reply_of,
)

EMPTY = Beyond("a.example", 80, "/204")
TEXT = Beyond("b.example", 80, "/ok.txt", 200, "alive")


@pytest.mark.parametrize(
    ("page", "data", "found"),
    [
        (EMPTY, b"HTTP/1.1 204 No Content\r\n\r\n", Found.RIGHT),
        (EMPTY, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Found.STRANGE),
        (EMPTY, b"HTTP/1.1 302 Found\r\nLocation: http://portal/\r\n\r\n", Found.STRANGE),
        (EMPTY, b"HTTP/1.1 511 Sign in\r\n\r\n", Found.STRANGE),
        (EMPTY, b"HTTP/1.1 404 Gone\r\n\r\n", Found.NOTHING),
        (EMPTY, b"HTTP/1.1 503 Busy\r\n\r\n", Found.NOTHING),
        (EMPTY, b"SSH-2.0-OpenSSH\r\n\r\n", Found.NOTHING),
        (EMPTY, b"", Found.NOTHING),
        (TEXT, b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nalive\n", Found.RIGHT),
        (TEXT, b"HTTP/1.0 200 OK\r\n\r\nalive\r\n", Found.RIGHT),
        (TEXT, b"HTTP/1.0 200 OK\r\n\r\n<html>alive</html>", Found.STRANGE),
        (TEXT, b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nalive", Found.RIGHT),
        (TEXT, b"HTTP/1.1 204 No Content\r\n\r\n", Found.STRANGE),
    ],
)
def test_only_the_known_status_and_body_are_the_page(
    page: Beyond, data: bytes, found: Found
) -> None:
    assert found_of(page, reply_of(data, is_over=True)) is found


def test_an_answer_is_whole_when_its_length_has_come_or_the_other_end_closed() -> None:
    data = b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nalive"

    assert reply_of(data[:20], is_over=False) is None
    half, whole = reply_of(data, is_over=False), reply_of(data + b"\nmore", is_over=False)
    assert half is not None
    assert whole is not None
    assert (half.is_whole, whole.is_whole, whole.body) == (False, True, b"alive\n")


@pytest.mark.property
@given(st.binary(max_size=300), st.booleans())
def test_whatever_comes_is_read_without_harm(data: bytes, is_over: bool) -> None:
    for head in (b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 "):
        found_of(TEXT, reply_of(head + data, is_over=is_over))


@pytest.mark.parametrize(
    ("found", "internet"),
    [
        ([], Internet.NOT_LOOKED),
        ([Found.RIGHT, Found.RIGHT], Internet.YES),
        ([Found.RIGHT, Found.NOTHING], Internet.YES),
        ([Found.RIGHT, Found.STRANGE], Internet.PORTAL),
        ([Found.STRANGE, Found.NOTHING], Internet.PORTAL),
        ([Found.NOTHING, Found.NOTHING], Internet.NO),
    ],
)
def test_what_all_pages_tell_together(found: list[Found], internet: Internet) -> None:
    assert internet_of(found) is internet


def test_bad_news_must_be_found_twice_and_good_news_of_nothing_known_once() -> None:
    said = []
    belief = Belief()
    rounds = ["yes", "no", "yes", "no", "no", "portal", "yes", "portal", "portal", "yes", "yes"]
    for at, found in enumerate(rounds):
        belief = believe(belief, Internet(found), float(at))
        said.append(belief.internet.value)

    assert said == ["yes", "yes", "yes", "yes", "no", "no", "no", "no", "portal", "portal", "yes"]
    assert believe(Belief(), Internet.NO, 1.0) == Belief(Internet.NOT_LOOKED, Internet.NO, 1.0)


def test_the_question_names_host_and_port_and_nobody_who_asks() -> None:
    asked = question(Beyond("b.example", 8081, "/ok?x=1")).decode()

    assert asked.startswith("GET /ok?x=1 HTTP/1.0\r\nHost: b.example:8081\r\n")
    assert asked.endswith("Connection: close\r\n\r\n")
