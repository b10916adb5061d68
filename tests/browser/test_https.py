"""https in a real browser that installed the hub's authority: trusted, an app, honest offline."""

from __future__ import annotations

import socket
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from hub.certificates.making import load_signer, new_leaf, pem_of
from tests.browser.safe_hub import SafeHub
from tests.ports import free_port
from tests.service.village import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(300)]

IS_KEPT = "caches.match('/kept').then(found => !!found)"


def at(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def test_a_phone_without_the_authority_warns(safe: SafeHub, chromium: Browser) -> None:
    port = safe.address.rpartition(":")[2]
    page = chromium.new_page()

    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        page.goto(f"https://127.0.0.1:{port}")
    page.close()


def test_a_phone_with_the_authority_has_microphone_and_worker(
    safe_head: BrowserContext, safe: SafeHub
) -> None:
    page = at(safe_head, safe.address + "secure")

    page.wait_for_selector("#trusted:not([hidden])")
    assert page.evaluate("isSecureContext && !!navigator.mediaDevices")
    assert page.evaluate("navigator.serviceWorker.ready.then(r => !!r.active)")
    page.close()


def test_the_same_browser_refuses_another_name_under_that_authority(
    safe: SafeHub, trusting: Browser, tmp_path: Path
) -> None:
    signer = load_signer(safe.places.authority.read_bytes())
    stolen = new_leaf(signer, ("bank.local",), (), datetime.now(UTC))
    file, port = tmp_path / "stolen.pem", free_port()
    file.write_bytes(pem_of(stolen.key, stolen.certificate))
    command = ["openssl", "s_server", "-accept", str(port), "-cert", str(file), "-www", "-quiet"]
    page = trusting.new_page()
    with subprocess.Popen(command) as server:
        try:
            wait_for(lambda: is_open(port), 20)
            with pytest.raises(Error, match="ERR_CERT_"):
                page.goto(f"https://bank.local:{port}/")
        finally:
            server.terminate()
    page.close()


def test_the_manifest_is_one_that_the_browser_installs(
    safe_head: BrowserContext, safe: SafeHub
) -> None:
    page = at(safe_head, safe.address)
    session = safe_head.new_cdp_session(page)

    assert session.send("Page.getAppManifest")["errors"] == []
    wrong = [
        one["errorId"]
        for one in session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    ]
    assert set(wrong) <= {"in-incognito"}  # a context of the test is always one
    page.close()


def test_no_page_about_the_present_is_kept(safe_head: BrowserContext, safe: SafeHub) -> None:
    page = at(safe_head, safe.address)
    page.evaluate("navigator.serviceWorker.ready")
    page.goto(safe.address + "calendar")
    wait_for(lambda: page.evaluate(IS_KEPT), 30)

    kept = page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name)"
        ".then(one => one.keys())))).then(all => all.flat().map(one => new URL(one.url).pathname))"
    )

    assert {path for path in kept if not path.startswith("/static/")} == {"/offline", "/kept"}
    assert "Hoa" not in page.evaluate("caches.match('/offline').then(one => one.text())")
    assert "Hoa" not in page.evaluate("caches.match('/kept').then(one => one.text())")
    page.close()


def test_without_the_hub_the_phone_says_so_and_how_old_the_calendar_is(
    safe_head: BrowserContext, safe: SafeHub
) -> None:
    page = at(safe_head, safe.address + "calendar")
    wait_for(lambda: page.evaluate(IS_KEPT), 30)
    safe_head.set_offline(True)

    page.goto(safe.address)

    text = page.inner_text("main")
    assert "Mất kết nối với máy của thôn" in text
    assert "cách đây" in text or "Vừa lưu" in text
    assert "Đang phát" not in text
    assert page.locator("#kept [data-day]").count() >= 1
    page.screenshot(path=safe.shown.folder / "offline.png")
    safe_head.set_offline(False)
    page.wait_for_selector("nav.nav", timeout=30_000)
    page.close()


def is_open(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False
