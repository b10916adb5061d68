"""The zone in which meetings are heard: one of the configuration, or nobody's choice yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hub.config import parse
from hub.errors import ConfigError

VILLAGE: dict[str, Any] = {
    "hub": {"name": "Thôn Thử"},
    "cards": [{"name": "main", "device": "null"}],
    "zones": [{"id": "nha-van-hoa", "name": "Nhà văn hóa"}],
}


@pytest.mark.parametrize("zone", ["", "nha-van-hoa"])
def test_it_is_a_zone_that_there_is(tmp_path: Path, zone: str) -> None:
    config = parse({**VILLAGE, "kiosk": {"zone": zone}}, tmp_path)

    assert config.kiosk.zone == zone
    assert parse(VILLAGE, tmp_path).kiosk.zone == ""


def test_another_is_a_mistake_that_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        parse({**VILLAGE, "kiosk": {"zone": "ca-thon"}}, tmp_path)

    assert "ca-thon" in str(caught.value)
