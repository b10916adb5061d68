"""How old something is, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from web.language import speaker
from web.present.age import age

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (timedelta(0), "vừa xong"),
        (timedelta(seconds=59), "vừa xong"),
        (timedelta(seconds=-90), "vừa xong"),
        (timedelta(minutes=1), "1 phút trước"),
        (timedelta(minutes=59, seconds=59), "59 phút trước"),
        (timedelta(hours=1), "1 giờ trước"),
        (timedelta(hours=23, minutes=59), "23 giờ trước"),
        (timedelta(days=1), "1 ngày trước"),
        (timedelta(days=13), "13 ngày trước"),
        (timedelta(days=14), "2 tuần trước"),
        (timedelta(days=60), "2 tháng trước"),
        (timedelta(days=730), "2 năm trước"),
        (timedelta(minutes=-3), "chưa rõ bao lâu"),
    ],
)
def test_it_is_told_in_the_unit_that_people_use(passed: timedelta, told: str) -> None:
    assert age(NOW - passed, NOW, speaker("vi")) == told
