"""Sounds on phones that play them by a program of the system, as iPhones do."""

from __future__ import annotations

import re
import wave
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from hub.domain.opinion import Addressee, Feedback, FeedbackId
from hub.domain.person import Role
from hub.store.connect import open_content
from hub.store.opinions import put_feedback
from hub.store.permits import Service
from tests.web.planned import draft
from tests.web.site import IPHONE, NOW, PIN, Site, Visitor
from web.kiosk.voice import folder

PLAYER = "AppleCoreMedia/1.0.0.22A3354 (iPhone; U; CPU OS 18_0 like Mac OS X; vi_vn)"
"""Safari's player: a process of its own, which asks for ranges, at times with the cookies."""
OLDER_ANDROID = "stagefright/1.2 (Linux;Android 7.0)"


def iphone_of(site: Site, role: Role = Role.HEAD) -> Visitor:
    return site.phone(role, agent=IPHONE)


def link_of(phone: Visitor, address: str) -> str:
    """What the page gives the player."""
    found = re.search(r'<audio[^>]*src="([^"]+)"', phone.get(address).text)
    assert found is not None
    return unescape(found[1])


def player(
    site: Site, phone: Visitor | None = None, *, agent: str = PLAYER, address: str = ""
) -> Visitor:
    """The player of a phone, with or without the cookies of its browser."""
    made = site.visitor(agent, address or "192.168.1.20")
    if phone is not None:
        phone.copy_to(made)
    return made


