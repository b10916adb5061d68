"""Subjects of the touchscreen that are no procedures, and the words people type for them (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from hub.search.findable import FOREIGN, OTHER_WORD, TITLE, Findable, Phrase

PREFIX: Final = "subject:"
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "notices": (
        "bảng tin", "tin thôn", "thôn thu chi", "công khai", "thu chi", "ngân sách", "quy hoạch",
        "các khoản đóng góp", "ngân sách xã", "tài chính thôn", "công khai tài chính",
        "họp dân", "danh sách hộ nghèo", "lấy ý kiến", "dự thảo", "mời họp thôn", "notices",
        "news", "village news", "budget", "public notices",
    ),
    "loudspeakers": (
        "loa", "phát thanh", "lịch phát", "giờ phát", "nghe lại", "bản tin",
        "đài truyền thanh", "mấy giờ phát", "tiếp sóng", "loa thôn", "loa nói gì",
        "loa sáng nay", "loa kêu", "bản tin loa", "mấy giờ loa đọc", "loa đọc", "loa ồn",
        "loa to quá", "loa không kêu", "loudspeakers", "radio", "broadcast",
        "loa rè", "phát lại", "đài xã", "truyền thanh", "timetable",
    ),
    "weather": (
        "thời tiết", "mưa", "mưa lớn", "bão", "lũ", "lũ quét", "sạt lở", "lụt", "dự báo",
        "thiên tai", "sơ tán", "rét hại", "nắng nóng", "hôm nay có mưa không", "trời mưa",
        "mai mưa", "có mưa đá không", "có bão không", "mai có bão không", "có lũ không",
        "mai có mưa không", "bão mấy giờ vào", "bão vào", "mưa đá", "bão số mấy",
        "nước lên", "nước dâng", "gió mạnh", "sấm sét", "weather", "storm", "flood", "rain",
    ),
    "wifi": (
        "wifi", "mạng", "internet", "mật khẩu wifi", "vào mạng", "pass wifi", "pass wf",
        "wf", "wifi nhà văn hóa", "mật khẩu mạng",
        "không vào được mạng", "mạng yếu", "mạng miễn phí", "password",
    ),
    "feedback": (
        "góp ý", "phản ánh", "kiến nghị", "khiếu nại", "tố cáo", "ý kiến", "báo hỏng",
        "đèn đường hỏng", "đường hỏng", "rác", "rác thải", "đường xấu", "gửi ý kiến",
        "đèn đường cháy", "ổ gà", "đường ổ gà", "rác không ai dọn", "cống tắc",
        "tắc cống", "cống thoát nước", "cột điện đổ", "dây điện đứt",
        "ý kiến cho xã", "ô nhiễm", "nước bẩn",
        "mất điện", "mất nước", "trả lời phản ánh",
        "complaint", "feedback", "suggestion",
    ),
    "rating": (
        "chấm điểm", "đánh giá", "hài lòng", "không hài lòng", "thái độ cán bộ",
        "thái độ không tốt", "chấm điểm cán bộ", "rating",
    ),
    "goods": (
        "nông sản", "đặc sản", "OCOP", "sản phẩm", "mua hàng", "bán hàng", "mật ong",
        "mật ong rừng",
        "truy xuất nguồn gốc", "bán nông sản lên mạng", "mua chè ngon", "chè", "gạo", "rượu ngô",
        "gà đồi", "bán gà", "bán lợn", "lợn giống", "chè sạch", "rau sạch", "gạo nếp", "măng khô",
        "miến dong", "trứng gà", "hoa quả", "trái cây", "quà quê", "hàng nhà làm",
        "thổ cẩm", "hàng địa phương", "goods", "local products",
    ),
    "payments": (
        "nộp tiền", "đóng tiền", "đóng quỹ", "nộp quỹ", "chuyển khoản", "tiền rác",
        "tiền điện", "quỹ thôn", "VietQR", "trả tiền", "tiền vệ sinh", "tiền nước",
        "đóng góp", "chuyển tiền", "mã QR chuyển tiền", "pay", "payment", "fee",
    ),
    "meetings": (
        "họp", "họp trực tuyến", "họp thôn", "họp chi bộ", "zoom", "link họp",
        "họp mấy giờ", "họp xóm", "họp bản", "họp chi bộ tháng này", "họp qua mạng", "meeting",
    ),
    "apps": (
        "ứng dụng", "cài ứng dụng", "app", "sổ tay", "phòng chống tội phạm", "cẩm nang",
        "tài liệu", "apps", "handbook",
    ),
    "party": (
        "tài liệu chi bộ", "nghị quyết", "sinh hoạt chi bộ", "đảng viên", "đại hội",
        "nghị quyết đại hội", "đảng phí",
        "điều lệ đảng", "party cell",
    ),
    "phones": (
        "số điện thoại", "gọi ai", "đường dây nóng", "hotline", "tổ công nghệ số",
        "tổ chuyển đổi số", "ai giúp", "người hỗ trợ", "trưởng thôn", "trưởng bản",
        "trưởng xóm", "bí thư", "số bí thư", "bí thư chi bộ",
        "chủ tịch xã", "ủy ban nhân dân xã", "y tá thôn", "phiên dịch", "biết tiếng dân tộc",
        "cần giúp", "giúp đỡ", "nhờ giúp", "cán bộ", "help", "phone numbers", "who helps",
        "village head",
    ),
}  # fmt: skip
"""By the path of each subject."""


def subject_findables(titles: Mapping[str, Sequence[str]]) -> tuple[Findable, ...]:
    """The subjects, to be found beside a catalogue.

    Args:
        titles: By each subject's path what stands on its tile, then the same in other languages.
    """
    return tuple(
        Findable(
            f"{PREFIX}{path}",
            title,
            (
                Phrase(title, TITLE),
                *(Phrase(other, FOREIGN) for other in others),
                *(Phrase(word, OTHER_WORD) for word in WORDS[path]),
            ),
        )
        for path, (title, *others) in titles.items()
    )
