"""The page to print: what inspectors look for is there, and nothing from outside runs in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given

from hub.domain.facts import Fact
from hub.logbook.page import page
from hub.words import LANGUAGES
from tests.logbook.weeks import FACTS, make_book
from tests.store.samples import make_cue
from tests.store.strategies import facts

EMPTY_TAGS = {"meta", "col", "br"}


class Reader(HTMLParser):
    """Reads a page: rows of tables as lists of texts; fails on tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.tables: list[list[list[str]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") or name in {"src", "href"} for name, _ in attrs)
        if tag not in EMPTY_TAGS:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open or "th" in self.open:
            self.tables[-1][-1][-1] += data


def test_the_page_has_the_words_of_the_paper_book() -> None:
    text = page(make_book(verdict="Sổ nguyên vẹn, 8 dòng."), "vi")

    for words in (
        "SỔ NHẬT KÝ PHÁT THANH",
        "Thôn Yên Minh",
        "Tuần 49 năm 2026, từ ngày 30/11/2026 đến ngày 06/12/2026",
        "Tổng số 5 lượt: phát 3, bị ngắt 1, không phát 1, lỗi 0.",
        "Người ghi sổ",
        "Trưởng thôn",
        "Xác nhận của UBND xã",
        "Sổ nguyên vẹn, 8 dòng.",
        f"{8:064x}",
        "A4 landscape",
    ):
        assert words in text


def test_a_row_says_what_was_planned_heard_and_measured() -> None:
    first = Reader(page(make_book(), "vi")).tables[0][1]

    assert first == [
        "1",
        "T4 02/12",
        "05:00 – 05:10",
        "05:00:00 – 05:10:00 (10\u00a0phút)",
        "Bản tin xã số 1",
        "thông thường",
        "xã",
        "Xóm 1, Xóm 2",
        "−3 dB",
        "Nguyễn Thị Hoa",
        "Lò Văn Páo",
        "Đã phát đủ",
        "Âm −18,5 dBFS, đỉnh −3,2; Xóm 1: 1,75 A; mã ababababab…",
    ]


def test_cues_stand_by_their_planned_start_and_emergencies_apart() -> None:
    ordinary, emergencies, *_ = Reader(page(make_book(), "vi")).tables

    assert [row[4][-1] for row in ordinary[1:]] == ["1", "2", "3", "4"]
    assert [row[4] for row in emergencies[1:]] == ["CẢNH BÁO LŨ QUÉT"]


def test_a_cue_that_was_cut_says_why_and_what_was_odd() -> None:
    row = Reader(page(make_book(), "vi")).tables[0][3]

    assert row[11].startswith("Bị ngắt: Sổ nhật ký bị hỏng từ dòng 7")
    for note in ("Chỉ phát được 50 %", "ước lượng", "Mất tiếng 2,5 giây", "hụt 3 lần", "Gián đoạn"):
        assert note in row[12]


def test_a_cue_that_never_sounded_has_no_time_and_no_measure() -> None:
    row = Reader(page(make_book(), "vi")).tables[0][4]

    assert row[3] == "—"
    assert row[12] == ""


def test_orders_and_incidents_have_tables_of_their_own() -> None:
    *_, orders, incidents = Reader(page(make_book(), "vi")).tables

    assert orders[1:] == [
        ["1", "T4 02/12 05:00:00", "Dừng", "tất cả các cụm loa", "Trưởng thôn"],
        [
            "2",
            "T4 02/12 09:00:00",
            "Phát ngay “lu-quet” (khẩn cấp), 3 lần, gỡ lệnh dừng",
            "Xóm 1",
            "Trưởng thôn",
        ],
    ]
    assert incidents[1][2] == "Dòng 99 của sổ nhật ký không đọc được."


def test_an_empty_week_is_a_page_that_says_so() -> None:
    reader = Reader(page(make_book([]), "vi"))

    assert reader.tables == []
    assert "Không có." in page(make_book([]), "vi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing(language: str) -> None:
    text = page(make_book(), language)

    assert "logbook." not in text
    assert "{" not in re.sub(r"<style>.*</style>", "", text, flags=re.DOTALL)


def test_a_start_on_another_day_says_the_day() -> None:
    late = make_cue(1, planned_start=make_cue(1).planned_start.replace(day=1, hour=16, minute=55))

    row = Reader(page(make_book([late]), "vi")).tables[0][1]

    assert row[1:4] == [
        "T3 01/12",
        "23:55 – 02/12 05:10",
        "02/12 05:00:00 – 05:10:00 (10\u00a0phút)",
    ]


@pytest.mark.property
@given(facts)
def test_whatever_stands_in_a_fact_is_shown_and_never_obeyed(fact: Fact) -> None:
    plain = Reader(page(make_book(FACTS), "vi")).tags

    assert Reader(page(make_book([fact, *FACTS]), "vi")).tags == plain


def test_markup_in_a_title_is_shown() -> None:
    text = page(make_book([make_cue(1, title="<script>alert('1')</script> & Co")]), "vi")

    assert "<script" not in text
    assert Reader(text).tables[0][1][4] == "<script>alert('1')</script> & Co"
