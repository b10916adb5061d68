"""Money, units, telephones, papers, plates, codes, addresses, Roman numerals, marks."""

import pytest

from hub.prepare.text import read_out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("150.000đ", "một trăm năm mươi nghìn đồng"),
        (
            "gọi Công an xã 0219.3862.113 hoặc 113",
            "gọi Công an xã không hai một chín, ba tám sáu hai, một một ba hoặc một một ba",
        ),
        ("gọi hộ nuôi 113 con gà", "gọi hộ nuôi một trăm mười ba con gà"),
        ("đường ĐT.176", "đường tỉnh một trăm bảy mươi sáu"),
        ("tuyến ĐH.12", "tuyến đường huyện mười hai"),
        ("trường ĐH 2 năm", "trường đại học hai năm"),
        ("mũi 6in1, cà phê 3 in 1", "mũi sáu trong một, cà phê ba trong một"),
        ("máy in 2 mặt", "máy in hai mặt"),
        ("gió giật C7-C8", "gió giật cấp bảy đến cấp tám"),
        ("vitamin C 500mg", "vitamin C năm trăm mi li gam"),
        ("tặng HN, HCN", "tặng hộ nghèo, hộ cận nghèo"),
        ("HSD 12/2027", "hạn sử dụng tháng mười hai năm hai nghìn không trăm hai mươi bảy"),
        ("năm 111 TCN", "năm một trăm mười một trước Công nguyên"),
        ("cự ly 2mx3m", "cự ly hai mét nhân ba mét"),
        ("23,1°B, 105,2°Đ", "hai mươi ba phẩy một độ Bắc, một trăm linh năm phẩy hai độ Đông"),
        ("thứ Sáu đến hết 3/1", "thứ Sáu đến hết ngày ba tháng một"),
        ("trang https://a-b.vn/ nhé", "trang a gạch ngang bê chấm vê en nhé"),
        ("giá vé NL 30k, trẻ em 15k", "giá vé người lớn ba mươi nghìn, trẻ em mười lăm nghìn"),
        ("2tr", "hai triệu"),
        ("2 tr đồng", "hai triệu đồng"),
        ("1tr5", "một triệu năm trăm nghìn"),
        ("500k", "năm trăm nghìn"),
        ("$50", "năm mươi đô la"),
        ("1,5 tỷ đồng", "một phẩy năm tỷ đồng"),
        ("20.000đ/hộ/tháng", "hai mươi nghìn đồng một hộ một tháng"),
        ("62.000-65.000 đồng/kg", "sáu mươi hai nghìn đến sáu mươi lăm nghìn đồng một ki lô gam"),
        ("15 km/h", "mười lăm ki lô mét trên giờ"),
        ("25 m/s", "hai mươi lăm mét trên giây"),
        ("360m²", "ba trăm sáu mươi mét vuông"),
        ("500 m3", "năm trăm mét khối"),
        ("60 tạ/ha", "sáu mươi tạ một héc ta"),
        ("5-7%", "năm đến bảy phần trăm"),
        ("4‰", "bốn phần nghìn"),
        ("8-10 °C", "tám đến mười độ C"),
        ("96,5 MHz", "chín mươi sáu phẩy năm mê ga héc"),
        ("120/80 mmHg", "một trăm hai mươi trên tám mươi mi li mét thủy ngân"),
        ("2 lần/ngày", "hai lần một ngày"),
        ("8 người/đội", "tám người một đội"),
        ("mỗi kg", "mỗi ki lô gam"),
        ("km 12+500", "ki lô mét mười hai cộng năm trăm"),
        ("50m x 20m", "năm mươi mét nhân hai mươi mét"),
        ("trẻ 2,3,4 tháng", "trẻ hai, ba, bốn tháng"),
        ("cách ~200km", "cách khoảng hai trăm ki lô mét"),
        ("P.102, P.2", "phòng một trăm linh hai, phường hai"),
        ("mùng 1 - mùng 3", "mùng một đến mùng ba"),
        ("tổ 5 – tổ 1", "tổ năm, tổ một"),
        ("Hà Nội–Huế", "Hà Nội, Huế"),
        ("cao 1m35", "cao một mét ba mươi lăm"),
        ("tường 1m2 là 1,2 mét vuông", "tường một mét vuông là một phẩy hai mét vuông"),
        ("lợn >= 2 tuần", "lợn lớn hơn hoặc bằng hai tuần"),
        ("<=5 km", "nhỏ hơn hoặc bằng năm ki lô mét"),
        (
            "5.000đ/tháng x 12 tháng = 60.000đ",
            "năm nghìn đồng một tháng nhân mười hai tháng bằng sáu mươi nghìn đồng",
        ),
        ("15 : 3 = 5", "mười lăm chia ba bằng năm"),
        ("20 : 10 = 2", "hai mươi chia mười bằng hai"),
        ("5 = 15:3", "năm bằng mười lăm chia ba"),
        (
            "60.000đ : 4 hộ = 15.000đ/hộ",
            "sáu mươi nghìn đồng chia bốn hộ bằng mười lăm nghìn đồng một hộ",
        ),
        ("Thôn 1: 15 = 10 + 5", "Thôn một, mười lăm bằng mười cộng năm"),
        ("tổng: 5 = 2 + 3", "tổng, năm bằng hai cộng ba"),
        ("lớp có 35 hv", "lớp có ba mươi lăm học viên"),
        ("hội phụ nữ có 35 hv", "hội phụ nữ có ba mươi lăm hội viên"),
        ("mật khẩu: nvh@123.", "mật khẩu, nờ vê hát a còng một hai ba."),
        ("tài khoản lan_77@thon", "tài khoản lan gạch dưới bảy bảy a còng thon"),
        ("lớp 35 hs/lớp, 45'/tiết", "lớp ba mươi lăm học sinh một lớp, bốn mươi lăm phút một tiết"),
        ("họp tại 3 tổ/bản", "họp tại ba tổ hoặc bản"),
        ("mở 3 lớp/trường, 2 em/nhóm", "mở ba lớp một trường, hai em một nhóm"),
        (
            "hoãn đến 14h30/28-11",
            "hoãn đến mười bốn giờ ba mươi phút ngày hai mươi tám tháng mười một",
        ),
        (
            "bóng đá: Nà Tấu - Co Mạ 1-2 (HP 0-1)",
            "bóng đá, Nà Tấu, Co Mạ một hai, hát pê không một",
        ),
        ("xe Nà Tấu - Co Mạ 1-2 chuyến", "xe Nà Tấu, Co Mạ một đến hai chuyến"),
        ("16,4 độ VB", "mười sáu phẩy bốn độ vĩ Bắc"),
        ("gồm 12 đ/c", "gồm mười hai đồng chí"),
        ("12đ/cây", "mười hai đồng một cây"),
        ("21°34'12\"N", "hai mươi mốt độ ba mươi tư phút mười hai giây Bắc"),
    ],
)
def test_money_and_units_are_said_in_full(written: str, said: str) -> None:
    assert read_out(written).spoken == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0912.345.678", "không chín một hai, ba bốn năm, sáu bảy tám"),
        ("0912345678", "không chín một hai, ba bốn năm, sáu bảy tám"),
        ("(0206) 3 852 123", "không hai không sáu, ba, tám năm hai, một hai ba"),
        ("+84 912 345 678", "cộng tám bốn, chín một hai, ba bốn năm, sáu bảy tám"),
        ("1900 1009", "một chín không không, một không không chín"),
        ("Công an 113, PCCC 114", "Công an một một ba, phòng cháy chữa cháy một một bốn"),
        ("đội PCCC 114 người", "đội phòng cháy chữa cháy một trăm mười bốn người"),
        ("GD4141234567890", "giê dê, bốn một bốn một hai ba bốn năm sáu bảy tám chín không"),
        ("gọi 114 hoặc 115", "gọi một một bốn hoặc một một năm"),
        ("có 114 hộ", "có một trăm mười bốn hộ"),
        ("*101#", "sao một không một thăng"),
        ("số tài khoản 86052", "số tài khoản tám sáu không năm hai"),
        (
            "CCCD số 011085001234",
            "căn cước công dân số không một một không tám năm không không một hai ba bốn",
        ),
        ("mã số 1.001193", "mã số một chấm không không một một chín ba"),
        ("0912345678 3 người", "không chín một hai, ba bốn năm, sáu bảy tám ba người"),
    ],
)  # fmt: skip
def test_telephones_and_numbers_of_cards_are_said_digit_by_digit(written: str, said: str) -> None:
    assert read_out(written).spoken == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "49/2020/NĐ-CP",
            "bốn mươi chín xuyệt hai nghìn không trăm hai mươi xuyệt Nghị định Chính phủ",
        ),
        ("749/QĐ-TTg", "bảy trăm bốn mươi chín xuyệt Quyết định Thủ tướng"),
        ("05/TB-NVH", "năm xuyệt Thông báo Nhà văn hóa"),
        ("36-NQ/TW", "ba mươi sáu xuyệt Nghị quyết xuyệt Trung ương"),
        ("3/2020/QH15", "ba xuyệt hai nghìn không trăm hai mươi xuyệt Quốc hội mười lăm"),
        ("27A-123.45", "hai bảy a, một hai ba bốn năm"),
        ("27-H1 234.56", "hai bảy hát một, hai ba bốn năm sáu"),
        ("lớp 10A1", "lớp mười a một"),
        ("lớp 6B", "lớp sáu bê"),
        ("QL6", "quốc lộ sáu"),
        ("H5N1", "hát năm nờ một"),
        ("Covid-19", "Covid mười chín"),
        ("nhóm máu O+", "nhóm máu O dương"),
        ("khóa XVI", "khóa mười sáu"),
        ("lần thứ XIV", "lần thứ mười bốn"),
        ("quý III/2026", "quý ba năm hai nghìn không trăm hai mươi sáu"),
        ("thế kỷ xix", "thế kỷ mười chín"),
        ("HÀNH VI VI PHẠM", "HÀNH VI VI PHẠM"),
        ("dichvucong.gov.vn", "dịch vụ công chấm gov chấm vê en"),
        ("H.A.T", "hát a tê"),
        ("3x4", "ba nhân bốn"),
    ],
)  # fmt: skip
def test_papers_plates_classes_and_numerals_are_read_as_what_they_are(
    written: str, said: str
) -> None:
    assert read_out(written).spoken == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("- Kính mời bà con", "Kính mời bà con"),
        ("1. Thời gian\n2) Địa điểm", "một, Thời gian\nhai, Địa điểm"),
        ("Độc lập - Tự do", "Độc lập, Tự do"),
        ("Bà con (cả thôn) đến.", "Bà con, cả thôn, đến."),
        ("Chờ... rồi đi…", "Chờ. rồi đi."),
        ("hữu cơ & vô cơ", "hữu cơ và vô cơ"),
        ("xã/phường", "xã hoặc phường"),
        ("và/hoặc", "và hoặc"),
        ("Ê-đê, Mê-kông", "Ê-đê, Mê-kông"),
        ("tuyến Hà Nội-Lào Cai", "tuyến Hà Nội Lào Cai"),
        ("#phongchongdich", "phongchongdich"),
        ("họp 😀 tối nay ‼️", "họp tối nay!"),
        ("“Xanh” «sạch»", "Xanh sạch"),
        ("> 80%", "trên tám mươi phần trăm"),
    ],
)
def test_marks_are_pauses_words_or_nothing(written: str, said: str) -> None:
    assert read_out(written).spoken == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("ông A (SN 1950)", "ông A, sinh năm một nghìn chín trăm năm mươi"),
        ("nhà ông A (SN 25, tổ 3)", "nhà ông A, số nhà hai mươi lăm, tổ ba"),
        ("tại Km 45+300", "tại ki lô mét bốn mươi lăm cộng ba trăm"),
        ("Trân trọng./.", "Trân trọng."),
        ("Trân trọng kính mời ./.", "Trân trọng kính mời."),
    ],
)
def test_people_and_papers_end_as_they_are_read(written: str, said: str) -> None:
    assert read_out(written).spoken == said
