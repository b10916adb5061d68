"""The first line and the frames of the live socket: read, limited, refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ZoneId
from hub.errors import RefusedError
from hub.live_wire import (
    FRAME_BYTES,
    Frame,
    Frames,
    Hello,
    decode_answers,
    decode_hello,
    encode_answer,
    encode_frame,
    encode_hello,
)

HELLO = Hello(OrderId("t1"), "Bà Lan", frozenset([ZoneId("xom-1")]), Kind.PRIORITY, "Họp", 16_000)


def test_the_first_line_survives_the_way() -> None:
    line = encode_hello(HELLO)

    assert line.endswith(b"\n")
    assert decode_hello(line) == HELLO


@pytest.mark.parametrize(
    "change",
    [
        {"codec": "opus"},
        {"rate": 22_050},
        {"rate": True},
        {"rate": None},
        {"id": ""},
        {"id": 7},
        {"by": "x" * 121},
        {"by": "two\nlines"},
        {"kind": "loud"},
        {"zones": "xom-1"},
        {"zones": [3]},
        {"zones": ["x"] * 65},
        {"title": ["a"]},
    ],
)
def test_a_first_line_that_is_not_right_is_refused(change: dict[str, Any]) -> None:
    document = {**json.loads(encode_hello(HELLO)), **change}

    with pytest.raises(RefusedError):
        decode_hello(json.dumps(document).encode())


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 4_000, b"null"])
def test_what_is_no_first_line_at_all_is_refused(line: bytes) -> None:
    with pytest.raises(RefusedError):
        decode_hello(line)


@given(
    pieces=st.lists(st.binary(max_size=60).filter(lambda b: len(b) % 2 == 0), max_size=8),
    cut=st.integers(1, 40),
)
def test_frames_are_found_however_they_are_cut_up(pieces: list[bytes], cut: int) -> None:
    sent = [Frame(n, n * 20_000, pcm) for n, pcm in enumerate(pieces)]
    data = b"".join(map(encode_frame, sent))
    frames = Frames()

    found = [f for at in range(0, len(data), cut) for f in frames.feed(data[at : at + cut])]

    assert found == sent


@pytest.mark.parametrize("length", [FRAME_BYTES + 2, 3, 1 << 31])
def test_a_frame_that_is_too_large_or_half_is_refused_before_it_is_there(length: int) -> None:
    with pytest.raises(RefusedError):
        Frames().feed(length.to_bytes(4, "big") + bytes(12))


def test_answers_are_lines_and_what_is_none_is_left_out() -> None:
    lines = encode_answer("on_air") + b"nonsense\n" + encode_answer("ended", why="released")

    assert decode_answers(lines) == [{"state": "on_air"}, {"state": "ended", "why": "released"}]
