"""The touchscreen's other subjects: what is there, how old it is, and what nobody knows."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from hub.addresses import pages_address
from hub.domain.bulletin import Kind, Level
from hub.domain.facts import AsRun, Outcome
from hub.domain.goods import PaymentId, PaymentTarget
from hub.domain.ids import CueId, ProgrammeId, SlotId, ZoneId
from hub.domain.notice import Notice, NoticeId, NoticeKind
from hub.domain.wifi_point import WifiPoint, WifiPointId
from hub.errors import ControlError
from hub.qr.drawing import code
from hub.qr.vietqr import vietqr
from hub.store.asrun import append
from hub.store.cards import put_card
from hub.store.connect import open_content, open_hub
from hub.store.notices import put_notice
from hub.store.opinions import all_feedback, months_of_ratings
from hub.store.permits import Service
from scripts.shown_content import fill
from tests.forms import mark_of
from tests.web.site import HOST, NOW, Site
from web.kiosk.feedback import code_of
from web.kiosk.place import MARK
from web.parts import NAME

SUBJECTS = (
    "notices", "notices/y-kien", "loudspeakers", "weather", "wifi", "goods", "payments",
    "meetings", "apps", "phones", "rating", "feedback",
)  # fmt: skip
WEBM = b"\x1a\x45\xdf\xa3" + bytes(200)
Get = Callable[..., str]


@pytest.fixture
def browser(site: Site) -> FlaskClient:
    return FlaskClient(site.app, site.app.response_class)


@pytest.fixture
def page(browser: FlaskClient) -> Get:
    def get(path: str, status: int = 200, *, at_screen: bool = True) -> str:
        answer = browser.get(f"/kiosk/{path}", base_url=HOST, environ_overrides=mark(at_screen))
        text = answer.text if answer.mimetype == "text/html" else ""
        answer.close()
        assert answer.status_code == status, text[:500]
        return text

    return get


def mark(at_screen: bool) -> dict[str, Any]:
    return {MARK: True} if at_screen else {}


def send(browser: FlaskClient, path: str, at_screen: bool = True, **fields: Any) -> Any:
    found = browser.get("/kiosk/feedback", base_url=HOST, environ_overrides=mark(at_screen)).text
    data = {"mark": mark_of(found), **fields}
    around = mark(at_screen)
    return browser.post(f"/kiosk/{path}", data=data, base_url=HOST, environ_overrides=around)


def on_air(site: Site, title: str, kind: Kind, outcome: Outcome, ago: timedelta) -> str:
    sha256 = hashlib.sha256(title.encode()).hexdigest()
    site.parts.config.media_dir.mkdir(exist_ok=True)
    (site.parts.config.media_dir / f"{sha256}.wav").write_bytes(b"RIFF" + bytes(60))
    start = NOW - ago
    zones = (ZoneId("xom-1"),)
    fact = AsRun(
        CueId(title), SlotId("s"), None, title, kind, Level.COMMUNE, "a", "b", zones, 0.0, start,
        start + timedelta(minutes=1), start, start + timedelta(minutes=1), outcome,
        media=((ProgrammeId("p"), sha256),),
    )  # fmt: skip
    with open_hub(site.folder, Service.BROADCAST) as store:
        append(store, fact, start + timedelta(minutes=2))
    return sha256


def test_every_subject_is_there_with_and_without_content(site: Site, page: Get) -> None:
    for path in SUBJECTS:
        assert "/" in path or 'class="k-title"' in page(path)

    fill(site.folder, NOW)

    for path in SUBJECTS:
        assert 'class="k-title"' in page(path)


def test_the_first_page_leads_to_every_subject_that_has_something(site: Site, page: Get) -> None:
    assert 'href="/kiosk/goods"' not in page("")

    fill(site.folder, NOW)

    for path in ("goods", "payments", "meetings", "notices", "wifi", "phones"):
        assert f'href="/kiosk/{path}"' in page("")


def test_what_is_urgent_stands_before_everything_else(site: Site, page: Get) -> None:
    fill(site.folder, NOW)
    run = {
        "cue": "c", "title": "Sơ tán ngay", "kind": "emergency", "zones": ["xom-1", "xom-2"],
        "started": "2026-12-01T10:00:00+07:00", "end": "2026-12-01T10:05:00+07:00", "lane": [],
    }  # fmt: skip
    site.playout.state["on_air"] = [run]

    found = page("")

    order = [found.index(word) for word in ("Sơ tán ngay", "lũ quét", "Bác cần làm việc gì?")]
    assert order == sorted(order)
    assert "Cấp 3, màu da cam" in found


def test_a_notice_is_hidden_before_its_day_after_its_end_and_without_approval(
    site: Site, page: Get
) -> None:
    day = timedelta(days=1)
    ways = {"later": (day, None, "B"), "over": (-2 * day, -day, "B"), "draft": (-day, None, "")}
    with open_content(site.folder, Service.WEB) as store:
        for name, (starts, ends, approver) in ways.items():
            until = NOW + ends if ends is not None else None
            put_notice(
                store,
                Notice(
                    NoticeId(name), NoticeKind.OTHER, f"Tin {name}", "x", NOW + starts, until,
                    "A", approver, NOW,
                ),
            )  # fmt: skip

    listed = page("notices")
    for name in ways:
        assert f"Tin {name}" not in listed
        page(f"notices/{name}", 404)


def test_a_notice_says_who_answers_for_it_and_until_when(site: Site, page: Get) -> None:
    fill(site.folder, NOW)

    found = page("notices/y-kien")

    assert "Lý Thị Mai soạn, Nguyễn Văn Bình duyệt" in found
    assert code("https://ykien.example.gov.vn/yen-minh/duong-xom-2").svg.removeprefix("<svg ") in (
        found
    )


def test_a_list_of_households_asks_not_to_be_photographed(site: Site, page: Get) -> None:
    fill(site.folder, NOW)

    assert "xin đừng chụp" in page("notices/ho-ngheo")


def test_silence_of_the_playout_is_not_told_as_silence_of_the_loudspeakers(
    site: Site, page: Get
) -> None:
    site.playout.error = ControlError("control.no_answer", path="x")

    found = page("loudspeakers")

    assert "chưa biết loa có đang phát" in found
    assert "Loa đang im" not in found
    assert "chưa xem được lịch" in found


def test_the_last_timetable_is_shown_as_old_when_nobody_answers(site: Site, page: Get) -> None:
    site.playout.cues = [
        {
            "id": "1", "slot": "a", "title": "Thời sự xã", "state": "planned", "because": None,
            "start": "2026-12-01T17:00:00+07:00", "planned_start": "2026-12-01T17:00:00+07:00",
            "end": "2026-12-01T17:15:00+07:00", "zones": ["xom-1"], "kind": "routine",
        }
    ]  # fmt: skip
    assert "Thời sự xã" in page("loudspeakers")
    site.clock.pass_time(60)
    site.playout.error = ControlError("control.no_answer", path="x")

    found = page("loudspeakers")

    assert "Thời sự xã" in found
    assert "có thể không còn đúng" in found


def test_a_bulletin_that_was_broadcast_can_be_heard_again(site: Site, page: Get) -> None:
    sha256 = on_air(site, "Cắt điện", Kind.ROUTINE, Outcome.PLAYED, timedelta(hours=3))

    assert f"/kiosk/loudspeakers/again/{sha256}" in page("loudspeakers")
    page(f"loudspeakers/again/{sha256}")


@pytest.mark.parametrize(
    ("kind", "outcome", "ago"),
    [
        (Kind.EMERGENCY, Outcome.PLAYED, timedelta(hours=3)),
        (Kind.ROUTINE, Outcome.CUT, timedelta(hours=3)),
        (Kind.ROUTINE, Outcome.PLAYED, timedelta(days=8)),
    ],
)
def test_what_was_an_emergency_cut_or_long_ago_cannot(
    site: Site, page: Get, kind: Kind, outcome: Outcome, ago: timedelta
) -> None:
    sha256 = on_air(site, "Tin", kind, outcome, ago)

    assert sha256 not in page("loudspeakers")
    page(f"loudspeakers/again/{sha256}", 404)


def test_the_timetable_has_all_of_today_and_nothing_of_yesterday(site: Site, page: Get) -> None:
    on_air(site, "Chào buổi sáng", Kind.ROUTINE, Outcome.PLAYED, timedelta(hours=4))
    on_air(site, "Bị cắt giữa chừng", Kind.ROUTINE, Outcome.CUT, timedelta(hours=3))
    on_air(site, "Tối hôm qua", Kind.ROUTINE, Outcome.CUT, timedelta(hours=15))

    found = page("loudspeakers")

    past = found[found.index("k-times--past") :]
    assert past.index("06:00") < past.index("Chào buổi sáng") < past.index("Bị cắt giữa chừng")
    assert "Tối hôm qua" not in found


def test_a_sound_that_was_never_broadcast_is_not_given_out(site: Site, page: Get) -> None:
    site.parts.config.media_dir.mkdir(exist_ok=True)
    (site.parts.config.media_dir / f"{'a' * 64}.wav").write_bytes(b"RIFF")

    page(f"loudspeakers/again/{'a' * 64}", 404)
    page("loudspeakers/again/..%2f..%2fhub.db", 404)


def test_no_alert_is_told_only_when_the_commune_was_heard(site: Site, page: Get) -> None:
    assert "Chưa biết có cảnh báo" in page("weather")
    assert "chưa từng nhận tin" in page("weather")

    fill(site.folder, NOW)
    site.clock.pass_time(13 * 3600)

    assert "Hiện không có cảnh báo nào" in page("weather")
    assert "Nhận tin từ xã lần cuối lúc 09:48, 1/12/2026" in page("weather")


def test_names_of_poor_households_do_not_go_round_while_nobody_asks(site: Site, page: Get) -> None:
    fill(site.folder, NOW)

    loop, asked = page("rest/slides"), page("notices/ho-ngheo")

    assert "Danh sách hộ nghèo, cận nghèo năm 2026" in loop
    assert "Hộ cận nghèo: 9 hộ" not in loop
    assert "Đã thu: 86/112 hộ" in loop
    assert "Hộ cận nghèo: 9 hộ" in asked


def test_the_wifi_is_shown_whatever_stands_in_its_name(site: Site, page: Get) -> None:
    names = [r"NVH\Xom 2", r"\1 \g<0>", '"<b>"', "Wifi bản Mường 🌾"]
    with open_content(site.folder, Service.CLI) as store:
        for number, name in enumerate(names):
            put_card(store, WifiPoint(WifiPointId(f"p{number}"), "Nhà văn hóa", name), NOW)

    found = page("wifi")

    for name in names:
        assert f'aria-label="Mã QR: {escape(name)}"' in found


def test_the_wifi_says_that_nobody_watches_it(site: Site, page: Get) -> None:
    fill(site.folder, NOW)

    found = page("wifi")

    assert "Chưa biết mạng đang tốt hay không" in found
    assert code("WIFI:T:nopass;S:Thon Yen Minh - Mien phi;;").svg.removeprefix("<svg ") in found
    password = r"WIFI:T:WPA;S:Truong \"Hoa Ban\";P:hoc\;tot\:2026;;"
    assert code(password).svg.removeprefix("<svg ") in found


def test_a_payment_has_its_amount_and_purpose_in_the_code(site: Site, page: Get) -> None:
    fill(site.folder, NOW)

    text = vietqr("970405", "8800205123456", amount=120_000, purpose="Quy khuyen hoc 2026")
    found = page("payments")

    assert code(text).svg.removeprefix("<svg ") in found
    assert "NGUYEN VAN BINH" in found
    assert "120.000 đồng" in found


def test_an_account_nobody_answers_for_is_not_shown(site: Site, page: Get) -> None:
    with open_content(site.folder, Service.WEB) as store:
        put_card(store, PaymentTarget(PaymentId("x"), "Quỹ lạ", "970405", "1", "A"), NOW)

    assert "Quỹ lạ" not in page("payments")


def test_one_tap_is_counted_and_a_burst_once(site: Site, browser: FlaskClient) -> None:
    for _ in range(5):
        assert send(browser, "rating", face="4").status_code == 303

    with open_content(site.folder, Service.WEB) as store:
        month = months_of_ratings(store)[0]
    assert (month.point, month.counts, month.bursts) == ("Thôn Thử", (0, 0, 0, 1, 0), 4)


def test_a_phone_cannot_rate_for_the_screen(site: Site, browser: FlaskClient, page: Get) -> None:
    assert send(browser, "rating", at_screen=False, face="5").status_code == 403

    with open_content(site.folder, Service.WEB) as store:
        assert months_of_ratings(store) == ()
    assert 'name="face"' not in page("rating", at_screen=False)


@pytest.mark.parametrize("face", ["0", "6", "x", ""])
def test_a_face_that_does_not_exist_is_refused(browser: FlaskClient, face: str) -> None:
    assert send(browser, "rating", face=face).status_code == 422


def test_feedback_gets_a_number_and_its_answer_is_found_by_it(
    site: Site, browser: FlaskClient, page: Get
) -> None:
    told = send(browser, "feedback", id="abcdef12345678", text="Đèn đường xóm 2 hỏng", to="commune")
    with open_content(site.folder, Service.WEB) as store:
        kept = all_feedback(store)[0]

    number = f"{kept.number}-{code_of(kept)}"
    assert told.headers["Location"] == f"/kiosk/feedback/thanks?number={number}"
    assert number in page(f"feedback/thanks?number={number}")
    found = page(f"feedback/state?number={number}")
    assert "Đã nhận, đang chờ xem" in found
    assert "Đèn đường" not in found


def test_the_same_page_sent_twice_is_one_feedback(site: Site, browser: FlaskClient) -> None:
    for _ in range(2):
        send(browser, "feedback", id="abcdef12345678", text="x")

    with open_content(site.folder, Service.WEB) as store:
        assert len(all_feedback(store)) == 1


def test_another_number_tells_nothing(site: Site, browser: FlaskClient) -> None:
    send(browser, "feedback", id="abcdef12345678", text="x")

    for number in ("1", "1-", "99999-0000", "", "-1", "1" * 14):
        answer = browser.get(f"/kiosk/feedback/state?number={number}", base_url=HOST)
        assert answer.status_code in {403, 404, 429}


def invitation(site: Site, link: str = "") -> None:
    begins, ends = NOW - timedelta(days=1), NOW + timedelta(days=9)
    asked = Notice(
        NoticeId("y-kien"), NoticeKind.OPINIONS, "Dự thảo hương ước", "Mời góp ý", begins, ends,
        "Lan", "Trưởng thôn", begins, link,
    )  # fmt: skip
    with open_content(site.folder, Service.CLI) as store:
        put_notice(store, asked)


def test_an_invitation_without_a_form_leads_to_the_hub_s_own(
    site: Site, browser: FlaskClient
) -> None:
    invitation(site)

    told = browser.get("/kiosk/notices/y-kien", base_url=HOST, environ_overrides=mark(True)).text
    on_phone = browser.get("/kiosk/notices/y-kien", base_url=HOST).text

    address = f"{pages_address(site.app.extensions[NAME].config)}kiosk/feedback?notice=y-kien"
    assert code(address).svg.removeprefix("<svg ") in told
    assert 'href="/kiosk/feedback?notice=y-kien"' in told
    assert 'href="/kiosk/feedback?notice=y-kien"' in on_phone
    assert "<figure" not in on_phone


def test_an_invitation_with_a_form_elsewhere_leads_there(site: Site, page: Get) -> None:
    invitation(site, "https://xa.example.vn/y-kien")

    told = page("notices/y-kien")

    assert code("https://xa.example.vn/y-kien").svg.removeprefix("<svg ") in told
    assert "feedback?notice" not in told


def test_an_opinion_names_the_notice_it_is_about(site: Site, browser: FlaskClient) -> None:
    invitation(site)
    form = browser.get("/kiosk/feedback?notice=y-kien", base_url=HOST).text
    assert 'name="notice" value="y-kien"' in form

    send(browser, "feedback", id="abcdefgh", text="Đồng ý", notice="y-kien")
    send(browser, "feedback", id="abcdefgi", text="Khác", notice="khong-co")

    with open_content(site.folder, Service.CLI) as store:
        texts = {one.text for one in all_feedback(store)}
    assert texts == {"Góp ý vào thông báo: Dự thảo hương ước\nĐồng ý", "Khác"}


def test_an_opinion_that_says_nothing_is_refused(site: Site, browser: FlaskClient) -> None:
    invitation(site)

    answer = send(browser, "feedback", id="abcdefgh", text=" ", notice="y-kien")

    assert answer.status_code == 422
    assert 'name="notice" value="y-kien"' in answer.text


def test_an_empty_feedback_is_refused_with_what_was_typed_kept(browser: FlaskClient) -> None:
    answer = send(browser, "feedback", id="abcdef12345678", text="", phone="0912 345 678")

    assert answer.status_code == 422
    assert 'value="0912 345 678"' in answer.text


def test_a_voice_message_is_kept_and_anything_else_refused(
    site: Site, browser: FlaskClient
) -> None:
    message = (io.BytesIO(WEBM), "message")
    assert send(browser, "feedback", id="abcdef12345678", voice=message).status_code == 303
    wrong = (io.BytesIO(b"MZ" + bytes(300)), "message")
    assert send(browser, "feedback", id="abcdef99999999", voice=wrong).status_code == 422

    with open_content(site.folder, Service.WEB) as store:
        kept = all_feedback(store)
    assert len(kept) == 1
    assert (site.folder / "voices-told" / kept[0].voice_sha256).read_bytes() == WEBM


def test_a_message_that_is_too_long_is_not_read(browser: FlaskClient) -> None:
    answer = browser.post(
        "/kiosk/feedback",
        data=bytes(3 << 20),
        content_type="multipart/form-data; boundary=x",
        base_url=HOST,
    )

    assert answer.status_code == 413


def test_a_helper_is_named_where_help_is_needed(site: Site, page: Get) -> None:
    fill(site.folder, NOW)

    found = page("procedure/1.001193")

    assert "Nguyễn Thị Hoa" in found
    assert "0912 345 678" in found
    assert "Giờ này đang mở cửa" in found
