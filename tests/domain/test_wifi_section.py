"""The section [wifi] of the configuration: read, or refused with every mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hub.config import parse
from hub.errors import ConfigError
from hub.wifi_section import Beyond, Wifi
from hub.words import LANGUAGES, say


def read(**told: Any) -> Wifi:
    return parse({"wifi": told}, Path("/")).wifi


def test_without_a_word_points_are_looked_at_and_the_internet_is_not() -> None:
    assert parse({}, Path("/")).wifi == Wifi(30.0, 5.0, 15.0, "", (), 60.0)


def test_what_is_written_is_read() -> None:
    pages = [
        {"url": "http://a.example/204"},
        {"url": "http://b.example:8080/ok?x=1", "status": 200, "body": "alive\n"},
        {"url": "http://[fd77::1]"},
    ]

    found = read(interval_s=10, gateway=" 192.168.1.1", internet=pages, internet_s=120)

    assert (found.interval_s, found.gateway, found.internet_s) == (10.0, "192.168.1.1", 120.0)
    assert found.internet == (
        Beyond("a.example", 80, "/204", 204, ""),
        Beyond("b.example", 8080, "/ok?x=1", 200, "alive"),
        Beyond("fd77::1", 80, "/", 204, ""),
    )


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"gateway": "8.8.8.8"}, "config.bad_gateway"),
        ({"interval_s": 0}, "config.wrong_value"),
        ({"interval_s": 10, "again_s": 20}, "config.wifi_order"),
        ({"speed": 1}, "config.unknown_key"),
        ({"internet": [{"url": "https://a.example/"}]}, "config.bad_check"),
        ({"internet": [{"url": "http://u:p@a.example/"}]}, "config.bad_check"),
        ({"internet": [{"url": "http://a.example:x/"}]}, "config.bad_check"),
        ({"internet": [{"url": "http://a.example/a b"}]}, "config.bad_check"),
        ({"internet": [{"url": "http://a.example/\r\nX: y"}]}, "config.bad_check"),
        ({"internet": [{"url": "http:///"}]}, "config.bad_check"),
        ({"internet": [{}]}, "config.bad_check"),
        ({"internet": [{"url": "http://a.example/", "body": "x" * 201}]}, "config.long_body"),
        ({"internet": [{"url": "http://a.example/"}] * 2}, "config.same_check"),
        ({"internet": [{"url": f"http://{n}.example/"} for n in "abcde"]}, "config.many_checks"),
    ],
)
def test_a_mistake_is_told_in_words(told: dict[str, Any], key: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(**told)

    (problem,) = refused.value.problems
    assert problem.key == key
    for language in LANGUAGES:
        assert "{" not in say(problem.key, language, **problem.values)
