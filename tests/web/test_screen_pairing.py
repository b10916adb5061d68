"""A code for a new phone on the screen in the house: there alone, once, and not for long."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.domain.person import Role
from tests.web.site import HOST, PIN, Site, Visitor
from web.build import greeting
from web.entry.limits import WALL
from web.parts import parts_of

CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")


def wall(site: Site, path: str = "/kiosk/", **headers: str) -> TestResponse:
    """A page at the screen's own door."""
    client = FlaskClient(site.app, site.app.response_class)
    return client.get(path, base_url=HOST, headers=headers, environ_overrides={WALL: True})


def start(site: Site) -> str:
    """What a hub tells at its first start; its setup code."""
    config, on_screen = site.parts.config, parts_of(site.app).on_screen
    told = " ".join(greeting(config, site.clock, 8080, on_screen))
    found = CODE.search(told)
    return found[0] if found is not None else ""


def secret(site: Site) -> str:
    """What the code on the screen holds."""
    found = parts_of(site.app).on_screen.now
    return found.secret if found is not None else ""


def showing(site: Site) -> str:
    return str(wall(site, "/kiosk/pairing").get_json()["showing"])


def with_screen(site: Site) -> Site:
    """A hub with a screen in the house."""
    object.__setattr__(site.parts.config.kiosk, "port", 8081)
    return site


def shown(site: Site, head: Visitor, name: str = "Lan") -> str:
    """Somebody new has their code on the screen; the secret in it."""
    newcomer = site.person(name, Role.DEPUTY)
    answer = head.post(f"/people/{newcomer.id}/screen")
    assert answer.status_code == 200, answer.text
    assert f"Mã của {name}" in answer.text
    return secret(site)


def pair(visitor: Visitor, token: str, **more: str) -> int:
    visitor.get(f"/pair/{token}")
    return visitor.post("/pair", secret=token, pin=PIN, again=PIN, **more).status_code


def test_the_first_start_shows_the_terminals_code_at_the_screen(site: Site) -> None:
    code = start(site)

    page = wall(site).text

    assert code
    assert f">{code}<" in page
    assert "Ghép điện thoại đầu tiên" in page
    assert re.search(r"http://[0-9.]+:8080/<", page)
    assert showing(site)


def test_the_first_phone_pairs_with_it_and_it_is_gone(site: Site) -> None:
    code = start(site)

    assert pair(site.visitor(), code, name="Bà Hoa", role="head") == 303

    page = wall(site).text
    assert code not in page
    assert "k-pairing" not in page
    assert showing(site) == ""
    assert pair(site.visitor(), code, name="Kẻ lạ", role="head") != 303


@pytest.mark.parametrize(
    "headers",
    [{}, {"Host": "127.0.0.1"}, {"X-Forwarded-For": "127.0.0.1"}, {"hub.screen": "1"},
     {"Hub-Screen": "1"}, {"X-Hub-Screen": "true"}],
)  # fmt: skip
def test_no_other_door_shows_it(site: Site, headers: dict[str, str]) -> None:
    code = start(site)
    client = FlaskClient(site.app, site.app.response_class)

    for path in ("/kiosk/", "/kiosk/pairing", "/kiosk/rest", "/door"):
        answer = client.get(
            path, base_url=HOST, headers=headers, environ_overrides={"REMOTE_ADDR": "127.0.0.1"}
        )
        assert code not in answer.text
        assert "k-pairing" not in answer.text
        assert "showing" not in answer.text


def test_a_hub_with_phones_shows_nothing_at_its_start(site: Site) -> None:
    site.phone()

    assert start(site) == ""
    assert "k-pairing" not in wall(site).text


def test_a_phone_paired_otherwise_takes_the_setup_code_away(site: Site) -> None:
    code = start(site)

    site.phone()

    assert code not in wall(site).text
    assert pair(site.visitor(), code, name="Kẻ lạ", role="head") != 303


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER])
def test_a_phone_puts_a_code_on_the_screen_and_another_phone_pairs_with_it(
    site: Site, role: Role
) -> None:
    token = shown(with_screen(site), site.phone(role, "Hoa"))

    page = wall(site).text
    assert "Ghép điện thoại cho Lan" in page
    assert re.search(r"http://[0-9.]+(:\d+)?/<", page)
    assert token not in page

    assert pair(site.visitor(), token) == 303
    assert "k-pairing" not in wall(site).text
    assert showing(site) == ""
    assert pair(site.visitor(), token) != 303


def test_it_is_gone_after_a_quarter_of_an_hour(site: Site) -> None:
    token = shown(with_screen(site), site.phone())
    before = showing(site)
    site.clock.pass_time(timedelta(minutes=14, seconds=50).total_seconds())
    assert showing(site) == before != ""

    site.clock.pass_time(20)

    assert showing(site) == ""
    assert "k-pairing" not in wall(site).text
    assert pair(site.visitor(), token) != 303


def test_another_code_takes_its_place_and_the_one_before_lets_nobody_in(site: Site) -> None:
    head = with_screen(site).phone()
    first, second = shown(site, head), shown(site, head, "Bảy")

    assert "Ghép điện thoại cho Bảy" in wall(site).text
    assert pair(site.visitor(), first) != 303
    assert pair(site.visitor(), second) == 303


def test_hiding_it_makes_it_no_good(site: Site) -> None:
    head = with_screen(site).phone()
    token = shown(site, head)

    assert "đã ẩn" in head.post("/people/screen/hide").text

    assert "k-pairing" not in wall(site).text
    assert pair(site.visitor(), token) != 303


def test_hiding_leaves_the_setup_code(site: Site) -> None:
    code, on_screen = start(site), parts_of(site.app).on_screen
    before = on_screen.now

    site.phone().post("/people/screen/hide")

    assert before is not None
    assert before.secret == code


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.SPEAKER])
def test_others_put_nothing_on_the_screen(site: Site, role: Role) -> None:
    newcomer = with_screen(site).person("Lan", Role.SPEAKER)

    assert site.phone(role).post(f"/people/{newcomer.id}/screen").status_code == 403
    assert showing(site) == ""


def test_a_technician_lets_in_no_head_by_the_screen(site: Site) -> None:
    with_screen(site).phone()
    newcomer = site.person("Lan", Role.HEAD)

    answer = site.phone(Role.IT).post(f"/people/{newcomer.id}/screen")

    assert answer.status_code in {403, 422}
    assert showing(site) == ""


def test_a_hub_without_a_screen_says_so(site: Site) -> None:
    newcomer = site.person("Lan", Role.DEPUTY)
    object.__setattr__(site.parts.config.kiosk, "port", 0)

    answer = site.phone().post(f"/people/{newcomer.id}/screen")

    assert "không có màn hình" in answer.text
    assert showing(site) == ""


def test_codes_for_the_screen_are_asked_for_as_seldom_as_pins(site: Site) -> None:
    head = with_screen(site).phone()
    newcomer = site.person("Lan", Role.DEPUTY)
    site.parts.buckets._factor = 1.0

    found = {head.post(f"/people/{newcomer.id}/screen").status_code for _ in range(20)}

    assert found - {200}


def test_the_mark_of_the_screens_script_says_nothing_of_the_code(site: Site) -> None:
    token = shown(with_screen(site), site.phone())

    told: Any = wall(site, "/kiosk/pairing").get_json()

    assert set(told) == {"showing"}
    assert len(told["showing"]) == 8
    assert told["showing"] not in token
