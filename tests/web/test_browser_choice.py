"""Which browser the wall gets: what was asked for, else what is there and suits the board."""

from __future__ import annotations

import pytest

from hub.errors import ConfigError
from web.kiosk.browser import choose, memory_mib
from web.kiosk.cog import rules

BOTH = ("chromium", "cog")


@pytest.mark.parametrize(
    ("wanted", "memory", "installed", "browser"),
    [
        ("auto", 908, BOTH, "cog"),  # a Raspberry Pi of 1 GB
        ("auto", 1849, BOTH, "chromium"),  # one of 2 GB
        ("auto", 908, ("chromium",), "chromium"),
        ("auto", 7800, ("cog",), "cog"),
        ("cog", 7800, BOTH, "cog"),
        ("chromium", 908, BOTH, "chromium"),
    ],
)
def test_a_small_board_gets_the_small_browser_where_there_is_one(
    wanted: str, memory: int, installed: tuple[str, ...], browser: str
) -> None:
    assert choose(wanted, memory, installed) == browser


@pytest.mark.parametrize(("wanted", "missing"), [("cog", "cog"), ("auto", "chromium")])
def test_a_browser_that_is_not_there_is_named(wanted: str, missing: str) -> None:
    installed = ("chromium",) if wanted == "cog" else ()

    with pytest.raises(ConfigError) as refused:
        choose(wanted, 7800, installed)

    (problem,) = refused.value.problems
    assert (problem.key, problem.values) == ("screen.no_program", {"program": missing})


def test_memory_is_read_from_what_the_kernel_says() -> None:
    assert memory_mib("MemTotal:         930048 kB\nMemFree: 1 kB\n") == 908
    assert memory_mib("") > 1200


def test_cog_may_open_our_pages_and_the_plain_one() -> None:
    blocked, *let = rules(8090, "file:///run/hub-kiosk/plain.html")

    assert blocked == {"trigger": {"url-filter": ".*"}, "action": {"type": "block"}}
    allowed = [str(one["trigger"]) for one in let]
    assert any("^http://localhost:8090/" in one for one in allowed)
    assert any("plain[.]html$" in one for one in allowed)
