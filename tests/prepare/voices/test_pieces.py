"""A spoken text is cut where a reader pauses, and nothing of it is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.prepare.voices.pieces import BREATH_S, LONGEST, Piece, clean, pieces
from hub.prepare.voices.voice import Manner

MANNER = Manner(sentence_s=0.5, list_s=0.7, paragraph_s=1.0)

pytestmark = pytest.mark.property


def words(text: str) -> list[str]:
    return ["".join(c for c in word if c.isalnum()) for word in clean(text).split()]


def test_each_sentence_is_a_piece_with_its_pause() -> None:
    found = pieces("Kính thưa bà con. Trời rét đậm! Ai cần giúp?", MANNER)

    assert found == (
        Piece("Kính thưa bà con.", 0.5),
        Piece("Trời rét đậm!", 0.5),
        Piece("Ai cần giúp?", 0.0),
    )


def test_a_paragraph_pauses_longer_than_a_sentence() -> None:
    found = pieces("Một là đây. Hai là đây.\n\nBa là đây.", MANNER)

    assert [piece.pause_s for piece in found] == [0.5, 1.0, 0.0]


def test_things_of_a_list_have_the_pause_of_a_list() -> None:
    found = pieces("Mang theo:\n- căn cước\n- sổ hộ khẩu;\n1. ảnh thẻ\nXin cảm ơn.", MANNER)

    assert [piece.pause_s for piece in found] == [0.5, 0.7, 0.7, 0.7, 0.0]


def test_a_sentence_without_an_end_gets_a_full_stop() -> None:
    assert pieces("THÔNG BÁO\nVề việc tiêm phòng", MANNER) == (
        Piece("THÔNG BÁO.", 0.5),
        Piece("Về việc tiêm phòng.", 0.0),
    )


def test_a_closing_mark_stays_with_its_sentence() -> None:
    found = pieces("Ông nói: “Đi ngay.” Rồi ông đi.", MANNER)

    assert [piece.text for piece in found] == ["Ông nói: “Đi ngay.”", "Rồi ông đi."]


def test_a_long_sentence_is_cut_at_a_comma_and_keeps_its_words() -> None:
    text = ", ".join(["bà con xóm trên xóm dưới"] * 60)

    found = pieces(text, MANNER)

    assert len(found) > 1
    assert all(len(piece.text) <= LONGEST + 1 for piece in found)
    assert words(" ".join(piece.text for piece in found)) == words(text)
    assert [piece.pause_s for piece in found] == [BREATH_S] * (len(found) - 1) + [0.0]


def test_a_word_without_end_is_cut_all_the_same() -> None:
    found = pieces("a" * 5000, MANNER)

    assert "".join(piece.text for piece in found) == "a" * 5000 + "."


@pytest.mark.parametrize("text", ["", " \n\t ", "...", "- \n– \n!!", "\u200b\ufeff"])
def test_where_there_is_nothing_to_say_there_is_no_piece(text: str) -> None:
    assert pieces(text, MANNER) == ()


def test_letters_are_composed_and_what_engines_take_for_code_is_gone() -> None:
    text = unicodedata.normalize("NFD", "Thôn [[h@'l@U]] Yên\x07 Mi\u200bnh")

    assert pieces(text, MANNER)[0].text == "Thôn h@'l@U Yên Minh."


@given(st.text(alphabet='aăđ bc.!?…,;:-–\n\t"”1)[]\u0301\u200b', max_size=300))
def test_no_word_is_lost_whatever_is_written(text: str) -> None:
    found = pieces(text, MANNER)

    said = "".join(c for piece in found for c in piece.text if c.isalnum())
    assert said == "".join(c for c in clean(text) if c.isalnum())
    assert all("\n" not in piece.text for piece in found)
