"""When a card counts as stalled or strained, and how long to wait."""

from broadcast.audio.watch import BackOff, StallWatch, StrainWatch


def test_long_blocks_may_be_long_apart() -> None:
    watch = StallWatch(block_s=1.0, now_s=0.0)

    looks = [watch.stalled(beats, 0, now / 4) for now, beats in enumerate([0] * 13)]

    assert not any(looks)
    assert watch.stalled(0, 0, 3.26)


def test_xruns_older_than_a_minute_do_not_count() -> None:
    watch = StrainWatch()

    assert watch.lately(15, 10.0) == 15
    assert watch.lately(20, 50.0) == 20
    assert watch.lately(20, 71.0) == 5
    assert watch.lately(21, 111.0) == 1


def test_the_first_look_counts_all_xruns_so_far() -> None:
    assert StrainWatch().lately(3, 100.0) == 3


def test_the_wait_grows_to_five_seconds_and_begins_anew_when_all_was_well() -> None:
    waits = BackOff()
    assert [waits.next_s() for _ in range(6)] == [0.5, 1.0, 2.0, 5.0, 5.0, 5.0]

    waits.settled()

    assert waits.next_s() == 0.5
