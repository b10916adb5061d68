"""On an English page what is Vietnamese says so: a screen reader reads it by that voice."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from scripts.shown_content import fill
from tests.web.site import HOST, NOW, Site
from web.kiosk.place import MARK

VIETNAMESE = re.compile("[ăâđêôơưàáãèéìíòóõùúýạ-ỹ]", re.IGNORECASE)
LINK = re.compile(r'href="(/kiosk/[^"#]*)"')
NAMED_WITHIN = re.compile(
    r"^(By|Speaks:|Chaired by|Responsible:|How was the service at) "
    r"|, sent [0-9]|days ago\)|told .* ago|^[0-9,]+ đồng$"
)
"""Names of laws, people and places within an English sentence."""
VOID = frozenset({"br", "img", "input", "hr", "meta", "link", "source"})


class Lines(HTMLParser):
    """The pieces of a page's text, each with its language."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            above = self._open[-1][1] if self._open else ""
            self._open.append((tag, dict(attrs).get("lang") or above))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open[-1][0] not in {"script", "title"}:
            self.found.append((self._open[-1][1], data.strip()))


@pytest.fixture
def browser(site: Site) -> FlaskClient:
    fill(site.folder, NOW)
    return FlaskClient(site.app, site.app.response_class)


def every_page(browser: FlaskClient) -> dict[str, list[tuple[str, str]]]:
    told: dict[str, list[tuple[str, str]]] = {}
    waits = ["/kiosk/", "/kiosk/find?q=khai+sinh", "/kiosk/find?q=y+te", "/kiosk/rest/slides"]
    while waits:
        path = waits.pop().replace("&amp;", "&")
        if path in told:
            continue
        answer = browser.get(path, base_url=HOST, environ_overrides={MARK: True})
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        lines = Lines()
        lines.feed(answer.text)
        told[path] = lines.found
        waits += LINK.findall(answer.text)
    return told


def test_vietnamese_says_so(browser: FlaskClient) -> None:
    browser.set_cookie("hub_language", "en", domain="192.168.1.9")

    told = every_page(browser)

    assert len(told) > 60
    assert "/kiosk/rest/slides" in told
    unmarked = {
        text
        for lines in told.values()
        for tag, text in lines
        if tag == "en" and VIETNAMESE.search(text) and not NAMED_WITHIN.search(text)
    }
    assert unmarked == set()
    assert ("vi", "Đăng ký khai sinh") in told["/kiosk/procedure/1.001193"]


def test_a_vietnamese_page_marks_nothing_anew(browser: FlaskClient) -> None:
    for path, lines in every_page(browser).items():
        assert not [text for tag, text in lines if tag == "en" and text not in {"English", "EN"}], (
            path
        )
