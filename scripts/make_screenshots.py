"""Photographs the example village's phone and touchscreen: ``make screenshots`` → docs/images."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from scripts.shown_hub import PIN, ROOT, ShownHub, browser, phone, running_hub

IMAGES: Final = ROOT / "docs/images"
PAGES: Final = (("home", ""), ("calendar", "calendar"))
SLOT: Final = "id=chieu-tiep-song@yen-minh&on=20261202T100000Z"
MORE: Final = (
    ("people", "people"),
    ("more", "more"),
    ("pin", "pin"),
    ("upload", "upload"),
    ("record", "record"),
    ("week", "calendar?days=7"),
    ("slot", f"slot?{SLOT}"),
    ("slot-edit", f"slot/change?{SLOT}&act=move"),
    ("live", "live"),
    ("passkeys", "passkeys"),
    ("secure", "secure"),
    ("settings", "settings"),
    ("settings-volume", "settings/volume"),
    ("settings-rules", "settings/rules/commune"),
    ("settings-voice", "settings/voice"),
    ("settings-health", "settings/health"),
    ("approval", "settings/approval"),
)
LARGE: Final = (
    ("home", ""),
    ("compose", "compose"),
    ("calendar", "calendar"),
    ("settings", "settings"),
    ("slot-edit", f"slot/change?{SLOT}&act=move"),
)
"""Also at twice the text size."""
DARK: Final = (
    *PAGES,
    ("compose", "compose"),
    ("live", "live"),
    ("settings-rules", "settings/rules/commune"),
)

WALLS: Final = ((1280, 800), (800, 480), (720, 1280))
WALL: Final = (
    ("home", ""),
    ("event", "event/sinh-con"),
    ("find", "find?q=khai+sinh"),
    ("loudspeakers", "loudspeakers"),
)


def main() -> None:
    """Photograph everything into docs/images."""
    with tempfile.TemporaryDirectory() as folder, running_hub(Path(folder)) as hub:
        photograph(hub, IMAGES)
        photograph_wall(hub, IMAGES)


def photograph(hub: ShownHub, images: Path) -> None:
    """Light, dark, in the sun, twice the text size."""
    images.mkdir(parents=True, exist_ok=True)
    with browser() as found:
        context = phone(found)
        page = context.new_page()
        page.goto(hub.address + "door")
        shoot(page, images / "phone-door.png")
        hub.pair(page)
        for name, path in (*PAGES, *MORE):
            page.goto(hub.address + path)
            page.wait_for_timeout(400)
            shoot(page, images / f"phone-{name}.png")
        write(page, hub, images)
        emergency(page, hub, images)
        page.goto(hub.address)
        page.wait_for_timeout(400)
        page.click(".stop__button")
        page.wait_for_selector(".banner")
        page.wait_for_timeout(1200)
        shoot(page, images / "phone-stopped.png")
        page.goto(hub.address + "log")
        shoot(page, images / "phone-log.png")
        colours(page, hub, images)
        page.emulate_media(color_scheme="light")
        for name, path in LARGE:
            page.goto(hub.address + path)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            page.wait_for_timeout(400)
            shoot(page, images / f"phone-{name}-large.png")


def photograph_wall(hub: ShownHub, images: Path) -> None:
    """The first page in every form of screen, other pages in the commonest."""
    with browser() as found:
        for width, height in WALLS:
            page = found.new_page(viewport={"width": width, "height": height})
            for name, path in WALL if (width, height) == WALLS[0] else WALL[:1]:
                page.goto(f"{hub.screen}/kiosk/{path}")
                page.wait_for_timeout(600)
                shoot(page, images / f"screen-{name}-{width}x{height}.png")
            page.close()


def write(page: Page, hub: ShownHub, images: Path) -> None:
    """A bulletin as it is typed, and before it is approved."""
    page.goto(hub.address + "compose")
    page.fill("#title", "Cắt điện sáng mai")
    page.fill("#text", "Cắt điện sáng mai 7h30–11h tại xóm 1. Liên hệ 0912 345 678.")
    page.wait_for_selector("#reading .banner")
    shoot(page, images / "phone-compose.png")
    page.click("form[action='/compose'] button.button--main")
    page.wait_for_selector("audio")
    shoot(page, images / "phone-draft.png")
    page.fill("#day", "2026-12-02")
    page.fill("#time", "17:05")
    page.click("button[hx-post]")
    page.wait_for_selector("#effect .banner")
    page.locator("#effect").scroll_into_view_if_needed()
    shoot(page, images / "phone-preview.png")


def emergency(page: Page, hub: ShownHub, images: Path) -> None:
    """An emergency that one person approved and played waits for a second look."""
    page.goto(f"{hub.address}compose/so-tan-lu")
    page.click("#now summary")
    page.fill("#pin", PIN)
    page.click("#now button[formaction$='/play']")
    page.wait_for_selector(".banner")
    shoot(page, images / "phone-played.png")
    page.goto(f"{hub.address}emergencies")
    page.wait_for_timeout(400)
    shoot(page, images / "phone-review.png")


def colours(page: Page, hub: ShownHub, images: Path) -> None:
    """The first pages in the dark and in the sun."""
    page.emulate_media(color_scheme="dark")
    for name, path in DARK:
        page.goto(hub.address + path)
        page.wait_for_timeout(400)
        shoot(page, images / f"phone-{name}-dark.png")
    page.emulate_media(color_scheme="light")
    page.goto(hub.address)
    page.evaluate("document.documentElement.dataset.colours = 'sun'")
    shoot(page, images / "phone-home-sun.png")


def shoot(page: Page, target: Path) -> None:
    """What a person sees first."""
    page.evaluate("document.fonts.ready")
    page.screenshot(path=str(target))


if __name__ == "__main__":
    main()
