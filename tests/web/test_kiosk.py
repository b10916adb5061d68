"""The touchscreen: procedures by event of life, search, codes, what is not verified."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import time

import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient

from hub.commune_section import Commune
from hub.content.starter import starter_catalogue
from hub.domain.helper import Helper, HelperId, Opening, Place, PlaceId
from hub.domain.procedure import Procedure
from hub.domain.validity import Evidence
from hub.qr.drawing import code
from hub.store.cards import put_card
from hub.store.catalogue import put_catalogue
from hub.store.connect import open_content
from hub.store.permits import Service
from tests.qr.test_drawing import as_photographed, picture
from tests.web.site import HOST, NOW, Site
from web.kiosk import shelf
from web.parts import NAME

OWN = """
format = 1
id = "xa"
title = "Danh mục xã Hòa An"
publisher = "UBND xã"
version = 1
made_on = 2026-11-01
[[event]]
id = "viec"
name = "Việc <script>"
[[procedure]]
code = "1.000894"
name = "Kết hôn <b>đậm</b>"
events = ["viec"]
evidence = "A"
fee = "Không thu"
[[procedure]]
code = "1.001193"
name = "Khai sinh"
events = ["viec"]
valid_to = 2026-11-30
[[entry]]
id = "noi-bo"
name = "Tài liệu chi bộ"
audience = "members"
"""


@pytest.fixture
def browser(site: Site) -> FlaskClient:
    return FlaskClient(site.app, site.app.response_class)


def text(
    browser: FlaskClient, path: str, status: int = 200, headers: dict[str, str] | None = None
) -> str:
    answer = browser.get(path, base_url=HOST, headers=headers)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def import_own(site: Site) -> None:
    with open_content(site.folder, Service.CLI) as store:
        put_catalogue(store, "xa", 1, OWN.encode(), NOW, is_forced=False)


def test_the_first_page_leads_to_every_event_of_life(browser: FlaskClient) -> None:
    page = text(browser, "/kiosk/")

    for event in starter_catalogue().events:
        assert f'href="/kiosk/event/{event.id}"' in page


def test_every_link_of_the_first_pages_leads_somewhere(browser: FlaskClient) -> None:
    seen: set[str] = set()
    waiting = ["/kiosk/"]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += re.findall(r'href="(/kiosk/[^"]*)"', text(browser, path))

    assert len([path for path in seen if "/procedure/" in path]) == 25


def test_a_procedure_shows_its_code_papers_and_when_it_was_checked(browser: FlaskClient) -> None:
    page = text(browser, "/kiosk/procedure/1.001193")

    assert "Đăng ký khai sinh" in page
    assert "Giấy chứng sinh" in page
    assert "Đã kiểm tra 09/2026" in page
    assert "Lệ phí" not in page


def test_papers_that_nobody_verified_say_so_though_the_procedure_is(browser: FlaskClient) -> None:
    page = text(browser, "/kiosk/procedure/1.001193")

    papers = page[page.index("Giấy tờ mang theo") : page.index("Nơi nhận")]
    assert "Chưa xác minh" in papers
    assert "Luật Hộ tịch" in papers


def test_papers_that_were_checked_are_not_called_unverified(
    browser: FlaskClient, site: Site
) -> None:
    own = OWN.replace('fee = "Không thu"', 'papers = ["Tờ khai"]\npapers_evidence = "A"')
    with open_content(site.folder, Service.CLI) as store:
        put_catalogue(store, "xa", 1, own.encode(), NOW, is_forced=False)

    assert "Chưa xác minh" not in text(browser, "/kiosk/procedure/1.000894")


@pytest.mark.parametrize(
    "link",
    ["https://x.gov.vn/" + "a" * 234, "https://x.gov.vn/" * 20],
)
def test_a_link_of_the_communes_that_no_code_holds_leaves_the_page_and_says_so(
    browser: FlaskClient, site: Site, link: str
) -> None:
    own = OWN.replace('audience = "members"', f'kind = "app"\naddress = "{link}"')
    with open_content(site.folder, Service.CLI) as store:
        put_catalogue(store, "xa", 1, own.encode(), NOW, is_forced=False)

    page = text(browser, "/kiosk/entry/noi-bo")
    assert "dài quá nên không có mã QR" in page
    assert "<figure" not in page
    assert "Tài liệu chi bộ" in page


@pytest.mark.parametrize("one", starter_catalogue().procedures, ids=lambda one: one.code)
def test_every_shipped_procedure_says_where_and_what_to_bring(one: Procedure) -> None:
    assert one.where
    assert one.papers.items
    assert one.papers.source
    assert one.papers.evidence is Evidence.REPORTED


def test_a_place_prints_its_hours_and_stands_only_under_its_own_topics(
    browser: FlaskClient, site: Site
) -> None:
    hours = tuple(Opening(day, time(7, 30), time(11, 30)) for day in range(5))
    office = Place(PlaceId("xa"), "Trụ sở xã", openings=hours, topics=("sinh-con", "ho-tich"))
    with open_content(site.folder, Service.CLI) as store:
        put_card(store, office, NOW)

    page = text(browser, "/kiosk/procedure/1.001193")

    assert "Trụ sở xã" in page
    assert "T2-T6: 7h30-11h30" in page
    assert "Trụ sở xã" not in text(browser, "/kiosk/procedure/1.004222")


def test_a_handbook_whose_file_is_not_there_says_so(browser: FlaskClient) -> None:
    assert "Xã chưa gửi tệp" in text(browser, "/kiosk/entry/phong-chong-toi-pham")


def test_what_is_not_verified_says_so(browser: FlaskClient) -> None:
    assert "Chưa xác minh" in text(browser, "/kiosk/procedure/1.004222")


@pytest.mark.parametrize("one", starter_catalogue().procedures, ids=lambda one: one.code)
def test_every_code_on_the_pages_is_read_as_the_official_link(
    browser: FlaskClient, one: object
) -> None:
    link: str = one.link  # type: ignore[attr-defined]
    page = text(browser, f"/kiosk/procedure/{one.code}")  # type: ignore[attr-defined]
    width = re.search(r'<svg width="(\d+)" height="\1"', page)

    assert width is not None
    assert code(link).svg.removeprefix("<svg ") in page
    px = int(width[1]) // (code(link).modules + 8)
    assert px / 5.9 >= 1.2
    assert zxingcpp.read_barcodes(as_photographed(picture(link, px)))[0].text == link


def test_the_search_answers_with_the_list_alone(browser: FlaskClient) -> None:
    page = text(browser, "/kiosk/find?q=khai+sinh", headers={"HX-Request": "true"})

    assert page.lstrip().startswith("<ul")
    assert page.index("/kiosk/procedure/1.001193") < page.index("/kiosk/procedure/1.004884")
    assert "<mark>khai</mark>" in page


@pytest.mark.parametrize("typed", ["qwx zzk", "hộ chiếu"])
def test_the_list_alone_names_who_helps_when_the_search_is_not_sure(
    site: Site, browser: FlaskClient, typed: str
) -> None:
    with open_content(site.folder, Service.CLI) as store:
        put_card(store, Helper(HelperId("h"), "Nguyễn Thị Hoa", phone="0912 345 678"), NOW)

    page = text(browser, f"/kiosk/find?q={typed}", headers={"HX-Request": "true"})

    assert "Nguyễn Thị Hoa" in page
    assert "0912 345 678" in page


def test_the_search_works_without_scripts(browser: FlaskClient) -> None:
    page = text(browser, "/kiosk/find?q=ĐKKS")

    assert 'value="ĐKKS"' in page
    assert "/kiosk/procedure/1.001193" in page


def test_what_is_not_found_is_told_and_not_run(browser: FlaskClient) -> None:
    page = text(browser, "/kiosk/find?q=<script>xyzzy</script>")

    assert "<script>xyzzy" not in page
    assert "Chưa tìm thấy" in page


@pytest.mark.parametrize("typed", ["hộ chiếu", "vay vốn", "dịch tả lợn"])
def test_where_nothing_fits_people_are_named_first(
    browser: FlaskClient, site: Site, typed: str
) -> None:
    assert "tổ công nghệ số" in text(browser, f"/kiosk/find?q={typed}")
    with open_content(site.folder, Service.CLI) as store:
        put_card(store, Helper(HelperId("lan"), "Chị Lan", topics=()), NOW)

    page = text(browser, f"/kiosk/find?q={typed}")

    assert "Không chắc" in page
    assert "absent:" not in page
    assert page.index("Chị Lan") < (page.find("k-row") if "k-row" in page else len(page))


def test_where_the_answer_is_sure_nobody_is_in_the_way(browser: FlaskClient) -> None:
    page = text(browser, "/kiosk/find?q=khai sinh")

    assert "Không chắc" not in page
    assert "/kiosk/event/" not in page.replace("/kiosk/event/sinh-con", "")


@pytest.mark.parametrize("typed", ["hjklmn", "hộ chiếu"])
def test_where_nothing_fits_the_events_of_life_are_offered_and_what_was_typed_stays(
    browser: FlaskClient, typed: str
) -> None:
    page = text(browser, f"/kiosk/find?q={typed}")

    assert f'value="{typed}"' in page
    assert "/kiosk/event/sinh-con" in page
    assert "/kiosk/event/dat-dai" in page


def test_other_words_that_led_to_an_answer_are_told(browser: FlaskClient) -> None:
    page = text(browser, "/kiosk/find?q=bà nội tôi khuất núi")

    assert re.search(r'/kiosk/procedure/1.000656"><span>[^<]*</span><span class="k-via">', page)


@pytest.mark.parametrize(
    ("typed", "title", "href"),
    [
        ("khai sinh", "Birth registration", "/kiosk/procedure/1.001193"),
        ("birth", "Birth registration", "/kiosk/procedure/1.001193"),
        ("wifi", "Free wifi", "/kiosk/wifi"),
        ("cấp cứu", "Ambulance: 115", "/kiosk/entry/goi-115"),
    ],
)
def test_answers_are_in_the_language_of_the_page(
    browser: FlaskClient, typed: str, title: str, href: str
) -> None:
    browser.set_cookie("hub_language", "en", domain="192.168.1.9")

    page = text(browser, f"/kiosk/find?q={typed}")

    line = re.search(rf'href="{re.escape(href)}"><span>(.*?)</span>', page)
    assert line is not None
    assert line[1].replace("<mark>", "").replace("</mark>", "") == title


def test_names_in_the_village_s_languages_stand_under_the_title(
    browser: FlaskClient, site: Site
) -> None:
    names = 'names = { hmn = "Sib yuav", en = "X" }'
    own = OWN.replace('fee = "Không thu"', f'fee = "Không thu"\n{names}')
    with open_content(site.folder, Service.CLI) as store:
        put_catalogue(store, "xa", 1, own.encode(), NOW, is_forced=False)

    page = text(browser, "/kiosk/procedure/1.000894")

    assert '<p class="k-name-other" lang="hmn">Sib yuav</p>' in page
    assert ">X</p>" not in page


def test_an_imported_catalogue_is_shown_at_once(browser: FlaskClient, site: Site) -> None:
    text(browser, "/kiosk/")

    import_own(site)

    page = text(browser, "/kiosk/event/viec")
    assert "Danh mục xã Hòa An" in page
    assert "Kết hôn &lt;b&gt;đậm" in page
    assert "<script>" not in page.replace("<script src", "")
    assert "Không thu" in text(browser, "/kiosk/procedure/1.000894")


def test_the_foot_says_who_signed_a_catalogue_and_nothing_of_a_wrong_signature(
    browser: FlaskClient, site: Site
) -> None:
    commune = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    config = site.app.extensions[NAME].config
    known = Commune(commune.public_key().public_bytes_raw())
    shelf.set_up(site.app, replace(config, commune=known))
    line = b"# signature: ed25519 " + base64.b64encode(commune.sign(OWN.encode()))
    with open_content(site.folder, Service.CLI) as store:
        put_catalogue(store, "xa", 1, OWN.encode() + line, NOW, is_forced=True)
        signed = text(browser, "/kiosk/event/viec")
        changed = OWN.replace("Không thu", "10.000 đồng").encode() + line
        put_catalogue(store, "xa", 1, changed, NOW, is_forced=True)
        wrong = text(browser, "/kiosk/event/viec")

    assert "UBND xã ký ngày 01/11/2026" in signed
    assert "ký ngày" not in wrong


def test_what_is_past_its_date_is_gone(browser: FlaskClient, site: Site) -> None:
    import_own(site)

    assert "Khai sinh" not in text(browser, "/kiosk/event/viec")
    text(browser, "/kiosk/procedure/1.001193", 404)
    assert "/kiosk/procedure/1.001193" not in text(browser, "/kiosk/find?q=khai sinh")


def test_what_is_for_members_is_not_on_the_screen(browser: FlaskClient, site: Site) -> None:
    import_own(site)

    assert "chi bộ" not in text(browser, "/kiosk/")
    assert "chi bộ" not in text(browser, "/kiosk/find?q=tai lieu chi bo").split("<ul")[-1]
    text(browser, "/kiosk/entry/noi-bo", 404)


@pytest.mark.parametrize("path", ["event/x", "procedure/x", "procedure/9.999999", "entry/x"])
def test_what_is_not_there_is_not_found(browser: FlaskClient, path: str) -> None:
    text(browser, f"/kiosk/{path}", 404)


def test_the_pages_speak_english(browser: FlaskClient) -> None:
    browser.set_cookie("hub_language", "en", domain="192.168.1.9")

    assert "What do you need to do?" in text(browser, "/kiosk/")
    assert "Birth registration" in text(browser, "/kiosk/procedure/1.001193")


def test_the_keyboard_gets_its_table(browser: FlaskClient) -> None:
    page = text(browser, "/kiosk/find")
    found = re.search(r'data-table="([^"]+)"', page)

    assert found is not None
    answer = browser.get(found[1], base_url=HOST).get_json()
    assert answer["marks"]["uong"]["w"] == "ương"
