"""A phone that opens by finger, in a real browser with a finger sensor of its own making."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from scripts.shown_hub import PIN
from tests.browser.every_page import with_a_draft
from tests.browser.safe_hub import SafeHub
from tests.browser.test_phone import violations

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(300)]

ASK = "[data-passkey] button"
SENSOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Sensor:
    """The finger sensor of one page."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        session.send("WebAuthn.enable")
        told = {"options": SENSOR}
        self._id = session.send("WebAuthn.addVirtualAuthenticator", told)["authenticatorId"]

    def knows_the_finger(self, *, is_known: bool) -> None:
        told = {"authenticatorId": self._id, "isUserVerified": is_known}
        self._session.send("WebAuthn.setUserVerified", told)

    def passkeys(self) -> int:
        told = {"authenticatorId": self._id}
        return len(self._session.send("WebAuthn.getCredentials", told)["credentials"])


@pytest.fixture(scope="module")
def page(safe_head: BrowserContext) -> Iterator[Page]:
    found = safe_head.new_page()
    yield found
    found.close()


@pytest.fixture(scope="module")
def sensor(page: Page, safe_head: BrowserContext, safe: SafeHub) -> Sensor:
    """A phone whose head has added a finger on its page."""
    found = Sensor(safe_head.new_cdp_session(page))
    page.goto(safe.address + "passkeys")
    page.fill("#pin", PIN)
    page.click(ASK)
    page.wait_for_selector("form[action='/passkeys/remove']")
    return found


def close(page: Page, safe: SafeHub) -> None:
    page.goto(safe.address + "more")
    page.click("form[action='/close'] button")
    page.wait_for_selector("#pin")


def test_a_finger_is_added_and_opens_the_phone(page: Page, sensor: Sensor, safe: SafeHub) -> None:
    assert sensor.passkeys() == 1
    assert violations(page) == []
    close(page, safe)
    assert violations(page) == []

    page.click(ASK)
    page.wait_for_url(safe.address)

    assert page.locator("nav.nav").count() == 1


def test_it_answers_the_question_before_play_now(page: Page, sensor: Sensor, safe: SafeHub) -> None:
    with_a_draft(safe.shown)
    page.goto(safe.address + "compose/tin-waits")
    page.click("details.more summary")

    page.click(ASK)

    page.wait_for_selector(".banner--done")
    assert "Bắt đầu phát" in page.inner_text("main")


def test_a_finger_that_the_phone_does_not_know_opens_nothing(
    page: Page, sensor: Sensor, safe: SafeHub
) -> None:
    close(page, safe)
    sensor.knows_the_finger(is_known=False)

    page.click(ASK)
    page.wait_for_selector("[data-passkey] [role=alert]:not([hidden])")

    assert "Mã PIN vẫn dùng được" in page.inner_text("[data-passkey] [role=alert]")
    sensor.knows_the_finger(is_known=True)
    page.fill("#pin", PIN)
    page.click("form[action='/pin'] .button--main")
    page.wait_for_url(safe.address)


def test_a_phone_that_lost_its_cookies_comes_back(
    page: Page, sensor: Sensor, safe_head: BrowserContext, safe: SafeHub
) -> None:
    safe_head.clear_cookies()
    page.goto(safe.address)
    assert violations(page) == []

    page.click(ASK)
    page.wait_for_selector("nav.nav")

    page.goto(safe.address + "people")
    assert page.locator("text=mở được bằng vân tay").count() == 1


def test_the_same_phone_is_not_asked_for_a_second_one(
    page: Page, sensor: Sensor, safe: SafeHub
) -> None:
    page.goto(safe.address + "passkeys")

    assert page.locator("form[action='/passkeys/remove']").count() == 1
    assert page.locator(ASK).count() == 0


def test_a_removed_finger_is_not_offered(page: Page, sensor: Sensor, safe: SafeHub) -> None:
    page.goto(safe.address + "passkeys")
    page.click("form[action='/passkeys/remove'] button")
    page.wait_for_selector("form[action='/passkeys/remove']", state="detached")
    close(page, safe)

    assert page.locator(ASK).count() == 0
    page.fill("#pin", PIN)
    page.click("form[action='/pin'] .button--main")
    page.wait_for_url(safe.address)


def test_a_browser_without_passkeys_shows_the_pin_alone(
    safe: SafeHub, safe_head: BrowserContext
) -> None:
    page = safe_head.new_page()
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto(safe.address + "passkeys")

    assert not page.locator(ASK).first.is_visible()
    assert "Trình duyệt này không có vân tay" in page.inner_text("main")
    page.close()


def test_by_the_hubs_number_the_page_tells_the_way(safe: SafeHub, trusting: Browser) -> None:
    port = safe.address.rpartition(":")[2]
    page = trusting.new_page()
    page.goto(f"https://127.0.0.1:{port}door")

    assert page.locator(ASK).count() == 0
    page.close()
