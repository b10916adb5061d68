"""Screen and phone of a hub without any network, in real browsers: run by a test (`unshare --net`).

Prints JSON: for each start after a power cut, what each page showed and whom it asked.
"""

from __future__ import annotations

import json
import re
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Error, Page, expect

from bench.control import ask
from hub.config import load
from scripts.shown_hub import PIN, ShownHub, browser, phone, running_hub
from tests.browser.every_page import NO_PAGE
from tests.service.cut_off import (
    AT,
    LATER,
    WOKEN,
    config_of,
    cut_power,
    fill_of_weeks_ago,
    started_again,
    walk,
)

MOST_PHONE: Final = 60
LINK: Final = re.compile(r'href="(/[^"#]*)"')
PATIENCE_MS: Final = 8000.0


@dataclass
class Seen:
    """What somebody saw of a page.

    Attributes:
        status: Of the answer.
        text: The words in its main part.
        time: The clock in its corner; of the wall only.
        is_away: It says that the hub is away.
        is_busy: Something on it says that it is still loading.
        asked: Who was asked for anything: scheme, name and port.
        failed: What did not come.
        errors: Of its scripts.
    """

    status: int
    text: str = ""
    time: str = ""
    is_away: bool = False
    is_busy: bool = False
    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Looker:
    """Opens one page after the other in a browser and notes what happens."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self._base = base
        self.page: Page = context.new_page()
        self._asked: set[str] = set()
        self._failed: list[str] = []
        self._errors: list[str] = []
        self.page.on("request", lambda one: self._asked.add("/".join(one.url.split("/")[:3])))
        self.page.on("requestfailed", lambda one: self._failed.append(f"{one.url} {one.failure}"))
        self.page.on("pageerror", lambda one: self._errors.append(str(one)))

    def look(self, path: str) -> Seen:
        """A page when it has settled."""
        for found in (self._asked, self._failed, self._errors):
            found.clear()
        answer = self.page.goto(self._base + path, wait_until="load")
        seen = Seen(answer.status if answer is not None else 0)
        self._settle()
        seen.text = self.page.locator("main").first.inner_text()
        if self.page.locator("main [autofocus][data-keys]").count():
            # while somebody types, the keys stand in the place of the line that tells the age
            seen.text += f"\n{self.page.locator('.k-foot').text_content()}"
        if self._has_beats():
            seen.time = self.page.locator("#top-time").text_content() or ""
            seen.is_away = self.page.locator("#frame-away").is_visible()
        busy = "[aria-busy=true], .htmx-request, progress:not([value]):not([hidden])"
        seen.is_busy = any(one.is_visible() for one in self.page.locator(busy).all())
        seen.asked = sorted(self._asked)
        # aborted by the browser itself: the stream of the page before, a sound known well enough
        seen.failed = [one for one in self._failed if "ERR_ABORTED" not in one]
        seen.errors = list(self._errors)
        return seen

    def _has_beats(self) -> bool:
        return self.page.locator("html[data-screen]").count() > 0

    def _settle(self) -> None:
        if self._has_beats():
            expect(self.page.locator("#top-time")).not_to_be_empty(timeout=PATIENCE_MS)
        self.page.evaluate("document.fonts.ready.then(() => true)")


def phone_pages(context: BrowserContext, hub: ShownHub) -> list[str]:
    """The pages that links lead to from the phone's first one."""
    queue = ["/", "/calendar", "/more", "/content", "/settings", "/log"]
    seen: list[str] = []
    base = hub.address.rstrip("/")
    while queue and len(seen) < MOST_PHONE:
        path = queue.pop(0)
        if path in seen or path.startswith("/kiosk") or NO_PAGE.search(path.partition("?")[0]):
            continue
        answer = context.request.get(base + path, max_redirects=0)
        if answer.status == 200 and "text/html" in answer.headers.get("content-type", ""):
            seen.append(path)
            queue += [one.replace("&amp;", "&") for one in LINK.findall(answer.text())]
    return seen


def let_in(context: BrowserContext, hub: ShownHub) -> bool:
    """Give the PIN where the hub asks for it again, as after some hours; whether it did."""
    page = context.new_page()
    page.goto(hub.address)
    is_asked = page.locator("form[action='/pin']").count() > 0
    if is_asked:
        page.fill("#pin", PIN)
        page.click("form[action='/pin'] .button--main")
        page.wait_for_url(hub.address)
    page.close()
    return is_asked


def looked(context: BrowserContext, base: str, paths: list[str]) -> dict[str, dict[str, Any]]:
    """Each page as it was seen."""
    looker = Looker(context, base)
    try:
        return {path: asdict(looker.look(path)) for path in paths}
    finally:
        looker.page.close()


def now_of(hub: ShownHub) -> str:
    """The hub's time and how far it trusts its clock."""
    run_dir = load(config_of(hub)).run_dir
    for _ in range(300):
        try:
            state = ask(run_dir / "broadcast.sock", "State")["state"]
        except (OSError, ValueError):
            time.sleep(0.1)
        else:
            return f"{state['now'][11:16]} {state['clock']}"
    raise TimeoutError(run_dir)


def main(folder: Path) -> None:
    """Pair, fill, kill; then start and look at everything, with a right clock and a lost one."""
    told: dict[str, Any] = {"interfaces": Path("/proc/net/dev").read_text("ascii")}
    with ExitStack() as stack:
        chromium = stack.enter_context(browser())
        with running_hub(folder, at=AT) as hub:
            head = phone(chromium)
            hub.pair(head.new_page())
            head.pages[0].close()
            fill_of_weeks_ago(hub)
            walk(hub.screen)
            cut_power(folder)
        told["screen"], told["phones"] = hub.screen, hub.address.rstrip("/")
        for name, at in (("trusted", LATER), ("lost", WOKEN)):
            with started_again(hub, at):
                wall = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
                before = now_of(hub)
                is_asked = let_in(head, hub)
                paths = list(walk(hub.screen))
                told[name] = {
                    "wall": looked(wall, hub.screen, paths),
                    "phone": looked(head, told["phones"], phone_pages(head, hub)),
                    "clock": [before, now_of(hub)],
                    "pin": is_asked,
                }
                wall.close()
    print(json.dumps(told))


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except Error as error:
        sys.exit(str(error))
