"""Words of the middle and the south, and what the same is called in the papers (data).

Read like short forms.  Written without accents most of them would be another word, so only those
stand here in that way, too, which are none.
"""

from __future__ import annotations

from typing import Final

REGIONAL: Final = (
    ("giựt", "giật"), ("giut", "giật"), ("chưởi", "chửi"), ("bịnh", "bệnh"), ("hun", "hôn"),
    ("nhứt", "nhất"), ("lãnh", "lĩnh"), ("gởi", "gửi"), ("mướn", "thuê"),
    ("dìa", "về"), ("dợ", "vợ"), ("dô", "vào"), ("nớ", "đó"), ("bả", "bà ấy"),
    ("ổng", "ông ấy"), ("mệ", "bà"), ("đàng", "đường"), ("tánh", "tính"), ("chánh", "chính"),
    ("bắp", "ngô"), ("heo", "lợn"), ("cẳng", "chân"), ("xài", "dùng"),
    ("oánh", "đánh"), ("uýnh", "đánh"), ("quánh", "đánh"),
    ("nác", "nước"), ("cúp", "mất"), ("vầy", "thế này"), ("trển", "trên đó"),
)  # fmt: skip
"""The word as it is said there, and the other."""
