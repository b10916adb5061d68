"""What the pages load before anybody asks for it: memory that a small board has not to spare."""

import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT

SELDOM = {"cryptography", "icalendar", "lunar_vn", "reportlab", "segno"}
"""Megabytes each, for what is done a few times a month."""


@pytest.mark.service
def test_the_pages_start_without_what_is_seldom_needed() -> None:
    told = "import sys, web.__main__; print(*{name.partition('.')[0] for name in sys.modules})"

    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert SELDOM & set(done.stdout.split()) == set()
