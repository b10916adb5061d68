"""The PDF log book, read as an inspector's computer reads it: with other people's programs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from hub.domain.bulletin import Kind
from hub.domain.facts import Outcome
from hub.domain.ids import ZoneId
from hub.domain.review import Review
from hub.domain.spoken import Spoken
from hub.domain.timeline import Reason
from hub.logbook.book import Book
from hub.logbook.pdf import pdf
from hub.logbook.pdf_style import markup
from hub.logbook.wish import Wish
from hub.store.asrun import append_many
from tests.logbook.weeks import FACTS, TZ, WEEK, make_book
from tests.store.samples import MORNING, make_cue, make_store

LONG = (
    "Thông báo khẩn về việc tổ chức Ngày hội Đại đoàn kết toàn dân tộc, khai mạc giải bóng chuyền"
    " hơi và kế hoạch tổng vệ sinh đường làng ngõ xóm Ễ Ẫ Ữ Ặ Ở Ượ " + "x" * 120
)

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="no pdftotext: apt-get install poppler-utils"
)


def read(made: bytes, folder: Path, *command: str) -> str:
    path = folder / "book.pdf"
    path.write_bytes(made)
    words = [str(path) if word == "FILE" else word for word in command]
    return subprocess.run(words, capture_output=True, check=True, text=True).stdout


def text(book: Book, folder: Path, language: str = "vi") -> str:
    """All that can be read, without the breaks of lines and pages."""
    found = read(pdf(book, language), folder, "pdftotext", "-raw", "FILE", "-")
    return re.sub(r"\s+", " ", found)


def pages(book: Book, folder: Path) -> list[str]:
    found = read(pdf(book, "vi"), folder, "pdftotext", "-layout", "FILE", "-")
    return found.split("\f")[:-1]


def test_it_has_the_heading_of_an_official_paper_and_the_columns_of_the_book(
    tmp_path: Path,
) -> None:
    said = text(replace(make_book(), commune="Xã Yên Lạc"), tmp_path)

    for line in (
        "ỦY BAN NHÂN DÂN",
        "XÃ YÊN LẠC",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập – Tự do – Hạnh phúc",
        "Thôn Yên Minh",
        "SỔ NHẬT KÝ CHƯƠNG TRÌNH PHÁT THANH",
        "Tuần 49 năm 2026, từ ngày 30/11/2026 đến ngày 06/12/2026",
        "Người duyệt",
        "Kết quả và lý do",
        "II. Bản tin khẩn cấp",
        "CẢNH BÁO LŨ QUÉT",
        "Nguyễn Thị Hoa",
        "Lò Văn Páo",
        "Xóm 1, Xóm 2",
        "−3 dB",
        "Người ghi sổ",
        "Xác nhận của UBND xã",
        "(Ký tên, đóng dấu)",
    ):
        assert line in said


def test_a_cut_is_told_with_its_reason(tmp_path: Path) -> None:
    because = Reason.of("because.preempted", title="Lũ quét: sơ tán ngay")
    book = make_book([make_cue(1, outcome=Outcome.CUT, because=because)])

    assert "Bị ngắt: nhường cho “Lũ quét: sơ tán ngay”" in text(book, tmp_path)


def test_all_fonts_are_in_the_file(tmp_path: Path) -> None:
    lines = read(pdf(make_book(), "vi"), tmp_path, "pdffonts", "FILE").splitlines()[2:]

    assert lines
    for line in lines:
        assert re.search(r"\+BeVietnamPro-\w+ +TrueType +\w+ +yes yes yes", line), line


def test_a_reader_is_told_title_language_and_pages(tmp_path: Path) -> None:
    made = pdf(make_book(), "vi")
    told = read(made, tmp_path, "pdfinfo", "FILE")

    assert "Sổ nhật ký phát thanh 2026-W49 – Thôn Yên Minh" in told
    assert "841.89 x 595.276" in told
    assert b"/Lang (vi-VN)" in made
    assert b"/DisplayDocTitle true" in made


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_comes_out_letter_by_letter_however_it_was_typed(
    form: Literal["NFC", "NFD"], tmp_path: Path
) -> None:
    title = "Nghễnh ngãng khuỷu ruộng lúa Ễ Ộ Ẫ Ữ Ặ Đ ư ơ ỵ"
    typed = unicodedata.normalize(form, title)

    assert title in text(make_book([make_cue(1, title=typed)]), tmp_path)


def test_long_titles_are_wrapped_and_lose_nothing(tmp_path: Path) -> None:
    said = text(make_book([make_cue(1, title=LONG)]), tmp_path).replace(" ", "")

    assert LONG.replace(" ", "") in said


def test_what_looks_like_markup_is_printed_as_it_is(tmp_path: Path) -> None:
    title = '<b>&amp;</b> <img src="x"/> ]]> </para>'

    assert title in text(make_book([make_cue(1, title=title)]), tmp_path)


def test_letters_that_the_font_lacks_leave_a_sign_and_the_rest(tmp_path: Path) -> None:
    assert markup("trước 😀 sau\x00\u202e.") == "trước ? sau."
    assert "trước ? sau" in text(make_book([make_cue(1, title="trước 😀 sau")]), tmp_path)


def test_an_empty_week_is_one_page_with_all_signatures(tmp_path: Path) -> None:
    (page,) = pages(make_book(()), tmp_path)

    assert page.count("Không có.") == 4
    assert "Người ghi sổ" in page
    assert "Trang 1/1" in page


def test_five_hundred_rows_are_numbered_pages_with_heads_and_one_verified_line(
    tmp_path: Path,
) -> None:
    facts = [
        make_cue(n, MORNING + timedelta(minutes=19 * n), title=LONG if n % 50 == 0 else f"Tin {n}")
        for n in range(1, 501)
    ]
    found = pages(make_book(facts, verdict="Sổ nguyên vẹn, 500 dòng."), tmp_path)

    assert all(f"Trang {n}/{len(found)}" in page for n, page in enumerate(found, 1))
    rows = [
        int(n)
        for page in found
        for n in re.findall(r"^ {0,4}(\d+) +(?:T\d|CN) ", page, re.MULTILINE)
    ]
    assert rows == list(range(1, 501))
    assert all("Tên chương trình" in page for page in found[:-1])
    assert ["Sổ nguyên vẹn, 500 dòng." in page for page in found].count(True) == 1
    assert f"{500:064x}" in found[-1]
    assert "Người ghi sổ" in found[-1]


def test_what_was_read_aloud_may_be_longer_than_a_page(tmp_path: Path) -> None:
    words = " ".join(f"từ_{n}" for n in range(3_000))
    spoken = Spoken("…", words, "bac", 1.0, 3)
    book = replace(make_book(), spoken={"ab" * 32: spoken})

    said = text(book, tmp_path)

    assert [int(n) for n in re.findall(r"từ_(\d+)", said)] == list(range(3_000))


def test_zones_that_were_sent_different_gains_are_told_apart(tmp_path: Path) -> None:
    one, two = ZoneId("xom-1"), ZoneId("xom-2")
    cue = make_cue(1, kind=Kind.ROUTINE, sent_db=((one, -12.0), (one, -6.0), (two, -3.0)))

    said = text(make_book([cue]), tmp_path)

    assert "Xóm 1: −12 dB, rồi −6 dB; Xóm 2: −3 dB" in said


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_child_prints_what_it_is_told(language: str, tmp_path: Path) -> None:
    with make_store(tmp_path) as store:
        append_many(store, [(fact, MORNING) for fact in FACTS])
    wish = Wish(
        data_dir=tmp_path,
        run_dir=tmp_path,
        village="Thôn Yên Minh",
        tz=TZ,
        zones={ZoneId("xom-1"): "Xóm 1"},
        week=WEEK,
        now=MORNING + timedelta(days=6),
        language=language,
    )

    done = subprocess.run(
        [sys.executable, "-m", "hub.logbook.binder"],
        input=wish.written(),
        capture_output=True,
        check=True,
    )

    said = read(done.stdout, tmp_path, "pdftotext", "-raw", "FILE", "-")
    assert {"vi": "Sổ nguyên vẹn, 8 dòng.", "en": "The log book is whole, 8 rows."}[
        language
    ] in said


def test_the_child_says_why_it_cannot(tmp_path: Path) -> None:
    wish = Wish(tmp_path, tmp_path, "Thôn", TZ, {}, WEEK, MORNING, "vi")

    done = subprocess.run(
        [sys.executable, "-m", "hub.logbook.binder"],
        input=wish.written(),
        capture_output=True,
        check=False,
    )

    assert done.returncode == 65
    assert not done.stdout
    assert done.stderr


def test_it_says_who_looked_at_an_emergency_afterwards(tmp_path: Path) -> None:
    (emergency,) = (cue.cue for _, cue in make_book().emergencies)
    signed = Review("Lò Văn Páo", MORNING + timedelta(days=1), "Phát đúng <b>, & đủ")

    before = text(make_book(), tmp_path)
    after = text(replace(make_book(), reviews={emergency: signed}), tmp_path)

    assert before.count("Chưa được xem lại") == 1
    assert "Người khác xem lại" in after
    assert "Chưa được xem lại" not in after
    assert "Phát đúng <b>, & đủ" in after