def recording(site: Site, key: str = "nhap") -> str:
    """A draft that can be heard; the address of its page."""
    folder = site.parts.config.media_dir
    folder.mkdir(exist_ok=True)
    with wave.open(str(folder / f"{key}.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(range(200)) * 20)
    return draft(site, key=key)


@pytest.fixture
def bulletin(site: Site) -> str:
    """The page of a draft that can be heard."""
    return recording(site)


@pytest.mark.parametrize("agent", [PLAYER, OLDER_ANDROID])
@pytest.mark.parametrize("with_cookies", [False, True])
def test_the_player_of_the_phone_hears_what_its_page_shows(
    site: Site, bulletin: str, agent: str, with_cookies: bool
) -> None:
    phone = iphone_of(site)
    link = link_of(phone, bulletin)

    heard = player(site, phone if with_cookies else None, agent=agent).get(link, buffered=True)

    assert heard.status_code == 200
    assert heard.data[:4] == b"RIFF"
    assert phone.is_in()


def test_safari_gets_the_pieces_that_it_asks_for(site: Site, bulletin: str) -> None:
    link = link_of(iphone_of(site), bulletin)
    whole = player(site).get(link, buffered=True).data
    asked = {
        "bytes=0-1": whole[:2],
        f"bytes=0-{len(whole) - 1}": whole,
        "bytes=100-": whole[100:],
        "bytes=-50": whole[-50:],
    }

    for piece, data in asked.items():
        answer = player(site).get(link, headers={"Range": piece}, buffered=True)
        assert (answer.status_code, answer.data) == (206, data), piece
        assert answer.headers["Content-Range"].endswith(f"/{len(whole)}")
        assert answer.headers["Accept-Ranges"] == "bytes"
    beyond = player(site).get(link, headers={"Range": f"bytes={len(whole)}-"}, buffered=True)
    assert beyond.status_code == 416


def test_what_a_villager_said_is_heard_the_same_way(site: Site) -> None:
    phone, told = iphone_of(site), b"OggS" + b"voice" * 100
    with open_content(site.folder, Service.WEB) as content:
        one = Feedback(FeedbackId("f1"), Addressee.VILLAGE, "", NOW, NOW, voice_sha256="a" * 64)
        put_feedback(content, one)
    with site.app.test_request_context():
        kept = folder()
    kept.mkdir(parents=True, exist_ok=True)
    (kept / ("a" * 64)).write_bytes(told)

    link = link_of(phone, "/content/feedback/f1")

    assert player(site).get(link, buffered=True).data == told
    assert player(site).get(urlsplit(link).path).location == "/door"


def test_the_link_of_one_sound_opens_no_other_and_no_page(site: Site, bulletin: str) -> None:
    other = recording(site, "khac")
    query = urlsplit(link_of(iphone_of(site), bulletin)).query

    assert player(site).get(f"{other}/sound?{query}").location == "/door"
    for page in ("/", bulletin, "/people", "/log/week.csv", "/log/week.pdf"):
        assert player(site).get(f"{page}?{query}").location == "/door", page
    assert player(site).get(f"{bulletin}/sound").location == "/door"


@pytest.mark.parametrize(
    "changed",
    [
        {"key": "0" * 64}, {"key": ""}, {"key": "ư"}, {"phone": ""}, {"phone": "none"},
        {"until": "99999999999"}, {"until": "1"}, {"until": "²"}, {"until": "9" * 5000},
        {"until": "-1"}, {"until": ""},
    ],
    ids=str,
)  # fmt: skip
def test_a_link_that_was_changed_is_refused(
    site: Site, bulletin: str, changed: dict[str, str]
) -> None:
    parted = urlsplit(link_of(iphone_of(site), bulletin))
    query = urlencode({**dict(parse_qsl(parted.query)), **changed})

    assert player(site).get(f"{parted.path}?{query}").location == "/door"


def test_a_link_is_good_only_where_it_was_made(site: Site, bulletin: str) -> None:
    link = link_of(iphone_of(site), bulletin)

    assert player(site, address="192.168.1.66").get(link, buffered=True).location == "/door"


def test_a_link_ends_after_an_hour(site: Site, bulletin: str) -> None:
    phone = iphone_of(site)
    link = link_of(phone, bulletin)
    site.clock.pass_time(timedelta(minutes=59).total_seconds())
    assert player(site).get(link, buffered=True).status_code == 200
    site.clock.pass_time(120)

    assert player(site).get(link, buffered=True).location == "/door"
    assert player(site).get(link_of(phone, bulletin), buffered=True).status_code == 200


def test_a_link_ends_with_what_the_pin_opened(site: Site, bulletin: str) -> None:
    phone = iphone_of(site)
    link = link_of(phone, bulletin)
    phone.post("/close")

    assert player(site).get(link, buffered=True).location == "/door"
    phone.post("/pin", pin=PIN)
    assert player(site).get(link, buffered=True).location == "/door"


def test_a_link_ends_with_the_phone(site: Site, bulletin: str) -> None:
    phone, head = iphone_of(site), site.phone(name="Bà Hoa")
    link = link_of(phone, bulletin)
    lost = dict(parse_qsl(urlsplit(link).query))["phone"]

    assert head.post(f"/people/phones/{lost}/revoke").status_code in {200, 303}
    assert player(site).get(link, buffered=True).location == "/door"


def test_cookies_copied_to_a_player_hear_nothing_without_a_link(site: Site, bulletin: str) -> None:
    phone = iphone_of(site)

    assert player(site, phone).get(f"{bulletin}/sound").location == "/door"
    assert phone.is_in()


BROWSERS = {
    "Chrome": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/{}.0.0.0 Mobile Safari/537.36",
    "Samsung": "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A145F) AppleWebKit/537.36"
    " (KHTML, like Gecko) SamsungBrowser/{}.0 Chrome/115.0.0.0 Mobile Safari/537.36",
    "Firefox": "Mozilla/5.0 (Android 14; Mobile; rv:{0}.0) Gecko/{0}.0 Firefox/{0}.0",
    "Cốc Cốc": "Mozilla/5.0 (Linux; Android 12; CPH2239) AppleWebKit/537.36 (KHTML, like Gecko)"
    " coc_coc_browser/{0}.0 Chrome/{0}.0.0.0 Mobile Safari/537.36",
    "Safari": "Mozilla/5.0 (iPhone; CPU iPhone OS {}_0 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    "Zalo": "Mozilla/5.0 (Linux; Android 13; V2204 Build/{0}) AppleWebKit/537.36 (KHTML, like"
    " Gecko) Version/4.0 Chrome/{0}.0.0.0 Mobile Safari/537.36 Zalo android/{0}0",
}


@pytest.mark.parametrize("agent", BROWSERS.values(), ids=BROWSERS)
def test_an_update_of_browser_or_system_costs_the_pin_and_no_pairing(
    site: Site, agent: str
) -> None:
    phone = site.phone(agent=agent.format(18))
    phone.agent = agent.format(19).replace("Android 13", "Android 14")

    assert phone.get("/").location == "/pin?next=/"
    assert phone.post("/pin", pin=PIN).location == "/"
    assert phone.is_in()
