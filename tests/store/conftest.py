"""Fixtures: a store of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.store.database import Database
from tests.store.samples import make_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    with make_store(tmp_path) as database:
        yield database
