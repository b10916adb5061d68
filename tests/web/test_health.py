"""The page for the commune's technician, and the same for programs."""

from html import unescape

import pytest

from hub.domain.person import Role
from hub.errors import ControlError
from tests.web.site import PIN, Site


def test_the_technician_sees_that_everything_is_well_but_what_is_not(site: Site) -> None:
    text = site.phone(Role.IT).get("/settings/health").text

    assert "có 2 điều nên xem" in text  # nothing comes next, and there is no backup yet
    assert text.index("Nên xem") < text.index("Đang tốt")
    assert "Kho dữ liệu" in text
    assert "Đồng hồ đúng, lấy giờ từ mạng." in text


def test_what_has_to_be_done_comes_first(site: Site) -> None:
    phone = site.phone(Role.IT)
    site.playout.error = ControlError("control.no_answer", socket="x", seconds=1)

    text = phone.get("/settings/health").text

    assert "Có 1 việc cần làm" in text
    assert text.index("systemctl restart hub-broadcast") < text.index("Đang tốt")


def test_the_plain_text_can_be_sent_on_and_holds_no_secret(site: Site) -> None:
    phone = site.phone(Role.IT, "Anh Tín")

    answer = phone.get("/settings/health.txt")

    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("Thôn Thử, ")
    assert all(line[:2] in {"✓ ", "! ", "✗ "} for line in answer.text.strip().splitlines()[1:])
    for secret in (PIN, phone.cookie("hub_phone"), phone.cookie("hub_open"), "Anh Tín"):
        assert secret not in answer.text


def lines_of(text: str) -> list[str]:
    """The lines but those of the disk, which other programs fill meanwhile."""
    return [line for line in text.strip().splitlines() if "MiB" not in line]


def test_the_page_holds_the_same_text(site: Site) -> None:
    phone = site.phone(Role.IT)
    text = phone.get("/settings/health.txt").text

    page = unescape(phone.get("/settings/health").text)

    assert len(lines_of(text)) > 5
    assert all(line in page for line in lines_of(text))


@pytest.mark.parametrize("role", [Role.SPEAKER, Role.DEPUTY])
def test_it_is_for_those_who_look_after_the_hub(site: Site, role: Role) -> None:
    phone = site.phone(role)

    assert phone.get("/settings/health").status_code == 403
    assert phone.get("/settings/health.txt").status_code == 403


def test_programs_get_the_same_checks(site: Site) -> None:
    phone = site.phone(Role.IT)

    found = phone.get("/api/v1/health").get_json()["checks"]

    told = phone.get("/settings/health.txt").text
    steady = [one for one in found if one["check"] != "disk"]
    assert {one["check"] for one in found} >= {"playout", "hub", "clock", "store", "backup"}
    assert all(one["says"] in told for one in steady)
