"""Part "pages": Lighthouse and pa11y look at the pages of a running hub with Debian's Chromium.

Both are npm programs; they are put into a cache folder of the user, never into this tree, and
nothing at run time needs them.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext

from bench.children import NotReadyError
from bench.context import Context
from bench.report import Part
from scripts.shown_hub import AGENT, CHROMIUM, ShownHub, browser, phone, running_hub
from tests.browser.every_page import every_page, with_a_draft

NAME = "pages"
TOOLS: Final = ("lighthouse@12", "pa11y@8")
"""The newest that run on Debian 12's Node.js 18."""
MEASURED: Final = (("home", ""), ("new bulletin", "compose"), ("calendar", "calendar"))
PERFORMANCE: Final = 98.0
ACCESSIBILITY: Final = 100.0
FIRST_PAGE_KIB: Final = 90.0
LCP_S: Final = 1.6
ROUNDS: Final = 3
LONGEST_S: Final = 180
LOOKER: Final = Path(__file__).with_name("pa11y_pages.cjs")
EVERY_LOOK: Final = tuple(itertools.product(("vi", "en"), ("light", "dark", "sun")))
LOOKS: Final = (("vi", "light"), ("en", "dark"), ("vi", "sun"))
CHROME: Final = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage")


def measure(context: Context) -> Part:
    """Look at the example village as a cheap phone does."""
    part = Part(NAME)
    tools = installed()
    with village(context.folder) as (hub, paired):
        cookies = "; ".join(f"{one['name']}={one['value']}" for one in paired.cookies())
        for name, path in MEASURED:
            lighthouse(part, tools, (name, hub.address + path), cookies, context)
        with_a_draft(hub)
        pages = every_page(hub, paired.request)
        barriers(part, tools, pages[:5] if context.quick else pages, cookies, context)
    return part


def installed() -> Path:
    """Folder of the programs; fetched when they are not there.

    Raises:
        NotReadyError: There is no Node.js, no Chromium, or no way to npm's registry.
    """
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "village-hub-bench"
    found = folder / "node_modules/.bin"
    if all((found / tool.partition("@")[0]).exists() for tool in TOOLS):
        return found
    if shutil.which("npm") is None or shutil.which(CHROMIUM) is None:
        raise NotReadyError("apt-get install npm chromium")
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), *TOOLS]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=900, env=_environment())
    except (OSError, subprocess.SubprocessError) as error:
        raise NotReadyError(f"npm: {error}") from error
    return found


@contextmanager
def village(folder: Path) -> Iterator[tuple[ShownHub, BrowserContext]]:
    """The example village with the head's phone."""
    with running_hub(folder) as hub, browser() as found:
        context = phone(found)
        hub.pair(context.new_page())
        yield hub, context


def lighthouse(
    part: Part, tools: Path, page: tuple[str, str], cookies: str, context: Context
) -> None:
    """Lighthouse's mobile preset, the middle of some rounds."""
    name, address = page
    rounds = [_lighthouse(tools, address, cookies, context.folder)]
    rounds += [
        _lighthouse(tools, address, cookies, context.folder)
        for _ in range(0 if context.quick else ROUNDS - 1)
    ]
    part.raw[f"lighthouse {name}"] = rounds
    middle = sorted(rounds, key=lambda one: one["performance"])[len(rounds) // 2]
    note = f"median of {len(rounds)}"
    part.say(
        name, "performance", middle["performance"], "", bar=PERFORMANCE, note=note, at_least=True
    )
    part.say(name, "accessibility", middle["accessibility"], "", bar=ACCESSIBILITY, at_least=True)
    part.say(name, "transferred", middle["kib"], "KiB", bar=FIRST_PAGE_KIB)
    part.say(name, "LCP", middle["lcp_s"], "s", bar=LCP_S)


def _lighthouse(tools: Path, address: str, cookies: str, folder: Path) -> dict[str, float]:
    """One look, as the phone whose cookies these are: another one would be turned away."""
    report, headers = folder / "lighthouse.json", folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookies}), "utf-8")
    command = [
        str(tools / "lighthouse"), address, "--quiet", "--output=json", f"--output-path={report}",
        f"--extra-headers={headers}", f"--chrome-flags={' '.join(CHROME)}",
        "--only-categories=performance,accessibility", f"--emulatedUserAgent={AGENT}",
    ]  # fmt: skip
    for is_last in (False, True):  # its browser does not always answer on a busy machine
        done = subprocess.run(
            command, check=is_last, timeout=LONGEST_S, env=_environment(), capture_output=True
        )
        if done.returncode == 0:
            break
    found = json.loads(report.read_text("utf-8"))
    if found["finalDisplayedUrl"].rstrip("/") != address.rstrip("/"):
        raise NotReadyError(f"{address} sent Lighthouse to {found['finalDisplayedUrl']}")
    audits: dict[str, Any] = found["audits"]
    return {
        "performance": found["categories"]["performance"]["score"] * 100,
        "accessibility": found["categories"]["accessibility"]["score"] * 100,
        "kib": audits["total-byte-weight"]["numericValue"] / 1024,
        "lcp_s": audits["largest-contentful-paint"]["numericValue"] / 1000,
    }


def barriers(part: Part, tools: Path, pages: list[str], cookies: str, context: Context) -> None:
    """What pa11y (HTML_CodeSniffer, WCAG 2 AA) finds on every page, in one browser a look."""
    for spoken, colours in EVERY_LOOK if context.long else LOOKS:
        told = f"{cookies}; hub_language={spoken}; hub_colours={colours}"
        found = _pa11y(tools, pages, told, context.folder)
        part.raw[f"pa11y {spoken} {colours}"] = {page: bad for page, bad in found.items() if bad}
        count = sum(len(bad) for bad in found.values())
        note = f"{len(found)} pages"
        part.say(f"{spoken}, {colours}", "errors of pa11y", float(count), "", bar=0.0, note=note)


def _pa11y(tools: Path, pages: list[str], cookies: str, folder: Path) -> dict[str, list[str]]:
    """Errors of each page."""
    told = folder / "pa11y.json"
    options = {
        "headers": {"Cookie": cookies},
        "userAgent": AGENT,
        "viewport": {"width": 360, "height": 780, "isMobile": True},
        "timeout": 60_000,
    }
    browser = {"executablePath": CHROMIUM, "headless": True, "args": list(CHROME[1:])}
    told.write_text(json.dumps({"addresses": pages, "options": options, "browser": browser}))
    command = ["node", str(LOOKER), str(tools.parent), str(told)]
    done = subprocess.run(
        command, check=True, timeout=LONGEST_S * len(pages), env=_environment(), capture_output=True
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def _environment() -> dict[str, str]:
    skip = {"PUPPETEER_SKIP_DOWNLOAD": "1", "PUPPETEER_SKIP_CHROMIUM_DOWNLOAD": "1"}
    return {**os.environ, **skip, "CHROME_PATH": CHROMIUM}
