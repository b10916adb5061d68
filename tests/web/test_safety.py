"""Forged requests, rebound names, scripts in names, too much and too often: refused."""

import pytest

from hub.domain.person import Role
from hub.store.people import persons
from tests.web.site import ANDROID, HOST, Site
from web.entry.limits import PHONE_READS, READS, Buckets
from web.entry.safety import is_known_host

NAMES = ("hub.local",)


@pytest.mark.parametrize(
    "host",
    ["hub.local", "HUB.local:8080", "192.168.1.9", "192.168.1.9:8080", "[fe80::1]:80", "localhost"],
)
def test_the_hub_answers_to_its_names_and_to_any_address(host: str) -> None:
    assert is_known_host(host, NAMES)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8080", "hub.local.evil.example", "192.168.1.9.nip.io",
        "", "hub.local@evil.example", "0x7f000001", "[::1].evil.example", "hub.local evil",
    ],
)  # fmt: skip
def test_a_name_that_somebody_else_pointed_at_the_hub_is_refused(host: str) -> None:
    assert not is_known_host(host, NAMES)


def test_a_rebound_name_gets_no_page(site: Site) -> None:
    answer = site.app.test_client().get("/door", base_url="http://evil.example")

    assert answer.status_code == 400


def test_a_form_without_its_mark_is_refused(site: Site) -> None:
    phone = site.phone()

    answer = phone.post("/orders/resume", order="web-0123456789abcdef", mark="")

    assert answer.status_code == 403
    assert site.playout.asked == []


def test_a_form_with_the_mark_of_another_phone_is_refused(site: Site) -> None:
    mine, other = site.phone(), site.phone(name="Người khác")
    other.get("/more")

    assert (
        mine.post("/orders/stop", order="web-0123456789abcdef", mark=other.mark).status_code == 403
    )


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
def test_a_form_that_another_site_sends_is_refused(site: Site, headers: dict[str, str]) -> None:
    phone = site.phone()
    phone.get("/more")

    answer = phone.client.post(
        "/orders/stop",
        data={"mark": phone.mark, "order": "web-0123456789abcdef"},
        base_url=HOST,
        headers={"User-Agent": ANDROID, **headers},
        environ_overrides={"REMOTE_ADDR": phone.address},
    )

    assert answer.status_code == 403
    assert site.playout.asked == []


def test_cookies_are_kept_from_scripts_and_other_sites(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")
    answer = phone.post("/pin", pin="274913")

    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("path", ["/door", "/", "/no-such-page", "/alive"])
def test_every_answer_forbids_scripts_that_are_not_ours(site: Site, path: str) -> None:
    policy = site.visitor().get(path).headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_pages_hold_no_script_and_no_style_of_their_own(site: Site) -> None:
    phone = site.phone()
    for path in ("/", "/people", "/more", "/calendar", "/log", "/people/deeds", "/compose"):
        text = phone.get(path).text
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick" not in text
        assert "javascript:" not in text


def test_pages_are_not_kept_by_the_browser(site: Site) -> None:
    assert site.phone().get("/").headers["Cache-Control"] == "no-store"


def test_a_name_that_is_a_script_is_shown_as_text(site: Site) -> None:
    phone = site.phone()
    phone.get("/people")
    phone.post("/people", name="<script>alert(1)</script>", role="speaker")

    assert "<script>alert" not in phone.get("/people").text


def test_a_title_on_air_that_is_a_script_is_shown_as_text(site: Site) -> None:
    site.playout.state["on_air"] = [
        {"title": "<img src=x onerror=alert(1)>", "kind": "routine", "zones": ["xom-1"],
         "end": "2026-12-01T10:05:00+07:00"}
    ]  # fmt: skip

    assert "<img" not in site.phone().get("/").text


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "x" * 61, "a\u202eb"])
def test_a_name_that_cannot_be_printed_is_refused(site: Site, name: str) -> None:
    phone = site.phone()

    assert phone.post("/people", name=name, role=Role.SPEAKER).status_code == 422
    with site.people() as people:
        assert len(persons(people)) == 1


def test_a_form_that_is_too_large_is_refused(site: Site) -> None:
    assert site.visitor().post("/door", code="A" * 100_000).status_code == 413


@pytest.mark.parametrize(
    "path", ["/static/../web/app.py", "/static/%2e%2e%2fapp.py", "/static/..%5capp.py", "/static/x"]
)
def test_only_files_that_are_meant_to_be_seen_are_seen(site: Site, path: str) -> None:
    assert site.visitor().get(path).status_code == 404


def test_an_address_that_asks_too_often_is_told_to_wait(site: Site) -> None:
    buckets = Buckets(site.clock)
    object.__setattr__(site.parts, "buckets", buckets)
    visitor = site.visitor()

    codes = [visitor.get("/alive").status_code for _ in range(300)]

    assert codes[0] == 200
    assert codes[-1] == 429
    assert site.visitor(address="192.168.1.77").get("/alive").status_code == 200


def test_pins_and_codes_are_taken_more_seldom(site: Site) -> None:
    object.__setattr__(site.parts, "buckets", Buckets(site.clock))
    visitor = site.visitor()

    texts = [visitor.post("/door", code="x").text for _ in range(20)]

    assert "Bấm nhanh quá" in texts[-1]


def test_there_is_no_page_in_the_words_of_a_web_server(site: Site) -> None:
    answer = site.visitor().get("/no-such-page")

    assert answer.status_code == 404
    assert "Không có trang này" in answer.text
    assert "Not Found" not in answer.text


def test_a_mistake_of_ours_is_told_in_words_and_without_a_trace(site: Site) -> None:
    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    site.playout.state = {}
    answer = site.phone().get("/")

    assert answer.status_code == 500
    assert "Loa vẫn chạy" in answer.text
    assert "Traceback" not in answer.text


def test_a_store_that_does_not_open_is_told_on_a_page(site: Site) -> None:
    head = site.phone()
    (site.folder / "people.db").rename(site.folder / "elsewhere")

    answer = head.get("/")

    assert answer.status_code == 503
    assert "Máy chưa có chỗ lưu dữ liệu" in answer.text
    assert "people.db" not in answer.text
    assert "</html>" in answer.text


def test_an_opened_phone_is_not_counted_with_the_strangers_of_its_address(site: Site) -> None:
    phone = site.phone()
    object.__setattr__(site.parts, "buckets", Buckets(site.clock))
    stranger = site.visitor()

    strangers = [stranger.get("/alive").status_code for _ in range(READS.burst + 1)]
    codes = {phone.get("/alive").status_code for _ in range(PHONE_READS.burst)}

    assert strangers[-1] == 429
    assert codes == {200}
    assert phone.get("/alive").status_code == 429
