"""Sound that comes in, in a real browser: recorded, cut, heard; links that break; typed drafts."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from scripts.shown_hub import ShownHub, phone
from tests.browser.test_phone import PLAYS, violations

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(180)]

MIB = 1024 * 1024


@pytest.fixture
def page(paired: BrowserContext) -> Iterator[Page]:
    found = paired.new_page()
    yield found
    found.close()


def record(page: Page, address: str) -> None:
    """Five seconds with a pause, from the browser's own beeping microphone."""
    page.goto(f"{address}record")
    page.click("#begin")
    expect(page.locator("#time")).to_have_text("0:02", timeout=20_000)
    page.click("#hold")
    held = page.inner_text("#time")
    page.wait_for_timeout(600)
    assert page.inner_text("#time") == held
    page.click("#go-on")
    expect(page.locator("#time")).to_have_text("0:04", timeout=20_000)
    page.click("#finish")
    page.wait_for_selector("#play", state="visible")


def slide(page: Page, name: str, value: float) -> None:
    page.eval_on_selector(
        f"#{name}", "(one, value) => { one.value = value; one.dispatchEvent(new Event('input')); }",
        value,
    )  # fmt: skip


def breaking(every: int) -> Callable[[Route], None]:
    """A link that loses each so manieth piece."""
    seen = iter(range(10_000))

    def handle(route: Route) -> None:
        if route.request.method == "PATCH" and next(seen) % every == 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    return handle


def test_a_recording_is_made_cut_sent_and_heard(hub: ShownHub, page: Page) -> None:
    record(page, hub.address)
    assert page.evaluate(PLAYS) > 3
    assert violations(page) == []
    slide(page, "from", 0.5)
    slide(page, "to", 3.0)
    page.click("#send")

    page.wait_for_selector("dl.facts")

    assert page.evaluate(PLAYS) == pytest.approx(2.5, abs=0.6)  # silence at the ends goes, too
    assert violations(page) == []
    page.fill("#title", "Mời họp phụ nữ")
    page.click("form[action$=save] button")
    page.wait_for_selector("#effect, .banner", state="attached")
    assert "Mời họp phụ nữ" in page.inner_text("h1")


def test_a_recording_outlives_a_closed_page_and_a_broken_link(
    hub: ShownHub, paired: BrowserContext
) -> None:
    first = paired.new_page()
    record(first, hub.address)
    first.close()
    page = paired.new_page()
    page.goto(f"{hub.address}record")
    page.wait_for_selector("#play", state="visible")
    assert "cất trong điện thoại" in page.inner_text("#kept")
    paired.set_offline(True)
    page.click("#send")
    expect(page.locator("#sent")).to_contain_text("Mạng", timeout=20_000)

    paired.set_offline(False)

    page.wait_for_selector("dl.facts")
    page.goto(f"{hub.address}record")
    page.wait_for_selector("#begin", state="visible")  # nothing is kept any more
    page.close()


def test_an_upload_goes_on_over_a_link_that_breaks(
    hub: ShownHub, page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "họp.wav"
    tone = "sine=f=300:d=40:r=48000,tremolo=f=4:d=0.9"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", tone, str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    assert path.stat().st_size > 3 * MIB
    page.route("**/upload/files/*", breaking(5))
    page.goto(f"{hub.address}upload")
    assert violations(page) == []
    page.set_input_files("#file", path)
    page.click("#send")

    page.wait_for_selector("dl.facts", timeout=90_000)

    assert page.evaluate(PLAYS) == pytest.approx(40, abs=1)
    assert page.input_value("#title") == "họp"


def test_an_upload_works_without_scripts(
    hub: ShownHub, paired: BrowserContext, chromium: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "Video Zalo.mp4"
    command = [
        "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=d=3:s=64x64", "-f", "lavfi",
        "-i", "sine=f=300:d=3", "-shortest", str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    plain = phone(chromium, script=False)
    plain.add_cookies(paired.cookies())  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(f"{hub.address}upload")
    page.set_input_files("#file", path)

    page.click("#send")

    page.wait_for_selector("dl.facts", timeout=60_000)  # the page looks again by itself
    assert page.input_value("#title") == "Video Zalo"
    page.goto(f"{hub.address}record")
    assert "cần bật JavaScript" in page.inner_text("main")
    plain.close()


def test_a_page_over_plain_http_says_why_there_is_no_microphone(hub: ShownHub, page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.goto(f"{hub.address}record")
    page.wait_for_selector("#why", state="visible")

    assert "chưa có kết nối an toàn" in page.inner_text("#why")
    assert page.is_visible("#instead")
    assert not page.is_visible("#recorder")
    assert page.get_attribute("#file", "capture") == "user"
    assert violations(page) == []


def test_a_typed_bulletin_outlives_a_lost_connection_and_is_made_once(
    hub: ShownHub, paired: BrowserContext, page: Page
) -> None:
    page.goto(f"{hub.address}compose")
    page.fill("#title", "Tin mất mạng")
    page.fill("#text", "Mời bà con họp lúc 8h.")
    page.close()
    page = paired.new_page()
    page.goto(f"{hub.address}compose")
    page.click("#take-back")
    assert page.input_value("#text") == "Mời bà con họp lúc 8h."
    lost = iter([True, False, False])

    def answer_is_lost(route: Route) -> None:
        if next(lost):
            route.fetch(max_redirects=0)  # the hub has it, and the phone does not know
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/compose", answer_is_lost)
    page.click("form#typing button.button--main")
    expect(page.locator("#draft-told")).to_contain_text("mất mạng", timeout=20_000)

    page.wait_for_selector("audio", timeout=30_000)

    page.unroute("**/compose")
    page.goto(f"{hub.address}compose")
    assert page.inner_text("main").count("Tin mất mạng") == 1
    assert not page.is_visible("#offer")
    page.close()


OLD_CHROME = """
delete AbortSignal.timeout;
delete AbortSignal.any;
delete AbortSignal.prototype.throwIfAborted;
"""
NO_PIECES = "delete window.TextEncoder;"
KEEPS_NOTHING = """
for (const name of ["getItem", "setItem", "removeItem"]) {
  Storage.prototype[name] = () => { throw new DOMException("", "SecurityError"); };
}
"""


@pytest.mark.parametrize("lacks", [OLD_CHROME, NO_PIECES, KEEPS_NOTHING])
def test_an_older_browser_sends_a_file_too(
    hub: ShownHub, page: Page, tmp_path: Path, lacks: str
) -> None:
    path = tmp_path / "tin.wav"
    tone = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=f=300:d=3", str(path)]
    subprocess.run(tone, check=True, stdin=subprocess.DEVNULL)
    page.add_init_script(lacks)
    page.goto(f"{hub.address}upload")
    page.set_input_files("#file", path)

    page.click("#send")

    page.wait_for_selector("dl.facts", timeout=60_000)
