"""How long programmes are one after the other; what comes once more comes after a pause."""

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.domain.sequence import REPEAT_PAUSE_S, frames_of, pauses_before, seconds_of

A, B, GONE = ProgrammeId("a"), ProgrammeId("b"), ProgrammeId("gone")


def known() -> dict[ProgrammeId, Programme]:
    return {
        name: Programme(
            *(name, name, Kind.ROUTINE, Level.COMMUNE, Source.FILE, f"{name}.wav"),
            *(48_000 * seconds, 48_000, "0" * 64, "B", "H"),
        )
        for name, seconds in ((A, 10), (B, 5))
    }


def test_what_comes_once_comes_without_a_pause() -> None:
    assert seconds_of((A, B, A), known()) == 25
    assert frames_of((A, B, A), known()) == 25 * 48_000


def test_what_comes_once_more_comes_after_a_pause() -> None:
    assert seconds_of((A, A, A, B), known()) == 35 + 2 * REPEAT_PAUSE_S
    assert frames_of((A, A, A, B), known()) == (35 + 2 * REPEAT_PAUSE_S) * 48_000
    assert [pauses_before((A, A, B, B), place) for place in range(4)] == [False, True, False, True]


def test_what_is_not_known_has_no_length_and_no_pause() -> None:
    assert seconds_of((GONE, GONE, B), known()) == 5
    assert frames_of((GONE, GONE, B), known()) == 5 * 48_000
