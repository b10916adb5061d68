"""Run a script in a network of its own, where nothing but loopback is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def told_alone(script: str, folder: Path) -> dict[str, Any]:
    """What a script prints as JSON there, or skip where no network can be made.

    Args:
        script: Below the root; it tells its ``interfaces``, too.
        folder: Its argument.
    """
    command = ["unshare", "--net", "--map-root-user"]
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("needs unshare (util-linux) and ip (iproute2)")
    if subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("this machine does not let us make a network of its own")
    inner = 'ip link set lo up && exec "$0" "$@"'
    done = subprocess.run(
        [*command, "sh", "-c", inner, sys.executable, str(ROOT / script), str(folder)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    names = re.findall(r"^\s*(\w+):", told.pop("interfaces"), re.MULTILINE)
    assert names == ["lo"]
    return told
