"""The log book holds, word by word, what was read aloud in its week."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from hub.domain.spoken import Spoken
from hub.logbook.page import page
from hub.logbook.sheet import COLUMNS, sheet
from hub.words import say
from tests.logbook.weeks import FACTS, make_book

SAID = Spoken("Họp 7h <b>", "Họp bảy giờ <b>", "bac", 1.0, 3)
HEARD = "ab" * 32


def test_the_page_has_what_was_read_aloud_once_however_often_it_was_heard() -> None:
    text = page(replace(make_book(FACTS), spoken={HEARD: SAID}), "vi")

    assert say("logbook.part_5", "vi") in text
    assert text.count("Họp bảy giờ &lt;b&gt;") == 1


def test_a_week_without_reading_has_no_such_part() -> None:
    text = page(replace(make_book(FACTS), spoken={"c" * 64: SAID}), "vi")

    assert say("logbook.part_5", "vi") not in text


def test_the_table_has_the_words_beside_each_cue() -> None:
    text = sheet(replace(make_book(FACTS), spoken={HEARD: SAID}), "vi")

    _, first, *_ = csv.reader(io.StringIO(text, newline=""))
    assert dict(zip(COLUMNS, first, strict=True))["said"] == "Họp bảy giờ <b>"
