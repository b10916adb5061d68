"""The screen's own service with a real cog: whatever stops it, a live screen comes again."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from hub.domain.screen import Screen
from scripts.shown_hub import ShownHub, running_hub
from tests.service.test_kiosk_browser import (
    PATIENCE_S,
    WATCH,
    is_live,
    is_silent,
    processes,
    send,
    wait_until,
)
from tests.service.wpe import COG, cog_of, helpers
from web.kiosk.browser import Where
from web.kiosk.cog import Cog

pytestmark = [
    pytest.mark.service,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not Path(COG).exists(), reason="needs cog"),
]

SETTLED_S = 2.5
"""Longer than a beat counts as life."""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShownHub]:
    kiosk = f'browser = "cog"\n{WATCH}'
    with running_hub(tmp_path_factory.mktemp("cog"), kiosk=kiosk, more=["--kiosk"]) as found:
        yield found


def painting(shown: ShownHub) -> int:
    """The cog that paints now: the last beat of one that has ended is no life.

    Never 0: a signal to the group 0 would go to the tests themselves.
    """
    for _ in range(int(PATIENCE_S / SETTLED_S)):
        before = cog_of(shown.folder)
        wait_until(shown, is_live)
        threading.Event().wait(SETTLED_S)
        wait_until(shown, is_live)
        if before and cog_of(shown.folder) == before:
            return before
    raise TimeoutError((shown.folder / "log").read_text("utf-8")[-2000:])


@pytest.mark.parametrize("name", ["WPEWebProcess", "WPENetworkProcess"])
@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL])
def test_after_one_of_its_processes_is_harmed_the_screen_is_live_again(
    shown: ShownHub, name: str, number: signal.Signals
) -> None:
    before = painting(shown)
    harmed = helpers(before, name)
    assert harmed

    send(harmed, number)
    if number is signal.SIGSTOP:
        wait_until(shown, is_silent)
        assert not set(harmed) & set(helpers(painting(shown), name))
    else:
        wait_until(shown, lambda _: not set(harmed) & set(helpers(before, name)))
        painting(shown)


def test_a_cog_that_is_stopped_as_a_whole_is_replaced(shown: ShownHub) -> None:
    before = painting(shown)
    os.killpg(before, signal.SIGSTOP)
    wait_until(shown, is_silent)

    assert painting(shown) != before


def test_while_the_pages_are_away_cog_is_left_alone(shown: ShownHub) -> None:
    before, pages = painting(shown), processes(shown, "\0web\0")
    send(pages, signal.SIGSTOP)
    try:
        threading.Event().wait(12.0)
    finally:
        send(pages, signal.SIGCONT)

    assert painting(shown) == before


class Pages:
    """A server of pages that notes what it is asked for.

    Args:
        page: What it answers.
    """

    def __init__(self, page: str = "<p>x</p>") -> None:
        asked: list[str] = []

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.asked = asked
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def asked_soon(pages: Pages, path: str, patience_s: float = 30.0) -> bool:
    for _ in range(int(patience_s / 0.1)):
        if path in pages.asked:
            return True
        threading.Event().wait(0.1)
    return False


WAYS = """<iframe src="http://127.0.0.1:{port}/frame"></iframe>
<img src="http://127.0.0.1:{port}/picture"><script>
fetch("http://127.0.0.1:{port}/fetched", {{ mode: "no-cors" }}).catch(() => 0);
window.open("http://127.0.0.1:{port}/window");
setTimeout(() => {{ fetch("/leaving"); location = "http://127.0.0.1:{port}/left"; }}, 500);
</script>"""


def test_no_page_of_ours_leads_to_another_server(tmp_path: Path) -> None:
    outside = Pages()
    ours = Pages(WAYS.format(port=outside.port))
    cog = Cog(Where(COG, tmp_path, os.environ, is_headless=True), Screen(), ours.port)
    cog.start(f"http://localhost:{ours.port}/kiosk/")
    try:
        assert asked_soon(ours, "/leaving")
        threading.Event().wait(1.0)
        assert outside.asked == []

        cog.navigate(f"http://127.0.0.1:{outside.port}/opened")
        threading.Event().wait(3.0)
        cog.navigate(f"http://localhost:{ours.port}/again")
        assert asked_soon(ours, "/again")
        assert outside.asked == []
    finally:
        cog.end()
        ours.end()
        outside.end()
