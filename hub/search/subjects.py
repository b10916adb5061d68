"""Subjects of the touchscreen that are no procedures, and the words people type for them (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.search.findable import OTHER_WORD, TITLE, Findable, Phrase

PREFIX: Final = "subject:"
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "notices": (
        "bảng tin", "tin thôn", "công khai", "thu chi", "ngân sách", "quy hoạch",
        "các khoản đóng góp", "danh sách hộ nghèo", "lấy ý kiến", "dự thảo", "mời họp thôn",
        "notices", "news",
    ),
    "loudspeakers": (
        "loa", "phát thanh", "lịch phát", "giờ phát", "nghe lại", "bản tin", "đài truyền thanh",
        "mấy giờ phát", "tiếp sóng", "loudspeakers", "radio",
    ),
    "weather": (
        "thời tiết", "mưa", "mưa lớn", "bão", "lũ", "lũ quét", "sạt lở", "lụt", "dự báo",
        "thiên tai", "sơ tán", "rét hại", "nắng nóng", "weather", "storm", "flood",
    ),
    "wifi": ("wifi", "mạng", "internet", "mật khẩu wifi", "vào mạng", "pass wifi"),
    "feedback": (
        "góp ý", "phản ánh", "kiến nghị", "khiếu nại", "tố cáo", "ý kiến", "báo hỏng",
        "đèn đường hỏng", "đường hỏng", "rác", "trả lời phản ánh", "complaint", "feedback",
    ),
    "rating": ("chấm điểm", "đánh giá", "hài lòng", "không hài lòng", "rating"),
    "goods": (
        "nông sản", "đặc sản", "OCOP", "sản phẩm", "mua hàng", "bán hàng", "mật ong",
        "truy xuất nguồn gốc", "goods",
    ),
    "payments": (
        "nộp tiền", "đóng tiền", "đóng quỹ", "nộp quỹ", "chuyển khoản", "tiền rác", "tiền điện",
        "quỹ thôn", "VietQR", "trả tiền", "pay",
    ),
    "meetings": ("họp", "họp trực tuyến", "họp thôn", "họp chi bộ", "zoom", "link họp", "meeting"),
    "apps": (
        "ứng dụng", "cài ứng dụng", "app", "sổ tay", "phòng chống tội phạm", "cẩm nang",
        "tài liệu",
    ),
    "party": ("tài liệu chi bộ", "nghị quyết", "sinh hoạt chi bộ", "đảng viên", "party cell"),
    "phones": (
        "số điện thoại", "gọi ai", "đường dây nóng", "hotline", "tổ công nghệ số",
        "tổ chuyển đổi số", "ai giúp", "người hỗ trợ", "trưởng thôn", "phone numbers",
    ),
}  # fmt: skip
"""By the path of each subject."""


def subject_findables(titles: Mapping[str, str]) -> tuple[Findable, ...]:
    """The subjects, to be found beside a catalogue.

    Args:
        titles: What stands on each subject's tile, by its path.
    """
    return tuple(
        Findable(
            f"{PREFIX}{path}",
            title,
            (Phrase(title, TITLE), *(Phrase(word, OTHER_WORD) for word in WORDS[path])),
        )
        for path, title in titles.items()
    )
