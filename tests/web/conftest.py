"""Fixtures: the pages of a new hub."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.store.migrate import migrate_all
from tests.web.site import Site


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new")
    migrate_all(folder)
    return folder


@pytest.fixture
def site(tmp_path: Path, new_store: Path) -> Iterator[Site]:
    found = Site(tmp_path, new_store)
    yield found
    found.close()
