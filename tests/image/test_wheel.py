"""The wheel that a hub is installed from holds everything its programs read."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.image

ROOT = Path(__file__).parents[2]
PACKAGES = ("hub", "broadcast", "web", "wifi")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built as an installation builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


def ours(suffix: str) -> set[str]:
    """Files of our packages with this suffix, as the wheel names them."""
    return {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob(f"*{suffix}")
    }


KINDS = (".py", ".sql", ".toml", ".html", ".css", ".js", ".svg", ".woff2")


@pytest.mark.parametrize("suffix", KINDS)
def test_the_wheel_holds_the_code_the_migrations_and_the_sentences(
    wheel: Path, suffix: str
) -> None:
    assert ours(suffix) - set(ZipFile(wheel).namelist()) == set()


def test_the_wheel_holds_nothing_but_our_packages(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in ZipFile(wheel).namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
