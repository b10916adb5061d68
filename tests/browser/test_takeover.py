"""An emergency takes the screen in a real browser, whatever is on it; the bench has the figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from bench.control import Control
from bench.takeover import SPY, Wall, control
from bench.takeover_states import STATES, State, bring, hang_up_a_paper
from hub.config import load
from scripts.shown_hub import ShownHub

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(180)]

PATIENT_MS = 5_000.0
"""A second is the bar on a machine that does nothing else; here others run beside it."""
FORGOTTEN_MS = 21_000
"""The answer to a stop is shown for twenty seconds."""


@pytest.fixture
def line(hub: ShownHub) -> Iterator[Control]:
    config = load(next(hub.folder.glob("examples/*/village.toml")))
    found = control(config.run_dir)
    yield found
    found.give("takeover-over", "resume")  # other tests share this hub
    found.close()


@pytest.fixture
def screen(hub: ShownHub, chromium: Browser, paired: BrowserContext) -> Iterator[Page]:
    """The wall; somebody has a phone here, so that it shows no code and may go to rest."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, has_touch=True, locale="vi-VN"
    )
    page = context.new_page()
    page.add_init_script(SPY)
    page.goto(f"{hub.screen}/kiosk/")
    page.wait_for_selector(".k-tile")
    yield page
    context.close()


def test_an_emergency_takes_the_whole_screen_again_and_again(screen: Page, line: Control) -> None:
    wall = Wall(screen, line)

    took = [wall.takes_ms(f"again-{number}") for number in range(3)]

    assert max(took) < PATIENT_MS


def test_an_emergency_is_seen_over_the_keys_and_over_what_is_shown_while_nobody_is_there(
    screen: Page, line: Control
) -> None:
    wall = Wall(screen, line)
    screen.tap("a.k-tool:has-text('Tìm')")
    screen.wait_for_selector(".k-key")
    typing = wall.takes_ms("typing")
    screen.evaluate("document.getElementById('gone').click()")
    screen.wait_for_selector("#frame-rest:not([hidden]) .k-slide")

    resting = wall.takes_ms("resting")

    assert max(typing, resting) < PATIENT_MS


@pytest.mark.parametrize("state", STATES[2:], ids=lambda state: state.name)
def test_an_emergency_is_seen_over_a_paper_and_while_a_page_is_read_aloud(
    hub: ShownHub, screen: Page, line: Control, state: State
) -> None:
    hang_up_a_paper(load(next(hub.folder.glob("examples/*/village.toml"))))
    line.give(f"quiet-{state.seen[:5]}", "stop")  # nothing is spoken while something is on air
    bring(screen, state)

    took = Wall(screen, line).takes_ms(f"over-{state.seen[:5]}")

    assert took < PATIENT_MS
    assert screen.evaluate("document.documentElement.dataset.speaking") is None


def test_the_stop_stays_on_the_wall_when_it_sounds_again_before_the_last_one_is_forgotten(
    screen: Page, line: Control
) -> None:
    said = {"programme": "so-tan-lu", "kind": "emergency", "resume": True}
    line.give("stays-1", "play", **said)
    screen.wait_for_selector(".k-takeover")
    screen.clock.install()
    screen.click(".k-stop__button")
    screen.wait_for_selector("#frame-stopped .banner")
    screen.wait_for_selector(".k-takeover", state="detached")
    line.give("stays-2", "play", **said)
    screen.wait_for_selector(".k-takeover")

    screen.clock.fast_forward(FORGOTTEN_MS)

    screen.wait_for_selector("#frame-stopped:empty", state="attached")
    assert screen.is_visible(".k-stop__button")
    line.give("stays-3", "stop")
    screen.wait_for_selector(".k-stop__button", state="hidden")
