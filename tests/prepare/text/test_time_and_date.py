"""Times of day, dates, days of the week, and what only looks like them."""

import pytest

from hub.prepare.text import read_out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("7h30", "bảy giờ ba mươi phút"),
        ("7g30", "bảy giờ ba mươi phút"),
        ("7 h 30", "bảy giờ ba mươi phút"),
        ("07:30", "bảy giờ ba mươi phút"),
        ("07:30:15", "bảy giờ ba mươi phút mười lăm giây"),
        ("19h00", "mười chín giờ"),
        ("8H05", "tám giờ năm phút"),
        ("5h30'", "năm giờ ba mươi phút"),
        ("7h-11h", "bảy giờ đến mười một giờ"),
        ("7h30–11h", "bảy giờ ba mươi phút đến mười một giờ"),
        ("7-11h", "bảy đến mười một giờ"),
        ("lúc 7g", "lúc bảy giờ"),
        ("7g sáng", "bảy giờ sáng"),
        ("mua 7g hạt giống", "mua bảy gam hạt giống"),
        ("8:00 AM", "tám giờ sáng"),
        ("nghỉ 15'", "nghỉ mười lăm phút"),
        ("trực 24/7", "trực hai mươi bốn trên bảy"),
        ("trực 24/24h", "trực hai mươi bốn trên hai mươi bốn giờ"),
        ("tỷ lệ 1:20", "tỷ lệ một trên hai mươi"),
    ],
)
def test_a_time_is_said_with_hours_and_minutes(written: str, said: str) -> None:
    assert read_out(written).spoken == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("sáng 20/11", "sáng ngày hai mươi tháng mười một"),
        ("ngày 20/11", "ngày hai mươi tháng mười một"),
        ("Ngày: 20/11", "Ngày, hai mươi tháng mười một"),
        ("ngày 4/4", "ngày bốn tháng tư"),
        ("ngày 20-11-2026", "ngày hai mươi tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("ngày 20.11.2026", "ngày hai mươi tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("2026-11-20", "ngày hai mươi tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("ngày 20/11/26", "ngày hai mươi tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("tháng 11/2026", "tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("11/2026", "tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("đợt 2/2026", "đợt hai năm hai nghìn không trăm hai mươi sáu"),
        ("lễ 2-9", "lễ ngày hai tháng chín"),
        ("ngày 5 và 6/3", "ngày năm và sáu tháng ba"),
        ("mùng 10/3", "mùng mười tháng ba"),
        ("từ 5-7/12", "từ ngày năm đến bảy tháng mười hai"),
        ("28/11-2/12", "ngày hai mươi tám tháng mười một đến ngày hai tháng mười hai"),
        ("tháng 3-5/2026", "tháng ba đến tháng năm năm hai nghìn không trăm hai mươi sáu"),
        ("đường 30/4", "đường ba mươi tháng tư"),
        ("thứ 4", "thứ tư"),
        ("thứ 2, 4, 6", "thứ hai, tư, sáu"),
        ("lần thứ 1", "lần thứ nhất"),
        ("T2-T6", "thứ hai đến thứ sáu"),
        ("T7, CN", "thứ bảy, chủ nhật"),
        ("T12/2026", "tháng mười hai năm hai nghìn không trăm hai mươi sáu"),
        ("tháng 4", "tháng tư"),
        ("hạng 1", "hạng nhất"),
        ("15/7 âm lịch", "ngày mười lăm tháng bảy âm lịch"),
    ],
)
def test_a_date_is_said_with_day_and_month(written: str, said: str) -> None:
    assert read_out(written).spoken == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1/3 số hộ", "một phần ba số hộ"),
        ("1/2 ha", "một phần hai héc ta"),
        ("3/4 diện tích", "ba phần tư diện tích"),
        ("8/12 thôn", "tám trên mười hai thôn"),
        ("19/19 tiêu chí", "mười chín trên mười chín tiêu chí"),
        ("huyết áp 120/80", "huyết áp một trăm hai mươi trên tám mươi"),
        ("số 12/5", "số mười hai xuyệt năm"),
        ("thắng 3-1", "thắng ba một"),
        ("6h sáng - 10h sáng", "sáu giờ sáng đến mười giờ sáng"),
        ("mục 5 - 02/9/2000", "mục năm, ngày hai tháng chín năm hai nghìn"),
        ("NPK 5-10-3", "nờ pê ca năm mười ba"),
        ("5 1/2 kg", "năm và một phần hai ki lô gam"),
        ("8-9 hộ", "tám đến chín hộ"),
        ("thang điểm từ 1-5.", "thang điểm từ một đến năm."),
    ],
)
def test_what_only_looks_like_a_date_is_read_as_what_it_is(written: str, said: str) -> None:
    assert read_out(written).spoken == said
