"""How often a bulletin was heard is counted in the log book, and told on every paper."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hub.domain.facts import AsRun, Outcome
from hub.domain.ids import ProgrammeId
from hub.domain.order import Verb
from hub.domain.spoken import Spoken
from hub.domain.timeline import Reason
from hub.logbook.book import Book
from hub.logbook.lines import lines
from hub.logbook.page import page
from hub.logbook.pdf import pdf
from hub.logbook.sheet import sheet
from hub.logbook.times import Times, times_of
from tests.logbook.test_pdf import text
from tests.logbook.weeks import make_book
from tests.store.samples import MORNING, make_cue, make_order

RATE = 48_000
MINUTE, PAUSE, CHIME = 60 * RATE, 2 * RATE, 5 * RATE
NEWS, SIGN, LAST, OTHER = ("a" * 64, "b" * 64, "c" * 64, "d" * 64)
FRAMES = {NEWS: MINUTE, SIGN: CHIME, LAST: 4 * RATE, OTHER: 30 * RATE}
CUT: dict[str, Any] = {"outcome": Outcome.CUT, "because": Reason.of("because.stopped_by", by="Hoa")}


def cue(planned: int, *media: str, played: int | None = None, **changes: Any) -> AsRun:
    named = tuple((ProgrammeId(digest[0]), digest) for digest in media)
    heard = planned if played is None else played
    ended = MORNING + timedelta(seconds=heard / RATE)
    return make_cue(
        1, frames_planned=planned, frames_played=heard, media=named, ended=ended, **changes
    )


@pytest.mark.parametrize(
    ("row", "times"),
    [
        (cue(MINUTE, NEWS), Times(1, 1)),
        (cue(3 * MINUTE + 2 * PAUSE, NEWS, NEWS, NEWS), Times(3, 3)),
        (cue(CHIME + 2 * MINUTE + PAUSE + 4 * RATE, SIGN, NEWS, NEWS, LAST), Times(2, 2)),
        (cue(2 * CHIME + 3 * MINUTE + 2 * PAUSE, SIGN, NEWS, NEWS, NEWS, SIGN), Times(3, 3)),
        (cue(2 * CHIME + MINUTE, SIGN, NEWS, SIGN), Times(1, 1)),
        (cue(2 * (MINUTE + 30 * RATE), NEWS, OTHER, NEWS, OTHER), Times(2, 2)),
        (cue(MINUTE + 30 * RATE, NEWS, OTHER), Times(1, 1)),
        (cue(3 * MINUTE + 2 * PAUSE, *["e" * 64] * 3), Times(3, 3)),
        (cue(MINUTE, *["e" * 64] * 3, **CUT), None),
        (cue(0, NEWS), None),
        (cue(MINUTE), None),
    ],
)
def test_it_is_counted_in_the_media(row: AsRun, times: Times | None) -> None:
    assert times_of(row, FRAMES) == times


@pytest.mark.parametrize(
    ("played", "heard"),
    [(0, 0), (MINUTE - 1, 0), (MINUTE, 1), (2 * MINUTE, 1), (2 * MINUTE + PAUSE, 2)],
)
def test_only_what_was_heard_from_end_to_end_counts(played: int, heard: int) -> None:
    plain = cue(3 * MINUTE + 2 * PAUSE, *[NEWS] * 3, played=played, **CUT)
    sent = CHIME + played if played else 0
    opened = cue(CHIME + 3 * MINUTE + 2 * PAUSE, SIGN, *[NEWS] * 3, played=sent, **CUT)

    assert times_of(plain, FRAMES) == Times(3, heard)
    assert times_of(opened, FRAMES) == Times(3, heard)


def book(*rows: AsRun) -> Book:
    return replace(make_book(rows), frames=FRAMES)


THRICE = book(
    cue(3 * MINUTE + 2 * PAUSE, *[NEWS] * 3, title="Ba lần"),
    replace(
        cue(3 * MINUTE + 2 * PAUSE, *[NEWS] * 3, title="Dở", played=MINUTE + PAUSE, **CUT),
        planned_start=MORNING + timedelta(hours=1),
    ),
)


@pytest.mark.parametrize(
    "told", [pytest.param(page(THRICE, "vi"), id="page"), "\n".join(lines(THRICE, "vi"))]
)
def test_page_and_lines_tell_it(told: str) -> None:
    assert "Đã phát đủ; đọc 3 lần" in told
    assert "đọc trọn 1 trong 3 lần" in told


def test_the_papers_tell_the_true_length() -> None:
    told = page(THRICE, "vi").replace("\u00a0", " ")

    assert "(3 phút 4 giây)" in told
    assert "(1 phút 2 giây)" in told


def test_the_pdf_tells_it(tmp_path: object) -> None:
    told = text(THRICE, tmp_path)  # type: ignore[arg-type]  # a folder

    for words in ("(3 phút 4 giây)", "đọc 3 lần", "đọc trọn 1 trong 3 lần"):
        assert words in told
    assert len(pdf(THRICE, "en")) > 1000


def test_the_table_has_it_in_columns() -> None:
    rows = list(csv.DictReader(io.StringIO(sheet(THRICE, "vi").removeprefix("\ufeff"))))

    names = ("Đã phát trong (giây)", "Định đọc mấy lần", "Đã đọc trọn mấy lần")
    assert [[row[name] for name in names] for row in rows] == [
        ["184.0", "3", "3"],
        ["62.0", "3", "1"],
    ]


def test_what_was_read_once_is_not_told_so() -> None:
    once = book(cue(MINUTE, NEWS))

    assert "lần" not in page(once, "vi")
    assert "lần" not in "".join(lines(once, "vi"))


def test_papers_call_programmes_by_their_titles() -> None:
    order = make_order(1, Verb.PLAY, at=MORNING, programme=ProgrammeId("a"), repeats=3)
    spoken = {NEWS: Spoken("Xin chào.", "Xin chào.", "bac", 1.0, 0)}
    row = cue(MINUTE, NEWS)
    named = replace(make_book((row, order)), titles={ProgrammeId("a"): "Cắt điện"}, spoken=spoken)

    told = page(named, "vi")

    assert "Phát ngay “Cắt điện”" in told
    assert "<td>Cắt điện</td>" in told
    assert "giọng máy miền Bắc" in told
    assert "Phát ngay “a”" in page(replace(named, titles={}), "vi")
    assert "Phát ngay “Cắt điện”" in "".join(lines(named, "vi"))


def test_papers_name_a_meeting_and_who_turned_it_off() -> None:
    until = MORNING + timedelta(hours=2)
    more = {"programme": ProgrammeId("a"), "until": until, "title": "Họp giao ban"}
    on = make_order(1, Verb.PLAY, at=MORNING, **more)
    off = make_order(2, Verb.END, at=MORNING, ends=on.id, title="Họp giao ban")

    told = page(make_book((on, off)), "vi")

    assert "Bật tiếng họp “Họp giao ban”, lâu nhất đến" in told
    assert "Tắt “Họp giao ban”" in told
