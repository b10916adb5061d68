"""Fixtures: the pages of a new hub."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.site import Site


@pytest.fixture
def site(tmp_path: Path, new_store: Path) -> Iterator[Site]:
    found = Site(tmp_path, new_store)
    yield found
    found.close()
