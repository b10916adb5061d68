"""A page that the hub could not make does not stay on the wall until somebody touches it."""

from __future__ import annotations

import re

import pytest

from hub.errors import ControlError, HubError, RefusedError, StoreBusyError, StoreError
from tests.web.site import Site
from web.kiosk.place import MARK

LOCAL = "http://localhost:8090"
BROKEN = StoreError("store.corrupt", path="hub.db", detail="malformed")
FAULTS = [
    (BROKEN, "again"),
    (StoreBusyError("store.locked", path="content.db"), "again"),
    (ControlError("control.no_answer", path="hub.sock", seconds=1), "again"),
    (RefusedError("qr.ssid", name="x"), ""),
]


def fresh(page: str) -> str:
    found = re.search(r'<main[^>]* data-fresh="(\w*)"', page)
    assert found is not None, page[:500]
    return found[1]


@pytest.mark.parametrize(("fault", "said"), FAULTS, ids=[str(one[0]) for one in FAULTS])
def test_what_may_work_soon_is_asked_for_again(
    site: Site, monkeypatch: pytest.MonkeyPatch, fault: HubError, said: str
) -> None:
    def fails() -> None:
        raise fault

    monkeypatch.setattr("web.kiosk.pages.urgent", fails)
    answer = site.visitor().get("/kiosk/", base_url=LOCAL, environ_overrides={MARK: True})

    assert answer.status_code >= 400
    assert 'class="k-title">' in answer.text
    assert fresh(answer.text) == said


def test_a_page_that_there_is_not_is_not_asked_for_again(site: Site) -> None:
    answer = site.visitor().get("/kiosk/none", base_url=LOCAL, environ_overrides={MARK: True})

    assert (answer.status_code, fresh(answer.text)) == (404, "")
