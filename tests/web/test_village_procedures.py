"""A procedure that the village entered itself: found, shown, dated, and gone past its day."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from hub.domain.person import Role
from hub.domain.village_procedure import VillageProcedure
from hub.qr.drawing import code
from tests.web.site import HOST, NOW, Site
from tests.web.test_content_pages import FORMS, stored

FORM = FORMS["procedure"][1]
DAY_S = 86_400.0
PAGE = "https://thon.example.gov.vn/muon-nha-van-hoa?mau=1"


def wall(site: Site, path: str, status: int = 200) -> str:
    answer = FlaskClient(site.app, site.app.response_class).get(f"/kiosk/{path}", base_url=HOST)
    assert answer.status_code == status, answer.text[:500]
    return unescape(answer.text)


def entered(site: Site, **other: str) -> VillageProcedure:
    answer = site.phone(Role.HEAD, "Hoa").post("/content/cards/procedure/new", **{**FORM, **other})
    assert answer.status_code == 303, answer.text
    (found,) = stored(site, VillageProcedure)
    assert isinstance(found, VillageProcedure)
    return found


def test_it_says_what_to_bring_where_for_how_much_and_who_entered_it(site: Site) -> None:
    page = wall(site, f"procedure/{entered(site).id}")

    for said in ("Mượn nhà văn hóa", "Đơn mượn", "Căn cước", "Trưởng thôn", "Không thu", "Hoa đưa"):
        assert said in page
    assert "Đã kiểm tra 20/11/2026" in page
    assert "Chưa xác minh" not in page
    assert "Danh mục khởi đầu" not in page  # the commune's catalogue does not answer for it


def test_who_takes_it_is_whoever_was_entered_and_no_office_besides(site: Site) -> None:
    site.phone(Role.HEAD).post("/content/cards/place/new", name="Trung tâm của xã")

    one = entered(site)
    assert "Trung tâm của xã" not in wall(site, f"procedure/{one.id}")
    assert "Trung tâm của xã" in wall(site, "procedure/1.000894")


def test_nobody_has_asked_the_commune_so_it_is_not_verified(site: Site) -> None:
    page = wall(site, f"procedure/{entered(site, checked_on='').id}")

    assert "Chưa xác minh: hãy hỏi lại" in page
    assert "Chưa xác minh: danh sách" in page


@pytest.mark.parametrize(
    "asked",
    ["muon nha van hoa", "mượn hội trường", "thue rap", "MƯỢN NHÀ VĂN HOÁ", "nhà vam hóa"],
)
def test_it_is_found_first_by_each_of_its_names(site: Site, asked: str) -> None:
    one = entered(site)

    found = wall(site, f"find?q={asked}")

    assert found.index(f"/kiosk/procedure/{one.id}") == found.index("/kiosk/procedure/")


def test_it_stands_under_its_event_of_life_behind_those_of_the_catalogue(site: Site) -> None:
    before = wall(site, "event/ket-hon")
    one = entered(site)
    page = wall(site, "event/ket-hon")

    assert one.id not in before
    assert page.rindex("/kiosk/procedure/") == page.index(f"/kiosk/procedure/{one.id}")


def test_its_code_leads_to_the_page_that_was_entered_and_without_one_there_is_none(
    site: Site,
) -> None:
    one = entered(site)
    assert "k-qr" not in wall(site, f"procedure/{one.id}")

    site.clock.step_wall(-3600.0)  # whoever corrects it after the clock was set back is heard, too
    kept = site.phone(Role.HEAD).post(
        f"/content/cards/procedure/{one.id}", **{**FORM, "link": PAGE}
    )
    assert kept.status_code == 303
    page = wall(site, f"procedure/{one.id}")
    assert code(PAGE).svg.removeprefix("<svg ") in page
    assert "thon.example.gov.vn" in page


def test_past_its_last_day_it_is_neither_shown_nor_found(site: Site) -> None:
    one = entered(site)
    site.clock.pass_time(31 * DAY_S)

    wall(site, f"procedure/{one.id}", 404)
    assert one.id not in wall(site, "event/ket-hon")
    assert one.id not in wall(site, "find?q=muon nha van hoa")


def test_saving_it_unchanged_makes_it_no_younger(site: Site) -> None:
    one = entered(site)
    site.clock.pass_time(2 * DAY_S)
    again = site.phone(Role.HEAD, "Lan")

    again.post(f"/content/cards/procedure/{one.id}", **FORM)
    assert stored(site, VillageProcedure) == [one]

    again.post(f"/content/cards/procedure/{one.id}", **{**FORM, "fee": "20.000 đồng"})
    (after,) = stored(site, VillageProcedure)
    assert isinstance(after, VillageProcedure)
    assert (after.author, after.entered) == ("Lan", NOW + timedelta(days=2))
