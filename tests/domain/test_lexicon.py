"""What a person types as a reading is understood, or refused with the reason."""

from __future__ import annotations

import unicodedata

import pytest

from hub.domain.lexicon import MOST_READING, MOST_WRITTEN, Sort, respelling, sort_of
from hub.errors import RefusedError


@pytest.mark.parametrize("written", ["UBND", "VNeID", "TP.", "P.", "NĐ-CP", "CĐS"])
def test_letters_that_stand_for_words_are_an_abbreviation(written: str) -> None:
    assert sort_of(written) is Sort.ABBREVIATION


@pytest.mark.parametrize("written", ["Krông", "facebook", "Ea Tul", "Đắk Lắk", "3G", "A"])
def test_words_and_names_are_words(written: str) -> None:
    assert sort_of(written) is Sort.WORD


def test_a_word_is_found_in_any_case_and_an_abbreviation_as_it_is_written() -> None:
    assert respelling("KRÔNG Pa", "cờ rông pa", sort=Sort.WORD).written == "krông pa"
    assert respelling("VNeID", "vi en ai đi").written == "VNeID"


def test_letters_are_composed_and_spaces_single() -> None:
    entry = respelling(unicodedata.normalize("NFD", "Krông"), "  cờ \n rông ")

    assert (entry.written, entry.reading) == ("krông", "cờ rông")


@pytest.mark.parametrize("written", ["", "  ", "...", "a" * (MOST_WRITTEN + 1)])
def test_what_is_no_word_is_refused(written: str) -> None:
    with pytest.raises(RefusedError, match=r"lexicon\.written"):
        respelling(written, "đọc")


@pytest.mark.parametrize("reading", ["", "123", "—", "a" * (MOST_READING + 1)])
def test_a_reading_without_letters_or_without_end_is_refused(reading: str) -> None:
    with pytest.raises(RefusedError, match=r"lexicon\.reading"):
        respelling("OCOP", reading)


def test_only_abbreviations_have_a_context() -> None:
    entry = respelling("P.", "phường", before=("Bến Nghé",))

    assert entry.before == ("bến nghé",)
    with pytest.raises(RefusedError, match=r"lexicon\.word_context"):
        respelling("phường", "phường", before=("x",))


@pytest.mark.parametrize("words", [("a",) * 11, ("a" * 41,), (" ",)])
def test_a_context_is_a_few_short_words(words: tuple[str, ...]) -> None:
    with pytest.raises(RefusedError, match=r"lexicon\.context"):
        respelling("P.", "phường", after=words)
