"""What people call a zone is shown everywhere; its id and how it is wired stay."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hub.domain.ids import ZoneId
from hub.domain.person import Role
from hub.domain.rules import RuleBook
from hub.domain.zone import named
from hub.store.asrun import append
from hub.store.calendar import put_rule_book, rule_book
from hub.store.connect import open_hub
from hub.store.people import newest_deeds
from hub.store.permits import Service
from tests.broadcast.scene import NO_CAPS, Scene
from tests.broadcast.scene import zone as on_paper
from tests.store.samples import make_cue
from tests.web.planned import NEWS, with_calendar
from tests.web.site import NOW, Site, Visitor

NEW = "Xóm Đình <Trên>"
SAFE = "Xóm Đình &lt;Trên&gt;"
ONE = ZoneId("xom-1")


def rename(phone: Visitor, name: str, zone: str = "xom-1") -> int:
    found = re.search(r'name="was" value="(\w+)"', phone.get("/settings/zones").text)
    assert found is not None
    return phone.post(f"/settings/zones/{zone}", was=found[1], name=name).status_code


def names(site: Site) -> dict[ZoneId, str]:
    with site.parts.open_store() as store:
        return rule_book(store).zone_names


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER, Role.IT])
def test_the_new_name_is_shown_wherever_the_zone_is(site: Site, role: Role) -> None:
    with_calendar(site, NEWS)
    with open_hub(site.folder, Service.BROADCAST) as store:
        append(store, make_cue(1, NOW, zones=(ONE,)), NOW)
    phone = site.phone(role, "Hoa")

    assert rename(phone, f"  {NEW} ") == 303

    assert names(site) == {ONE: NEW}
    for path in ("/settings/zones", "/settings/volume", "/settings/rules", "/settings/tone",
                 "/log?week=2026-W49", "/log/print?week=2026-W49"):  # fmt: skip
        assert SAFE in phone.get(path).text, path
    assert NEW in phone.get("/log/week.csv?week=2026-W49").text
    with site.people() as people:
        assert newest_deeds(people, 1)[0].key == "audit.set_zone"


def test_the_screen_says_the_newest_name(site: Site) -> None:
    phone = with_calendar(site, replace(NEWS, zones=frozenset({ONE}))).phone()
    rename(phone, NEW)

    page = site.visitor().get("/kiosk/loudspeakers").text

    assert SAFE in page


def test_a_name_that_was_set_at_the_terminal_is_shown_too(site: Site) -> None:
    with open_hub(site.folder, Service.CLI) as store:
        put_rule_book(store, RuleBook(zone_names={ONE: NEW}))

    assert SAFE in site.phone().get("/settings/volume").text


def test_an_empty_name_is_the_installers_again(site: Site) -> None:
    phone = site.phone()
    installed = site.parts.config.zones[ONE].name
    rename(phone, NEW)

    assert rename(phone, "  ") == 303

    assert names(site) == {}
    assert f'value="{installed}"' in phone.get("/settings/zones").text


@pytest.mark.parametrize("name", ["x" * 41, "a\x00b", "a\u202eb"])
def test_what_is_no_name_is_told_and_kept_in_the_form(site: Site, name: str) -> None:
    assert rename(site.phone(), name) == 422
    assert names(site) == {}


def test_two_zones_never_have_one_name(site: Site) -> None:
    phone, other = site.phone(), site.parts.config.zones[ZoneId("xom-2")].name

    assert rename(phone, other.upper()) == 422
    assert names(site) == {}


def test_somebody_who_was_faster_is_told(site: Site) -> None:
    first, second = site.phone(name="Lan"), site.phone(name="Hoa")
    found = re.search(r'name="was" value="(\w+)"', second.get("/settings/zones").text)
    assert found is not None
    rename(first, NEW)

    answer = second.post("/settings/zones/xom-1", was=found[1], name="Khác")

    assert (answer.status_code, "Lan" in answer.text) == (409, True)
    assert names(site) == {ONE: NEW}


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.SPEAKER])
def test_others_do_not_rename(site: Site, role: Role) -> None:
    assert site.phone(role).post("/settings/zones/xom-1", name=NEW).status_code == 403
    assert names(site) == {}


def test_how_a_zone_is_wired_is_shown_and_stays(site: Site) -> None:
    phone = site.phone()
    before = dict(site.parts.config.zones)
    rename(phone, NEW)

    page = phone.get("/settings/zones").text

    for zone in before.values():
        assert f"Mã: {zone.id}<" in page
        assert f": {zone.bus}<" in page
    after = named(before, names(site))
    assert {key: replace(zone, name="") for key, zone in after.items()} == {
        key: replace(zone, name="") for key, zone in before.items()
    }
    assert 'href="/settings/tone?zone=xom-1"' in page
    assert re.search(r'value="xom-1" required checked', phone.get("/settings/tone?zone=xom-1").text)


def test_reasons_of_the_planner_say_the_new_name() -> None:
    rules = replace(NO_CAPS, zone_names={ZoneId("x2"): NEW})
    apart = (on_paper("x1", interlock="bơm"), on_paper("x2", "main:1", interlock="bơm"))
    scene = Scene(*apart, rules=rules)
    scene.bulletin("a", "05:00", 2)

    assert scene.plan().values("a")["zones"] == NEW
