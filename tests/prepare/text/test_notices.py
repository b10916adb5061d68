"""What one short form says among other words: the classes that unseen notices had wrong."""

import pytest

from hub.prepare.text import read_out


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Uống 3v/ngày: sáng 2v", "Uống ba viên một ngày, sáng hai viên"),
        ("bình 12v", "bình mười hai vôn"),
        ("em Hoa đạt 17,25đ", "em Hoa đạt mười bảy phẩy hai mươi lăm điểm"),
        ("giá điện 0,5đ", "giá điện không phẩy năm đồng"),
        ("ủ 36-48h", "ủ ba mươi sáu đến bốn mươi tám giờ"),
        ("trực 7/7 ngày", "trực bảy trên bảy ngày"),
        ("họp ngày 7/7", "họp ngày bảy tháng bảy"),
        ("chi trả ngày 5-10 hằng tháng", "chi trả ngày năm đến mười hằng tháng"),
        ("khám thứ 2/4/6", "khám thứ hai, tư, sáu"),
        ("thắng 3-1 (25/20, 22/25, 25/18)",
         "thắng ba một, hai mươi lăm hai mươi, hai mươi hai hai mươi lăm, hai mươi lăm mười tám"),
        ("nghỉ T7 (21/11)", "nghỉ thứ bảy, ngày hai mươi mốt tháng mười một"),
        ("dưới BĐI 0,15m", "dưới báo động một không phẩy mười lăm mét"),
        ("BSCKII Hà Văn An", "Bác sĩ chuyên khoa hai Hà Văn An"),
        ("ông Trần Q. Bình", "ông Trần Q. Bình"),
        ("Q. Bình Thạnh", "quận Bình Thạnh"),
        ("xe BS 27AA-123.45", "xe biển số hai bảy a a, một hai ba bốn năm"),
        ("BS Hoa khám", "Bác sĩ Hoa khám"),
        ("Validacin 5SL", "Validacin năm ét lờ"),
        ("OCOP 4*", "ô cốp bốn sao"),
        ("gọi 19006769", "gọi một chín không không, sáu bảy sáu chín"),
        ("gọi +84912345678", "gọi cộng tám bốn, chín một hai, ba bốn năm, sáu bảy tám"),
        ("Đề án 06", "Đề án không sáu"),
        ("lúc 10:20 phút", "lúc mười giờ hai mươi phút"),
        ("Mức lương cơ sở tăng từ 1-7.", "Mức lương cơ sở tăng từ ngày một tháng bảy."),
        ("chuyển vào TCB", "chuyển vào Techcombank"),
        ("20k/khẩu, hộ CN 10k/khẩu", "hai mươi nghìn một khẩu, hộ cận nghèo mười nghìn một khẩu"),
        ("gửi về pvhxh@hue.gov.vn", "gửi về pê vê hát ích hát a còng hue chấm gov chấm vê en"),
        ("DĐ 0915226338", "di động không chín một năm, hai hai sáu, ba ba tám"),
    ],
)  # fmt: skip
def test_a_short_form_is_read_by_what_stands_around_it(written: str, spoken: str) -> None:
    assert read_out(written).spoken == spoken
