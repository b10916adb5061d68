"""The systemd units: systemd itself reads them without a complaint, and they may do little."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hub.control import SERVICE_USERS
from hub.kiosk_section import Watching

pytestmark = pytest.mark.image

SHIPPED = Path(__file__).parents[2] / "systemd"
SERVICES = sorted(path.name for path in (SHIPPED / "units").glob("*.service"))
UNITS = sorted(path.name for path in (SHIPPED / "units").iterdir())
EXPOSURE = 15
"""Highest exposure systemd-analyze may find, in tenths (0 best, 100 worst)."""
BROWSER = 50
"""... of the one unit that is a browser: it compiles, draws, and has a sandbox of its own."""
START_S = 8
"""From cage's start to a painted page on a Raspberry Pi, with room to spare."""
OPTIONAL = {"hub-kiosk.service"}
"""Not every hub has a touchscreen."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A root with the units and stand-ins for the programs that they start."""
    units = tmp_path / "etc/systemd/system"
    shutil.copytree(SHIPPED / "units", units)
    programs = tmp_path / "opt/village-hub/bin"
    programs.mkdir(parents=True)
    cage = tmp_path / "usr/bin/cage"
    cage.parent.mkdir(parents=True)
    for program in (programs / "python", programs / "village-hub", cage):
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    for name in ("usr/sbin/nginx", "bin/kill", "bin/sh"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(programs / "python", tmp_path / name)
    return tmp_path


def verify(tree: Path, unit: str) -> subprocess.CompletedProcess[str]:
    """Let systemd read one unit; without --recursive-errors it forgives everything."""
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", f"--root={tree}"]
    return subprocess.run(
        [*command, unit],
        capture_output=True,
        text=True,
        check=False,
        cwd=tree / "etc/systemd/system",
    )


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_reads_a_unit_without_a_complaint(tree: Path, unit: str) -> None:
    answer = verify(tree, unit)

    assert (answer.returncode, answer.stderr) == (0, "")


def test_the_check_of_units_would_see_a_misspelt_key(tree: Path) -> None:
    unit = tree / "etc/systemd/system/hub.service"
    unit.write_text(unit.read_text("utf-8").replace("WatchdogSec", "WatchDogSec"), "utf-8")

    answer = verify(tree, "hub.service")

    assert answer.returncode != 0


def test_the_check_of_units_would_see_a_missing_program(tree: Path) -> None:
    (tree / "opt/village-hub/bin/python").unlink()

    answer = verify(tree, "hub-broadcast.service")

    assert answer.returncode != 0


@pytest.mark.parametrize("unit", SERVICES)
def test_a_service_is_exposed_by_no_more_than_it_must(unit: str) -> None:
    most = BROWSER if unit in OPTIONAL else EXPOSURE
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager"]
    answer = subprocess.run(
        [*command, f"--threshold={most}", str(SHIPPED / "units" / unit)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stdout.splitlines()[-1:]


def lines_of(unit: str) -> list[str]:
    return (SHIPPED / "units" / unit).read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    "line",
    [
        "Type=notify",
        "WatchdogSec=10",
        "Restart=always",
        "StartLimitIntervalSec=0",
        "PrivateNetwork=yes",
        "RestrictAddressFamilies=AF_UNIX",
        "DevicePolicy=closed",
        "DeviceAllow=char-alsa rw",
        "DeviceAllow=char-gpiochip rw",
    ],
)
def test_the_playout_comes_back_has_its_devices_and_no_network(line: str) -> None:
    assert line in lines_of("hub-broadcast.service")


def test_whatever_ends_the_playout_every_line_is_driven_off_afterwards() -> None:
    (after,) = [line for line in lines_of("hub-broadcast.service") if "ExecStopPost=" in line]

    assert "-m broadcast.off --config /etc/village-hub/village.toml" in after


@pytest.mark.parametrize("unit", ["hub.service", "hub-broadcast.service"])
def test_no_service_starts_before_the_store_was_migrated(unit: str) -> None:
    assert any("hub-migrate.service" in x for x in lines_of(unit) if x.startswith("After="))


@pytest.mark.parametrize("unit", SERVICES)
def test_no_service_runs_as_root(unit: str) -> None:
    (user,) = [line for line in lines_of(unit) if line.startswith("User=")]

    assert user.removeprefix("User=") in {
        "hub", "hub-broadcast", "hub-relay", "hub-capture", "hub-web", "hub-kiosk", "hub-tls",
        "hub-name", "hub-wifi",
    }  # fmt: skip


def is_started(unit: str) -> bool:
    return not unit.endswith(".target") and "@" not in unit and unit not in OPTIONAL


def test_the_target_wants_every_service() -> None:
    (wants,) = [line for line in lines_of("village-hub.target") if line.startswith("Wants=")]

    started = [unit for unit in UNITS if is_started(unit)]
    assert sorted(wants.removeprefix("Wants=").split()) == sorted(started)


@pytest.mark.parametrize("unit", ["hub-relay@.service", "hub-capture@.service"])
@pytest.mark.parametrize(
    "key", ["MemoryMax", "CPUQuota", "RuntimeMaxSec", "TasksMax", "ProtectSystem=strict"]
)
def test_what_reads_foreign_sound_is_limited_and_writes_nowhere(unit: str, key: str) -> None:
    told = lines_of(unit)

    assert any(line.startswith(key) for line in told)
    assert not any(line.startswith("ReadWritePaths") for line in told)


def test_who_has_the_network_has_no_sound_card_and_the_other_way_round() -> None:
    relay, capture = lines_of("hub-relay@.service"), lines_of("hub-capture@.service")

    assert "PrivateDevices=yes" in relay
    assert not any(line.startswith(("DeviceAllow", "SupplementaryGroups")) for line in relay)
    assert "PrivateNetwork=yes" in capture
    assert "RestrictAddressFamilies=AF_UNIX" in capture


@pytest.mark.parametrize("unit", ["hub-relay.socket", "hub-capture.socket"])
def test_only_the_hubs_group_may_ask_for_a_relay(unit: str) -> None:
    told = lines_of(unit)

    assert {"Accept=yes", "SocketGroup=hub", "SocketMode=0660"} <= set(told)


def test_the_pages_are_reached_from_the_village_only_and_have_no_devices() -> None:
    told = lines_of("hub-web.service")

    assert {"PrivateDevices=yes", "IPAddressDeny=any", "User=hub-web"} <= set(told)
    assert "0.0.0.0/0" not in "".join(told)


@pytest.mark.parametrize("unit", ["hub-tls.service", "hub-name.service", "hub-certificate.service"])
def test_what_the_network_reaches_first_sees_neither_store_nor_keys(unit: str) -> None:
    told = lines_of(unit)

    assert "Group=hub" not in told
    assert any(line.startswith("InaccessiblePaths=") and "/var/lib/hub" in line for line in told)


def test_what_looks_at_access_points_sees_the_cards_and_may_ping_and_no_more() -> None:
    told = lines_of("hub-wifi.service")
    hidden = " ".join(line for line in told if line.startswith("InaccessiblePaths="))

    assert {"AmbientCapabilities=CAP_NET_RAW", "CapabilityBoundingSet=CAP_NET_RAW"} <= set(told)
    assert {"PrivateDevices=yes", "SocketBindDeny=any", "User=hub-wifi"} <= set(told)
    for kept in ("hub.db", "people.db", "samples.db", "media", "uploads", "originals"):
        assert f"-/var/lib/hub/{kept}" in hidden


def test_no_other_service_answers_what_looks_at_access_points() -> None:
    assert "hub-wifi" not in SERVICE_USERS


def test_nginx_never_sees_the_key_of_the_authority() -> None:
    (hidden,) = [x for x in lines_of("hub-tls.service") if x.startswith("InaccessiblePaths=")]

    assert "/var/lib/hub-tls/authority" in hidden


def test_only_nginx_can_tell_the_pages_who_calls() -> None:
    told = lines_of("hub-web-tls.socket")

    assert {"SocketUser=root", "SocketGroup=hub-tls", "SocketMode=0660"} <= set(told)


def test_who_makes_certificates_can_find_nginx_to_tell_it() -> None:
    told = lines_of("hub-certificate.service")

    assert "ProtectProc=default" in told
    assert not any(line.startswith("AmbientCapabilities") for line in told)


def test_a_restart_takes_the_port_again_at_once() -> None:
    assert "ReusePort=yes" in lines_of("hub-web.socket")


def test_the_browser_on_the_wall_reaches_this_machine_only_and_not_the_store() -> None:
    told = lines_of("hub-kiosk.service")

    assert {"IPAddressDeny=any", "IPAddressAllow=localhost", "Group=hub-kiosk"} <= set(told)
    assert "InaccessiblePaths=-/var/lib/hub -/run/hub" in told


def test_a_page_that_is_killed_for_its_memory_ends_no_browser() -> None:
    assert "OOMPolicy=continue" in lines_of("hub-kiosk.service")


def test_the_screen_is_there_again_within_45_s_of_the_last_beat() -> None:
    (after,) = (
        int(line.partition("=")[2])
        for line in lines_of("hub-kiosk.service")
        if line.startswith("RestartSec=")
    )

    assert Watching().kill_s + after + START_S <= 45


def test_the_browser_on_the_wall_may_open_our_pages_and_nothing_else() -> None:
    policy = json.loads((SHIPPED / "chromium/village-hub.json").read_text("utf-8"))

    assert policy["URLBlocklist"] == ["*"]
    assert policy["URLAllowlist"] == [
        "http://localhost:8090",
        "file:///run/hub-kiosk/plain.html",
    ]
    assert (policy["DownloadRestrictions"], policy["DeveloperToolsAvailability"]) == (3, 2)


def test_only_our_own_pages_hear_the_microphone_and_nobody_sees_the_room() -> None:
    """Where AudioCaptureAllowed is off, only AudioCaptureAllowedUrls are given it, unasked."""
    policy = json.loads((SHIPPED / "chromium/village-hub.json").read_text("utf-8"))
    (ours,) = policy["AudioCaptureAllowedUrls"]

    assert ours in policy["URLAllowlist"]
    assert re.fullmatch(r"http://localhost:\d+", ours)
    assert (policy["AudioCaptureAllowed"], policy["VideoCaptureAllowed"]) == (False, False)
    assert "VideoCaptureAllowedUrls" not in policy
    example = (SHIPPED.parent / "examples/hub.toml").read_text("utf-8")
    assert f"port = {ours.rpartition(':')[2]} " in example
