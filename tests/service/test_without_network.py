"""Cut off for weeks and started again: every page is there, and says how old its data are."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.service.alone import told_alone
from tests.service.cut_off import UNTOLD

pytestmark = [pytest.mark.service, pytest.mark.timeout(400)]

AGE = re.compile(r"\d+ (phút|giờ|ngày|tuần|tháng|năm) trước|vừa xong|chưa rõ bao lâu")
WITHOUT = re.compile(r"^/kiosk/(feedback|rating|party)")
"""What people tell the screen, and the room that is closed: nothing dated stands there."""
SUBJECTS = {
    "", "notices", "loudspeakers", "weather", "wifi", "feedback", "rating", "goods", "payments",
    "apps", "phones",
}  # fmt: skip


def main_of(page: str) -> str:
    """The words between the frame's head and its tools."""
    main = page[page.index("<main") : page.index("</main>")]
    return unescape(re.sub(r"<[^>]+>", " ", main))


def silent(pages: dict[str, str]) -> list[str]:
    """Those that do not say how old it is what they show."""
    return [
        path
        for path, page in pages.items()
        if not WITHOUT.match(path) and UNTOLD not in page and not AGE.search(main_of(page))
    ]


def test_every_page_is_there_and_says_how_old_it_is_before_and_after(tmp_path: Path) -> None:
    told = told_alone("tests/service/cut_off.py", tmp_path)

    assert {path.removeprefix("/kiosk/") for path in told["first"]} >= SUBJECTS
    assert set(told["again"]) == set(told["first"])
    assert set(told["lost"]) >= set(told["first"])
    assert len(told["first"]) > 50
    for pages in told.values():
        assert [path for path, page in pages.items() if 'class="k-title"' not in page] == []
        assert silent(pages) == []
        assert "nhập lúc" in pages["/kiosk/goods"]
        assert "lần cuối" in pages["/kiosk/weather"]
    for name in ("first", "again"):
        assert "(3 tuần trước)" in told[name]["/kiosk/goods"]
        assert "(3 tuần trước)" in told[name]["/kiosk/weather"]
        assert "Hiện không có cảnh báo" not in told[name]["/kiosk/weather"]
    assert "Xin ý kiến về làm đường" in told["lost"]["/kiosk/notices"]
    assert "ít nhất" in told["lost"]["/kiosk/goods"]
