"""Bytes to lines: encodings, line ends, folds."""

from __future__ import annotations

import codecs

import pytest

from hub.calendar_file.text import content_lines

LINES = ("BEGIN:VCALENDAR", "SUMMARY:Bản tin thôn", "END:VCALENDAR")
TEXT = "\r\n".join((*LINES, ""))


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
        TEXT.replace("\r\n", "\r\n\r\n\r\n").encode(),
        TEXT.replace("tin", "t\r\n in").encode(),
        TEXT.replace("tin", "t\r\n\r\n\tin").encode(),
        TEXT.replace("tin", "t\x00i\x07n").encode(),
    ],
    ids=range(12),
)
def test_every_way_of_writing_the_same_lines_gives_them(data: bytes) -> None:
    found = content_lines(data)

    assert found.lines == LINES
    assert not found.is_damaged


def test_a_fold_in_the_middle_of_a_letter_is_mended() -> None:
    letter = "ả".encode()
    data = TEXT.encode().replace(letter, letter[:1] + b"\r\n " + letter[1:])

    assert content_lines(data).lines == LINES


def test_bytes_that_are_no_text_harm_only_themselves() -> None:
    found = content_lines(TEXT.encode().replace("ả".encode(), b"\xe3"))

    assert found.lines[1] == "SUMMARY:B\N{REPLACEMENT CHARACTER}n tin thôn"
    assert found.is_damaged


@pytest.mark.timeout(30)
def test_a_file_of_empty_lines_is_read_soon() -> None:
    assert content_lines(b"\n" * 5_000_000 + b"\r\n \r" * 500_000).lines == ()
