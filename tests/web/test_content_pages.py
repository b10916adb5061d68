"""What the screen shows is entered on phones: checked, approved, answered, soon forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.domain.goods import Meeting, PaymentTarget, Product
from hub.domain.helper import Helper, Place
from hub.domain.opinion import Addressee, Feedback, FeedbackId, FeedbackState
from hub.domain.person import Role
from hub.domain.village_procedure import VillageProcedure
from hub.domain.wifi_point import WifiPoint
from hub.store.cards import Card, cards
from hub.store.connect import open_content
from hub.store.notices import notices
from hub.store.opinions import all_feedback, answer, forget_feedback, put_feedback
from hub.store.permits import Service
from tests.web.site import NOW, Site
from web.content.openings import read_openings, write_openings

FORMS: dict[str, tuple[type[Card], dict[str, str]]] = {
    "procedure": (
        VillageProcedure,
        {
            "name": "Mượn nhà văn hóa", "about": "Nhà có việc mượn hội trường.",
            "papers": "Đơn mượn\nCăn cước", "where": "Trưởng thôn", "fee": "Không thu",
            "words": "mượn hội trường, thuê rạp", "checked_on": "2026-11-20",
            "topics": "ket-hon", "ends": "2026-12-31",
        },
    ),
    "helper": (Helper, {"name": "Chị Hoa", "phone": "0912 345 678", "consent": "on"}),
    "place": (Place, {"name": "Nhà văn hóa", "openings": "T2-T6: 7h30-11h30, 13h30-17h"}),
    "wifi": (WifiPoint, {"place": "Nhà văn hóa", "ssid": "Thôn 3", "password": "12345678"}),
    "product": (Product, {"name": "Mật ong", "maker": "HTX", "stars": "4"}),
    "payment": (
        PaymentTarget,
        {
            "title": "Quỹ", "bank": "970405", "account": "8800", "holder": "Nguyễn Văn A",
            "amount": "120.000", "purpose": "Quỹ thôn", "ends": "2026-12-31",
        },
    ),
    "meeting": (
        Meeting,
        {
            "title": "Họp", "day": "2026-12-02", "time": "19:30", "minutes": "90",
            "link": "https://meet.example.vn/x",
        },
    ),
}  # fmt: skip
LIST = {
    "kind": "poor_households",
    "title": "Hộ nghèo",
    "text": "Giàng A Páo, xóm 2",
    "starts": "2026-12-01",
    "ends": "2026-12-31",
    "show": "on",
}


def stored(site: Site, kind: type[Card]) -> list[Card]:
    with open_content(site.folder, Service.WEB) as store:
        return list(cards(store, kind))  # type: ignore[type-var]


@pytest.mark.parametrize("kind", FORMS)
def test_a_card_is_entered_corrected_and_taken_away(site: Site, kind: str) -> None:
    made, form = FORMS[kind]
    phone = site.phone(Role.HEAD)

    assert phone.post(f"/content/cards/{kind}/new", **form).status_code == 303
    first = stored(site, made)[0]
    assert phone.post(f"/content/cards/{kind}/{first.id}", **form).status_code == 303
    assert stored(site, made) == [first]
    phone.post(f"/content/cards/{kind}/{first.id}/remove")
    assert stored(site, made) == []


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("payment", ('value="2026-12-31"', 'value="120000"')),
        ("meeting", ('value="2026-12-02"', 'value="19:30"', 'value="90"')),
        (
            "procedure",
            (
                ">Đơn mượn\nCăn cước</textarea>",
                'value="mượn hội trường, thuê rạp"',
                'value="2026-11-20"',
                'value="2026-12-31"',
                'value="ket-hon" checked',
            ),
        ),
        ("place", ("T2-T6: 7h30-11h30, 13h30-17h00",)),
    ],
)
def test_what_was_entered_is_what_the_form_shows_again(
    site: Site, kind: str, shown: tuple[str, ...]
) -> None:
    phone = site.phone(Role.HEAD)
    phone.post(f"/content/cards/{kind}/new", **FORMS[kind][1])

    page = phone.get(f"/content/cards/{kind}/{stored(site, FORMS[kind][0])[0].id}").text

    assert [one for one in shown if one not in page] == []


def test_a_number_is_shown_only_if_its_owner_agreed(site: Site) -> None:
    phone = site.phone(Role.HEAD)

    phone.post("/content/cards/helper/new", name="Anh Páo", phone="0912345678")

    helper = stored(site, Helper)[0]
    assert isinstance(helper, Helper)
    assert helper.phone == ""


def test_whoever_enters_an_account_answers_for_it(site: Site) -> None:
    site.phone(Role.HEAD, "Nguyễn Văn Bình").post(
        "/content/cards/payment/new", **FORMS["payment"][1]
    )

    target = stored(site, PaymentTarget)[0]
    assert isinstance(target, PaymentTarget)
    assert (target.approver, target.amount, target.holder) == (
        "Nguyễn Văn Bình",
        120_000,
        "NGUYEN VAN A",
    )


def test_what_is_too_long_for_a_code_is_not_cut_but_taken_whole(site: Site) -> None:
    phone = site.phone(Role.HEAD)
    made, form = FORMS["payment"]
    phone.post("/content/cards/payment/new", **{**form, "amount": "120.000.000"})
    phone.post("/content/cards/wifi/new", **{**FORMS["wifi"][1], "password": "0a" * 32})

    (found,) = stored(site, made)
    (point,) = stored(site, WifiPoint)
    assert isinstance(found, PaymentTarget)
    assert found.amount == 120_000_000
    assert isinstance(point, WifiPoint)
    assert point.password == "0a" * 32


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("procedure", {"name": " "}),
        ("procedure", {"link": "http://x.vn"}),
        ("procedure", {"link": "https://x.vn/" + "a" * 238}),
        ("procedure", {"checked_on": "hôm qua"}),
        ("procedure", {"ends": "31/12"}),
        ("helper", {"name": ""}),
        ("helper", {"phone": "abc"}),
        ("place", {"openings": "sáng"}),
        ("place", {"openings": "T2: 17h-7h"}),
        ("wifi", {"password": "ngắn"}),
        ("wifi", {"ssid": "ộ" * 20}),
        ("product", {"trace": "http://x.vn"}),
        ("product", {"trace": "javascript:alert(1)"}),
        ("product", {"trace": "https://x.vn/" + "a" * 238}),
        ("meeting", {"link": "https://x.vn/" + "a" * 300}),
        ("wifi", {"ssid": "x" * 33}),
        ("wifi", {"password": "g" * 64}),
        ("payment", {"account": "1234567890" * 2}),
        ("payment", {"amount": "1.200.000.000"}),
        ("payment", {"amount": "1200000000"}),
        ("meeting", {"minutes": "10000"}),
        ("payment", {"bank": "123"}),
        ("payment", {"account": "88 00; DROP"}),
        ("payment", {"amount": "-5"}),
        ("payment", {"amount": "999999999"}),
        ("payment", {"purpose": "một nội dung dài quá hai mươi lăm chữ"}),
        ("payment", {"ends": "31/12"}),
        ("meeting", {"link": "meet"}),
        ("meeting", {"day": "mai"}),
        ("meeting", {"minutes": "0"}),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason_and_nothing_kept(
    site: Site, kind: str, wrong: dict[str, str]
) -> None:
    made, form = FORMS[kind]

    found = site.phone(Role.HEAD).post(f"/content/cards/{kind}/new", **{**form, **wrong})

    assert found.status_code == 422
    assert 'role="alert"' in found.text
    assert stored(site, made) == []


@pytest.mark.parametrize("role", [Role.SPEAKER, Role.IT])
def test_who_may_not_approve_enters_no_cards_and_reads_no_feedback(site: Site, role: Role) -> None:
    phone = site.phone(role)

    assert phone.post("/content/cards/helper/new", name="X").status_code == 403
    assert phone.get("/content/feedback").status_code == 403
    assert phone.get("/content/ratings").status_code == 200


def test_what_a_speaker_writes_waits_for_somebody_who_may_approve(site: Site) -> None:
    speaker, head = site.phone(Role.SPEAKER), site.phone(Role.HEAD)

    speaker.post("/content/notices/new", **{**LIST, "kind": "other"})
    with open_content(site.folder, Service.WEB) as store:
        waiting = notices(store)[0]
    assert waiting.approver == ""
    assert speaker.post(f"/content/notices/{waiting.id}/approve").status_code == 403
    head.post(f"/content/notices/{waiting.id}/approve")

    with open_content(site.folder, Service.WEB) as store:
        assert notices(store)[0].approver == "Người head"


def test_a_correction_by_a_speaker_takes_a_shown_notice_back_to_approval(site: Site) -> None:
    speaker, head = site.phone(Role.SPEAKER), site.phone(Role.HEAD)
    head.post("/content/notices/new", **LIST)
    with open_content(site.folder, Service.WEB) as store:
        identity = notices(store)[0].id

    speaker.post(f"/content/notices/{identity}", **{**LIST, "text": "khác"})

    with open_content(site.folder, Service.WEB) as store:
        assert not notices(store)[0].is_shown(NOW)


def test_a_new_notice_is_said_to_be_kept_where_pictures_are_added(site: Site) -> None:
    head = site.phone(Role.HEAD)
    blank = head.get("/content/notices/new").text

    found = head.post("/content/notices/new", **LIST)
    place, _, part = found.headers["Location"].partition("#")
    page = head.get(place).text
    later = head.get(place.partition("?")[0]).text

    told = "Đã lưu thông báo."
    assert "Bấm Lưu trước" in blank
    assert f'id="{part}"' in page
    assert page.index(f'id="{part}"') < page.index(told) < page.index('name="file"')
    assert told not in blank + later


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "Giàng A Páo, CCCD 001085012345"},
        {"text": "Giàng A Páo, 0912 345 678"},
        {"text": "Giàng A Páo, sinh ngày 12/3/1975"},
        {"ends": ""},
        {"ends": "2027-12-01"},
    ],
)
def test_a_list_of_households_has_no_numbers_of_people_and_a_near_end(
    site: Site, wrong: dict[str, str]
) -> None:
    found = site.phone(Role.HEAD).post("/content/notices/new", **{**LIST, **wrong})

    assert found.status_code == 422
    with open_content(site.folder, Service.WEB) as store:
        assert notices(store) == ()


def test_a_notice_stands_until_the_end_of_its_last_day(site: Site) -> None:
    site.phone(Role.HEAD).post("/content/notices/new", **LIST)

    with open_content(site.folder, Service.WEB) as store:
        found = notices(store)[0]
    assert found.starts.isoformat() == "2026-11-30T17:00:00+00:00"
    assert found.ends is not None
    assert found.ends.isoformat() == "2026-12-31T17:00:00+00:00"


def test_every_page_tells_the_last_day_that_was_entered(site: Site) -> None:
    head = site.phone(Role.HEAD)
    head.post("/content/notices/new", **LIST)
    head.post("/content/cards/payment/new", **FORMS["payment"][1])

    for path in ("/kiosk/notices", "/kiosk/payments", "/content/notices"):
        page = head.get(path).text
        assert "31/12/2026" in page, path
        assert "1/1/2027" not in page, path


def test_feedback_is_answered_and_the_answer_ends_it(site: Site) -> None:
    told = Feedback(FeedbackId("f1"), Addressee.VILLAGE, "Đèn hỏng", NOW, NOW, phone="0912345678")
    with open_content(site.folder, Service.WEB) as store:
        put_feedback(store, told)
    phone = site.phone(Role.OFFICER)

    assert "Đèn hỏng" in phone.get("/content/feedback").text
    assert phone.post("/content/feedback/f1", state="answered", answer="").status_code == 422
    phone.post("/content/feedback/f1", state="answered", answer="Đã thay bóng.")
    assert phone.post("/content/feedback/f1", state="received", answer="").status_code == 422

    with open_content(site.folder, Service.WEB) as store:
        kept = all_feedback(store)[0]
    assert (kept.state, kept.answer) == (FeedbackState.ANSWERED, "Đã thay bóng.")


def test_a_number_and_a_voice_are_forgotten_a_month_after_the_answer(site: Site) -> None:
    told = Feedback(
        FeedbackId("f1"), Addressee.VILLAGE, "x", NOW, NOW, voice_sha256="a" * 64, phone="091234567"
    )
    with open_content(site.folder, Service.WEB) as store:
        put_feedback(store, told)
        forget_feedback(store, NOW + timedelta(days=400))
        assert all_feedback(store)[0].phone == "091234567"
        answer(store, told.id, FeedbackState.ANSWERED, "y", NOW)
        forget_feedback(store, NOW + timedelta(days=31))
        found = all_feedback(store)[0]
        assert (found.phone, found.voice_sha256, found.text) == ("", "", "x")
        forget_feedback(store, NOW + timedelta(days=366))
        assert (all_feedback(store)[0].text, all_feedback(store)[0].answer) == ("", "")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("T2-T6: 7h30-11h30, 13h30-17h", "T2-T6: 7h30-11h30, 13h30-17h00"),
        ("t7: 8:00-10:00\nCN 8g-9g", "T7: 8h00-10h00\nCN: 8h00-9h00"),
        ("T2: 8h-9h\nT3: 8h-9h\nT5: 8h-9h", "T2-T3: 8h00-9h00\nT5: 8h00-9h00"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(written: str, told: str) -> None:
    assert write_openings(read_openings(written)) == told


def test_the_page_for_everything_counts_what_waits(site: Site) -> None:
    with open_content(site.folder, Service.WEB) as store:
        put_feedback(store, Feedback(FeedbackId("f1"), Addressee.VILLAGE, "x", NOW, NOW))
    site.phone(Role.SPEAKER).post("/content/notices/new", **LIST)

    page = site.phone(Role.HEAD).get("/content").text

    assert "1 chờ duyệt" in page
    assert "1 chưa trả lời" in page


def test_who_helps_with_what_and_in_which_languages_is_entered_and_shown(site: Site) -> None:
    phone = site.phone(Role.HEAD)
    form = phone.get("/content/cards/helper/new").text
    assert 'name="topics" value="sinh-con"' in form
    assert 'name="languages" value="tyz"' in form

    many = {"topics": ["sinh-con", "ho-tich"], "languages": ["vi", "tyz"]}
    phone.post("/content/cards/helper/new", name="Chị Hoa", **many)  # type: ignore[arg-type]

    kept = stored(site, Helper)[0]
    assert isinstance(kept, Helper)
    assert (kept.topics, kept.languages) == (("sinh-con", "ho-tich"), ("vi", "tyz"))
    assert "Nói được: Tiếng Việt, Tiếng Tày" in phone.get("/kiosk/procedure/1.001193").text
    assert "Chị Hoa" not in phone.get("/kiosk/procedure/1.004222").text
    again = phone.get(f"/content/cards/helper/{kept.id}").text
    assert 'value="tyz" checked' in again
    assert 'value="hmn" checked' not in again


def test_a_notice_keeps_the_language_it_is_written_in(site: Site) -> None:
    phone = site.phone(Role.HEAD)
    told = {"kind": "other", "title": "Xên bản", "starts": "2026-12-01", "show": "on"}

    phone.post("/content/notices/new", language="blt", **told)
    with open_content(site.folder, Service.WEB) as store:
        first = notices(store)[0]
    assert first.language == "blt"
    form = phone.get(f"/content/notices/{first.id}").text
    assert '<option value="blt" selected>' in form


@pytest.mark.parametrize("language", ["", "<b>", "x"])
def test_a_language_that_is_none_is_vietnamese(site: Site, language: str) -> None:
    told = {"kind": "other", "title": "Tin", "starts": "2026-12-01", "show": "on"}

    site.phone(Role.HEAD).post("/content/notices/new", language=language, **told)

    with open_content(site.folder, Service.WEB) as store:
        assert notices(store)[0].language == "vi"
