"""The frame of the wall is sent once: whoever has it is sent what changes, and the same of it."""

import re

import pytest
from flask.testing import FlaskClient

from scripts.shown_content import fill
from tests.web.site import HOST, NOW, Site
from web.kiosk.place import MARK

PATHS = (
    "", "find", "find?q=khai+sinh", "event/sinh-con", "procedure/1.001193", "notices", "weather",
    "loudspeakers", "wifi", "goods", "payments", "apps", "rating", "feedback", "nowhere",
)  # fmt: skip
PART = {"Hub-Part": "main"}
MAIN = re.compile(r'<main .*?id="main".*</main>', re.DOTALL)
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
SECRET = re.compile(r'="[\w.:-]{16,}"')
"""Marks of forms and codes differ from answer to answer."""


@pytest.fixture
def browser(site: Site) -> FlaskClient:
    fill(site.folder, NOW)
    return FlaskClient(site.app, site.app.response_class)


def sent(browser: FlaskClient, path: str, headers: dict[str, str]) -> str:
    answer = browser.get(
        f"/kiosk/{path}", base_url=HOST, headers=headers, environ_overrides={MARK: True}
    )
    return SECRET.sub('=""', answer.text)


@pytest.mark.parametrize("path", PATHS)
def test_a_part_is_the_same_title_and_main_without_the_frame(
    browser: FlaskClient, path: str
) -> None:
    whole, part = sent(browser, path, {}), sent(browser, path, PART)

    for pattern in (TITLE, MAIN):
        found = pattern.search(whole)
        assert found is not None
        assert found[0] in part
    assert "<script" in whole
    assert "<script" not in part
    assert "k-bar" not in part
    assert len(part) < len(whole) - 4_000
