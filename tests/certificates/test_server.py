"""nginx's file is one that the nginx of this machine takes without a word."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hub.certificates.front import nginx
from hub.certificates.server import has_http2_line
from tests.certificates.hubs import NOW, Hub


def test_the_file_gives_nginx_nothing_to_say(tmp_path: Path) -> None:
    program = nginx()
    if program is None:
        pytest.skip("no nginx: apt-get install nginx-light")
    hub = Hub(tmp_path)
    hub.keeper().keep(NOW)
    hub.places.run.mkdir(parents=True, exist_ok=True)
    command = [program, "-t", "-q", "-e", "stderr", "-c", str(hub.places.server_config)]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.22.1", False), ("1.25.0", False), ("1.25.1", True), ("1.26.3", True), ("2.0.0", True)],
)
def test_http2_has_a_line_of_its_own_where_nginx_knows_it(
    tmp_path: Path, version: str, *, expected: bool
) -> None:
    program = tmp_path / "nginx"
    program.write_text(f"#!/bin/sh\necho nginx version: nginx/{version} >&2\n")
    program.chmod(0o755)

    assert has_http2_line(str(program)) is expected


def test_without_an_nginx_that_says_its_age_it_is_asked_the_old_way(tmp_path: Path) -> None:
    assert not has_http2_line(None)
    assert not has_http2_line(str(tmp_path / "none"))
    assert not has_http2_line("/bin/true")
