"""Units of measure and money behind a number."""

from __future__ import annotations

import re
from typing import Final

from hub.prepare.vietnamese.vocabulary import words

_LENGTHS: Final = {
    "km": "ki lô mét",
    "m": "mét",
    "dm": "đề xi mét",
    "cm": "xen ti mét",
    "mm": "mi li mét",
}
EXACT: Final[dict[str, str]] = {
    **_LENGTHS,
    **{f"{unit}{two}": f"{said} vuông" for unit, said in _LENGTHS.items() for two in ("²", "2")},
    **{f"{unit}{three}": f"{said} khối" for unit, said in _LENGTHS.items() for three in ("³", "3")},
    "kg": "ki lô gam", "g": "gam", "gr": "gam", "mg": "mi li gam", "µg": "mi crô gam",
    "mcg": "mi crô gam", "l": "lít", "L": "lít", "ml": "mi li lít", "mL": "mi li lít",
    "cc": "xê xê", "lít": "lít", "ha": "héc ta", "tấn": "tấn", "tạ": "tạ",
    "%": "phần trăm", "‰": "phần nghìn", "°": "độ", "°C": "độ C", "°c": "độ C", "℃": "độ C",
    "°F": "độ F", "°N": "độ Bắc", "°E": "độ Đông", "°B": "độ Bắc", "°Đ": "độ Đông",
    "oC": "độ C", "0C": "độ C", "kV": "ki lô vôn", "kVA": "ki lô vôn ampe",
    "MVA": "mê ga vôn ampe", "kW": "ki lô oát", "kw": "ki lô oát", "kWh": "ki lô oát giờ",
    "kwh": "ki lô oát giờ", "MW": "mê ga oát", "GW": "gi ga oát", "TW": "tê ra oát", "V": "vôn",
    "W": "oát",
    "v": "vôn", "w": "oát", "mA": "mi li ampe", "mAh": "mi li ampe giờ", "Ah": "ampe giờ",
    "kWp": "ki lô oát píc", "MWp": "mê ga oát píc", "Ω": "ôm", "dl": "đề xi lít",
    "dL": "đề xi lít", "mV": "mi li vôn",
    "Hz": "héc", "kHz": "ki lô héc", "MHz": "mê ga héc", "GHz": "gi ga héc", "HP": "mã lực",
    "hp": "mã lực", "mmHg": "mi li mét thủy ngân", "GB": "gi ga bai", "MB": "mê ga bai",
    "KB": "ki lô bai", "TB": "tê ra bai", "kB": "ki lô bai", "Mbps": "mê ga bít trên giây",
    "Gbps": "gi ga bít trên giây", "dB": "đề xi ben", "ppm": "phần triệu", "s": "giây",
    "th": "tháng", "ng": "người", "p": "phút", "ph": "phút",
    "ms": "mi li giây", "hPa": "héc tô pát can", "kPa": "ki lô pát can", "atm": "át mốt phe",
    "inch": "inh", "kcal": "ki lô calo",
    "mmol": "mi li mol", "µmol": "mi crô mol", "IU": "đơn vị", "UI": "đơn vị",
    "đ": "đồng", "₫": "đồng", "đ.": "đồng", "VNĐ": "đồng", "VND": "đồng", "vnđ": "đồng",
    "vnd": "đồng", "Vnđ": "đồng", "k": "nghìn", "K": "nghìn", "tr": "triệu", "Tr": "triệu",
    "tr.đ": "triệu đồng", "tỷ.đ": "tỷ đồng",
    "trđ": "triệu đồng", "tỷđ": "tỷ đồng", "tỷ": "tỷ", "tỉ": "tỉ", "triệu": "triệu",
    "nghìn": "nghìn", "ngàn": "ngàn", "đồng": "đồng", "USD": "đô la Mỹ", "usd": "đô la Mỹ",
    "¢": "xu", "₭": "kíp", "฿": "bạt", "$": "đô la", "€": "ơ rô", "EUR": "ơ rô",
    "£": "bảng Anh", "¥": "yên", "NDT": "nhân dân tệ",
    "k/g": "ki lô gam", "sqm": "mét vuông", "euro": "ơ rô",
}  # fmt: skip
_STRICT: Final = words("ms ph ma mv tr th ng ah dl iu ui")
_LOOSE: Final = {
    unit.lower(): said
    for unit, said in EXACT.items()
    if len(unit) > 1 and unit.isascii() and unit.lower() not in _STRICT
}
"""Longer units are known in any case: KM, Kg, HA."""
_ONLY_GLUED: Final = words("v w s p ph K đ. 0C oC ms")
"""Behind a space these letters are something else."""
_SYMBOL: Final = re.compile(
    r"t[rỷ]\.đ|[^\W\d_]{1,5}[²³23]?|[%‰₫$€£¥℃¢₭฿Ω]|° ?[CcFNEBĐ](?![^\W_])|°|0C"
)
_SIDE: Final = re.compile(r"[kdcm]?m(?=[xX*][0-9])")
"""Of 2mx3m."""
_COMRADES: Final = re.compile(r"/(?:c|C)(?![^\W_])")
"""12 đ/c are people."""
_MONEY: Final = words("đồng nghìn triệu tỷ tỉ ngàn")
ALONE: Final = words("km kg cm mm ml km2 m2 m3 cm2 kw kW kV kWh km² m² m³ cm³ mg MHz MW VNĐ")
"""Units that are known without a number before them: *mỗi kg*."""


def unit_at(text: str, end: int) -> tuple[str, int] | None:
    """The unit that stands behind a number which ends at `end`: its words and its own end."""
    spaced = text[end : end + 1] == " "
    found = _SIDE.match(text, end) or _SYMBOL.match(text, end + spaced)
    if found is None:
        return None
    unit, stop = found.group(), found.end()
    if unit[-1:] in "23" and unit not in EXACT and unit.lower() not in _LOOSE:
        return None
    if spaced and unit in _ONLY_GLUED:
        return None
    if text[stop : stop + 1].isalnum() and found.re is not _SIDE:
        return None
    if _COMRADES.match(text, stop) and unit in "đĐ":
        return None
    said = EXACT.get(unit) or EXACT.get(unit.replace("° ", "°")) or _LOOSE.get(unit.lower())
    return (said, stop) if said else None


def is_money(said: str) -> bool:
    """Whether a unit's words are money, so that a rate of it is said with *một*."""
    return said.rpartition(" ")[2] in _MONEY or said.startswith(("đô", "ơ rô", "bảng", "yên"))
