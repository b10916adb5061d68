"""What was there when a service began is not looked at again by the collector."""

import subprocess
import sys

WHAT_IS_LEFT = """
import gc
from hub.program import settle
kept = [[] for _ in range(20_000)]
settle()
print(len(gc.get_objects()) < 2_000, gc.get_freeze_count() > 20_000, gc.isenabled())
"""


def test_a_full_pass_has_next_to_nothing_to_walk() -> None:
    told = subprocess.run(
        [sys.executable, "-c", WHAT_IS_LEFT], capture_output=True, text=True, check=True
    )

    assert told.stdout.split() == ["True"] * 3
