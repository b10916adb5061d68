"""The table for Excel: Vietnamese letters, every field, no formula from outside."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.facts import AsRun
from hub.logbook.book import Book
from hub.logbook.sheet import COLUMNS, safe, sheet
from hub.words import LANGUAGES
from tests.logbook.weeks import FACTS, make_book
from tests.store.samples import make_cue
from tests.store.strategies import cues

FORMULA = tuple("=+-@\t\r\n")


def read(book: Book, language: str = "vi") -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet(book, language).removeprefix("\ufeff"), newline="")))


def test_excel_is_told_that_the_letters_are_utf8() -> None:
    assert sheet(make_book(), "vi").encode().startswith(b"\xef\xbb\xbf")


def test_there_is_a_row_a_cue_with_every_field() -> None:
    heads, *rows = read(make_book())
    first = dict(zip(COLUMNS, rows[0], strict=True))

    assert len(heads) == len(COLUMNS)
    assert len(rows) == sum(isinstance(fact, AsRun) for fact in FACTS)
    assert set(AsRun.__dataclass_fields__) <= set(COLUMNS)
    assert first["title"] == "Bản tin xã số 1"
    assert first["planned_start"] == "2026-12-02 05:00:00.000"
    assert first["started"] == "2026-12-02 05:00:00.001"
    assert first["kind"] == "thông thường"
    assert first["level_dbfs"] == "-18.5"
    assert first["zones"] == "Xóm 1, Xóm 2"
    assert first["current_a"] == "Xóm 1: 1.75"
    assert first["media"] == "tin-xa " + "ab" * 32
    assert first["because"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_is_a_word(language: str) -> None:
    heads = read(make_book(), language)[0]

    assert all("." not in head for head in heads)
    assert len(set(heads)) == len(heads)


@pytest.mark.parametrize("begin", [*FORMULA, "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_text_that_begins_like_a_formula_is_defused(begin: str) -> None:
    cell = dict(zip(COLUMNS, read(make_book([make_cue(1, title=begin + "1+1")]))[1], strict=True))

    assert cell["title"] == "'" + begin + "1+1"


def test_numbers_stay_numbers() -> None:
    assert safe(-18.5) == -18.5


@pytest.mark.property
@given(st.lists(cues, min_size=1, max_size=3))
def test_no_cell_of_text_begins_like_a_formula(written: list[AsRun]) -> None:
    _, *rows = read(make_book(written))

    assert len(rows) == len(written)
    for row in rows:
        assert len(row) == len(COLUMNS)
        for cell in row:
            assert not cell.startswith(FORMULA) or is_number(cell)


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
