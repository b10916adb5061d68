"""The page about https: says on which rung a phone stands, and gives the certificate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509

from hub.addresses import own_address
from hub.certificates.due import Kind, Wanted
from hub.certificates.keeper import Keeper
from hub.certificates.places import places_of
from hub.certificates.told import Leaf, Told
from hub.names import announced_name, name_file
from tests.forms import mark_of
from tests.web.site import HOST, NOW, Site
from web.entry.meeting import named_address, plain_address
from web.entry.secure_way import Level, Way, base, grouped, is_covered

ADDRESS = "192.168.1.9"


def leaf(*names: str, kind: str = "supplied") -> Leaf:
    return Leaf(kind, names, (ADDRESS,), NOW, NOW + timedelta(days=90), "AA:BB", "Xã")


SUPPLIED = Told(supplied=leaf("hub.xa.vn"))


@pytest.mark.parametrize(
    ("way", "level"),
    [
        (Way(ADDRESS, is_secure=False, is_up=False, https_port=443), Level.ONLY_HTTP),
        (Way(ADDRESS, is_secure=False, is_up=True, https_port=443), Level.HTTP),
        (Way(f"{ADDRESS}:8443", is_secure=True, is_up=True, https_port=8443), Level.OWN),
        (Way("hub.xa.vn", is_secure=True, is_up=True, https_port=443), Level.SUPPLIED),
        (Way("HUB.xa.vn:8443", is_secure=True, is_up=True, https_port=8443), Level.SUPPLIED),
    ],
)
def test_the_rung_is_told_from_how_the_page_was_asked_for(way: Way, level: Level) -> None:
    assert way.level(SUPPLIED) is level


def test_the_safer_way_goes_by_the_communes_name_when_there_is_one() -> None:
    way = Way(f"{ADDRESS}:8080", is_secure=False, is_up=True, https_port=8443)

    assert way.safer(Told()) == f"https://{ADDRESS}:8443/"
    assert way.safer(SUPPLIED) == "https://hub.xa.vn:8443/"
    assert base("https", "[fd00::2]", 443) == "https://[fd00::2]/"


def test_an_address_that_the_certificate_lacks_is_noticed() -> None:
    told = Told(serving=leaf("hub.local", kind="authority"))

    assert is_covered(told, ADDRESS)
    assert is_covered(told, "hub.local")
    assert not is_covered(told, "10.0.0.1")
    assert not is_covered(Told(), ADDRESS)


def test_a_fingerprint_is_shown_in_eight_groups() -> None:
    assert grouped(":".join(["AB"] * 32)) == ["AB AB AB AB"] * 8


@pytest.fixture
def site_with(site: Site) -> Site:
    config = site.parts.config
    wanted = Wanted(Kind.AUTHORITY, ("hub.local",), (ADDRESS,))
    Keeper(places_of(config), config, wanted).keep(NOW)
    return site


def test_a_stranger_gets_the_page_and_the_certificate(site_with: Site) -> None:
    visitor = site_with.visitor()

    answer = visitor.get("/secure/hub.crt")

    assert visitor.get("/secure").status_code == 200
    assert answer.mimetype == "application/x-x509-ca-cert"
    assert x509.load_der_x509_certificate(answer.data).extensions


def test_the_page_shows_the_fingerprint_of_what_it_hands_out(site_with: Site) -> None:
    visitor = site_with.visitor()
    authority = places_of(site_with.parts.config).download.read_bytes()
    printed = x509.load_der_x509_certificate(authority).fingerprint(
        x509.load_der_x509_certificate(authority).signature_hash_algorithm  # type: ignore[arg-type]
    )

    assert " ".join(f"{byte:02X}" for byte in printed[:4]) in visitor.get("/secure").text


def test_without_a_certificate_the_page_says_so_and_gives_none(site: Site) -> None:
    visitor = site.visitor()

    assert visitor.get("/secure").status_code == 200
    assert visitor.get("/secure/hub.crt").status_code == 404


def test_over_https_cookies_have_names_of_their_own_and_take_the_plain_ones_back(
    site: Site,
) -> None:
    phone = site.phone()
    secure = HOST.replace("http:", "https:")
    around = {"base_url": secure, "environ_overrides": {"REMOTE_ADDR": phone.address}}
    agent = {"User-Agent": phone.agent}
    page = phone.client.get("/pin", headers=agent, **around)
    fields = {"mark": mark_of(page.text), "pin": "274913"}

    answer = phone.client.post("/pin", data=fields, headers=agent, **around)

    cookies = answer.headers.getlist("Set-Cookie")
    assert answer.status_code == 303
    assert any(one.startswith("__Host-hub_phone=") and "Secure" in one for one in cookies)
    assert any(one.startswith("hub_phone=;") for one in cookies)
    assert phone.client.get("/", headers=agent, **around).status_code == 200
    assert phone.get("/").status_code == 303  # plain http knows this phone no more
    assert "secure" in phone.get("/door").text


def test_no_page_forbids_plain_http_for_ever(site: Site) -> None:
    answer = site.visitor().client.get("/door", base_url=HOST.replace("http:", "https:"))

    assert "Strict-Transport-Security" not in answer.headers


def test_the_code_for_another_phone_carries_the_number_and_plain_http(site: Site) -> None:
    phone = site.phone()
    phone.get("/people")

    page = phone.post("/people", name="Phó thôn", role="deputy").text

    assert f"http://{ADDRESS}:8080/pair/" in page


def test_whoever_came_by_a_name_hands_on_the_number_and_tells_the_name(site: Site) -> None:
    phone = site.phone()
    config = site.parts.config
    name_file(config).parent.mkdir(parents=True, exist_ok=True)
    name_file(config).write_text('{"name": "hub.local", "addresses": []}', "utf-8")

    with site.app.test_request_context(base_url="http://hub.local:8080"):
        number, named = plain_address(), named_address()

    assert phone
    assert number == f"http://{own_address()}:8080/"
    assert named == "http://hub.local:8080/"


def test_a_name_that_is_not_ours_is_not_believed_even_from_the_file(site: Site) -> None:
    config = site.parts.config
    name_file(config).parent.mkdir(parents=True, exist_ok=True)
    name_file(config).write_text('{"name": "evil.example", "addresses": []}', "utf-8")

    assert announced_name(config) is None
