"""What the touchscreen says: aloud, in an emergency, after an error, at which address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from hub.domain.alert import Alert, AlertRef, AlertStatus, AlertType
from hub.domain.helper import Helper, HelperId
from hub.store.alerts import put_alert
from hub.store.cards import put_card
from hub.store.connect import open_content
from hub.store.permits import Service
from tests.forms import mark_of
from tests.web.site import NOW, Site, quiet_state
from web.board import News
from web.kiosk.live_part import LivePart
from web.kiosk.place import MARK
from web.kiosk.readable import MOST, readable
from web.kiosk.urgency import Takeover

Wall = Callable[..., TestResponse]


@pytest.fixture
def wall(site: Site) -> Wall:
    """The browser on the wall."""
    client = site.app.test_client()

    def call(path: str, fields: Mapping[str, str] | None = None) -> TestResponse:
        told: dict[str, Any] = {
            "base_url": "http://localhost:8090",
            "environ_overrides": {MARK: True},
        }
        answer: TestResponse
        answer = (
            client.get(path, **told) if fields is None else client.post(path, data=fields, **told)
        )
        return answer

    return call


def spoken(wall: Wall, site: Site, page: str) -> str:
    """What is read aloud when a page is."""
    asked: list[str] = []

    def speak(_method: str, told: Mapping[str, Any]) -> dict[str, Any]:
        asked.append(str(told["text"]))
        return {"job": {"id": told["id"], "state": "queued"}}

    site.app.extensions["village-hub"] = replace(site.parts, ask_hub=speak)
    answer = wall("/kiosk/aloud", {"page": page, "mark": mark_of(wall("/kiosk/").text)})
    assert answer.status_code == 200, answer.text
    return asked[0] if asked else ""


def tell(wall: Wall, text: str) -> str:
    """Give feedback; where its number is shown."""
    mark = mark_of(wall("/kiosk/feedback").text)
    told = {"id": "abcdef12345678", "text": text, "to": "village", "mark": mark}
    answer = wall("/kiosk/feedback", told)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_a_text_that_is_too_long_is_read_to_the_end_of_a_sentence() -> None:
    sentence = "Mang theo giấy chứng sinh và căn cước của cha mẹ. "
    text = readable(f"<main><h1>Khai sinh</h1><p>{sentence * 80}</p><p>Hết</p></main>")

    assert MOST - len(sentence) < len(text) <= MOST + 1
    assert text.endswith("cha mẹ.")


def test_a_long_sentence_is_read_as_far_as_there_is_room() -> None:
    text = readable(f"<main><p>{'rất dài ' * 400}</p></main>")

    assert len(text) <= MOST + 1
    assert text.endswith((" dài…", " rất…"))


def test_words_that_stand_in_elements_of_their_own_are_not_glued() -> None:
    page = (
        "<main><ul><li><span>nhà văn hóa</span><strong>0912 345 678</strong>, buổi tối</li></ul>"
        "<p>Đăng <mark>ký</mark>, kết<mark>hôn</mark></p></main>"
    )

    assert readable(page) == "nhà văn hóa 0912 345 678, buổi tối.\nĐăng ký, kếthôn."


def test_a_helpers_number_is_read_apart_from_the_hours(wall: Wall, site: Site) -> None:
    with open_content(site.folder, Service.WEB) as store:
        one = Helper(HelperId("a"), "Hoa", "Tổ trưởng", "0912 345 678", hours="nhà văn hóa")
        put_card(store, one, NOW)

    assert "nhà văn hóa 0912 345 678" in spoken(wall, site, "/kiosk/phones")


def test_the_answers_of_a_search_are_read(wall: Wall, site: Site) -> None:
    assert "Đăng ký khai sinh" in spoken(wall, site, "/kiosk/find?q=khai+sinh")


def test_a_search_that_finds_nothing_does_not_say_what_was_typed(wall: Wall, site: Site) -> None:
    assert "zzqqyy" not in spoken(wall, site, "/kiosk/find?q=zzqqyy")


def test_thanks_are_read_after_a_tap_not_the_question(wall: Wall, site: Site) -> None:
    assert "Cảm ơn bác" in spoken(wall, site, "/kiosk/rating?done=1")


def test_the_number_of_a_feedback_and_its_state_are_read_and_never_its_text(
    wall: Wall, site: Site
) -> None:
    thanks = tell(wall, "Đèn đường hỏng")

    number = spoken(wall, site, thanks)
    state = spoken(wall, site, thanks.replace("thanks", "state"))

    assert "Đã nhận phản ánh của bác" in number
    assert "đang chờ xem" in state
    assert "Đèn đường" not in number + state


def test_whoever_told_something_can_change_the_language_and_keeps_the_number(wall: Wall) -> None:
    thanks = tell(wall, "Đèn đường hỏng")
    wall("/kiosk/language", {"language": "en", "mark": mark_of(wall("/kiosk/").text)})

    shown = wall(thanks)

    assert (shown.status_code, 'lang="en"' in shown.text) == (200, True)
    assert re.search(r'k-dial">\d+-\d{4}<', shown.text)


def test_a_number_without_its_code_shows_no_thanks(wall: Wall) -> None:
    thanks = tell(wall, "Đèn đường hỏng")
    code = int(thanks[-4:])

    assert wall(f"{thanks[:-4]}{(code + 1) % 10_000:04}").status_code == 404


@pytest.mark.parametrize("path", ["/kiosk/nowhere", "/nowhere", "/kiosk/language"])
def test_an_error_at_the_wall_keeps_what_beats_stops_and_warns(wall: Wall, path: str) -> None:
    answer = wall(path)

    assert answer.status_code in {404, 405}
    assert "beat" in answer.text
    assert 'id="tool-stop"' in answer.text
    assert 'id="frame-live"' in answer.text
    assert 'href="/kiosk/"' in answer.text
    assert 'href="/"' not in answer.text


def alert(event: str, to_do: str, level: int, *, is_drill: bool = False) -> Alert:
    return Alert(
        AlertRef("tinh", event, NOW),
        AlertStatus.EXERCISE if is_drill else AlertStatus.ACTUAL,
        AlertType.ALERT,
        event,
        f"Cảnh báo {event}",
        NOW - timedelta(hours=1),
        NOW + timedelta(hours=9),
        instruction=to_do,
        level=level,
    )


def taken(site: Site, title: str, *alerts: Alert) -> Takeover:
    """The takeover of an emergency while these alerts hold."""
    with open_content(site.folder, Service.WEB) as store:
        for one in alerts:
            put_alert(store, one, NOW)
    run = {
        "cue": "c1", "title": title, "kind": "emergency", "content": [], "zones": ["xom-1"],
        "started": "2026-12-01T10:00:00+07:00", "end": "2026-12-01T10:05:00+07:00",
    }  # fmt: skip
    news = News(1, quiet_state(on_air=[run]), {"troubles": []})
    found = LivePart(site.parts, "vi").of(news)["takeover"]
    assert isinstance(found, Takeover)
    return found


def test_an_emergency_is_not_given_the_advice_for_another_danger(site: Site) -> None:
    found = taken(site, "Cháy rừng ở xóm 2", alert("Lũ quét", "Lên đồi ngay", 5))

    assert found.level == 0
    assert "112" in found.to_do


def test_an_emergency_is_given_the_advice_for_its_own_danger(site: Site) -> None:
    found = taken(
        site,
        "Sơ tán vì LŨ QUÉT",
        alert("Lũ quét, sạt lở đất", "Lên đồi ngay", 3),
        alert("Nắng nóng", "Uống nước", 4),
    )

    assert (found.level, found.to_do) == (3, "Lên đồi ngay")


def test_a_flash_flood_is_no_flood(site: Site) -> None:
    found = taken(site, "Sơ tán vì lũ quét", alert("Lũ, ngập lụt", "Kê cao đồ", 3))

    assert found.level == 0


def test_a_real_emergency_is_not_given_the_advice_of_a_drill(site: Site) -> None:
    found = taken(site, "Lũ quét", alert("Lũ quét", "Giả vờ chạy", 5, is_drill=True))

    assert (found.level, found.is_drill) == (0, False)
    assert "112" in found.to_do


def test_a_drill_says_so_large(site: Site) -> None:
    shown = taken(site, "Diễn tập sơ tán lũ quét", alert("Lũ quét", "Tập chạy", 4, is_drill=True))
    template = site.app.jinja_env.get_template("kiosk/_live.html")
    told = {"home": None, "notes": (), "is_sounding": True, "points": ""}

    text = template.render(t=lambda key, **_values: key, takeover=shown, **told)

    assert (shown.is_drill, shown.to_do) == (True, "Tập chạy")
    assert '<p class="k-takeover__drill">shown.weather.exercise</p>' in text
