"""Damaged calendars: whatever bytes are wrong, there are slots and sentences and no crash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st

from broadcast.recurrence import occurrences
from hub.calendar_file.reading import read
from hub.calendar_file.writing import write
from hub.errors import RefusedError
from hub.words import say
from tests.calendar_file.events import calendars
from tests.calendar_file.oracle import HOME
from tests.calendar_file.slots import slots
from tests.strategies import holds_for

NOW = datetime(2026, 12, 1, tzinfo=UTC)
SPLINTERS = [
    b"", b"\x00", b"\xff", b"\n", b"\r\n ", b":", b";", b",", b"=", b'"', b"\\", b"Z", b"T", b"-",
    b"9999", b"0", b"/", b"P", b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"END:VCALENDAR\n",
    b"BEGIN:VTIMEZONE\n", b"TZID=", b"VALUE=DATE", b"RANGE=THISANDFUTURE", b"UNTIL=", b"COUNT=",
    b"BYSETPOS=1;", b"INTERVAL=9;", b"SECONDLY", b"X-HUB-LUNAR-RULE:DAY=30\n", b"\xe1\xba",
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A calendar with some stretches replaced by something else."""
    if draw(st.booleans()):
        data = bytearray(draw(calendars())[0].encode())
    else:
        data = bytearray(write(draw(st.lists(slots(), min_size=1, max_size=2)), NOW))
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 2, 8, 40]))
        data[at : at + length] = draw(st.sampled_from(SPLINTERS))
    return bytes(data)


@pytest.mark.property
@pytest.mark.timeout(0)
@holds_for(damaged())
def test_damage_gives_sentences_and_never_a_crash(data: bytes) -> None:
    try:
        calendar = read(data, HOME)
    except RefusedError:
        return

    for note in calendar.notes:
        assert note.key not in say(note.key, "vi", **note.values)
    for slot in calendar.slots:
        occurrences(slot, NOW, NOW + timedelta(days=60), HOME)
    again = read(write(calendar.slots, NOW), HOME)
    assert len(again.slots) == len(calendar.slots)
