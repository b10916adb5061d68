"""What a phone says of the silences in a sound."""

from __future__ import annotations

from typing import Any

import pytest

from hub.words import say
from web.present.sound import facts

REPORT: dict[str, Any] = {
    "length_s": 30.0,
    "loudness_lufs": -16.0,
    "clipped_share": 0.0,
    "longest_pause_s": 1.8,
    "silent_share": 0.1,
    "trimmed_s": [1.0, 0.0],
}


def silence(**more: object) -> tuple[str, bool]:
    def speak(key: str, /, **values: object) -> str:
        return say(key, "vi", **values)

    found = facts({**REPORT, **more}, -16.0, speak)[-1]
    return found.text, found.is_good


@pytest.mark.parametrize("count", [1, 2, 11])
def test_silences_that_were_shortened_are_told_and_nothing_to_worry_about(count: int) -> None:
    assert silence(shortened=count) == (f"Đã rút ngắn {count} khoảng lặng", True)


def test_a_silence_that_is_left_matters_more() -> None:
    text, is_good = silence(longest_pause_s=4.0, shortened=0)

    assert "4 giây" in text
    assert not is_good


def test_the_report_of_an_older_version_does_not_say() -> None:
    assert silence()[1]
    assert "rút ngắn" not in silence()[0]
