"""What a relay's cue is made of: chime, station, and what stands by for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadcast.clips import content_of
from broadcast.seals import Seal
from hub.domain.bulletin import Kind, Level, Precedence
from hub.domain.ids import CueId, ProgrammeId, ZoneId
from hub.domain.programme import Programme, Source
from hub.domain.slot import AfterPreemption
from hub.domain.timeline import Cue, CueState

NOW = datetime(2026, 12, 1, 5, tzinfo=UTC)
MEDIA = Path("/media")
CHIME, STATION = ProgrammeId("chime"), ProgrammeId("dai")


def programme(name: str, source: Source, media: str, streams: tuple[str, ...] = ()) -> Programme:
    return Programme(
        ProgrammeId(name), name, Kind.ROUTINE, Level.CENTRAL, source, media,
        48_000 if media else 0, 48_000, "0" * 64, "B", "H", streams,
    )  # fmt: skip


def cue(late_s: float = 0.0, source: Source = Source.RELAY) -> Cue:
    start, end = NOW + timedelta(seconds=late_s), NOW + timedelta(minutes=1)
    return Cue(
        CueId("c"), None, None, "Đài", Kind.ROUTINE, Level.CENTRAL, Precedence.ROUTINE,
        frozenset({ZoneId("x")}), (CHIME, STATION), source, NOW, end, start, end,
        CueState.PLANNED, None, (), end, AfterPreemption.JOIN,
    )  # fmt: skip


def made(of: Cue, station: Programme) -> tuple[list[str], list[str], tuple[str, ...]]:
    known = {CHIME: programme("chime", Source.FILE, "chime.wav"), STATION: station}
    content = content_of(of, known, MEDIA, lambda p: Seal.WHOLE if p.media else Seal.MISSING)
    clips, standby = ([c.path.name for c in some] for some in (content.clips, content.standby))
    return clips, standby, content.missing


@pytest.mark.parametrize(
    ("media", "late_s", "clips", "standby"),
    [
        ("", 0.0, ["chime.wav"], []),
        ("wait.wav", 0.0, ["chime.wav"], ["wait.wav"]),
        ("wait.wav", 9.0, [], ["wait.wav"]),
    ],
)
def test_a_station_comes_behind_its_chime_and_its_file_stands_by(
    media: str, late_s: float, clips: list[str], standby: list[str]
) -> None:
    station = programme("dai", Source.RELAY, media, ("http://stream.vov.vn/",))

    assert made(cue(late_s), station) == (clips, standby, ())


def test_without_an_address_the_placeholder_is_repeated_as_before() -> None:
    clips, standby, _ = made(cue(), programme("dai", Source.RELAY, "wait.wav"))

    assert clips == ["chime.wav", *["wait.wav"] * 60]
    assert standby == []


@pytest.mark.parametrize(
    ("source", "named"),
    [(Source.FILE, ["chime", "tin", "tin", "tin"]), (Source.RELAY, ["chime", "tin"])],
)
def test_the_log_names_a_file_as_often_as_it_is_read_and_a_placeholder_once(
    source: Source, named: list[str]
) -> None:
    read = ProgrammeId("tin")
    known = {
        CHIME: programme("chime", Source.FILE, "chime.wav"),
        read: programme("tin", source, "tin.wav"),
    }
    thrice = cue(source=source)._replace(content=(CHIME, read, read, read))

    content = content_of(thrice, known, MEDIA, lambda _: Seal.WHOLE)

    assert [name for name, _ in content.media] == named


def test_a_station_in_a_slot_of_files_is_missing_and_said_to_be() -> None:
    station = programme("dai", Source.RELAY, "", ("http://stream.vov.vn/",))

    known = {CHIME: programme("chime", Source.FILE, "chime.wav"), STATION: station}
    content = content_of(
        cue(source=Source.FILE), known, MEDIA, lambda p: Seal.WHOLE if p.media else Seal.MISSING
    )

    assert content.missing == ("dai",)


@pytest.mark.parametrize("sealed", [Seal.CHANGED, Seal.MISSING, Seal.UNKNOWN])
def test_a_placeholder_that_may_not_be_played_does_not_keep_a_station_away(sealed: Seal) -> None:
    station = programme("dai", Source.RELAY, "wait.wav", ("http://stream.vov.vn/",))
    known = {CHIME: programme("chime", Source.FILE, "chime.wav"), STATION: station}

    content = content_of(cue(), known, MEDIA, lambda p: sealed if p is station else Seal.WHOLE)

    assert (content.standby, content.missing, content.changed) == ((), (), ())
    assert not content.is_unknown
