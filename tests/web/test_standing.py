"""Who may let in and shut out whom: nobody hands on what they may not do."""

from __future__ import annotations

import re

import pytest

from hub.domain.person import Role
from hub.store.people import person_named, persons
from hub.store.program_keys import program_keys
from tests.web.site import PIN, Site, Visitor


def names(site: Site) -> set[str]:
    with site.people() as people:
        return {one.name for one in persons(people)}


def identity(site: Site, name: str) -> str:
    with site.people() as people:
        found = person_named(people, name)
    assert found is not None
    return found.id


def settled(site: Site) -> Visitor:
    """A hub whose head has a phone, and commune IT's phone."""
    site.phone(Role.HEAD, "Hoa")
    return site.phone(Role.IT, "Kỹ thuật")


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER, Role.DEPUTY, Role.SPEAKER])
def test_commune_it_lets_in_nobody_with_more_rights(site: Site, role: Role) -> None:
    technician = settled(site)

    assert technician.post("/people", name="Kẻ lạ", role=role).status_code == 403
    assert "Kẻ lạ" not in names(site)


def test_commune_it_lets_in_its_colleagues(site: Site) -> None:
    technician = settled(site)

    assert technician.post("/people", name="Đồng nghiệp", role=Role.IT).status_code == 200


def test_commune_it_makes_no_pairing_code_for_the_head(site: Site) -> None:
    technician = settled(site)

    answer = technician.post(f"/people/{identity(site, 'Hoa')}/pair")

    assert answer.status_code == 403


def test_commune_it_does_not_remove_the_head(site: Site) -> None:
    technician = settled(site)

    assert technician.post(f"/people/{identity(site, 'Hoa')}/remove").status_code == 403
    assert "Hoa" in names(site)


def test_commune_it_makes_no_recovery_code(site: Site) -> None:
    technician = settled(site)

    assert technician.post("/people/recovery", pin=PIN).status_code == 403
    assert "/people/recovery" not in technician.get("/people").text


def test_commune_it_shuts_out_a_lost_phone_of_the_head_but_not_the_last(site: Site) -> None:
    technician = settled(site)
    site.phone(Role.HEAD, "Lan")
    found = re.findall(r"/people/phones/(\w+)/revoke", technician.get("/people").text)

    codes = [technician.post(f"/people/phones/{one}/revoke").status_code for one in found]

    assert codes == [303, 403]


def test_whoever_sets_a_new_hub_up_brings_the_head_in(site: Site) -> None:
    technician = site.phone(Role.IT, "Kỹ thuật")

    assert technician.post("/people", name="Hoa", role=Role.HEAD).status_code == 200
    assert technician.post(f"/people/{identity(site, 'Hoa')}/pair").status_code == 200


def test_a_head_who_left_is_not_the_chance_to_become_one(site: Site) -> None:
    head = site.phone(Role.HEAD, "Hoa")
    technician = site.phone(Role.IT, "Kỹ thuật")
    officer = site.phone(Role.OFFICER, "Cán bộ")
    assert officer.post(f"/people/{identity(site, 'Hoa')}/remove").status_code == 303
    assert not head.is_in()

    assert technician.post("/people", name="Trưởng mới", role=Role.HEAD).status_code == 403


def made_key(phone: Visitor, *rights: str, pin: str = PIN, name: str = "Máy xã") -> str:
    phone.get("/people/keys")
    data = {"mark": phone.mark, "name": name, "pin": pin, "right": list(rights)}
    answer = phone.client.post("/people/keys", data=data, **phone._around({}))
    found = re.search(r"vhk_[\w-]{43}", answer.text)
    return found[0] if found is not None else ""


def test_a_key_is_shown_once_and_opens_the_api(site: Site) -> None:
    head = site.phone()

    secret = made_key(head, "see", "stop")

    assert secret
    assert secret not in head.get("/people/keys").text
    answer = site.app.test_client().get(
        "/api/v1/state",
        base_url="http://192.168.1.9:8080",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 200


def test_a_key_is_made_only_with_the_pin(site: Site) -> None:
    assert made_key(site.phone(), "see", pin="000000") == ""


def test_commune_it_makes_no_key_that_plays(site: Site) -> None:
    technician = settled(site)

    assert made_key(technician, "see", "play") == ""
    assert made_key(technician, "see", "hold")


def test_a_revoked_key_is_gone_from_the_list(site: Site) -> None:
    head = site.phone()
    made_key(head, "see")
    with site.people() as people:
        found = program_keys(people)[0]

    assert head.post(f"/people/keys/{found.id}/revoke").status_code == 303
    assert "Máy xã" not in head.get("/people/keys").text


@pytest.mark.parametrize("name", ["", "đảo\u202engược", "a" * 61])
def test_a_key_has_a_name_that_can_be_read(site: Site, name: str) -> None:
    assert made_key(site.phone(), "see", name=name) == ""


def test_a_phone_that_was_shut_out_is_told_to_be_out(site: Site) -> None:
    head, lost = site.phone(name="Bà Hoa"), site.phone(Role.SPEAKER, "Cô Lan")
    assert lost.is_in()
    found = re.search(r"/people/phones/(\w+)/revoke", head.get("/people").text)
    assert found is not None

    there = head.post(f"/people/phones/{found[1]}/revoke").location or ""

    assert "Điện thoại Android · Chrome của Cô Lan không vào được nữa." in head.get(there).text
    assert head.get("/people?out=nobody").status_code == 200
    assert not lost.is_in()
