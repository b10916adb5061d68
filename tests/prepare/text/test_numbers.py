"""Numbers: whole, with decimals, with marks between thousands, digit by digit, in any region."""

import pytest

from hub.prepare.text import SOUTH, Region, default_table, read_out
from hub.prepare.vietnamese.numerals import Numerals, by_letter, in_groups, one_by_one


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("0", "không"),
        ("000", "không"),
        ("4", "bốn"),
        ("10", "mười"),
        ("11", "mười một"),
        ("14", "mười bốn"),
        ("15", "mười lăm"),
        ("21", "hai mươi mốt"),
        ("24", "hai mươi tư"),
        ("25", "hai mươi lăm"),
        ("50", "năm mươi"),
        ("100", "một trăm"),
        ("101", "một trăm linh một"),
        ("105", "một trăm linh năm"),
        ("110", "một trăm mười"),
        ("111", "một trăm mười một"),
        ("121", "một trăm hai mươi mốt"),
        ("1000", "một nghìn"),
        ("1005", "một nghìn không trăm linh năm"),
        ("1015", "một nghìn không trăm mười lăm"),
        ("2026", "hai nghìn không trăm hai mươi sáu"),
        ("10000", "mười nghìn"),
        ("1000000", "một triệu"),
        ("1000005", "một triệu không trăm linh năm"),
        ("25750000", "hai mươi lăm triệu bảy trăm năm mươi nghìn"),
        ("1000000000", "một tỷ"),
        ("12500000000", "mười hai tỷ năm trăm triệu"),
        ("1000000000000", "một nghìn tỷ"),
    ],
)
def test_a_whole_number_is_said_in_words(digits: str, said: str) -> None:
    assert Numerals().whole(digits) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1.250.000 đồng", "một triệu hai trăm năm mươi nghìn đồng"),
        ("1 250 000 đồng", "một triệu hai trăm năm mươi nghìn đồng"),
        ("1,250,000 đồng", "một triệu hai trăm năm mươi nghìn đồng"),
        ("150,000 đồng", "một trăm năm mươi nghìn đồng"),
        ("1.234,5 ha", "một nghìn hai trăm ba mươi tư phẩy năm héc ta"),
        ("1,234.50 USD", "một nghìn hai trăm ba mươi tư phẩy năm mươi đô la Mỹ"),
        ("8,75", "tám phẩy bảy mươi lăm"),
        ("7,09%", "bảy phẩy không chín phần trăm"),
        ("3,125", "ba phẩy một hai năm"),
        ("1.5 km", "một phẩy năm ki lô mét"),
        ("phiên bản 1.5", "phiên bản một chấm năm"),
        ("05 hộ", "năm hộ"),
        ("có 1234567890123456789012 số", None),
        ("-5°C", "âm năm độ C"),
    ],
)
def test_a_number_is_read_as_it_is_written(written: str, said: str | None) -> None:
    spoken = read_out(written).spoken

    assert spoken == said if said else not any(c.isdigit() for c in spoken)


def test_the_south_says_other_words() -> None:
    table = default_table().in_region(SOUTH)

    assert read_out("1.105 hộ", table).spoken == "một ngàn một trăm lẻ năm hộ"


def test_a_region_may_say_bon_for_the_last_four() -> None:
    assert Numerals(Region(four="bốn")).whole("24") == "hai mươi bốn"


def test_digits_are_said_one_by_one_in_their_groups() -> None:
    assert one_by_one("0a1") == "không một"
    assert in_groups(["09", "", "12"]) == "không chín, một hai"


def test_letters_have_vietnamese_names() -> None:
    assert by_letter("BĐ2") == "bê đê hai"
