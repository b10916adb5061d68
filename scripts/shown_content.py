"""What the example village shows on its screen: for pictures and browser tests."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from hub.domain.alert import Alert, AlertRef, AlertStatus, AlertType
from hub.domain.goods import Meeting, MeetingId, PaymentId, PaymentTarget, Product, ProductId
from hub.domain.helper import Helper, HelperId, Opening, Place, PlaceId
from hub.domain.notice import Notice, NoticeId, NoticeKind
from hub.domain.village_procedure import VillageProcedure, VillageProcedureId
from hub.domain.wifi_point import WifiPoint, WifiPointId
from hub.store.alerts import hear_commune, put_alert
from hub.store.cards import Card, put_card
from hub.store.connect import open_content
from hub.store.notices import put_notice
from hub.store.permits import Service

DAY: Final = timedelta(days=1)


def fill(data_dir: Path, now: datetime) -> None:
    """Enter something of every kind.

    Args:
        data_dir: Folder of a migrated store.
        now: The hub's moment, aware UTC.
    """
    with open_content(data_dir, Service.CLI) as store:
        for position, card in enumerate(_cards(now)):
            put_card(store, card, now - DAY, position)
        for notice in _notices(now):
            put_notice(store, notice)
        for alert in _alerts(now):
            put_alert(store, alert, now)
        hear_commune(store, now - timedelta(minutes=12))


def _cards(now: datetime) -> list[Card]:
    return [
        Helper(
            HelperId("hoa"),
            "Nguyễn Thị Hoa",
            "Tổ trưởng tổ công nghệ số",
            "0912 345 678",
            hours="Tối thứ Ba và thứ Năm, 19 giờ, nhà văn hóa",
        ),
        Helper(HelperId("pao"), "Giàng A Páo", "Nói tiếng Mông", "0987 654 321", ("vi", "hmn")),
        Place(
            PlaceId("xa"),
            "Trung tâm phục vụ hành chính công xã",
            "Cạnh chợ Yên Minh",
            "0219 385 2222",
            tuple(Opening(day, time(7, 30), time(17)) for day in range(5)),
        ),
        _own_procedure(now),
        WifiPoint(WifiPointId("nvh"), "Nhà văn hóa", "Thon Yen Minh - Mien phi"),
        WifiPoint(
            WifiPointId("truong"), "Sân trường", 'Truong "Hoa Ban"', "hoc;tot:2026", "wpa2",
            "6 giờ đến 21 giờ",
        ),
        Product(
            ProductId("mat-ong"), "Mật ong bạc hà", "HTX Yên Minh",
            "Mật ong hoa bạc hà, thu hoạch từ tháng 11 đến tháng 1.", 4,
            "https://truyxuatnguongoc.example.vn/sp/8938512345671", "0912 111 222",
            "450.000 đồng một lít",
        ),
        Product(ProductId("che"), "Chè Shan tuyết", "Hộ ông Vàng Mí Sính", stars=3),
        PaymentTarget(
            PaymentId("quy"), "Quỹ khuyến học năm 2026", "970405", "8800205123456",
            "NGUYEN VAN BINH", 120_000, "Quỹ khuyến học 2026", now + 20 * DAY,
            "Nguyễn Văn Bình, trưởng thôn",
        ),
        Meeting(
            MeetingId("xa"), "Tập huấn phòng chống thiên tai", now + timedelta(hours=1),
            now + timedelta(hours=3), "https://meet.example.vn/yen-minh-2026", "UBND xã",
        ),
    ]  # fmt: skip


def _own_procedure(now: datetime) -> VillageProcedure:
    return VillageProcedure(
        VillageProcedureId("muon-nha-van-hoa"), "Mượn nhà văn hóa làm đám cưới",
        "Nhà có việc mượn hội trường, bàn ghế và loa trong ngày.",
        ("Giấy đăng ký kết hôn, hoặc giấy hẹn của xã", "Đơn mượn, trưởng thôn có mẫu"),
        "Gặp trưởng thôn trước mười ngày", "Không thu; dọn sạch sau khi dùng", "Trong ngày",
        topics=("ket-hon",), words=("mượn hội trường", "thuê rạp"), checked_on="2026-11-20",
        author="Nguyễn Văn Bình", entered=now - 3 * DAY,
    )  # fmt: skip


def _notices(now: datetime) -> list[Notice]:
    def notice(identity: str, kind: NoticeKind, title: str, text: str, link: str = "") -> Notice:
        ends = now + 30 * DAY
        author, approver = "Lý Thị Mai", "Nguyễn Văn Bình"
        identity_ = NoticeId(identity)
        start = now - DAY
        return Notice(identity_, kind, title, text, start, ends, author, approver, start, link)

    return [
        notice(
            "y-kien", NoticeKind.OPINIONS, "Xin ý kiến về làm đường bê tông xóm 2",
            "Thôn dự kiến làm 450 m đường bê tông từ nhà văn hóa đến bến đò.\n\n"
            "Nhà nước hỗ trợ xi măng, nhân dân góp ngày công. Mời bà con cho ý kiến trước ngày 20.",
            "https://ykien.example.gov.vn/yen-minh/duong-xom-2",
        ),
        notice(
            "thu-quy", NoticeKind.CONTRIBUTION, "Kết quả thu quỹ khuyến học năm 2026",
            "Đã thu: 86/112 hộ, 10.320.000 đồng.\nĐã chi: 4.500.000 đồng thưởng học sinh giỏi.",
        ),
        notice(
            "ho-ngheo", NoticeKind.POOR_HOUSEHOLDS, "Danh sách hộ nghèo, cận nghèo năm 2026",
            "Hộ nghèo: 6 hộ. Hộ cận nghèo: 9 hộ.\n\nDanh sách tên hộ niêm yết tại nhà văn hóa.",
        ),
    ]  # fmt: skip


def _alerts(now: datetime) -> list[Alert]:
    return [
        Alert(
            AlertRef("dai-khi-tuong-tinh", "2026-118", now - timedelta(hours=1)),
            AlertStatus.ACTUAL,
            AlertType.ALERT,
            "Lũ quét, sạt lở đất",
            "Nguy cơ lũ quét, sạt lở đất ở vùng núi",
            now - timedelta(hours=1),
            now + timedelta(hours=12),
            "Trong 12 giờ tới có mưa to, có nơi trên 120 mm.",
            "Bà con ở sát suối và chân núi chuẩn bị đồ, sẵn sàng lên nhà văn hóa khi nghe kẻng.",
            ("Xã Yên Minh", "Xã Hữu Vinh"),
            3,
            source="Đài khí tượng thủy văn tỉnh",
        )
    ]
