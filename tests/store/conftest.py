"""Fixtures: a store of its own for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.permits import Service


@pytest.fixture
def store(tmp_path: Path, new_store: Path) -> Iterator[Database]:
    shutil.copytree(new_store, tmp_path, dirs_exist_ok=True)
    with open_hub(tmp_path, Service.BROADCAST) as database:
        yield database
