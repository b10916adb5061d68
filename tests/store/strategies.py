"""Hypothesis strategies for facts of the as-run log and for orders."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from hub.domain.bulletin import Kind, Level
from hub.domain.facts import AsRun, Fact, Incident, Outcome
from hub.domain.ids import CueId, OrderId, ProgrammeId, SlotId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.timeline import Reason

texts = st.text(max_size=40) | st.sampled_from(["Bản tin xã", "=1+1", "\ud800", "a\0b", '"}\n{'])
zones = st.sampled_from([ZoneId(name) for name in ("xom-1", "xom-2", "xom-3")])
instants = st.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))
floats = st.floats(allow_nan=False)
reasons = st.builds(
    Reason, key=texts, values=st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)

cues: st.SearchStrategy[AsRun] = st.builds(
    AsRun,
    cue=texts.map(CueId),
    slot=st.none() | texts.map(SlotId),
    order=st.none() | texts.map(OrderId),
    title=texts,
    kind=st.sampled_from(Kind),
    level=st.sampled_from(Level),
    author=texts,
    approver=texts,
    zones=st.lists(zones, max_size=3).map(tuple),
    volume_db=floats,
    planned_start=instants,
    planned_end=instants,
    started=st.none() | instants,
    ended=st.none() | instants,
    outcome=st.sampled_from(Outcome),
    because=st.none() | reasons,
    estimated=st.booleans(),
    frames_planned=st.integers(0, 2**40),
    frames_played=st.integers(0, 2**40),
    rate=st.integers(8000, 192_000),
    level_dbfs=st.none() | floats,
    peak_dbfs=st.none() | floats,
    xruns=st.integers(0, 99),
    dead_air_s=floats,
    interruptions=st.integers(0, 9),
    current_a=st.lists(st.tuples(zones, floats), max_size=2).map(tuple),
    media=st.lists(st.tuples(texts.map(ProgrammeId), hashes), max_size=2).map(tuple),
)
orders: st.SearchStrategy[Order] = st.builds(
    Order,
    id=texts.map(OrderId),
    verb=st.sampled_from(Verb),
    zones=st.frozensets(zones),
    at=instants,
    by=texts,
    programme=st.none() | texts.map(ProgrammeId),
    kind=st.sampled_from(Kind),
    repeats=st.integers(1, 20),
    resume=st.booleans(),
)
incidents: st.SearchStrategy[Incident] = st.builds(Incident, at=instants, what=reasons)
facts: st.SearchStrategy[Fact] = cues | orders | incidents
