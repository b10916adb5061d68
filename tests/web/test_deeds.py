"""Who did what: back to the first line, and as a table."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest

from hub.domain.person import Role
from hub.store.people import Deed, note
from tests.web.site import NOW, Site


def with_deeds(site: Site, count: int) -> Site:
    with site.people() as people:
        for number in range(count):
            title = f"=SUM({number})" if number == 0 else f"Tin số {number}."
            values = {"title": title}
            note(people, Deed(NOW + timedelta(minutes=number), "Lan", "audit.drafted", values))
    return site


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER, Role.IT])
def test_every_line_is_found_on_one_page_and_on_one_only(site: Site, role: Role) -> None:
    phone = with_deeds(site, 75).phone(role)
    found: list[str] = []
    address, pages = "/people/deeds", 0

    while address:
        page = phone.get(address).text
        found += re.findall(r"Tin số \d+\.", page)
        following = re.search(r'href="(/people/deeds\?before=\d+)"', page)
        address, pages = following[1] if following else "", pages + 1

    assert found == [f"Tin số {number}." for number in range(74, 0, -1)]
    assert pages == 3


@pytest.mark.parametrize("before", ["0", "-5", "x", "", "1e9", "9" * 400, "%00"])
def test_what_is_no_number_is_the_newest_page(site: Site, before: str) -> None:
    phone = with_deeds(site, 75).phone()

    answer = phone.get(f"/people/deeds?before={before}")

    assert answer.status_code == 200
    assert "Tin số 74." in answer.text or before == "9" * 400


def test_the_table_has_every_line_and_no_formula(site: Site) -> None:
    phone = with_deeds(site, 1200).phone()

    answer = phone.get("/people/deeds.csv")

    assert answer.mimetype == "text/csv"
    head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert head == ["Số", "Lúc", "Ai", "Đã làm gì"]
    drafted = [row for row in rows if "Tin số" in row[3] or "SUM" in row[3]]
    assert len(drafted) == 1200
    numbers = [int(row[0]) for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(numbers)
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.SPEAKER])
def test_it_is_nobody_elses_to_read(site: Site, role: Role) -> None:
    phone = site.phone(role)

    assert phone.get("/people/deeds?before=5").status_code == 403
    assert phone.get("/people/deeds.csv").status_code == 403
