"""Facts as canonical JSON: exact round trip, sortable instants, tolerant of newer rows."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.facts import Fact
from hub.store.facts_json import Sort, dump, load, sort_of, to_instant, to_text
from tests.store.samples import MORNING, make_cue
from tests.store.strategies import facts, instants


@pytest.mark.property
@given(facts)
def test_a_fact_comes_back_exactly(fact: Fact) -> None:
    text = dump(fact)

    assert load(sort_of(fact), text) == fact
    assert dump(load(sort_of(fact), text)) == text


@pytest.mark.property
@given(facts)
def test_the_text_of_a_fact_is_utf8_and_json_of_other_programs(fact: Fact) -> None:
    text = dump(fact)

    assert isinstance(json.loads(text.encode()), dict)


@pytest.mark.property
@given(instants, instants)
def test_texts_of_instants_sort_like_the_instants(one: datetime, other: datetime) -> None:
    assert (one < other) == (to_text(one) < to_text(other))


@pytest.mark.property
@given(instants, st.integers(-14 * 60, 14 * 60))
def test_an_instant_of_any_offset_is_written_in_utc(instant: datetime, minutes: int) -> None:
    local = instant.astimezone(timezone(timedelta(minutes=minutes)))

    assert to_text(local) == to_text(instant)
    assert to_instant(to_text(local)) == instant


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        to_text(MORNING.replace(tzinfo=None))


def test_vietnamese_letters_stay_readable() -> None:
    assert "Bản tin xã số 7" in dump(make_cue(7))


def test_a_row_of_a_newer_program_is_read_without_what_is_unknown() -> None:
    body = json.loads(dump(make_cue(1)))
    body["colour"] = "red"

    assert load(Sort.CUE, json.dumps(body)) == make_cue(1)


def test_a_row_of_an_older_program_is_read_with_defaults() -> None:
    body = json.loads(dump(make_cue(1)))
    del body["interruptions"], body["dead_air_s"]

    assert load(Sort.CUE, json.dumps(body)) == make_cue(1)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"cue": 1}', "[" * 5000])
def test_what_is_no_fact_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        load(Sort.CUE, text)
