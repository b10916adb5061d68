"""What may be on the screen when an emergency takes it over."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from PIL import Image
from playwright.sync_api import Page

from hub.config import Config
from hub.domain.notice import Attachment, Notice, NoticeId, NoticeKind
from hub.store.connect import open_content
from hub.store.notices import put_notice
from hub.store.papers import Paper, add_paper, end_paper
from hub.store.permits import Service

PAPER: Final = sha256(b"a paper of the bench").hexdigest()
SINCE: Final = datetime(2026, 11, 1, tzinfo=UTC)
PDF: Final = "application/pdf"
PATIENCE_MS: Final = 60_000
AWAKE_MS: Final = 800
"""What wakes the screen opens nothing for so long."""
GO: Final = """address => document.dispatchEvent(
  new CustomEvent("hub:go", { detail: { address } }))"""


@dataclass(frozen=True, slots=True)
class State:
    """One of them.

    Attributes:
        name: What is on the screen.
        enter: Brings it there.
        seen: What of it is to be seen before the order is given.
    """

    name: str
    enter: Callable[[Page], None]
    seen: str


def _go(address: str) -> Callable[[Page], None]:
    return lambda page: page.evaluate(GO, address)


def _press(identity: str) -> Callable[[Page], None]:
    return lambda page: page.evaluate("id => document.getElementById(id).click()", identity)


def _read_the_paper(page: Page) -> None:
    """Its words never change, so that they are spoken once and then at once."""
    page.evaluate(GO, f"/kiosk/papers/{PAPER}")
    page.wait_for_selector("img.k-paper", state="attached", timeout=PATIENCE_MS)
    page.wait_for_timeout(AWAKE_MS)
    _press("tool-aloud")(page)


STATES: Final = (
    State("while nobody is there", _press("gone"), "#frame-rest:not([hidden]) .k-slide"),
    State("over the open keys", _go("/kiosk/find"), "#keys:not([hidden]) .k-key"),
    State("over a paper", _go(f"/kiosk/papers/{PAPER}"), "img.k-paper"),
    State("while a page is read aloud", _read_the_paper, "html[data-speaking]"),
)
HOME: Final = State("", _go("/kiosk/"), "[data-page='/kiosk/'] .k-tile")


def bring(page: Page, state: State) -> None:
    """Bring the screen there, from its first page, awake.

    Raises:
        playwright.sync_api.Error: It does not come.
    """
    page.keyboard.press("Shift")  # somebody is there
    page.wait_for_timeout(AWAKE_MS)
    for one in (HOME, state):
        one.enter(page)
        page.wait_for_selector(one.seen, state="attached", timeout=PATIENCE_MS)
    page.wait_for_timeout(300)


def hang_up_a_paper(config: Config) -> None:
    """A notice with a paper of one page, as the hub would have drawn it.

    Args:
        config: The village's.
    """
    notice = Notice(
        NoticeId("bench"), NoticeKind.BUDGET, "Bảng thu", "Mời bà con xem.", SINCE, None,
        "Lý Thị Mai", "Nguyễn Văn Bình", SINCE,
        attachments=(Attachment(PAPER, "Bảng thu.pdf", PDF),),
    )  # fmt: skip
    with open_content(config.data_dir, Service.CLI) as store:
        put_notice(store, notice)
    with open_content(config.data_dir, Service.HUB) as store:
        add_paper(store, Paper(PAPER, "x", "Bảng thu.pdf"), SINCE)
        end_paper(store, PAPER, PDF, 1)
    folder = config.data_dir / "papers" / PAPER
    folder.mkdir(parents=True, exist_ok=True)
    picture = io.BytesIO()
    Image.new("L", (1240, 1754), 245).save(picture, "JPEG")
    (folder / "1.jpg").write_bytes(picture.getvalue())
