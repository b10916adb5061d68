"""The plain page of the wall: the village's own numbers, and an incident that is told at last."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from hub.domain.helper import Helper, HelperId
from hub.errors import ControlError
from hub.store.cards import put_card
from hub.store.connect import open_content
from hub.store.permits import Service
from tests.web.site import NOW, Site
from web.kiosk import numbers, plain, pulse
from web.kiosk.place import screen_door
from web.kiosk.run import may_open
from web.language import speaker

HELPER = Helper(HelperId("hoa"), "Nguyễn Thị Hoa", "Tổ công nghệ số", "0912 345 678")


@pytest.fixture
def port(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The screen's own door, over a real socket; who asks has patience with a slow machine."""
    for asks in (numbers, pulse):
        monkeypatch.setattr(asks, "PATIENCE_S", 30.0)
    server = make_server("127.0.0.1", 0, screen_door(site.app), threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield server.server_port
    server.shutdown()
    serving.join()
    server.server_close()


def test_the_plain_page_has_the_villages_own_numbers(site: Site, port: int, tmp_path: Path) -> None:
    with open_content(site.folder, Service.WEB) as store:
        put_card(store, HELPER, NOW)
    kept = tmp_path / "numbers.json"

    assert numbers.fetch(port, kept)
    page = plain.fallback("Thôn Thử", "vi", numbers.numbers(kept), speaker("vi"))

    assert "0912 345 678" in page
    assert "Nguyễn Thị Hoa" in page
    assert "112" in page


def test_what_was_kept_stays_while_nobody_answers(tmp_path: Path) -> None:
    kept = tmp_path / "numbers.json"
    kept.write_text('[["0912 345 678", "Hoa"]]', "utf-8")

    assert not numbers.fetch(1, kept)
    assert numbers.numbers(kept) == [("0912 345 678", "Hoa")]


@pytest.mark.parametrize("text", ["", "{}", "[[1]]", "null", "[]"])
def test_a_broken_list_gives_the_numbers_that_were_shipped(tmp_path: Path, text: str) -> None:
    kept = tmp_path / "numbers.json"
    kept.write_text(text, "utf-8")

    assert "113" in dict(numbers.numbers(kept))


@pytest.mark.parametrize(("port", "is_let"), [(8090, True), (8091, False)])
def test_a_port_that_the_browsers_policy_does_not_know_is_refused(port: int, is_let: bool) -> None:
    """The shipped policy; on the wall it would be a page that says that it is blocked."""
    policy = Path(__file__).parents[2] / "systemd/chromium/village-hub.json"

    assert may_open(policy, port) is is_let
    assert may_open(policy.with_name("none.json"), port)


def test_an_incident_that_nobody_could_write_down_is_not_taken_for_told(
    site: Site, port: int
) -> None:
    site.playout.error = ControlError("control.no_answer", service="broadcast")
    before = pulse.report(port, 4)
    site.playout.error = None

    after = pulse.report(port, 4)

    assert (before, after, pulse.report(1, 4)) == (False, True, False)
    method, told = site.playout.asked[-1]
    assert (method, told["values"]) == ("vn.hub.Broadcast.Note", {"starts": "4"})
