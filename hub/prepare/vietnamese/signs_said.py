"""Signs that are words: percent, degree, arrows, fractions, money."""

from __future__ import annotations

from typing import Final

SIGNS: Final = {
    "&": "và", "+": "cộng", "=": "bằng", "<": "dưới", ">": "trên", "≥": "lớn hơn hoặc bằng",
    "≤": "nhỏ hơn hoặc bằng", "±": "cộng trừ", "×": "nhân", "÷": "đến", "%": "phần trăm",
    "‰": "phần nghìn", "@": "a còng", "°": "độ", "℃": "độ C", "℉": "độ F", "½": "một phần hai",
    "¼": "một phần tư", "¾": "ba phần tư", "⅓": "một phần ba", "⅔": "hai phần ba",
    "⅕": "một phần năm", "⅖": "hai phần năm", "⅗": "ba phần năm", "⅘": "bốn phần năm",
    "⅙": "một phần sáu", "⅚": "năm phần sáu", "⅐": "một phần bảy", "⅛": "một phần tám",
    "⅜": "ba phần tám", "⅝": "năm phần tám", "⅞": "bảy phần tám", "⅑": "một phần chín",
    "⅒": "một phần mười", "₫": "đồng", "$": "đô la", "€": "ơ rô", "£": "bảng Anh", "¥": "yên",
    "¢": "xu", "₭": "kíp", "฿": "bạt", "₹": "ru pi", "₩": "uôn", "₽": "rúp", "₱": "pê sô",
    "²": "vuông", "³": "khối", "µ": "micrô", "№": "số", "§": "mục", "≈": "xấp xỉ", "≠": "khác",
    "∞": "vô cùng", "√": "căn", "Ω": "ôm", "Ø": "phi", "★": "sao", "↑": "tăng", "↓": "giảm",
    "♀": "nữ", "♂": "nam",
}  # fmt: skip
"""What is said for a sign wherever it stands."""
SPOKEN_SIGNS: Final = "".join(SIGNS) + "–…•→"
"""Every sign that the rules read, beside letters, digits and the marks of a keyboard."""
