"""The whole way: a phone is let in by a code it photographs, its head speaks, the village hears.

Real services, a real browser with a microphone, a real sound server that is recorded.
"""

from __future__ import annotations

import io
import re
import shutil
import socket
import subprocess
import time
import wave
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from bench.browser_phone import at_the_microphone, chromium, hold, let_go
from bench.ear import Ear, ear
from bench.pulse import SINK, pulse
from scripts.shown_hub import CHROMIUM, PIN, answers, phone
from tests.browser.test_phone import violations
from tests.live.voices import RATE, tone
from tests.service.village import SmallHub, wait_for

pytestmark = [
    pytest.mark.browser,
    pytest.mark.service,
    pytest.mark.timeout(400),
    pytest.mark.skipif(not shutil.which("pulseaudio"), reason="needs pulseaudio"),
    pytest.mark.skipif(not shutil.which(CHROMIUM), reason="needs chromium"),
]

START_S = 60.0
PATIENT_MS = 90_000
"""Of the browser, on a busy machine."""
EARLY_S, LATE_S = 0.3, 3.0
"""How far from its second a sound may begin here; the bench knows it to the millisecond."""
AHEAD_S = 12.0
TALK_S = 2.0


@dataclass(frozen=True, slots=True)
class Village:
    """A hub that is heard.

    Attributes:
        hub: Its folder and its playout.
        address: Its pages.
        horn: What comes out of its card.
        browser: A browser whose microphone hears a beeping.
        offset_s: What its services add to the clock.
        head: The village head's phone.
    """

    hub: SmallHub
    address: str
    horn: Ear
    browser: Browser
    offset_s: float
    head: BrowserContext

    def heard_at(self, onset_s: float) -> datetime:
        """The hub's own time of a sound."""
        wall_s = time.time() - time.monotonic() + onset_s + self.offset_s
        return datetime.fromtimestamp(wall_s, UTC).astimezone(self.hub.config.timezone)

    def now(self) -> datetime:
        return self.heard_at(time.monotonic())

    def is_on_air(self) -> bool:
        return bool(self.hub.state()["on_air"])


