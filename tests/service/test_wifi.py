"""The real service in a network of real links: one goes, the router goes, the hub's own cable."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOT_YET = ("unknown", "not_looked")
"""What is said before the first look; whoever asks later has not heard it."""

pytestmark = [pytest.mark.service, pytest.mark.timeout(200)]


def told(scene: str, folder: Path) -> dict[str, list[Any]]:
    """What the service said of each, in order; or skip where no network can be made."""
    alone = ["unshare", "--net", "--map-root-user"]
    if any(shutil.which(one) is None for one in ("unshare", "nsenter", "ip")):
        pytest.skip("needs unshare, nsenter (util-linux) and ip (iproute2)")
    make = "ip link add hub-try type bridge && ip link add a-try type veth peer name b-try"
    if subprocess.run([*alone, "sh", "-c", make], check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let us make a network of its own")
    inner = 'ip link set lo up && exec "$0" "$@"'
    program = [sys.executable, str(ROOT / "tests/service/wifi_scenes.py"), scene, str(folder)]
    done = subprocess.run(
        [*alone, "sh", "-c", inner, *program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, list[Any]] = json.loads(done.stdout.splitlines()[-1])
    return {name: [one for one in said if one not in NOT_YET] for name, said in found.items()}


def test_a_point_whose_cable_is_pulled_is_down_and_up_again_and_no_other(tmp_path: Path) -> None:
    said = told("one_goes", tmp_path)

    assert said["ap2"] == ["up", "down", "up"]
    assert said["ap1"] == said["ap3"] == said["six"] == said["gateway"] == ["up"]
    log = (tmp_path / "log").read_text("utf-8")
    assert log.count("ap2 (10.77.0.12): down.") == 1


def test_behind_a_router_that_is_away_nothing_is_down_but_what_stays_away(tmp_path: Path) -> None:
    said = told("gateway_goes", tmp_path)

    assert said["gateway"] == ["up", "down", "up"]
    assert said["ap1"] == said["ap2"] == said["six"] == ["up", "unreachable", "up"]
    assert said["ap3"] == ["up", "unreachable", "down"]


def test_the_hubs_own_cable_takes_no_point_down(tmp_path: Path) -> None:
    said = told("hub_goes", tmp_path)

    assert {tuple(one) for name, one in said.items() if name != "internet"} == {("up", "up")}


def test_a_point_that_flaps_is_unstable_once_and_its_neighbours_are_not(tmp_path: Path) -> None:
    said = told("comes_and_goes", tmp_path)

    for name in ("ap1", "six"):
        assert said[name].count("unstable") == 1
        assert said[name][-1] == "unstable"
    assert said["ap2"] == said["ap3"] == said["gateway"] == ["up"]


def test_who_answers_no_ping_is_found_by_tcp_open_or_refused(tmp_path: Path) -> None:
    said = told("answers_no_ping", tmp_path)

    assert (said["ap1"], said["ap2"], said["ap3"]) == (["up"], ["up"], ["down"])


def test_cards_that_people_change_are_noticed_without_a_restart(tmp_path: Path) -> None:
    assert told("cards_change", tmp_path)["ap1"] == ["up", "down"]


def test_internet_a_portal_and_nothing_are_told_apart(tmp_path: Path) -> None:
    said = told("internet", tmp_path)

    assert said["internet"] == ["yes", "portal", "yes", "portal", "no"]
