"""Taking foreign sound in: one format, whole or not at all, at the level it had."""

from __future__ import annotations

import hashlib
import os
import time
import tracemalloc
from pathlib import Path

import pytest

from hub.errors import MediaError
from hub.media.draft import Draft
from hub.media.intake import take_in
from tests.media.sounds import (
    EXTENSIBLE,
    PCM,
    chunk,
    fmt,
    heard,
    level_db,
    riff,
    save,
    tone,
)
from tests.store.disks import SmallDisk, disk

__all__ = ["disk"]

RATE = 48_000


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return tmp_path / "media"


@pytest.mark.parametrize("tag", [PCM, EXTENSIBLE])
@pytest.mark.parametrize("channels", [1, 2, 3, 8])
@pytest.mark.parametrize("bits", [8, 16, 24, 32])
def test_a_tone_keeps_its_level_in_every_format(
    tmp_path: Path, media: Path, bits: int, channels: int, tag: int
) -> None:
    path = save(
        tmp_path / "a.wav", tone(1000, 22_050, 0.3), 22_050, bits=bits, channels=channels, tag=tag
    )

    taken = take_in(path, media, RATE)

    assert abs(level_db(heard(media / taken.media, RATE))) < 0.2


@pytest.mark.parametrize("wanted", [8_000, 16_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 44_056, 44_100, 96_000, 192_000])
def test_a_tone_keeps_its_level_and_length_at_every_rate(
    tmp_path: Path, media: Path, rate: int, wanted: int
) -> None:
    path = save(tmp_path / "a.wav", tone(1000, rate, 0.2), rate)

    taken = take_in(path, media, wanted)

    samples = heard(media / taken.media, wanted)
    assert abs(level_db(samples)) < 0.2
    assert len(samples) == taken.frames == pytest.approx(0.2 * wanted, abs=1)


@pytest.mark.parametrize(("rate", "hertz"), [(96_000, 15_000), (48_000, 12_000), (44_056, 14_000)])
def test_what_the_lower_rate_cannot_carry_does_not_fold_into_speech(
    tmp_path: Path, media: Path, rate: int, hertz: int
) -> None:
    path = save(tmp_path / "a.wav", tone(hertz, rate, 0.3), rate)

    taken = take_in(path, media, 16_000)

    assert level_db(heard(media / taken.media, 16_000)) < -30


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100])
def test_a_higher_rate_adds_no_tones_of_its_own(tmp_path: Path, media: Path, rate: int) -> None:
    hertz = rate // 8
    path = save(tmp_path / "a.wav", tone(hertz, rate, 0.3), rate)

    taken = take_in(path, media, RATE)

    samples = heard(media / taken.media, RATE)
    wanted = tone(hertz, RATE, 0.3)
    rest = [round(s - 32767 * w) for s, w in zip(samples, wanted, strict=True)]
    assert level_db(type(samples)("h", rest)) < -40


def test_sound_starts_where_it_started(tmp_path: Path, media: Path) -> None:
    click = [0.0] * 4410 + [0.9] + [0.0] * 4409
    path = save(tmp_path / "a.wav", click, 44_100)

    taken = take_in(path, media, RATE)

    samples = heard(media / taken.media, RATE)
    loudest = max(range(len(samples)), key=lambda n: abs(samples[n]))
    assert loudest == 4800