@pytest.fixture(scope="module")
def village(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    folder = tmp_path_factory.mktemp("way")
    beeps = _wav(folder / "beeps.wav", (tone(700, 0.4, -14) + bytes(RATE // 5 * 2)) * 10)
    fake = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={beeps}"]
    offset_s = 3.0 - time.time() % 60  # services begin with a minute: the next one is not far
    with ExitStack() as stack:
        env = stack.enter_context(pulse(folder))
        horn = stack.enter_context(ear(f"{SINK}.monitor", env))
        hub = SmallHub(folder, device="pulse", host_api="alsa", environment=env)
        address = _with_pages(hub)
        for module in ("broadcast", "hub.service", "web"):
            child = hub.start(module, "--clock-offset-s", str(offset_s))
            stack.callback(child.wait, 30)
            stack.callback(child.terminate)
        wait_for(hub.is_up, START_S)
        wait_for(lambda: answers(address), START_S)
        wait_for(lambda: horn.hears, START_S)
        browser = stack.enter_context(chromium(env, fake, driver))
        head = _let_in(browser, address, _code(folder / "log"))
        yield Village(hub, address, horn, browser, offset_s, head)


def _let_in(browser: Browser, address: str, code: str) -> BrowserContext:
    """The officer is let in by the first code; the head photographs what the officer shows."""
    officer = phone(browser)
    page = officer.new_page()
    page.goto(address)
    page.fill("#code", code)
    page.click("form[action='/door'] button")
    page.fill("#name", "Cán bộ xã")
    page.check("input[name=role][value=officer]")
    _choose_pin(page)
    page.wait_for_url(address)
    page.goto(f"{address}people")
    page.fill("#name", "Nguyễn Thị Hoa")
    page.check("input[name=role][value=head]")
    page.click("form[action='/people'] button.button--main")
    page.wait_for_selector(".code svg")
    photo = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    officer.close()
    head = phone(browser)
    page = head.new_page()
    page.goto(zxingcpp.read_barcodes(photo)[0].text)
    assert "Nguyễn Thị Hoa" in page.inner_text("h1")
    _choose_pin(page)
    page.wait_for_url(address)
    page.close()
    head.set_default_timeout(PATIENT_MS)
    return head


@pytest.fixture
def page(village: Village) -> Iterator[Page]:
    found = village.head.new_page()
    yield found
    found.close()


def test_what_is_typed_and_recorded_is_heard_on_time_and_stands_in_the_log_book(
    village: Village, page: Page, tmp_path: Path
) -> None:
    typed = _write(page, village.address)
    recorded = _record(page, village.address)
    due = _minute_ahead(village)

    _approve(page, f"{village.address}compose/{typed}", due)
    _approve(page, f"{village.address}compose/{recorded}", due)

    begins = _onset_after(village, due - timedelta(seconds=5))
    assert -EARLY_S < (begins - due).total_seconds() < LATE_S
    _expect_rows(village, page, "Cắt điện sáng mai", "Mời họp phụ nữ")
    book = tmp_path / "book.pdf"
    book.write_bytes(village.head.request.get(f"{village.address}log/week.pdf").body())
    text = subprocess.run(
        ["pdftotext", "-layout", str(book), "-"], capture_output=True, text=True, check=True
    ).stdout
    for words in ("Cắt điện sáng mai", "Mời họp phụ nữ", f"{due:%H:%M}"):
        assert words in text


def test_a_voice_is_heard_while_the_button_is_held(village: Village, page: Page) -> None:
    page.close()
    page = at_the_microphone(village.head, village.address)
    assert violations(page) == []

    hold(page)
    began_s = time.monotonic()
    assert "mời bác nói" in page.inner_text("#live-say")
    assert "thả ra là tắt" in page.inner_text("#live-button")
    assert violations(page) == []
    wait_for(lambda: any(at > began_s for at in village.horn.onsets_s()), 20.0)
    time.sleep(TALK_S)
    let_go(page)

    assert "Đã nói xong" in page.inner_text("#live-say")
    wait_for(lambda: not village.is_on_air())
    _expect_rows(village, page, "Nói trực tiếp: Nguyễn Thị Hoa")


def test_keys_hold_the_button_and_a_latch_spares_the_thumb(village: Village) -> None:
    page = at_the_microphone(village.head, village.address)
    page.focus("#live-button")

    page.keyboard.down("Space")
    page.wait_for_selector("#live[data-phase=on_air]")
    page.keyboard.up("Space")
    page.wait_for_selector("#live[data-phase=ended]")
    page.check("#live-latch")
    page.click("#live-button")
    page.wait_for_selector("#live[data-phase=on_air]")
    page.click("#live-button")
    page.wait_for_selector("#live[data-phase=ended]")

    wait_for(lambda: not village.is_on_air())
    page.close()


def test_a_phone_that_loses_its_connection_is_off_the_air(village: Village) -> None:
    page = at_the_microphone(village.head, village.address)
    hold(page)

    village.head.set_offline(True)

    wait_for(lambda: not village.is_on_air(), 5.0)
    page.wait_for_selector("#live[data-phase=ended]")
    assert "Mất kết nối" in page.inner_text("#live-say")
    village.head.set_offline(False)
    page.mouse.up()
    assert not village.is_on_air()
    page.close()


def test_a_stop_from_another_phone_ends_a_talk_and_says_who(village: Village, page: Page) -> None:
    talking = at_the_microphone(village.head, village.address)
    hold(talking)
    page.goto(village.address)

    page.click(".stop__button")

    talking.wait_for_selector("#live[data-phase=ended]")
    assert "Nguyễn Thị Hoa đã ra lệnh dừng" in talking.inner_text("#live-say")
    talking.mouse.up()
    page.click("button[form=resume]")
    page.wait_for_selector("#answer .banner--done")
    talking.close()


def _write(page: Page, address: str) -> str:
    """A typed bulletin; its name."""
    page.goto(f"{address}compose")
    page.fill("#title", "Cắt điện sáng mai")
    page.fill("#text", "Cắt điện sáng mai 7h30–11h tại xóm 1.")
    page.check("input[name=repeats][value='1']")
    page.click("form[action='/compose'] button.button--main")
    return _draft(page)


def _record(page: Page, address: str) -> str:
    """A recorded bulletin; its name."""
    page.goto(f"{address}record")
    page.click("#begin")
    expect(page.locator("#time")).to_have_text("0:03", timeout=PATIENT_MS)
    page.click("#finish")
    page.wait_for_selector("#play", state="visible")
    page.click("#send")
    page.wait_for_selector("dl.facts")
    page.fill("#title", "Mời họp phụ nữ")
    page.click("form[action$=save] button")
    return _draft(page)


def _draft(page: Page) -> str:
    page.wait_for_url(re.compile(r"/compose/[^/]+$"))
    return page.url.rpartition("/")[2]


def _approve(page: Page, address: str, due: datetime) -> None:
    page.goto(address)
    page.fill("#day", f"{due:%Y-%m-%d}")
    page.fill("#time", f"{due:%H:%M}")
    page.click("form[action$=approve] > button.button--main")
    page.wait_for_url("**/calendar**")


def _minute_ahead(village: Village) -> datetime:
    """The next minute that can still be chosen in peace."""
    soon = village.now() + timedelta(seconds=AHEAD_S)
    return soon.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _onset_after(village: Village, moment: datetime) -> datetime:
    def later() -> list[datetime]:
        return [at for s in village.horn.onsets_s() if (at := village.heard_at(s)) > moment]

    wait_for(lambda: bool(later()), 120.0)
    return later()[0]


def _expect_rows(village: Village, page: Page, *titles: str) -> None:
    """The log book's page shows them, soon."""

    def shows() -> bool:
        page.goto(f"{village.address}log")
        text = page.inner_text("main")
        return all(title in text for title in titles)

    wait_for(shows, 60.0)


def _choose_pin(page: Page) -> None:
    page.fill("#pin", PIN)
    page.fill("#again", PIN)
    page.click("form[action='/pair'] button")


def _with_pages(hub: SmallHub) -> str:
    """Give it pages in Vietnamese; their address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    text = hub.path.read_text("utf-8").replace('language = "en"', 'language = "vi"')
    hub.path.write_text(f'{text}\n[web]\nhost = "127.0.0.1"\nport = {port}\n', "utf-8")
    return f"http://127.0.0.1:{port}/"


def _code(log: Path) -> str:
    told: list[str] = []

    def found() -> bool:
        told[:] = re.findall(r"([A-Z0-9]{4}-[A-Z0-9]{4})", log.read_text("utf-8"))
        return bool(told)

    wait_for(found, START_S)
    return told[0]


def _wav(path: Path, pcm: bytes) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm)
    return path
