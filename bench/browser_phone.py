"""A phone for the bench: the pages of a bench village, and a real Chromium that opens them."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from bench.children import Child
from bench.village import Village
from hub.clock import SystemClock
from hub.config import load
from hub.domain.person import Person, PersonId, Role
from hub.store.connect import open_people
from hub.store.invitations import give_ticket
from hub.store.people import add_person
from hub.store.permits import Service
from hub.tokens import new_id
from scripts.shown_hub import CHROMIUM, PIN, answers, phone

READY_WITHIN_S = 40.0
FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--lang=vi",
    "--use-fake-ui-for-media-stream",
)


@contextmanager
def pages(village: Village, env: Mapping[str, str]) -> Iterator[str]:
    """Run the web service of a village; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    text = village.config.read_text("utf-8")
    village.config.write_text(f'{text}\n[web]\nhost = "127.0.0.1"\nport = {port}\n', "utf-8")
    command = [sys.executable, "-m", "web", "--config", str(village.config)]
    child = Child(command, village.folder / "web.log", env)
    address = f"http://127.0.0.1:{port}/"
    try:
        child.wait_for(lambda: answers(address), READY_WITHIN_S)
        yield address
    finally:
        child.end()


@contextmanager
def chromium(
    env: Mapping[str, str], flags: Sequence[str] = (), driver: Playwright | None = None
) -> Iterator[Browser]:
    """Debian's Chromium, without a window; its microphone is not asked about.

    Args:
        env: Its environment.
        flags: More flags.
        driver: A process can have only one: the one that is there, or None for a new one.
    """
    with ExitStack() as stack:
        used = driver or stack.enter_context(sync_playwright())
        found = used.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags], env=dict(env))
        stack.callback(found.close)
        yield found


def paired(browser: Browser, village: Village, address: str) -> BrowserContext:
    """The phone of a village head."""
    now = SystemClock().now()
    with open_people(load(village.config).data_dir, Service.CLI) as people:
        person = Person(PersonId(new_id()), f"Bà Lan {new_id()[:4]}", Role.HEAD)
        add_person(people, person, now)
        secret = give_ticket(people, person, "bench", now)
    context = phone(browser)
    page = context.new_page()
    page.goto(f"{address}pair/{secret}")
    page.fill("#pin", PIN)
    page.fill("#again", PIN)
    page.click("form[action='/pair'] button")
    page.wait_for_url(address)
    page.close()
    return context


def at_the_microphone(context: BrowserContext, address: str, kind: str = "priority") -> Page:
    """The page with the button, its microphone open."""
    page = context.new_page()
    page.goto(f"{address}live")
    page.check(f"input[value={kind}]")
    page.fill("#pin", PIN)
    page.click("form[action='/live'] button")
    page.wait_for_url("**/live/talk")
    page.evaluate("document.getElementById('live-microphone').click()")  # or it is open already
    page.wait_for_selector("#live-button")
    return page


def hold(page: Page) -> None:
    """Press the button, and wait until it is on air."""
    box = page.locator("#live-button").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_selector("#live[data-phase=on_air]")


def let_go(page: Page) -> None:
    """Let the button go, and wait until it is over."""
    page.mouse.up()
    page.wait_for_selector("#live[data-phase=ended]")
