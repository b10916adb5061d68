"""Users and folders: made by systemd's own tools in a scratch root."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.image

SHIPPED = Path(__file__).parents[2] / "systemd"


def make_users(root: Path) -> None:
    (root / "etc").mkdir()
    rules = SHIPPED / "sysusers.d/village-hub.conf"
    subprocess.run(["systemd-sysusers", f"--root={root}", str(rules)], check=True)


def table(root: Path, name: str) -> dict[str, list[str]]:
    """`/etc/passwd` or `/etc/group` of the scratch root, by name."""
    rows = (root / "etc" / name).read_text("utf-8").splitlines()
    return {row.split(":")[0]: row.split(":") for row in rows}


def test_both_services_have_a_user_of_their_own_in_one_group(tmp_path: Path) -> None:
    make_users(tmp_path)

    users, groups = table(tmp_path, "passwd"), table(tmp_path, "group")
    assert users["hub"][2] != users["hub-broadcast"][2]
    assert users["hub"][3] == users["hub-broadcast"][3] == groups["hub"][2]


def test_nobody_can_log_in_as_a_service(tmp_path: Path) -> None:
    make_users(tmp_path)

    users = table(tmp_path, "passwd")
    assert {users[name][-1] for name in ("hub", "hub-broadcast")} == {"/usr/sbin/nologin"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder to a group")
@pytest.mark.parametrize("folder", ["var/lib/hub", "var/lib/hub/media", "run/hub"])
def test_a_shared_folder_passes_its_group_on_and_shuts_out_others(
    tmp_path: Path, folder: str
) -> None:
    make_users(tmp_path)

    rules = SHIPPED / "tmpfiles.d/village-hub.conf"
    subprocess.run(["systemd-tmpfiles", f"--root={tmp_path}", "--create", str(rules)], check=True)

    found = (tmp_path / folder).stat()
    assert stat.S_IMODE(found.st_mode) == 0o2770
    assert str(found.st_gid) == table(tmp_path, "group")["hub"][2]
