"""Codes on the touchscreen: 2 mm a module for each metre, or the page says how near to come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.content.starter import starter_catalogue
from hub.domain.screen import Screen
from hub.kiosk_section import Kiosk
from hub.qr.drawing import code
from hub.qr.sizes import LEAST_PX, MM_PER_METRE
from tests.web.site import Site
from web.kiosk.drawing import Fitted, fit
from web.kiosk.place import MARK

WALLS = {
    "7 inches": Screen(800, 480, 154.0),
    "7 inches, fine": Screen(1024, 600, 154.0),
    "10.1 inches, coarse": Screen(1024, 600, 222.0),
    "10.1 inches": Screen(1280, 800, 217.0),
    "15.6 inches": Screen(1920, 1080, 344.0),
    "10.1 inches upright": Screen(720, 1280, 136.0),
}
PORTAL = 37
"""Modules of the portal's link of 81 letters, version 5."""
LONGEST = 61
"""Modules of the longest link that is let in, 250 letters, version 11."""


def fitted(wall: str, distance_m: float, modules: int = PORTAL) -> Fitted:
    return fit(modules, replace(WALLS[wall], scan_distance_m=distance_m))


@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize("modules", [PORTAL, LONGEST])
@pytest.mark.parametrize("distance_m", [0.6, 1.0])
def test_a_code_is_large_enough_for_its_distance_or_says_how_near_to_come(
    wall: str, modules: int, distance_m: float
) -> None:
    found = fitted(wall, distance_m, modules)

    module_mm = max(found.beside.module_mm, found.whole.module_mm)
    if found.near_cm:
        assert module_mm >= MM_PER_METRE * found.near_cm / 100
        assert 20 <= found.near_cm < 100 * distance_m
    else:
        assert module_mm >= MM_PER_METRE * distance_m - 1e-9
    assert max(found.beside.px, found.whole.px) >= LEAST_PX


@pytest.mark.parametrize("wall", WALLS)
def test_the_portals_link_needs_no_touch_from_the_usual_distance(wall: str) -> None:
    assert fitted(wall, 0.6).beside.module_mm >= MM_PER_METRE * 0.6


@pytest.mark.parametrize("wall", WALLS)
def test_a_code_that_has_the_whole_screen_leaves_room_for_what_closes_it(wall: str) -> None:
    screen, found = WALLS[wall], fitted(wall, 1.0)

    left = (
        max(screen.width_px - found.whole.side_px, screen.height_px - found.whole.side_px)
        / screen.px_per_mm
    )
    assert found.whole.side_px <= min(screen.width_px, screen.height_px)
    assert left >= 45


def shown(site: Site, screen: Screen) -> str:
    """The first procedure's page on a wall."""
    config = replace(site.parts.config, kiosk=Kiosk(screen=screen))
    site.app.extensions["village-hub"] = replace(site.parts, config=config)
    answer = site.app.test_client().get(
        f"/kiosk/procedure/{starter_catalogue().procedures[0].code}",
        base_url="http://localhost:8090",
        environ_overrides={MARK: True},
    )
    return str(answer.text)


def test_a_page_says_how_near_to_come_when_its_code_is_too_small_for_the_distance(
    site: Site,
) -> None:
    screen = replace(WALLS["7 inches"], scan_distance_m=1.0)
    near_cm = fit(code(starter_catalogue().procedures[0].link).modules, screen).near_cm

    page = shown(site, screen)

    assert near_cm > 0
    assert f"đưa máy lại gần, khoảng {near_cm} cm" in page


def test_a_page_asks_for_a_touch_when_only_the_whole_screen_is_large_enough(site: Site) -> None:
    screen = replace(WALLS["7 inches"], scan_distance_m=0.8)

    page = shown(site, screen)

    assert "Chạm vào mã cho to ra rồi quét" in page
    assert "lại gần" not in page


def test_a_page_says_nothing_when_its_code_is_large_enough(site: Site) -> None:
    page = shown(site, WALLS["10.1 inches"])

    assert "Chạm vào mã cho to ra rồi quét" not in page
    assert "lại gần" not in page
