"""Fixtures: a store of its own for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.migrate import migrate_all
from hub.store.permits import Service


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty store, to be copied."""
    folder = tmp_path_factory.mktemp("new")
    migrate_all(folder)
    return folder


@pytest.fixture
def store(tmp_path: Path, new_store: Path) -> Iterator[Database]:
    shutil.copytree(new_store, tmp_path, dirs_exist_ok=True)
    with open_hub(tmp_path, Service.BROADCAST) as database:
        yield database
