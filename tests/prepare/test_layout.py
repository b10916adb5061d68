"""The layout of a typed text says where lines go on, lists stand and paragraphs end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.prepare.layout import paragraphs, with_pauses

LONG = "Đề nghị bà con các xóm mang theo căn cước công dân và sổ"


def test_a_blank_line_ends_a_paragraph() -> None:
    assert paragraphs("\n\nMột.\r\n \t\r\n\nHai.\nBa.\n") == ("Một.", "Hai.\nBa.")


def test_a_line_that_was_wrapped_goes_on() -> None:
    assert paragraphs(f"{LONG}\ntiêm phòng.") == (f"{LONG} tiêm phòng.",)


def test_a_short_line_a_capital_and_a_number_begin_anew() -> None:
    for text in ("THÔNG BÁO\nvề việc họp", f"{LONG}\nTrân trọng", f"{LONG}\n25 hộ", f"{LONG}.\nvà"):
        assert paragraphs(text) == (text,)


def test_things_of_a_list_are_parted_by_semicolons() -> None:
    text = "Mang theo:\n- căn cước,\n- sổ hộ khẩu\n- ảnh.\nXin cảm ơn"

    assert paragraphs(text) == ("Mang theo:\n- căn cước;\n- sổ hộ khẩu;\n- ảnh.\nXin cảm ơn",)


def test_a_single_dash_is_no_list() -> None:
    assert paragraphs("- Họp thôn") == ("- Họp thôn",)


def test_a_reading_gets_back_the_semicolons_of_its_list() -> None:
    assert with_pauses("A\nB một\nC.", "A:\n- B1;\n- C.") == "A\nB một;\nC."


def test_a_reading_with_other_lines_is_left_alone() -> None:
    assert with_pauses("A\nB", "A;\nB;\nC") == "A\nB"


@given(st.text(alphabet="aĂ 1-.;,\n\r\t", max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    said = "".join(paragraphs(text))

    assert [c for c in said if c.isalnum()] == [c for c in text if c.isalnum()]
