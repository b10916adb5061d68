"""A draft is corrected or thrown away; what was recorded is heard several times in a row."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from hub.domain.ids import ProgrammeId
from hub.domain.person import Role
from hub.domain.proposal import ProposalState
from hub.domain.sequence import REPEAT_PAUSE_S
from hub.errors import ControlError
from hub.store.calendar import programmes
from hub.store.connect import open_hub
from hub.store.people import newest_deeds
from hub.store.permits import Service
from hub.store.preparation import job_of, jobs
from hub.store.proposals import proposal_of
from tests.web.planned import NEWS, draft, kept, with_calendar
from tests.web.site import PIN, Site, Visitor

TEXT = {"title": "Cắt điện", "text": "Cắt điện sáng mai 7h30.", "repeats": "1"}
WHEN = {"day": "2026-12-01", "time": "17:00", "zone": "xom-1"}


def typed(phone: Visitor) -> str:
    """Write a bulletin; the address of its draft."""
    return phone.finished(phone.post("/compose", **TEXT).location or "")


def fields(page: str) -> Mapping[str, str]:
    """The fields of the form in which one types."""
    text = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
    title = re.search(r'name="title"[^>]*value="([^"]*)"', page)
    replaces = re.search(r'name="replaces" value="([^"]*)"', page)
    assert text is not None
    assert title is not None
    assert replaces is not None
    told = {"text": text[1], "title": title[1], "replaces": replaces[1]}
    return told | dict(re.findall(r'name="(repeats)" value="(\d)" checked', page))


def known(site: Site) -> list[str]:
    with site.parts.open_store() as store:
        return [one.title for one in programmes(store).values()]


@pytest.mark.service
def test_words_are_corrected_as_they_were_typed_and_the_old_draft_goes(site: Site) -> None:
    phone = site.phone()
    address = typed(phone)
    link = re.search(r'href="(/compose\?fix=[^"]*)"', phone.get(address).text)
    assert link is not None

    form = fields(phone.get(link[1]).text)
    assert (form["title"], form["text"]) == (TEXT["title"], TEXT["text"])
    corrected = {**TEXT, **form, "title": "Cắt điện ngày kia"}
    new = phone.finished(phone.post("/compose", **corrected).location or "")

    assert new != address
    assert known(site) == ["Cắt điện ngày kia"]
    assert "Chưa lưu" not in phone.get("/compose").text
    with site.parts.open_store() as store:
        assert len(jobs(store, 9)) == 1


@pytest.mark.service
def test_the_wish_for_a_draft_outlives_its_correction(site: Site) -> None:
    speaker, head = site.phone(Role.SPEAKER, "Cô Lan"), site.phone(name="Bà Hoa")
    address = typed(speaker)
    speaker.post(f"{address}/propose", **{**WHEN, "repeats": "2"})

    form = fields(head.get(f"/compose?fix={address.rpartition('/')[2]}").text)
    new = head.finished(head.post("/compose", **{**TEXT, **form, "title": "Mới"}).location or "")

    with site.parts.open_store() as store:
        wish = proposal_of(store, ProgrammeId(new.rpartition("/")[2]))
        found = programmes(store)
    assert wish is not None
    assert wish.state is ProposalState.WAITS
    assert wish.slot.content == (wish.programme, wish.programme)
    once = found[wish.programme].length_s
    assert wish.slot.length_s == pytest.approx(2 * once + REPEAT_PAUSE_S)
    assert wish.slot.title == "Mới"
    assert 'value="17:00"' in head.get(new).text


@pytest.mark.service
def test_what_was_approved_meanwhile_stays(site: Site) -> None:
    phone = site.phone()
    address = typed(phone)
    form = fields(phone.get(f"/compose?fix={address.rpartition('/')[2]}").text)
    phone.post(f"{address}/approve", **WHEN)

    told = phone.post("/compose", **{**TEXT, **form, "title": "Mới"})
    own = {**TEXT, **form, "title": "Mới", **fields(told.text)}
    phone.finished(phone.post("/compose", **own).location or "")

    assert (told.status_code, own["replaces"]) == (409, "")
    assert sorted(known(site)) == ["Cắt điện", "Mới"]


@pytest.mark.service
def test_a_typed_draft_that_is_dropped_is_nowhere_any_more(site: Site) -> None:
    phone = site.phone()
    address = typed(phone)

    assert f'action="{address}/drop"' in phone.get(address).text
    first, second = (phone.post(f"{address}/drop").location for _ in range(2))

    assert first == second == "/compose"
    assert known(site) == []
    page = phone.get("/compose").text
    assert address not in page
    assert "Chưa lưu" not in page
    with site.parts.open_store() as store:
        assert job_of(store, address.rpartition("/")[2].removeprefix("tin-")) is None
    with site.people() as people:
        assert newest_deeds(people, 1)[0].key == "audit.draft_dropped"


def test_a_draft_is_not_half_dropped_while_the_hub_service_is_away(site: Site) -> None:
    phone, address = site.phone(), draft(site, key="tin-0123456789abcdef")
    site.hub.error = ControlError("control.not_running", path="hub.sock")

    assert phone.post(f"{address}/drop").status_code == 502
    assert known(site) != []


def test_a_speaker_drops_only_what_they_wrote(site: Site) -> None:
    address, lan, ba = draft(site), site.phone(Role.SPEAKER, "Lan"), site.phone(Role.SPEAKER, "Ba")

    assert f"{address}/drop" not in ba.get(address).text
    assert ba.post(f"{address}/drop").status_code == 403
    assert known(site) != []
    assert lan.post(f"{address}/drop").status_code == 303
    assert known(site) == []


@pytest.mark.parametrize("deed", ["approve", "play", "propose"])
def test_whoever_decides_on_a_draft_that_is_gone_is_told_where_to_look(
    site: Site, deed: str
) -> None:
    phone, address = site.phone(), draft(site)
    site.phone(name="Bà Hoa").post(f"{address}/drop")

    told = phone.post(f"{address}/{deed}", **WHEN, order="web-0123456789abcdef", pin=PIN)

    assert told.status_code == 422
    assert "ở trang Soạn tin" in told.text
    assert site.playout.asked == []


def test_what_is_approved_is_not_dropped(site: Site) -> None:
    phone, address = site.phone(), draft(site)
    phone.post(f"{address}/approve", **WHEN)

    assert f"{address}/drop" not in phone.get(address).text
    assert phone.post(f"{address}/drop").status_code == 409
    assert known(site) != []


def test_a_recording_gets_another_name_and_kind(site: Site) -> None:
    phone, address = site.phone(), draft(site)

    wrong = phone.post(f"{address}/name", title=" ", kind="routine")
    right = phone.post(f"{address}/name", title="Mời họp  thôn", kind="priority")

    assert (wrong.status_code, right.location) == (422, address)
    with site.parts.open_store() as store:
        found = programmes(store)[ProgrammeId("nhap")]
    assert (found.title, found.kind) == ("Mời họp thôn", "priority")


def test_a_recording_is_heard_several_times_in_a_row(site: Site) -> None:
    phone, address = with_calendar(site, NEWS).phone(), draft(site)

    phone.post(f"{address}/approve", **WHEN, repeats="3")

    (slot,) = (one for key, one in kept(site).items() if key != NEWS.id)
    assert slot.content == ("nhap",) * 3
    assert slot.length_s == 180 + 2 * REPEAT_PAUSE_S
    assert "Chương trình nhap (3 lần)" in phone.get(f"/slot?id={slot.id}").text


def test_played_now_it_is_heard_as_often_as_was_chosen(site: Site) -> None:
    phone, address = site.phone(), draft(site)

    phone.post(f"{address}/play", **WHEN, order="web-0123456789abcdef", repeats="2", pin=PIN)

    told: dict[str, Any] = next(a for m, a in site.playout.asked if m.endswith("Give"))
    assert told["repeats"] == 2


@pytest.mark.parametrize(("sent", "meant"), [("0", 1), ("99", 3), ("x", 1), ("", 1)])
def test_a_number_that_no_form_offers_does_no_harm(site: Site, sent: str, meant: int) -> None:
    phone, address = site.phone(), draft(site)

    phone.post(f"{address}/approve", **WHEN, repeats=sent)

    (slot,) = kept(site).values()
    assert len(slot.content) == meant


def test_how_often_it_is_read_counts_the_readings_in_the_sound(site: Site) -> None:
    address = draft(site, key="tin-0123456789abcdef")
    with open_hub(site.folder, Service.HUB) as store:
        store.run(
            "INSERT INTO preparation (id, file, name, given_by, at, state, progress, tries, result,"
            " sort, wish, about) VALUES ('0123456789abcdef', '', '', '', '2026-12-01T00:00:00Z',"
            " 'done', 1, 1, '{}', 'speech', '{\"repeats\": 2}', '{}')"
        )

    page = site.phone().get(address).text

    found = re.findall(r'name="repeats" value="(\d)"[^>]*>(\d) lần', page)
    assert found == [("1", "2"), ("2", "4"), ("3", "6")]
