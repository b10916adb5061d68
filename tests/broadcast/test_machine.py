"""The playout's state machine: a table that every question has an answer in."""

from __future__ import annotations

import pytest

from broadcast.machine import TABLE, Action, Event, State, step
from tests.strategies import event_sequences, holds_for

SOUNDS = {Action.ARM, Action.ARM_NEXT, Action.FALLBACK, Action.NOTE_START}
ENDS = {
    Action.DISARM,
    Action.NOTE_ENDED,
    Action.NOTE_CUT,
    Action.NOTE_FAILED,
    Action.NOTE_MISSED,
}
BUSY = {State.WARMING, State.ON_AIR, State.DEAD_AIR}

pairs = pytest.mark.parametrize(
    ("state", "event"), [(state, event) for state in State for event in Event]
)


@pairs
def test_every_state_answers_every_event(state: State, event: Event) -> None:
    after, actions = step(state, event)

    assert after in State
    assert all(action in Action for action in actions)


def test_the_table_knows_nothing_else() -> None:
    assert set(TABLE) == set(State)
    assert all(set(row) == set(Event) for row in TABLE.values())


@pairs
def test_the_line_goes_off_before_the_sound_is_cut(state: State, event: Event) -> None:
    actions = step(state, event)[1]

    assert (Action.SILENCE in actions) == (Action.POWER_OFF in actions)
    if Action.SILENCE in actions:
        assert actions.index(Action.POWER_OFF) < actions.index(Action.SILENCE)


@pytest.mark.parametrize("state", list(State))
def test_a_stop_silences_from_anywhere(state: State) -> None:
    after, actions = step(state, Event.STOP)

    assert after is State.STOPPED
    assert actions[:2] == (Action.POWER_OFF, Action.SILENCE)


@pytest.mark.parametrize("state", list(State))
def test_a_fault_silences_from_anywhere(state: State) -> None:
    after, actions = step(state, Event.FAULT)

    assert after is (State.STOPPED if state is State.STOPPED else State.FAULT)
    assert actions[0] is Action.POWER_OFF
    assert Action.SILENCE in actions


@pairs
def test_whoever_stops_being_busy_says_what_became_of_the_cue(state: State, event: Event) -> None:
    after, actions = step(state, event)

    ended = [action for action in actions if action in ENDS]
    assert len(ended) == (state in BUSY and after not in BUSY)


@pairs
def test_a_cue_is_on_air_only_once_it_was_noted(state: State, event: Event) -> None:
    after, actions = step(state, event)

    begins = state not in {State.ON_AIR, State.DEAD_AIR} and after in {State.ON_AIR, State.DEAD_AIR}
    assert begins == (Action.NOTE_START in actions)


@pairs
def test_the_fallback_is_heard_exactly_in_dead_air(state: State, event: Event) -> None:
    after, actions = step(state, event)

    begins = state is not State.DEAD_AIR and after is State.DEAD_AIR
    ends = state is State.DEAD_AIR and after is not State.DEAD_AIR
    assert begins == (Action.FALLBACK in actions)
    assert ends == (Action.FALLBACK_OFF in actions or (ends and Action.SILENCE in actions))


@pytest.mark.property
@holds_for(event_sequences, event_sequences)
def test_after_a_stop_nothing_sounds_until_somebody_resumes(
    before: list[Event], after: list[Event]
) -> None:
    state = State.IDLE
    for event in before:
        state, _ = step(state, event)
    state, _ = step(state, Event.STOP)

    for event in after:
        if event is Event.RESUME:
            return
        state, actions = step(state, event)
        assert state is State.STOPPED
        assert not SOUNDS & set(actions)


@pytest.mark.property
@holds_for(event_sequences, event_sequences)
def test_after_a_fault_nothing_sounds_until_the_card_is_back(
    before: list[Event], after: list[Event]
) -> None:
    state = State.IDLE
    for event in before:
        state, _ = step(state, event)
    state, _ = step(state, Event.FAULT)

    for event in after:
        if event in {Event.REPAIRED, Event.RESUME}:
            return
        state, actions = step(state, event)
        assert state in {State.FAULT, State.STOPPED}
        assert not SOUNDS & set(actions)


@pytest.mark.property
@holds_for(event_sequences)
def test_from_anywhere_a_resumed_and_repaired_bus_can_play(events: list[Event]) -> None:
    state = State.IDLE
    for event in (*events, Event.STOP, Event.RESUME, Event.REPAIRED):
        state, _ = step(state, event)

    state, actions = step(state, Event.CUE_DUE)

    assert state is State.WARMING
    assert actions == (Action.ARM,)
    assert step(state, Event.STARTED)[0] is State.ON_AIR
