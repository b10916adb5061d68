"""What people ask a screen and no catalogue of a commune will ever have (data).

A catalogue names beside it what it has not itself (`absent`).
"""

from __future__ import annotations

from typing import Final

ELSEWHERE: Final = (
    "giá vàng", "giá lúa", "giá lợn hơi", "giá cà phê", "giá xăng", "giá đất", "tỷ giá",
    "chứng khoán", "tiền ảo",
    "xổ số", "kết quả xổ số", "vé số", "bóng đá", "đá bóng", "lịch thi đấu", "tỉ số", "thể thao",
    "xem phim", "phim", "nghe nhạc", "ca nhạc", "bài hát", "chơi game", "game", "truyện",
    "truyện cười",
    "youtube", "tiktok", "google", "truyền hình", "xem tivi", "lịch âm", "xem ngày", "ngày tốt",
    "xem bói", "tử vi",
    "bói toán", "phong thủy", "du lịch", "khách sạn", "vé máy bay", "vé xe", "vé tàu", "xe buýt",
    "giờ xe chạy",
    "đặt xe", "taxi", "bản đồ", "đường đi hà nội", "nấu ăn", "nấu phở", "công thức nấu", "món ăn",
    "điểm thi", "tuyển dụng", "tuyển sinh", "thi đại học", "điểm chuẩn", "giải toán", "bài tập",
    "học tiếng anh",
    "mua điện thoại", "sửa điện thoại", "nạp thẻ điện thoại", "nạp tiền điện thoại", "sửa tivi",
    "người yêu", "làm quen", "tâm sự", "giảm cân", "làm đẹp", "mỹ phẩm", "chăm sóc da",
    "quần áo đẹp", "thời trang", "facebook", "mạng xã hội", "thi tốt nghiệp", "lịch thi",
    "kết quả thi", "phở", "bún", "ăn cỗ", "nấu cỗ", "quán nào ngon", "trồng cây gì", "trồng ngô",
    "trồng lúa", "nuôi con gì", "chăn nuôi", "giá thịt", "giá thóc", "lịch cắt điện",
    "con chó", "con mèo", "con gà", "con vịt", "con lợn", "con trâu", "con bò", "con cá",
    "xin lời chúc", "thơ tình", "đố vui",
)  # fmt: skip
"""In the words of people."""
