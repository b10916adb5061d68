"""Cut off for weeks and started again: every page is there, and says how old its data are."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from tests.service.cut_off import UNTOLD

pytestmark = [pytest.mark.service, pytest.mark.timeout(400)]

ROOT = Path(__file__).parents[2]
AGE = re.compile(r"\d+ (phút|giờ|ngày|tuần|tháng|năm) trước|vừa xong")
WITHOUT = re.compile(r"^/kiosk/(feedback|rating|party)")
"""What people tell the screen, and the room that is closed: nothing dated stands there."""
SUBJECTS = {
    "", "notices", "loudspeakers", "weather", "wifi", "feedback", "rating", "goods", "payments",
    "apps", "phones",
}  # fmt: skip


def cut_off(folder: Path) -> dict[str, dict[str, str]]:
    """What was shown, or skip where no network can be made."""
    command = ["unshare", "--net", "--map-root-user"]
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("needs unshare (util-linux) and ip (iproute2)")
    if subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("this machine does not let us make a network of its own")
    inner = 'ip link set lo up && exec "$0" "$@"'
    script = [sys.executable, str(ROOT / "tests/service/cut_off.py"), str(folder)]
    around = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "sh", "-c", inner, *script],
        capture_output=True,
        text=True,
        env=around,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    names = re.findall(r"^\s*(\w+):", told.pop("interfaces"), re.MULTILINE)
    assert names == ["lo"]
    found: dict[str, dict[str, str]] = told
    return found


def foot_and_main(page: str) -> str:
    """The words between the frame's head and its tools."""
    main = page[page.index("<main") : page.index("</main>")]
    return unescape(re.sub(r"<[^>]+>", " ", main))


def test_every_page_is_there_and_says_how_old_it_is_before_and_after(tmp_path: Path) -> None:
    told = cut_off(tmp_path)

    assert {path.removeprefix("/kiosk/") for path in told["first"]} >= SUBJECTS
    assert set(told["again"]) == set(told["first"])
    assert len(told["first"]) > 50
    for pages in told.values():
        assert [path for path, page in pages.items() if 'class="k-title"' not in page] == []
        silent = [
            path
            for path, page in pages.items()
            if not WITHOUT.match(path)
            and UNTOLD not in page
            and not AGE.search(foot_and_main(page))
        ]
        assert silent == []
        assert "nhập lúc" in pages["/kiosk/goods"]
        assert "(3 tuần trước)" in pages["/kiosk/goods"]
        assert "lần cuối" in pages["/kiosk/weather"]
        assert "(3 tuần trước)" in pages["/kiosk/weather"]
