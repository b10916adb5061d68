"""How something watched is now: the tables, and what holds for every row of looks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wifi.judge import CALM_S, FLIPS, Look, Patience, Standing, State, Way, blind, judge, pause_s

PATIENCE = Patience()
FREE = Way()
CUT = Way(proven_at=None, is_cut=True)
DOUBTED = Way(proven_at=None)
NO_LINK = Way(has_link=False)


class Story:
    """Looks one after the other, each when the judge wants it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.standing = Standing(since=self.now)
        self.told: list[State] = []

    def look(self, answers: str, way: Way = FREE) -> Story:
        """`+` for an answer, `-` for none."""
        for answer in answers:
            ended = self.now + (0.01 if answer == "+" else 1.5)
            self.standing = judge(
                self.standing, Look(self.now, ended, answer == "+"), way, PATIENCE
            )
            if not self.told or self.told[-1] is not self.standing.state:
                self.told.append(self.standing.state)
            self.now = max(ended, self.now + pause_s(self.standing, PATIENCE))
        return self


@pytest.mark.parametrize(
    ("before", "looks", "way", "after"),
    [
        ("", "+", FREE, State.UP),
        ("", "---", FREE, State.UNKNOWN),
        ("", "----", FREE, State.DOWN),
        ("", "----", CUT, State.UNREACHABLE),
        ("", "----", NO_LINK, State.UNKNOWN),
        ("", "-----", DOUBTED, State.UNKNOWN),
        ("+", "---", FREE, State.UP),
        ("+", "----", FREE, State.DOWN),
        ("+", "----", CUT, State.UNREACHABLE),
        ("+", "------", DOUBTED, State.UP),
        ("+", "-", NO_LINK, State.UNKNOWN),
        ("+----", "+++", FREE, State.DOWN),
        ("+----", "++++", FREE, State.UP),
        ("+----", "----", CUT, State.DOWN),
        ("+----", "-", NO_LINK, State.UNKNOWN),
    ],
)
def test_what_is_believed_after_looks(before: str, looks: str, way: Way, after: State) -> None:
    assert Story().look(before).look(looks, way).standing.state is after


def test_what_was_cut_off_has_its_time_to_answer_once_the_gateway_is_back() -> None:
    story = Story().look("+").look("-" * 30, CUT)
    assert story.standing.state is State.UNREACHABLE

    assert story.look("--").standing.state is State.UNREACHABLE
    assert story.look("--").standing.state is State.DOWN


def test_what_was_cut_off_is_up_again_when_it_answers() -> None:
    story = Story().look("+").look("-----", CUT).look("++++")

    assert story.told == [State.UP, State.UNREACHABLE, State.UP]


def test_down_counts_from_the_first_look_that_failed() -> None:
    story = Story().look("+")
    failed_at = story.now

    assert story.look("----").standing.since == failed_at


def test_one_look_that_fails_is_followed_soon_and_alarms_nobody() -> None:
    story = Story().look("+")
    assert pause_s(story.standing, PATIENCE) == PATIENCE.interval_s

    assert pause_s(story.look("-").standing, PATIENCE) == PATIENCE.again_s
    assert pause_s(story.look("+").standing, PATIENCE) == PATIENCE.interval_s
    assert story.told == [State.UP]


def test_who_comes_and_goes_is_told_of_once_and_later_steady_again() -> None:
    story = Story().look("+").look("--++" * 5)
    assert story.told == [State.UP, State.UNSTABLE]

    story.look("+" * int(CALM_S / PATIENCE.interval_s - 1))
    assert story.told == [State.UP, State.UNSTABLE]
    assert story.look("+++").told == [State.UP, State.UNSTABLE, State.UP]


def test_who_came_and_went_and_stays_away_is_down_in_the_end() -> None:
    story = Story().look("+").look("--++" * 3).look("-" * int(CALM_S / PATIENCE.interval_s + 6))

    assert story.told == [State.UP, State.UNSTABLE, State.DOWN]


def test_changes_that_are_hours_apart_are_no_unstable_network() -> None:
    story = Story().look("+").look(("-----" + "+" * 130) * 4)

    assert story.told == [State.UP, *[State.DOWN, State.UP] * 4]


def test_the_gateway_that_comes_and_goes_is_not_held_against_the_points_behind_it() -> None:
    story = Story().look("+")
    for _ in range(8):
        story.look("--", DOUBTED).look("++")

    assert story.told == [State.UP]


def test_a_lost_packet_now_and_then_is_no_unstable_network() -> None:
    assert Story().look("+++-" * 60).told == [State.UP]


def test_a_hub_without_link_holds_nothing_against_anybody() -> None:
    story = Story().look("+").look("--++" * 3)
    assert story.standing.state is State.UNSTABLE

    dark = blind(story.standing, story.now)

    assert (dark.state, dark.since) == (State.UNKNOWN, story.now)
    assert blind(dark, story.now + 60).since == story.now
    seen = judge(dark, Look(story.now + 90, story.now + 90, is_answered=True), FREE, PATIENCE)
    assert seen.state is State.UP


LOOKS = st.lists(
    st.tuples(st.booleans(), st.sampled_from([FREE, CUT, DOUBTED, NO_LINK]), st.floats(0.1, 120.0)),
    max_size=80,
)


def told(looks: list[tuple[bool, Way, float]]) -> list[tuple[Standing, Look, Way]]:
    """Every standing with the look that led to it."""
    standing, now, found = Standing(), 1000.0, []
    for is_answered, way, gap in looks:
        look = Look(now, now + 0.5, is_answered)
        standing = judge(standing, look, way, PATIENCE)
        found.append((standing, look, way))
        now += 0.5 + gap
    return found


@pytest.mark.property
@given(LOOKS)
def test_nothing_goes_down_but_after_three_failures_on_a_proven_way(
    looks: list[tuple[bool, Way, float]],
) -> None:
    before, rows = State.UNKNOWN, told(looks)
    for number, (standing, look, way) in enumerate(rows):
        if standing.settled is State.DOWN and before is not State.DOWN:
            last = [one.is_answered for _, one, _ in rows[max(0, number - 2) : number + 1]]
            assert last == [False] * 3
            assert look.ended - standing.since >= PATIENCE.settle_s
            assert way is FREE
        before = standing.settled


@pytest.mark.property
@given(LOOKS)
def test_without_a_link_everything_is_unknown_and_only_then_or_at_the_start(
    looks: list[tuple[bool, Way, float]],
) -> None:
    was = State.UNKNOWN
    for standing, _, way in told(looks):
        if way is NO_LINK:
            assert standing.state is State.UNKNOWN
        elif was is not State.UNKNOWN:
            assert standing.state is not State.UNKNOWN
        was = standing.state


@pytest.mark.property
@given(LOOKS)
def test_whatever_was_before_answers_make_it_up_and_silence_makes_it_down(
    looks: list[tuple[bool, Way, float]],
) -> None:
    rows = told(looks)
    for answer, end in (("+", State.UP), ("-", State.DOWN)):
        story = Story()
        if rows:
            story.standing, story.now = rows[-1][0], rows[-1][1].ended + 1
        story.look(answer * 8)
        assert story.standing.settled is end
        assert len(story.standing.flips) <= FLIPS


@pytest.mark.property
@given(LOOKS)
def test_unstable_is_only_who_changed_four_times(looks: list[tuple[bool, Way, float]]) -> None:
    for standing, _, _ in told(looks):
        if standing.state is State.UNSTABLE:
            assert len(standing.flips) == FLIPS
            assert standing.unstable_since <= standing.flips[-1]
