"""Two people decide about one thing: answers, codes, readings, drafts, wishes, people, phones."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from hub.domain.document import Document
from hub.domain.ids import ProgrammeId
from hub.domain.notice import Notice, NoticeId, NoticeKind
from hub.domain.opinion import Addressee, Feedback, FeedbackId, FeedbackState
from hub.domain.person import Role
from hub.domain.proposal import ProposalState
from hub.store.calendar import programmes
from hub.store.cards import cards
from hub.store.connect import open_content, open_hub
from hub.store.notices import notices, put_notice
from hub.store.opinions import feedback_of, put_feedback
from hub.store.people import persons
from hub.store.permits import Service
from hub.store.proposals import proposal_of
from hub.store.speech import lexicon
from tests.web.filled import send
from tests.web.planned import NEWS, draft, kept, with_calendar
from tests.web.site import NOW, PIN, Site, Visitor
from web.parts import NAME

ANSWER = "/content/feedback/f1"
CODE = "/content/documents/code"
WISH = {"way": "weekly", "weekday": "4", "day": "2026-12-04", "time": "17:30", "zone": "xom-2"}


@pytest.fixture
def first(site: Site) -> Visitor:
    return site.phone(name="Bà Lan")


@pytest.fixture
def second(site: Site) -> Visitor:
    return site.phone(name="Ông Tám")


def told_once(site: Site) -> Feedback:
    with open_content(site.folder, Service.WEB) as store:
        found = feedback_of(store, FeedbackId("f1"))
    assert found is not None
    return found


@pytest.mark.parametrize("state", ["answered", "closed", "forwarded"])
def test_whoever_answers_second_reads_the_first_answer_and_keeps_their_own(
    site: Site, first: Visitor, second: Visitor, state: str
) -> None:
    with open_content(site.folder, Service.WEB) as store:
        put_feedback(store, Feedback(FeedbackId("f1"), Addressee.VILLAGE, "Đèn hỏng", NOW, NOW))
    page = second.get(ANSWER).text
    mine = {"state": "answered", "answer": "Đã thay bóng."}
    sent = [send(first, ANSWER, page, mine).status_code for _ in range(2)]

    told = send(second, ANSWER, page, {"state": state, "answer": "Mai thợ đến."})

    assert sent == [303, 303]
    assert told.status_code == 409
    assert "Bà Lan đổi lúc" in told.text
    assert "Câu trả lời: Đã thay bóng." in told.text
    assert ">Mai thợ đến.</textarea>" in told.text
    kept_now = told_once(site)
    assert (kept_now.state, kept_now.answer) == (FeedbackState.ANSWERED, "Đã thay bóng.")
    again = send(second, ANSWER, told.text, {"state": "closed", "answer": "Mai thợ đến."})
    assert again.status_code == 303
    assert told_once(site).answer == "Mai thợ đến."


def test_the_party_cells_code_is_not_changed_over_somebodys_head(
    first: Visitor, second: Visitor
) -> None:
    page = second.get("/content/documents").text
    sent = [send(first, CODE, page, {"code": "274913"}).status_code for _ in range(2)]

    told = send(second, CODE, page, {"code": "583920"})

    assert sent == [303, 303]
    assert told.status_code == 409
    assert "Bà Lan đổi lúc" in told.text
    assert "chưa được lưu" in told.text
    assert send(second, CODE, told.text, {"code": "583920"}).status_code == 303


def test_a_reading_that_was_changed_is_not_removed(
    site: Site, first: Visitor, second: Visitor
) -> None:
    words = {"written": "KDC", "act": "save"}
    first.post("/settings/words", **words, reading="khu dân cư", was="")
    page = second.get("/settings/words").text
    first.post("/settings/words", **words, reading="ca đê xê", was="khu dân cư")

    told = send(second, "/settings/words/remove", page, {})

    assert told.status_code == 409
    assert "ca đê xê" in told.text
    with open_hub(site.folder, Service.WEB) as store:
        assert [one.reading for one in lexicon(store)] == ["ca đê xê"]
    for _ in range(2):
        assert send(second, "/settings/words/remove", told.text, {}).status_code == 303
    with open_hub(site.folder, Service.WEB) as store:
        assert lexicon(store) == ()


def test_a_draft_that_was_renamed_is_not_thrown_away_unread(
    site: Site, first: Visitor, second: Visitor
) -> None:
    address = draft(site)
    page = second.get(address).text
    first.post(f"{address}/name", title="Sơ tán", kind="priority")

    told = send(second, f"{address}/drop", page, {})

    assert told.status_code == 409
    assert "“Sơ tán”" in told.text
    with site.parts.open_store() as store:
        assert ProgrammeId("nhap") in programmes(store)


def test_a_wish_that_was_changed_is_not_sent_back_unread(
    site: Site, first: Visitor, second: Visitor
) -> None:
    address = draft(with_calendar(site, NEWS))
    writer = site.phone(Role.SPEAKER, "Lan")
    writer.post(f"{address}/propose", **WISH)
    page = second.get(address).text
    writer.post(f"{address}/propose", **{**WISH, "time": "06:00"})

    told = send(second, f"{address}/send-back", page, {"word": "Sớm hơn được không"})

    assert told.status_code == 409
    assert 'value="06:00"' in told.text
    assert "Sớm hơn được không" in told.text
    with site.parts.open_store() as store:
        found = proposal_of(store, ProgrammeId("nhap"))
    assert found is not None
    assert found.state is ProposalState.WAITS
    word = {"word": "Muộn hơn"}
    assert send(second, f"{address}/send-back", told.text, word).status_code == 303
    assert send(first, f"{address}/send-back", told.text, word).status_code == 422


def test_a_wish_that_was_changed_is_not_approved_as_it_was(site: Site, second: Visitor) -> None:
    address = draft(with_calendar(site, NEWS))
    writer = site.phone(Role.SPEAKER, "Lan")
    writer.post(f"{address}/propose", **WISH)
    page = second.get(address).text
    writer.post(f"{address}/propose", **{**WISH, "time": "06:00"})

    told = send(second, f"{address}/approve", page, {**WISH, "repeats": "1"})

    assert told.status_code == 409
    assert "vừa đổi đề nghị này" in told.text
    assert "lúc 06:00" in told.text
    assert 'value="17:30"' in told.text
    assert set(kept(site)) == {NEWS.id}
    again = send(second, f"{address}/approve", told.text, {**WISH, "time": "06:00", "repeats": "1"})
    assert again.status_code == 303


FORMS: Mapping[str, dict[str, Any]] = {
    "/compose/nhap/approve": {"way": "once", "day": "2026-12-05", "time": "18:00"},
    "/settings/periods/new": {
        "title": "Tết", "first": "2027-02-01", "last": "2027-02-10", "mode": "add", "own": "no",
        "act": "save",
    },
}  # fmt: skip


@pytest.mark.parametrize("path", FORMS)
def test_a_zone_that_was_removed_meanwhile_is_told(site: Site, path: str) -> None:
    draft(with_calendar(site, NEWS))

    fields: dict[str, Any] = {**FORMS[path], "zone": ["xom-1", "xom-9"]}

    told = site.phone().post(path, **fields)

    assert told.status_code == 422
    assert "không còn nữa" in told.text
    assert len(kept(site)) == 1


def test_nobody_speaks_where_they_did_not_choose(site: Site) -> None:
    phone, told = site.phone(), {"kind": "routine", "pin": PIN}

    assert phone.post("/live", **told, zone=["xom-1", "xom-9"]).status_code == 422  # type: ignore[arg-type]
    assert phone.get("/live/talk").status_code == 303
    assert phone.post("/live", **told, zone=["xom-1"]).status_code == 303  # type: ignore[arg-type]
    assert phone.get("/live/talk").status_code == 200


@pytest.mark.parametrize(
    "path", ["/settings/zones/xom-9", "/settings/volume/xom-9", "/settings/rules/xom-9"]
)
def test_settings_of_a_zone_that_was_removed_meanwhile_are_told(site: Site, path: str) -> None:
    told = site.phone().post(path, was="x", name="A", usual="-6", act="save")

    assert told.status_code == 422
    assert "Không có cụm loa này" in told.text


def test_a_slot_whose_zone_was_renamed_meanwhile_is_saved_for_that_zone(
    site: Site, first: Visitor, second: Visitor
) -> None:
    with_calendar(site, NEWS)
    here = {"id": NEWS.id, "on": "20261201T100000Z", "act": "all"}
    page = second.get("/slot/change", query_string=here).text
    was = re.search(r'name="was" value="(\w+)"', first.get("/settings/zones").text)
    assert was is not None
    assert first.post("/settings/zones/xom-1", was=was[1], name="Xóm Trên").status_code == 303

    told = send(
        second, "/slot/save", page,
        {"title": "Tin", "way": "daily", "day": "2026-11-02", "time": "17:00", "zone": "xom-1"},
    )  # fmt: skip

    assert told.status_code == 303
    assert kept(site)[NEWS.id].zones == {"xom-1"}


def test_a_file_that_takes_a_while_does_not_bring_old_words_back(
    site: Site, second: Visitor
) -> None:
    notice = Notice(
        NoticeId("n1"), NoticeKind.OTHER, "Họp", "Họp lúc 19h.", NOW, None, "Hoa", "Hoa", NOW
    )
    with open_content(site.folder, Service.WEB) as store:
        put_notice(store, notice)

    def ask(method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The hub service: while it takes the file, somebody corrects the words."""
        with open_content(site.folder, Service.WEB) as store:
            put_notice(store, replace(notice, text="Hoãn họp."))
        return {}

    object.__setattr__(site.app.extensions[NAME], "ask_hub", ask)
    file = (io.BytesIO(b"%PDF-1.4"), "a.pdf")
    second.get("/content/notices/n1")
    second.post("/content/notices/n1/files", file=file)  # type: ignore[arg-type]

    with open_content(site.folder, Service.WEB) as store:
        (found,) = notices(store)
    assert (found.text, len(found.attachments)) == ("Hoãn họp.", 1)


def test_what_is_attached_to_a_notice_that_is_gone_is_told(site: Site, first: Visitor) -> None:
    file = (io.BytesIO(b"%PDF-1.4"), "a.pdf")

    assert first.post("/content/notices/n1/files", file=file).status_code == 404  # type: ignore[arg-type]
    with open_content(site.folder, Service.WEB) as store:
        assert (notices(store), cards(store, Document)) == ((), ())


def test_two_who_work_on_the_people_are_told_what_the_other_did(
    site: Site, first: Visitor, second: Visitor
) -> None:
    newcomer = {"name": "Cô Hạnh", "role": "speaker"}
    assert first.post("/people", **newcomer).status_code == 200
    assert second.post("/people", **newcomer).status_code == 422
    with site.people() as people:
        (hanh,) = (one for one in persons(people) if one.name == "Cô Hạnh")

    assert first.post(f"/people/{hanh.id}/remove").status_code == 303

    for act in ("remove", "pair", "screen"):
        told = second.post(f"/people/{hanh.id}/{act}")
        assert told.status_code == 422
        assert 'role="alert"' in told.text or "<h1" in told.text
