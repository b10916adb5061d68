"""Whose memory is measured when the screen is touched ten thousand times."""

from __future__ import annotations

from bench.renderer_memory import own_renderer, private_mib

PROCESSES = (
    {"type": "browser", "id": 1, "cpuTime": 90.0},
    {"type": "renderer", "id": 2, "cpuTime": 40.0},
    {"type": "renderer", "id": 3, "cpuTime": 9.0},
    {"type": "renderer", "id": 4, "cpuTime": 0.1},
)
LINES = {2: "chromium\0--type=renderer\0--top-chrome-webui", 3: "--type=renderer", 4: "--x"}


def test_the_browser_s_popups_and_a_renderer_in_reserve_are_not_the_page() -> None:
    assert own_renderer(PROCESSES, LINES) == 3


def test_what_is_shared_with_whoever_reads_the_same_files_is_not_the_page_s() -> None:
    told = "Rss: 90000 kB\nPss:   76000 kB\nPss_Anon:   33792 kB\nPss_File: 42208 kB\n"

    assert private_mib(told) == 33.0
