"""Messages on the wire: whole however they were cut up, refused when they are none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.varlink.wire import Frames, WireError, decode, encode

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
messages = st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), json_values)


@pytest.mark.property
@given(st.lists(messages, max_size=5), st.lists(st.integers(1, 9), min_size=1))
def test_messages_come_whole_however_they_are_cut(
    sent: list[dict[str, Any]], cuts: list[int]
) -> None:
    data = b"".join(encode(message) for message in sent)
    frames, found, place = Frames(10_000), [], 0
    while place < len(data):
        size = cuts[place % len(cuts)]
        frames.feed(data[place : place + size])
        place += size
        while (message := frames.next()) is not None:
            found.append(message)

    assert found == sent
    assert frames.is_empty


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"3",
        b"{",
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b"\xff\xfe",
        b'{"a":"\xff"}',
        b'{"a":"\\ud800"}',
        b'{"a":' + b"[" * 60_000,
        b'{"a":' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        decode(data)


def test_a_message_up_to_the_limit_is_taken() -> None:
    frames = Frames(100)
    message = {"a": "x" * (100 - len(encode({"a": ""})) + 1)}

    frames.feed(encode(message))

    assert frames.next() == message


@pytest.mark.parametrize("end", [b"", b"\0"])
def test_a_message_over_the_limit_is_refused_before_it_has_all_come(end: bytes) -> None:
    frames = Frames(100)

    with pytest.raises(WireError, match="longer than 100 bytes"):
        frames.feed(b"x" * 101 + end)


def test_many_short_messages_may_be_longer_together_than_the_limit() -> None:
    frames = Frames(100)
    frames.feed(encode({"a": "x" * 50}) * 3)

    assert [frames.next() is not None for _ in range(4)] == [True, True, True, False]


def test_an_infinite_number_is_not_sent() -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode({"a": float("inf")})
