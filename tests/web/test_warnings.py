"""Alerts typed on the phone: shown with level, colour and age, corrected, taken back, over."""

from __future__ import annotations

import re

import pytest

from hub.domain.alert import Alert, AlertRef, AlertStatus, AlertType
from hub.domain.person import Role
from hub.store.alerts import put_alert
from hub.store.connect import open_content
from hub.store.permits import Service
from tests.web.site import NOW, Site
from web.kiosk.place import MARK

FORM = {
    "hazard": "flash_flood", "headline": "Nguy cơ lũ quét ở suối Nậm", "level": "3",
    "source": "Đài Khí tượng Thủy văn tỉnh, bản tin 118", "areas": "Xóm 1, Xóm 2",
    "day": "2026-12-01", "time": "10:00", "last_day": "2026-12-01", "last_time": "22:00",
    "to_do": "Không qua suối.",
}  # fmt: skip


def screen(site: Site, path: str = "weather") -> str:
    answer = site.app.test_client().get(f"/kiosk/{path}", environ_overrides={MARK: True})
    return str(answer.get_data(as_text=True))


def own(page: str) -> str:
    found = re.search(r"/content/warnings/([0-9a-f]{16})", page)
    assert found is not None
    return found[1]


def test_an_alert_stands_on_the_screen_with_level_colour_place_and_age(site: Site) -> None:
    head = site.phone(Role.HEAD)

    assert head.post("/content/warnings/new", **FORM).status_code == 303
    site.clock.pass_time(3 * 3600)

    page = screen(site)
    for told in ("Nguy cơ lũ quét ở suối Nậm", "Cấp 3, màu da cam", "Xóm 1, Xóm 2", "Không qua"):
        assert told in page
    assert "bản tin 118 phát lúc 10:00, 1/12/2026 (3 giờ trước)" in page
    for path in ("", "rest/slides"):
        assert "Nguy cơ lũ quét ở suối Nậm" in screen(site, path)


def test_it_vanishes_by_itself(site: Site) -> None:
    site.phone(Role.HEAD).post("/content/warnings/new", **FORM)

    site.clock.pass_time(12 * 3600 + 1)

    for path in ("weather", "", "rest/slides"):
        assert "suối Nậm" not in screen(site, path)


def test_a_correction_takes_its_place_and_taking_back_ends_it(site: Site) -> None:
    head = site.phone(Role.DEPUTY)
    head.post("/content/warnings/new", **FORM)
    first = own(head.get("/content/warnings").text)
    assert 'value="Nguy cơ lũ quét ở suối Nậm"' in head.get(f"/content/warnings/{first}").text
    site.clock.pass_time(60)

    head.post(f"/content/warnings/{first}", **{**FORM, "headline": "Lũ lớn", "level": "4"})

    page = screen(site)
    assert ("suối Nậm" in page, "Lũ lớn" in page, "Cấp 4, màu đỏ" in page) == (False, True, True)
    site.clock.pass_time(60)
    head.post(f"/content/warnings/{own(head.get('/content/warnings').text)}/remove")
    assert "Lũ lớn" not in screen(site)
    assert "Lũ lớn" not in head.get("/content/warnings").text


def test_one_that_is_moved_to_later_does_not_hold_until_then(site: Site) -> None:
    head = site.phone(Role.HEAD)
    head.post("/content/warnings/new", **FORM)
    site.clock.pass_time(60)

    head.post(
        f"/content/warnings/{own(head.get('/content/warnings').text)}", **{**FORM, "time": "15:00"}
    )

    assert "suối Nậm" not in screen(site)
    assert "Chưa đến ngày" in head.get("/content/warnings").text
    site.clock.pass_time(5 * 3600)
    assert "suối Nậm" in screen(site)


@pytest.mark.parametrize(
    "wrong",
    [
        {"headline": " "}, {"source": ""}, {"level": "6"}, {"hazard": "war"}, {"day": "hôm nay"},
        {"last_time": "09:00"}, {"last_day": "2027-03-01"},
        {"day": "2026-11-30", "last_day": "2026-11-30"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_shown(site: Site, wrong: dict[str, str]) -> None:
    answer = site.phone(Role.HEAD).post("/content/warnings/new", **{**FORM, **wrong})

    assert answer.status_code in {400, 409, 422}
    assert "suối Nậm" not in screen(site)


def test_what_the_commune_sent_is_not_changed_here(site: Site) -> None:
    sent = Alert(
        AlertRef("xa", "a" * 16, NOW), AlertStatus.ACTUAL, AlertType.ALERT, "Bão", "Bão số 9", NOW,
        NOW.replace(day=2),
    )  # fmt: skip
    with open_content(site.folder, Service.HUB) as store:
        put_alert(store, sent, NOW)
    head = site.phone(Role.HEAD)

    assert "Bão số 9" in head.get("/content/warnings").text
    assert head.get(f"/content/warnings/{'a' * 16}").status_code == 404
    assert head.post(f"/content/warnings/{'a' * 16}/remove").status_code == 404


def test_whoever_only_writes_cannot_warn(site: Site) -> None:
    assert site.phone(Role.SPEAKER).post("/content/warnings/new", **FORM).status_code == 403
