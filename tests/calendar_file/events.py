"""Random events as text of a calendar file, of the kinds on which both expanders must agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.dates.rules import local_starts, rules

HILL = """BEGIN:VTIMEZONE
TZID:Village on a hill
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0645
TZOFFSETTO:+0645
END:STANDARD
END:VTIMEZONE"""
ISLAND = """BEGIN:VTIMEZONE
TZID:An island, far away
BEGIN:STANDARD
DTSTART:16010101T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:-0230
TZOFFSETTO:-0330
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:-0330
TZOFFSETTO:-0230
END:DAYLIGHT
END:VTIMEZONE"""
DATABASE = ["Asia/Ho_Chi_Minh", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"]
FILES = ["Village on a hill", '"An island, far away"']
ZONES = ["", "UTC", *DATABASE, *FILES, "DATE"]


def written(name: str, zone: str, *values: str) -> str:
    """A property with times as its values."""
    if zone == "DATE":
        return f"{name};VALUE=DATE:" + ",".join(value[:8] for value in values)
    if zone == "UTC":
        return f"{name}:" + ",".join(f"{value}Z" for value in values)
    head = f"{name};TZID={zone}" if zone else name
    return f"{head}:" + ",".join(values)


def stamp(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S}"


@st.composite
def calendars(draw: st.DrawFn) -> tuple[str, datetime]:
    """The text of a file with one series, and its DTSTART."""
    zone = draw(st.sampled_from(ZONES))
    start = draw(local_starts(2024, 2026))
    rule = draw(rules()) if draw(st.integers(0, 9)) else ""
    if zone in {'"An island, far away"', "DATE"}:
        # `dateutil`, which they ask, reads skipped times of such zones otherwise (see the test)
        start = start.replace(hour=draw(st.integers(5, 23)) if zone != "DATE" else 0)
        start = start.replace(minute=0) if zone == "DATE" else start
        rule = "" if "HOUR" in rule or (zone == "DATE" and "BYMINUTE" in rule) else rule
    if rule and "COUNT" not in rule and draw(st.booleans()):
        rule += ";UNTIL=" + _until(draw, zone, start)
    is_quick = "HOUR" in rule or "BYMINUTE" in rule
    lines = ["BEGIN:VEVENT", "UID:series", "SUMMARY:Series", written("DTSTART", zone, stamp(start))]
    lines += _length(draw, zone)
    lines += [f"RRULE:{rule}"] if rule else []
    changed = 0 if is_quick else draw(st.integers(0, 2))
    lines += _dates(draw, zone, start, is_quick=is_quick, is_changed=changed > 0)
    lines.append("END:VEVENT")
    for number in range(changed):
        lines += _override(draw, zone, start, number)
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", HILL, ISLAND]
    return "\r\n".join("\n".join([*head, *lines, "END:VCALENDAR"]).split("\n")) + "\r\n", start


def _until(draw: st.DrawFn, zone: str, start: datetime) -> str:
    at = start + timedelta(days=draw(st.integers(0, 300)), hours=draw(st.integers(-3, 3)))
    if zone == "DATE":
        return f"{at:%Y%m%d}"
    if zone == "":
        return stamp(at)
    local = ZoneInfo(zone) if zone in DATABASE else UTC
    return stamp(at.replace(tzinfo=local).astimezone(UTC)) + "Z"


def _length(draw: st.DrawFn, zone: str) -> list[str]:
    kind = draw(st.integers(0, 2))
    if zone == "DATE":
        return ["DURATION:P2D"] if kind else []
    return [[], ["DURATION:PT45M"], ["DURATION:PT0S"]][kind]


def _near(draw: st.DrawFn, start: datetime) -> datetime:
    """A time at which a series like that often has an occurrence."""
    days = draw(st.sampled_from([0, 1, 2, 3, 7, 14, 21, 28, 30, 31, 61, 365]))
    return start + timedelta(days=days)


def _dates(
    draw: st.DrawFn, zone: str, start: datetime, *, is_quick: bool, is_changed: bool
) -> list[str]:
    lines = []
    for name in ("EXDATE", "EXDATE", "RDATE"):
        struck_twice = name == "EXDATE" and is_quick and zone not in {"", "UTC", "DATE"}
        if draw(st.integers(0, 2)) == 0 and not struck_twice:
            values = [_near(draw, start) for _ in range(draw(st.integers(1, 3)))]
            if name == "EXDATE" and zone in DATABASE and draw(st.booleans()):
                utc = [v.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for v in values]
                lines.append(written(name, "UTC", *map(stamp, utc)))
            elif name == "EXDATE" and not is_changed and draw(st.integers(0, 2)) == 0:
                lines.append(written(name, "DATE", *map(stamp, values)))
            else:
                lines.append(written(name, zone, *map(stamp, values)))
    if zone != "DATE" and draw(st.integers(0, 3)) == 0:
        period = f"{stamp(_near(draw, start))}{'Z' if zone == 'UTC' else ''}/PT5M"
        head = f";TZID={zone}" if zone not in {"", "UTC"} else ""
        lines.append(f"RDATE;VALUE=PERIOD{head}:{period}")
    return lines


def _override(draw: st.DrawFn, zone: str, start: datetime, number: int) -> list[str]:
    original = _near(draw, start)
    moved = original + timedelta(
        days=draw(st.integers(-9, 9)), hours=0 if zone == "DATE" else draw(st.integers(-2, 2))
    )
    reach = ";RANGE=THISANDFUTURE" if draw(st.integers(0, 2)) == 0 else ""
    return [
        "BEGIN:VEVENT",
        "UID:series",
        f"SEQUENCE:{number + 1}",
        f"SUMMARY:Changed {number}",
        written(f"RECURRENCE-ID{reach}", zone, stamp(original)),
        written("DTSTART", zone, stamp(moved)),
        "DURATION:P1D" if zone == "DATE" else "DURATION:PT10M",
        "END:VEVENT",
    ]
