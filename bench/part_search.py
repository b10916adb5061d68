"""Part "search": answers at every keystroke over 500 procedures."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from datetime import date

from bench.context import Context
from bench.figures import summary
from bench.report import Part
from hub.content.starter import starter_catalogue
from hub.search.findable import Findable, Phrase, findables
from hub.search.finder import Finder

NAME = "search"
PROCEDURES = 500
BAR_MS = 10.0
TODAY = date(2026, 11, 22)

VERBS = (
    "Đăng ký", "Cấp", "Cấp lại", "Gia hạn", "Xác nhận", "Công nhận", "Chứng thực", "Hỗ trợ",
    "Thay đổi", "Chấm dứt", "Khai báo", "Thẩm định", "Thu hồi", "Bổ sung", "Điều chỉnh",
)  # fmt: skip
OBJECTS = (
    "giấy phép xây dựng nhà ở riêng lẻ", "tàu cá", "hoạt động bến khách ngang sông",
    "nhóm trẻ độc lập tư thục", "thư viện cộng đồng", "câu lạc bộ thể thao cơ sở",
    "giết mổ gia súc", "khai thác nước dưới đất", "tổ hợp tác", "hợp tác xã",
    "bán lẻ rượu", "lễ hội", "quyền sử dụng đất nông nghiệp", "nhà văn hóa thôn",
    "vay vốn hộ nghèo", "học bổng học sinh dân tộc thiểu số", "thẻ bảo hiểm y tế",
    "người nhận nuôi con nuôi", "giấy xác nhận nơi cư trú", "trồng rừng thay thế",
    "bồi thường thiệt hại do thiên tai", "chăn nuôi trang trại", "phòng cháy chữa cháy rừng",
    "thăm viếng mộ liệt sĩ", "trợ cấp một lần cho thanh niên xung phong",
    "danh hiệu gia đình văn hóa", "hòa giải tranh chấp đất đai", "kê khai giá",
    "hoạt động tín ngưỡng", "chuyển trường cho học sinh", "di dời mồ mả",
    "phương án sử dụng tầng đất mặt", "biển số nhà", "cây xanh đô thị",
)  # fmt: skip
TYPED = (
    "dang ky khai sinh", "Đăng ký tạm trú", "giay phep xay dung nha o", "ĐKKS", "hoà giải",
    "ddawng kys keets hoon", "ho ngheoo can ngheo", "thẻ bảo hiểm y tế trẻ em",
    "toi muon xin giay xac nhan doc than de vay von", "quyen su dung dat nong nghiep",
    "dangkykhaisinhchocon", "dan gky kahi sihn", "bà nội nhà tôi khuất núi hôm qua",
)  # fmt: skip


def measure(context: Context) -> Part:
    """Time every keystroke of what people type, letter by letter."""
    part = Part(NAME)
    catalogue = starter_catalogue()
    items = (*findables(catalogue, TODAY), *_more())[: PROCEDURES + len(catalogue.entries)]
    began = time.perf_counter()
    finder = Finder(items, catalogue.abbreviations, catalogue.fillers)
    building = (time.perf_counter() - began) * 1000
    both = [
        _timed(finder, typed[:end])
        for _ in range(1 if context.quick else 5)
        for typed in TYPED
        for end in range(1, len(typed) + 1)
    ]
    took = [wall for wall, _ in both]
    part.raw["keystroke_ms"] = took
    found, processor = summary(took), summary([cpu for _, cpu in both])
    assert found is not None
    assert processor is not None
    subject = f"search over {len(items)} things"
    note = f"{len(took)} keystrokes; the slowest {max(took):.1f} ms"
    part.say(subject, "a keystroke, median", found.median, "ms", note=note)
    part.say(subject, "a keystroke, p99", found.p99, "ms", bar=BAR_MS, note=note)
    part.say(subject, "its processor time, p99", processor.p99, "ms")
    part.say(subject, "making the index", building, "ms")
    return part


def _timed(finder: Finder, typed: str) -> tuple[float, float]:
    """Wall time and processor time of one question, ms."""
    began, worked = time.perf_counter(), time.thread_time()
    finder.find(typed)
    return (time.perf_counter() - began) * 1000, (time.thread_time() - worked) * 1000


def _more() -> Iterator[Findable]:
    """Made-up procedures with real words, and a synonym or two each."""
    pairs = itertools.product(OBJECTS, VERBS)
    for number, (thing, verb) in enumerate(pairs):
        title = f"{verb} {thing}"
        yield Findable(
            f"9.{number:06}",
            title,
            (
                Phrase(title, 1.0, has_initials=True),
                Phrase(f"giấy {thing}", 0.95),
                Phrase(f"xin {verb.lower()} {thing} ở đâu", 0.95),
                Phrase(f"9.{number:06}", 0.95),
                Phrase(f"Dùng khi hộ gia đình cần {verb.lower()} {thing} tại xã.", 0.45),
            ),
        )
