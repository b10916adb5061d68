"""Texts that are attacks, wherever people may enter some: only text on phones and the screen."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.domain.helper import Helper, HelperId
from hub.domain.lexicon import Respelling, Scope, Sort
from hub.domain.notice import Notice, NoticeId, NoticeKind
from hub.store.cards import put_card
from hub.store.connect import open_content, open_hub
from hub.store.notices import put_notice
from hub.store.permits import Service
from hub.store.speech import put_respelling
from tests.web.site import HOST, NOW, Site, Visitor

SCRIPT = "<img src=x onerror=alert(1)>"
MEAN = f"\"'/>{SCRIPT}</script>{{{{7*7}}}}"
PLACES = {"kind": "helper", "identity": "mean", "id": "mean", "code": "mean"}
CALENDAR = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
BEGIN:VEVENT
UID:{SCRIPT}
DTSTAMP:20261101T000000Z
DTSTART:20261205T000000Z
DURATION:PT60S
SUMMARY:\x07{SCRIPT}\u202e
X-HUB-CONTENT:{SCRIPT}
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.fixture
def head(site: Site) -> Visitor:
    with open_hub(site.folder, Service.CLI) as store:
        put_respelling(store, Respelling(Sort.WORD, Scope.VILLAGE, MEAN, MEAN))
        put_respelling(store, Respelling(Sort.ABBREVIATION, Scope.VILLAGE, MEAN, MEAN, (MEAN,)))
    with open_content(site.folder, Service.CLI) as content:
        put_card(content, Helper(HelperId("mean"), MEAN, MEAN, MEAN, hours=MEAN), NOW)
        ends = NOW + timedelta(days=9)
        told = (NoticeKind.OTHER, MEAN, MEAN, NOW, ends, MEAN, MEAN, NOW)
        put_notice(content, Notice(NoticeId("mean"), *told))
    return site.phone(name=f"Hoa {SCRIPT}")


def pages(site: Site, *, is_screen: bool) -> list[str]:
    """Every page that is read, with the identity of what is mean."""
    found = sorted({str(rule) for rule in site.app.url_map.iter_rules() if "GET" in rule.methods})
    read = [path for path in found if not re.search(r"events|/sound$|/beat|<path|static", path)]
    return [
        re.sub(r"<(?:\w+:)?(\w+)>", lambda told: PLACES.get(told[1], "mean"), path)
        for path in read
        if path.startswith("/kiosk") is is_screen
    ]


def is_broken(answer: TestResponse) -> bool:
    if not answer.content_type.startswith(("text/html", "image/svg")):
        return False
    return SCRIPT in answer.text or ">49<" in answer.text


def test_no_page_of_the_phone_runs_what_somebody_entered(site: Site, head: Visitor) -> None:
    answers = {path: head.get(path) for path in pages(site, is_screen=False)}

    assert [path for path, got in answers.items() if is_broken(got)] == []
    assert [path for path, got in answers.items() if got.status_code >= 500] == []
    assert "&lt;img" in answers["/settings/words"].text


@pytest.mark.usefixtures("head")
def test_no_page_of_the_screen_runs_what_somebody_entered(site: Site) -> None:
    screen = FlaskClient(site.app, site.app.response_class)
    answers = {path: screen.get(path, base_url=HOST) for path in pages(site, is_screen=True)}

    assert [path for path, got in answers.items() if is_broken(got)] == []
    assert [path for path, got in answers.items() if got.status_code >= 500] == []
    assert any("&lt;img" in got.text for got in answers.values() if got.status_code == 200)


def test_a_calendar_file_shows_its_titles_as_text(head: Visitor) -> None:
    head.get("/calendar/import")
    sent = {"file": (BytesIO(CALENDAR.encode()), f"{SCRIPT}.ics")}
    answer = head.client.post(
        "/calendar/import", data={"mark": head.mark, **sent}, base_url=HOST,
        headers={"User-Agent": head.agent}, environ_base={"REMOTE_ADDR": head.address},
    )  # fmt: skip

    assert answer.status_code in {200, 422}
    assert SCRIPT not in answer.text
    assert "&lt;img" in answer.text
    assert "\x07" not in answer.text
    assert "\u202e" not in answer.text


def test_what_will_be_spoken_is_shown_as_text(head: Visitor) -> None:
    answer = head.post("/compose/read", text=f"UBND {MEAN} họp.")

    assert answer.status_code == 200
    assert SCRIPT not in answer.text


def test_errors_of_the_api_are_no_pages(head: Visitor) -> None:
    answer = head.get(f"/api/v1/slots/{SCRIPT}")

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
