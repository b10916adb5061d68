"""The set-up: asks for what is missing, and for nothing when nothing is."""

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.image

ROOT = Path(__file__).parents[2]
LIST = """\
[run]
python3                   # the language
pulse | pipewire | other  # a sound server
[test]
python3
faketime                  # clocks
tools>=13                 # part of another package before
"""


def program(folder: Path, name: str, script: str) -> None:
    """A stand-in for a program of the system."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def missing(
    tmp_path: Path, installed: str, *sections: str, release: str = 'VERSION_ID="12"'
) -> list[str]:
    """What lib.sh finds missing when dpkg-query says that `installed` is there."""
    rows = "\\n".join(f"installed {name.replace(',', ' , ')}" for name in installed.split())
    program(tmp_path / "bin", "dpkg-query", f"printf '{rows}\\n'")
    (tmp_path / "packages.txt").write_text(LIST)
    (tmp_path / "os-release").write_text(f"ID=debian\n{release}\n")
    script = f". {ROOT}/scripts/lib.sh; missing_of {' '.join(sections)}"
    answer = subprocess.run(
        ["bash", "-euc", f"list={tmp_path}/packages.txt log=/dev/null; {script}"],
        env={
            **os.environ,
            "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
            "OS_RELEASE": f"{tmp_path}/os-release",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.split()


def test_of_alternatives_that_are_all_missing_the_first_is_installed(tmp_path: Path) -> None:
    assert missing(tmp_path, "", "run") == ["pulse", "python3"]


@pytest.mark.parametrize("there", ["pulse", "pipewire", "other"])
def test_any_alternative_that_is_there_will_do(tmp_path: Path, there: str) -> None:
    assert missing(tmp_path, f"python3 {there}", "run") == []


def test_what_another_package_brings_along_is_not_missing(tmp_path: Path) -> None:
    assert missing(tmp_path, "other-python,python3(=3.12),x pulse", "run") == []


def test_a_package_that_two_sections_want_is_installed_once(tmp_path: Path) -> None:
    assert missing(tmp_path, "pulse", "run", "test") == ["faketime", "python3"]


def test_a_package_whose_name_begins_like_one_that_is_there_is_still_missing(
    tmp_path: Path,
) -> None:
    assert missing(tmp_path, "python3-dev pulse", "run") == ["python3"]


@pytest.mark.parametrize(
    ("release", "wanted"),
    [('VERSION_ID="12"', []), ('VERSION_ID="13"', ["tools"]), ("VERSION_CODENAME=sid", ["tools"])],
)
def test_a_package_that_was_split_off_later_is_wanted_from_that_debian_on(
    tmp_path: Path, release: str, wanted: list[str]
) -> None:
    assert missing(tmp_path, "python3 faketime", "test", release=release) == wanted


def test_when_everything_is_there_no_network_is_asked(tmp_path: Path) -> None:
    program(tmp_path / "bin", "apt-get", "touch $MARK; exit 1")
    program(tmp_path / "bin", "sudo", "touch $MARK; exit 1")
    mark = tmp_path / "asked"

    answer = subprocess.run(
        [str(ROOT / "scripts/setup.sh"), "run", "test"],
        env={**os.environ, "PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "MARK": str(mark)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert not mark.exists()


@pytest.mark.parametrize("sudo", ["echo 'sudo: a password is required' >&2; exit 1", None])
def test_who_may_not_be_root_is_told_what_root_has_to_type(
    tmp_path: Path, sudo: str | None
) -> None:
    program(tmp_path / "bin", "id", "echo 1000")
    program(tmp_path / "bin", "dpkg-query", "true")
    if sudo is not None:
        program(tmp_path / "bin", "sudo", sudo)
    for name in ("awk", "bash", "grep", "sed", "sort", "tr"):
        (tmp_path / "bin" / name).symlink_to(Path("/usr/bin") / name)
    (tmp_path / "packages.txt").write_text(LIST)
    script = f". {ROOT}/scripts/lib.sh; install_packages run"

    answer = subprocess.run(
        ["bash", "-euc", f"list={tmp_path}/packages.txt log={tmp_path}/log; {script}"],
        env={"PATH": f"{tmp_path}/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 1
    command = "apt-get update && apt-get install -y --no-install-recommends pulse python3"
    assert answer.stderr.rstrip().endswith(f"then type the same command again: {command}")


def test_every_package_stands_in_the_list_with_its_reason() -> None:
    rows = (ROOT / "scripts/packages.txt").read_text("utf-8").splitlines()
    first = {row.split()[0] for row in rows if "#" in row and not row.startswith(("#", "["))}
    bare = [row for row in rows if row and "#" not in row and not row.startswith("[")]

    assert [name for name in bare if name.strip() not in first] == []


def test_make_alone_says_what_there_is_and_starts_nothing() -> None:
    answer = subprocess.run(
        ["make", "--no-print-directory", "-C", str(ROOT)],
        capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip

    assert "make run " in answer.stdout
    assert "make test " in answer.stdout


def test_a_terminal_without_vietnamese_letters_changes_nothing() -> None:
    """Python 3.11 reads the links of a virtual environment in the letters of the locale."""
    answer = subprocess.run(
        ["make", "-C", str(ROOT), "-s", "--eval", 'told: ; @printf %s "$$LC_ALL"', "told"],
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip

    assert answer.stdout == "C.UTF-8"
