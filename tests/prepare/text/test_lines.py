"""The readings of commune notices, and how they are compared."""

import pytest

from hub.prepare.text import read_out
from tests.prepare.text.scoring import HERE, lines, score

FILES = sorted(path.name for path in HERE.glob("lines_*.tsv"))
WORDS_RIGHT = 0.97


@pytest.mark.parametrize("name", FILES)
def test_of_the_words_of_a_file_of_lines_at_least_97_in_100_are_right(name: str) -> None:
    scores = [score(read_out(line.written).spoken, line.expected) for line in lines(name)]

    assert sum(s.wrong for s in scores) <= (1 - WORDS_RIGHT) * sum(s.words for s in scores)


def test_there_are_more_than_four_hundred_lines() -> None:
    assert sum(1 for name in FILES for _ in lines(name)) >= 400


def test_a_line_is_said_without_any_digit_left() -> None:
    spoken = [read_out(line.written).spoken for name in FILES for line in lines(name)]

    assert [text for text in spoken if any(c.isdigit() for c in text)] == []


def test_either_of_two_right_readings_counts_as_right() -> None:
    assert score("bảy giờ ba mươi", "bảy giờ ba mươi {phút|}").wrong == 0
    assert score("bảy giờ ba mươi phút", "bảy giờ ba mươi {phút|}").wrong == 0


def test_missing_wrong_and_superfluous_words_are_counted() -> None:
    assert score("một ba bốn năm", "một hai ba bốn").wrong == 2
    assert score("một hai", "một hai ba").wrong == 1


def test_old_and_new_places_of_the_tone_are_the_same_word() -> None:
    assert score("uỷ ban hoà bình quý", "Ủy ban hòa bình quý").wrong == 0
