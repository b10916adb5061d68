"""Services of different users share the store: they meet in the group of its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.store.connect import open_hub
from hub.store.migrate import migrate_all
from hub.store.permits import Service


@pytest.fixture(params=[0o022, 0o007], ids=["by hand", "as a service"])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_in_a_shared_folder_the_group_may_write_whoever_made_the_store(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)

    migrate_all(tmp_path)

    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("*.db")} == {
        "hub.db": 0o660,
        "samples.db": 0o660,
        "people.db": 0o660,
        "content.db": 0o660,
    }


@pytest.mark.usefixtures("umask")
def test_the_files_beside_an_open_store_are_shared_too(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    migrate_all(tmp_path)

    with open_hub(tmp_path, Service.BROADCAST):
        modes = {path.stat().st_mode & 0o777 for path in tmp_path.glob("hub.db*")}

    assert modes == {0o660}


def test_in_a_folder_of_one_user_the_umask_decides(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    before = os.umask(0o077)

    migrate_all(tmp_path)
    os.umask(before)

    assert (tmp_path / "hub.db").stat().st_mode & 0o777 == 0o600
