"""The week as lines for a terminal."""

from __future__ import annotations

from hub.logbook.lines import lines
from tests.logbook.weeks import make_book


def test_rows_stand_in_the_order_of_time() -> None:
    heading, *rows = lines(make_book(), "vi")

    assert heading == "Tuần 49 năm 2026, từ ngày 30/11/2026 đến ngày 06/12/2026"
    assert rows[0] == (
        "T4 02/12 05:00 – 05:10  Bản tin xã số 1  [Xóm 1, Xóm 2]  05:00:00 – 05:10:00  Đã phát đủ"
    )
    assert rows[1] == "T4 02/12 05:00:00  Lệnh: Dừng  [tất cả các cụm loa]  Trưởng thôn"
    assert "Sự cố: Dòng 99" in rows[3]
    assert len(rows) == 8


def test_a_cue_that_never_sounded_says_why() -> None:
    line = next(line for line in lines(make_book(), "vi") if "số 4" in line)

    assert line.endswith("Không phát: Sổ nhật ký bị hỏng từ dòng 8: dòng này đã bị xóa.")


def test_an_empty_week_says_so() -> None:
    assert lines(make_book([]), "en")[1:] == ["None."]