def test_full_scale_is_not_wrapped_round(tmp_path: Path, media: Path) -> None:
    square = [0.999 if n // 20 % 2 else -0.999 for n in range(8_820)]
    path = save(tmp_path / "a.wav", square, 44_100, channels=2)

    taken = take_in(path, media, RATE)

    samples = heard(media / taken.media, RATE)
    middles = [samples[round((20 * n + 10) * RATE / 44_100)] for n in range(1, 400)]
    assert all(
        (value > 20_000) == bool(n % 2) and abs(value) > 20_000
        for n, value in enumerate(middles, 1)
    )


def test_samples_in_the_right_format_are_copied_bit_for_bit(tmp_path: Path, media: Path) -> None:
    noise = os.urandom(200_001 * 2)
    path = tmp_path / "a.wav"
    path.write_bytes(riff(fmt(RATE), chunk(b"data", noise)))

    taken = take_in(path, media, RATE)

    assert (media / taken.media).read_bytes() == path.read_bytes()


def test_chunks_of_other_programs_are_left_behind(tmp_path: Path, media: Path) -> None:
    noise = os.urandom(4_000)
    extra = chunk(b"LIST", b"x" * 70_001)
    path = tmp_path / "a.wav"
    path.write_bytes(riff(extra, fmt(RATE), extra, chunk(b"data", noise), extra))

    taken = take_in(path, media, RATE)

    assert heard(media / taken.media, RATE).tobytes() == noise


def test_channels_become_their_mean(tmp_path: Path, media: Path) -> None:
    pairs = b"".join(value.to_bytes(2, "little", signed=True) for value in (1000, 3000) * 500)
    path = tmp_path / "a.wav"
    path.write_bytes(riff(fmt(RATE, channels=2), chunk(b"data", pairs)))

    taken = take_in(path, media, RATE)

    assert set(heard(media / taken.media, RATE)) == {2000}


def test_the_name_is_the_hash_of_the_file(tmp_path: Path, media: Path) -> None:
    path = save(tmp_path / "a.wav", tone(440, RATE, 0.1), RATE)

    taken = take_in(path, media, RATE)

    digest = hashlib.sha256((media / taken.media).read_bytes()).hexdigest()
    assert (taken.media, taken.sha256) == (f"{digest}.wav", digest)
    assert take_in(path, media, RATE) == taken


def test_the_playout_which_is_another_user_may_read_it(tmp_path: Path, media: Path) -> None:
    path = save(tmp_path / "a.wav", tone(440, RATE, 0.1), RATE)

    taken = take_in(path, media, RATE)

    assert (media / taken.media).stat().st_mode & 0o777 == 0o644


def test_memory_does_not_grow_with_the_file(tmp_path: Path, media: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(riff(fmt(44_100, 24, 2), chunk(b"data", bytes(6 * 44_100 * 60))))

    tracemalloc.start()
    try:
        take_in(path, media, RATE)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 8_000_000


def test_a_draft_that_is_not_kept_leaves_nothing_behind(media: Path) -> None:
    with Draft(media, 100) as draft:
        draft.write(b"half")

    assert list(media.iterdir()) == []


def test_a_full_disk_is_said_and_nothing_is_left(tmp_path: Path, disk: SmallDisk) -> None:
    path = save(tmp_path / "a.wav", tone(440, RATE, 0.1), RATE)
    disk.fill()

    with pytest.raises(MediaError) as caught:
        take_in(path, disk.folder / "media", RATE)

    assert caught.value.key == "media.disk_full"
    assert [name for name in disk.folder.rglob("*") if name.is_file()] == [disk.folder / "filler"]


def test_a_disk_that_fills_up_under_way_is_said_and_nothing_is_left(disk: SmallDisk) -> None:
    draft = Draft(disk.folder / "media", 100)

    with draft, pytest.raises(MediaError) as caught:
        draft.write(bytes(3 << 20))

    assert caught.value.key == "media.disk_full"
    assert list((disk.folder / "media").iterdir()) == []


def test_a_read_only_disk_is_said(tmp_path: Path, disk: SmallDisk) -> None:
    path = save(tmp_path / "a.wav", tone(440, RATE, 0.1), RATE)
    disk.make_read_only()

    with pytest.raises(MediaError) as caught:
        take_in(path, disk.folder, RATE)

    assert caught.value.key == "media.unwritable"


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    path = save(tmp_path / "a.wav", tone(440, RATE, 0.1), RATE)
    (tmp_path / "file").write_text("x")

    with pytest.raises(MediaError) as caught:
        take_in(path, tmp_path / "file" / "media", RATE)

    assert caught.value.key == "media.unwritable"


def test_a_draft_from_before_a_power_failure_is_removed(tmp_path: Path, media: Path) -> None:
    media.mkdir()
    old, new = media / ".draft-old", media / ".draft-new"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    before = time.time() - 7200
    os.utime(old, (before, before))

    take_in(save(tmp_path / "a.wav", tone(440, RATE, 0.1), RATE), media, RATE)

    assert not old.exists()
    assert new.exists()


def test_a_disk_too_small_is_said_before_anything_is_written(tmp_path: Path, media: Path) -> None:
    with pytest.raises(MediaError) as caught:
        Draft(media, 1 << 60)

    assert caught.value.key == "media.disk_full"
    assert list(media.iterdir()) == []
