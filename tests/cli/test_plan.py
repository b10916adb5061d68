"""The command `plan` over long stretches."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from broadcast.cli import plan
from hub.__main__ import main
from hub.errors import RefusedError
from hub.store.calendar import put_slots
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.cli.village import Call, caller, make_village
from tests.fakes.calendar import daily

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//
BEGIN:VEVENT
UID:a
DTSTAMP:20260101T000000Z
SUMMARY:Tin
DTSTART;TZID=Asia/Ho_Chi_Minh:19680101T050000
DURATION:PT5M
{rule}
END:VEVENT
END:VCALENDAR
"""
CENTURY = ("--from", "1968-01-01T00:00", "--to", "2100-01-01T00:00", "--now", "1967-12-31T12:00")


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(plan, make_village(tmp_path), capsys)


def calendar(folder: Path, rule: str) -> Path:
    path = folder / "c.ics"
    path.write_text(CALENDAR.format(rule=rule), "utf-8")
    return path


def test_every_new_year_of_the_lunar_calendar_is_planned_in_one_call(
    call: Call, tmp_path: Path
) -> None:
    path = calendar(tmp_path, "X-HUB-LUNAR-RULE:MONTH=1;DAY=1")

    told = json.loads(call("--calendar", path, *CENTURY, "--json"))

    days = [date.fromisoformat(cue["planned_start"][:10]) for cue in told["cues"]]
    assert len(days) == 132
    # 1968, 1985, 2007 and 2030: a day (or a month) before the Chinese one
    wanted = [date(1968, 1, 29), date(1985, 1, 21), date(2007, 2, 17), date(2030, 2, 2)]
    assert [day for day in days if day.year in {1968, 1985, 2007, 2030}] == wanted


def test_a_calendar_with_too_many_broadcasts_is_refused(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "MOST", 1_000)
    path = calendar(tmp_path, "RRULE:FREQ=DAILY")

    with pytest.raises(RefusedError, match=r"plan\.too_many"):
        call("--calendar", path, *CENTURY)


def test_a_stretch_that_ends_before_it_begins_is_refused(call: Call) -> None:
    with pytest.raises(RefusedError, match=r"plan\.bad_stretch"):
        call("--from", "2026-12-02T00:00", "--to", "2026-12-01T00:00")


@pytest.mark.parametrize("first", ["9999-12-31", "0001-01-01", "1899-12-31T00:00", "2400-01-02"])
def test_a_year_that_nobody_can_mean_is_refused(call: Call, first: str) -> None:
    with pytest.raises(RefusedError) as refused:
        call("--from", first)

    assert refused.value.key == "cli.bad_instant"


def test_a_slot_of_the_store_that_cannot_be_planned_is_told_and_the_rest_is_planned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_village(tmp_path)
    with open_hub(tmp_path / "data", Service.CLI) as store:
        put_slots(store, [daily(key, datetime(2026, 12, 1, 5)) for key in ("tot", "xau")])
        store.run("UPDATE slot SET body = json_set(body, '$.length_s', 1e300) WHERE id = 'xau'")
    words = [
        "--config",
        str(config),
        "plan",
        "--from",
        "2026-12-01",
        "--to",
        "2026-12-02",
        "--json",
    ]

    assert main(words) == 0

    told = capsys.readouterr()
    assert {cue["slot"] for cue in json.loads(told.out)["cues"]} == {"tot"}
    assert "xau" in told.err
