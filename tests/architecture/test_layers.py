"""Who may import whom: the contracts of import-linter, and libraries that one file knows."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, imports, modules, name

KNOWN_BY = {
    "pyaudio": "broadcast/audio/portaudio",
    "gpiozero": "hub/hardware/",
    "lgpio": "hub/hardware/",
    "schedule": "hub/timers.py",
    "board": "hub/hardware/",
    "busio": "hub/hardware/",
    "sqlite3": "hub/store/",
    "dateutil": "hub/dates/",
    "icalendar": "hub/calendar_file/",
    "flask": "web/",
    "waitress": "web/serving/",
    "argon2": "web/entry/pins.py",
    "flask_babel": "web/language.py",
    "lunar_vn": "hub/dates/",
}
"""A library, and the file or folder that alone may know it."""


def test_every_contract_between_the_layers_is_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    answer = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stdout[-2000:]


@pytest.mark.parametrize(("library", "place"), KNOWN_BY.items())
def test_a_library_is_known_to_one_place_only(library: str, place: str) -> None:
    users = {name(path) for path in modules(*PACKAGES) if library in imports(path)}

    assert {user for user in users if not user.startswith(place)} == set()
