"""A speaker proposes a time; the approver sees it filled in, and the speaker sees the answer."""

import re

import pytest

from hub.domain.ids import ProgrammeId
from hub.domain.person import Role
from hub.domain.proposal import ProposalState
from hub.store.calendar import programmes, remove_programme
from hub.store.proposals import proposal_of
from tests.web.planned import NEWS, draft, kept, with_calendar
from tests.web.site import PIN, Site, Visitor

WISH = {"way": "weekly", "weekday": "4", "day": "2026-12-04", "time": "17:30", "zone": "xom-2"}


def asked(site: Site, **other: str) -> tuple[Visitor, str]:
    """A speaker who has proposed a time; the address of the draft."""
    speaker, address = site.phone(Role.SPEAKER, "Cô Lan"), draft(site)
    answer = speaker.post(f"{address}/propose", **{**WISH, **other})
    assert answer.status_code == 303, answer.text
    return speaker, address


def ticked(page: str, name: str, value: str) -> bool:
    """A box or an option of a form is chosen."""
    found = re.search(
        rf'value="{value}"( checked| selected)?', page[page.index(f'name="{name}"') :]
    )
    return found is not None and found[1] is not None


def test_the_approver_finds_the_wish_in_the_form_with_what_it_would_do(site: Site) -> None:
    _, address = asked(with_calendar(site, NEWS))

    head = site.phone(name="Bà Hoa")

    page = head.get(address).text
    assert ticked(page, "way", "weekly")
    assert ticked(page, "weekday", "4")
    assert 'value="17:30"' in page
    assert ticked(page, "zone", "xom-2")
    assert not ticked(page, "zone", "xom-1")
    assert "4/12/2026" in page
    assert "Hằng tuần vào thứ Sáu lúc 17:30" in head.get("/compose").text
    assert "Có 1 tin chờ duyệt" in head.get("/").text


def test_a_wish_changes_nothing_until_it_is_approved(site: Site) -> None:
    speaker, _ = asked(with_calendar(site, NEWS))

    assert set(kept(site)) == {NEWS.id}
    assert "Đang chờ duyệt" in speaker.get("/compose").text


def test_approving_as_it_is_tells_the_speaker_when(site: Site) -> None:
    speaker, address = asked(with_calendar(site, NEWS))

    assert site.phone(name="Bà Hoa").post(f"{address}/approve", **WISH).status_code == 303

    page = speaker.get("/compose").text
    assert "Bà Hoa đã duyệt" in page
    assert "Hằng tuần vào thứ Sáu lúc 17:30" in page
    (slot,) = (one for one in kept(site).values() if one.id != NEWS.id)
    assert f"/slot?id={slot.id}" in page
    assert slot.zones == {"xom-2"}


def test_the_speaker_is_told_the_time_that_was_approved_not_the_one_they_wished(
    site: Site,
) -> None:
    speaker, address = asked(with_calendar(site, NEWS))

    site.phone().post(f"{address}/approve", **{**WISH, "time": "18:15"})

    page = speaker.get("/compose").text
    assert "18:15" in page
    assert "17:30" not in page


def test_a_draft_is_sent_back_with_a_word_and_proposed_again(site: Site) -> None:
    speaker, address = asked(with_calendar(site, NEWS))
    head = site.phone(name="Bà Hoa")

    assert head.post(f"{address}/send-back", word="Ghi rõ  mấy giờ").status_code == 303

    for page in (speaker.get("/compose").text, speaker.get(address).text):
        assert "Bà Hoa gửi lại" in page
        assert "“Ghi rõ mấy giờ”" in page
    assert "Có 1 tin chờ duyệt" not in head.get("/").text
    assert speaker.post(f"{address}/propose", **{**WISH, "time": "06:00"}).status_code == 303
    assert 'value="06:00"' in head.get(address).text


@pytest.mark.parametrize("word", ["", "   ", "x" * 301])
def test_sending_back_needs_a_word(site: Site, word: str) -> None:
    _, address = asked(with_calendar(site, NEWS))

    assert site.phone().post(f"{address}/send-back", word=word).status_code == 422
    with site.parts.open_store() as store:
        found = proposal_of(store, ProgrammeId("nhap"))
    assert found is not None
    assert found.state is ProposalState.WAITS


def test_what_is_answered_already_is_not_answered_again(site: Site) -> None:
    _, address = asked(with_calendar(site, NEWS))
    head = site.phone()
    head.post(f"{address}/approve", **WISH)

    assert head.post(f"{address}/send-back", word="Không").status_code == 422
    assert head.post(f"{address}/approve", **WISH).status_code == 303
    assert len(kept(site)) == 2


def test_playing_at_once_answers_it_too(site: Site) -> None:
    speaker, address = asked(with_calendar(site, NEWS))
    site.playout.planner = None
    told = {"order": "web-0123456789abcdef", "zone": "xom-1", "pin": PIN}

    assert site.phone(name="Bà Hoa").post(f"{address}/play", **told).status_code == 200

    assert "Bà Hoa đã duyệt và cho phát ngay" in speaker.get("/compose").text


def test_nobody_overwrites_what_somebody_else_proposed(site: Site) -> None:
    _, address = asked(with_calendar(site, NEWS))

    other = site.phone(Role.SPEAKER, "Anh Bảy")

    assert other.post(f"{address}/propose", **WISH).status_code == 422
    assert "Đang chờ duyệt" not in other.get("/compose").text


def test_a_wished_time_that_has_passed_is_told_before_it_is_approved(site: Site) -> None:
    _, address = asked(with_calendar(site, NEWS), way="once", day="2026-12-01", time="10:05")
    site.clock.pass_time(3600)

    page = site.phone().get(address).text

    assert "Giờ này đã qua" in page


@pytest.mark.parametrize("wrong", [{"day": "2026-11-01", "way": "once"}, {"zone": "no"}])
def test_a_wish_that_cannot_be_is_refused(site: Site, wrong: dict[str, str]) -> None:
    speaker, address = site.phone(Role.SPEAKER), draft(with_calendar(site, NEWS))

    assert speaker.post(f"{address}/propose", **{**WISH, **wrong}).status_code == 422


def test_a_draft_that_is_removed_takes_its_wish_along(site: Site) -> None:
    asked(with_calendar(site, NEWS))

    with site.parts.open_store() as store:
        assert remove_programme(store, ProgrammeId("nhap"))
        assert proposal_of(store, ProgrammeId("nhap")) is None
        assert ProgrammeId("nhap") not in programmes(store)
