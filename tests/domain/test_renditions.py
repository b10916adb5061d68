"""A bulletin is played in each of its languages, in the order that the commune set."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.domain.renditions import expanded, is_language


def known(**renditions: tuple[str, ...]) -> Mapping[ProgrammeId, Programme]:
    return {
        ProgrammeId(name): Programme(
            id=ProgrammeId(name),
            title=name,
            kind=Kind.ROUTINE,
            level=Level.COMMUNE,
            source=Source.FILE,
            media=f"{name}.wav",
            frames=1,
            rate=1,
            sha256="0" * 64,
            author="Bình",
            approver="Hoa",
            renditions=tuple(map(ProgrammeId, parts)),
        )
        for name, parts in renditions.items()
    }


def test_recordings_take_the_bulletin_s_place_in_their_order() -> None:
    programmes = known(a=(), storm=("storm-tyz", "storm", "storm-hmn"), b=())

    played = expanded(tuple(map(ProgrammeId, ("a", "storm", "b"))), programmes)

    assert played == ("a", "storm-tyz", "storm", "storm-hmn", "b")


def test_recordings_of_recordings_are_not_followed() -> None:
    programmes = known(a=("b", "a"), b=("a", "b"))

    assert expanded((ProgrammeId("a"),), programmes) == ("b", "a")


def test_a_programme_that_nobody_knows_stays_what_it_is() -> None:
    assert expanded((ProgrammeId("gone"),), {}) == ("gone",)


@pytest.mark.parametrize("tag", ["vi", "tyz", "hmn", "blt", "th-VN", "km", "zh-Hant-TW", "ium"])
def test_languages_have_the_form_of_bcp_47(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize("tag", ["", "v", "Vi", "tày", "vi_VN", "vi-", "tyzz", "../vi", "vi\n"])
def test_other_words_are_no_language(tag: str) -> None:
    assert not is_language(tag)
