"""Reading calendar files: what other programs write, and what is wrong with some of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcast.recurrence import occurrences
from hub.calendar_file.reading import CalendarFile, read
from hub.domain.bulletin import Kind, Level
from hub.domain.lunar import LunarRule
from hub.domain.programme import Source
from hub.domain.slot import AfterPreemption, Slot
from hub.errors import RefusedError
from hub.words import LANGUAGES, say

HOME = ZoneInfo("Asia/Ho_Chi_Minh")
SIXTY = ",".join(map(str, range(60)))
ORDINARY = ("UID:news", "SUMMARY:News", "DTSTART:20261201T050000", "DURATION:PT10M")


def file_of(*events: tuple[str, ...], head: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head.splitlines()]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def events(*given: tuple[str, ...], head: str = "") -> CalendarFile:
    return read(file_of(*given, head=head), HOME)


def slot(*lines: str, head: str = "") -> Slot:
    (found,) = events(lines or ORDINARY, head=head).slots
    return found


def keys(calendar: CalendarFile) -> list[str]:
    """What is told, but for the last line that says again what was left out."""
    return [note.key for note in calendar.notes if note.key != "calendar.left_out"]


def instants(found: Slot) -> list[str]:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    dated = occurrences(found, first, first + timedelta(days=500), HOME)
    return [f"{o.start:%m-%dT%H:%M}" for o in dated]


def test_an_event_of_another_program_is_a_routine_slot_for_every_zone() -> None:
    found = slot()

    assert found.id == "news"
    assert found.title == "News"
    assert found.length_s == 600
    assert found.recurrence.start == datetime(2026, 12, 1, 5, 0)
    assert (found.kind, found.level, found.zones) == (Kind.ROUTINE, Level.COMMUNE, frozenset())


def test_our_own_properties_are_read() -> None:
    found = slot(
        *ORDINARY,
        "X-HUB-KIND:priority",
        "x-hub-level:Central",
        "X-HUB-ZONES:xom-1, xom-2",
        "X-HUB-CONTENT:a\\,b,c",
        "X-HUB-SOURCE:relay",
        "X-HUB-CHIME:chime",
        "X-HUB-CLOSING:",
        "X-HUB-LATEST-START:PT15M",
        "X-HUB-ORDER:-2",
        "X-HUB-AFTER-PREEMPTION:join",
        "X-HUB-PERIOD:tet",
        "X-HUB-VOLUME-DB:-6.5",
        "X-HUB-AUTHOR:Chị Hoa\\, văn hóa",
        "X-HUB-APPROVER:Anh Sơn",
    )

    assert found.kind is Kind.PRIORITY
    assert found.level is Level.CENTRAL
    assert found.zones == {"xom-1", "xom-2"}
    assert found.content == ("a", "b", "c")
    assert found.source is Source.RELAY
    assert (found.chime, found.closing) == ("chime", None)
    assert (found.latest_start_s, found.order) == (900, -2)
    assert found.after_preemption is AfterPreemption.JOIN
    assert (found.period, found.volume_db) == ("tet", -6.5)
    assert (found.author, found.approver) == ("Chị Hoa, văn hóa", "Anh Sơn")


@pytest.mark.parametrize(
    "line",
    [
        "X-HUB-KIND:emergancy",
        "X-HUB-LEVEL:village",
        "X-HUB-SOURCE:radio",
        "X-HUB-LATEST-START:10 minutes",
        "X-HUB-LATEST-START:P2D",
        "X-HUB-ORDER:first",
        "X-HUB-ORDER:99999999999",
        "X-HUB-VOLUME-DB:3",
        "X-HUB-VOLUME-DB:nan",
        "X-HUB-AFTER-PREEMPTION:pause",
        "X-HUB-ZONES:" + ",".join("abcdefgh" * 20),
        "X-HUB-LUNAR-RULE:DAY=31",
        "X-HUB-LUNAR-RULE:DAY=1;MONTH=13",
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=MINUTELY;INTERVAL=5",
        "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10;BYMINUTE=0,5,10,15,20,25,30,35,40,45",
        f"RRULE:FREQ=DAILY;BYMINUTE={SIXTY};BYSECOND={SIXTY};BYSETPOS=1",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:every day",
        "EXRULE:FREQ=SECONDLY",
        "RDATE:soon",
        "RDATE:20261301T050000",
        "EXDATE:20261201T250000",
        "DURATION:10 minutes",
        "DTEND:later",
    ],
)
def test_an_event_with_a_mistake_is_left_out_with_a_sentence_that_names_it(line: str) -> None:
    good = ("UID:other", "SUMMARY:Other", "DTSTART:20261201T060000")

    calendar = events((*(p for p in ORDINARY if "DURATION" not in p), line), good)

    assert [found.id for found in calendar.slots] == ["other"]
    note, left_out = calendar.notes
    assert left_out.key == "calendar.left_out"
    for language in LANGUAGES:
        sentence = say(note.key, language, **note.values)
        assert sentence.startswith("“News”: ")
        assert "{" not in sentence


def test_an_event_without_start_is_left_out_with_a_note() -> None:
    calendar = events(("UID:a", "SUMMARY:No start"), ORDINARY)

    assert len(calendar.slots) == 1
    assert keys(calendar) == ["calendar.no_start"]


def test_an_event_without_uid_has_one_that_stays_the_same() -> None:
    first, again = slot(*ORDINARY[1:]), slot(*ORDINARY[1:])
    other = slot("SUMMARY:Other", *ORDINARY[2:])

    assert first.id == again.id != other.id


@pytest.mark.parametrize("end", ["DTEND:20261201T040000", "DURATION:-PT5M"])
def test_an_end_before_the_start_is_ignored_with_a_note(end: str) -> None:
    calendar = events((*ORDINARY[:3], end))

    assert calendar.slots[0].length_s == 0
    assert instants(calendar.slots[0]) == ["11-30T22:00"]
    assert keys(calendar) == ["calendar.ends_before_start"]


def test_the_length_is_the_exact_time_between_start_and_end() -> None:
    found = slot(
        "UID:a",
        "DTSTART;TZID=America/New_York:20261101T000000",
        "DTEND;TZID=America/New_York:20261101T030000",
    )

    assert found.length_s == 4 * 3600


def test_a_date_lasts_a_day_unless_it_says_so() -> None:
    found = slot("UID:a", "DTSTART;VALUE=DATE:20261201")

    assert found.recurrence.all_day
    assert found.length_s == 86_400


def test_a_start_in_utc_an_exception_in_another_zone_and_a_floating_one() -> None:
    found = slot(
        "UID:a",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20261201T050000",
        "RRULE:FREQ=DAILY;COUNT=5",
        "EXDATE:20261201T220000Z",
        "EXDATE;TZID=Europe/Berlin:20261202T230000",
        "EXDATE:20261204T050000",
        "EXDATE;VALUE=DATE:20261205",
    )

    assert instants(found) == ["11-30T22:00"]


def test_an_rdate_of_a_date_comes_at_the_time_of_the_series() -> None:
    found = slot(*ORDINARY, "RDATE;VALUE=DATE:20261205,20261207")

    assert instants(found) == ["11-30T22:00", "12-04T22:00", "12-06T22:00"]


def test_rdate_periods_carry_their_own_length() -> None:
    found = slot(
        *ORDINARY, "RDATE;VALUE=PERIOD:20261205T050000/PT1H,20261206T050000/20261206T053000"
    )

    assert [length for _, length in found.recurrence.rdates] == [
        timedelta(hours=1),
        timedelta(minutes=30),
    ]


def test_a_recurrence_id_in_utc_names_the_local_occurrence() -> None:
    calendar = events(
        ("UID:a", "DTSTART;TZID=Asia/Ho_Chi_Minh:20261201T050000", "RRULE:FREQ=DAILY;COUNT=2"),
        ("UID:a", "RECURRENCE-ID:20261201T220000Z", "DTSTART:20261202T100000Z"),
    )

    assert instants(calendar.slots[0]) == ["11-30T22:00", "12-02T10:00"]


def test_a_recurrence_id_as_a_date_names_the_occurrence_of_that_day() -> None:
    calendar = events(
        (*ORDINARY, "RRULE:FREQ=DAILY;COUNT=2"),
        ("UID:news", "RECURRENCE-ID;VALUE=DATE:20261202", "DTSTART:20261202T180000"),
    )

    assert instants(calendar.slots[0]) == ["11-30T22:00", "12-02T11:00"]


def test_the_newest_version_of_a_series_and_of_an_exception_counts() -> None:
    calendar = events(
        (*ORDINARY, "SEQUENCE:2", "RRULE:FREQ=DAILY;COUNT=2"),
        ("UID:news", "SEQUENCE:1", "DTSTART:20200101T000000"),
        ("UID:news", "SEQUENCE:3", "RECURRENCE-ID:20261202T050000", "DTSTART:20261202T070000"),
        ("UID:news", "SEQUENCE:2", "RECURRENCE-ID:20261202T050000", "DTSTART:20261202T060000"),
    )

    assert instants(calendar.slots[0]) == ["11-30T22:00", "12-02T00:00"]
    assert calendar.notes == ()


def test_two_events_of_one_uid_are_one_slot_with_a_note() -> None:
    calendar = events(ORDINARY, ("UID:news", "SUMMARY:Twin", "DTSTART:20270101T050000"))

    assert [found.title for found in calendar.slots] == ["News"]
    assert keys(calendar) == ["calendar.uid_twice"]


def test_changed_occurrences_without_their_series_stand_for_themselves() -> None:
    calendar = events(
        ("UID:a", "RECURRENCE-ID:20261201T050000", "DTSTART:20261201T060000", "SUMMARY:One"),
        ("UID:a", "RECURRENCE-ID:20261208T050000", "DTSTART:20261208T070000", "SUMMARY:Two"),
    )

    assert instants(calendar.slots[0]) == ["11-30T23:00", "12-08T00:00"]


def test_a_broken_exception_harms_only_itself() -> None:
    calendar = events(
        (*ORDINARY, "RRULE:FREQ=DAILY;COUNT=2"),
        ("UID:news", "SUMMARY:Bad", "RECURRENCE-ID:20261202T050000", "DTSTART:soon"),
        ("UID:news", "SUMMARY:Worse", "RECURRENCE-ID:yesterday", "DTSTART:20261202T060000"),
    )

    assert instants(calendar.slots[0]) == ["11-30T22:00", "12-01T22:00"]
    assert keys(calendar) == ["calendar.bad_time", "calendar.bad_time"]


def test_a_cancellation_that_names_only_its_occurrence_cancels_it() -> None:
    calendar = events(
        (*ORDINARY, "DURATION:PT10M", "RRULE:FREQ=DAILY;COUNT=3"),
        ("UID:news", "RECURRENCE-ID:20261202T050000", "STATUS:CANCELLED"),
        ("UID:news", "RECURRENCE-ID:20261203T050000", "SUMMARY:Other"),
    )

    first = datetime(2026, 12, 1, tzinfo=HOME)
    found = occurrences(calendar.slots[0], first, first + timedelta(days=9), HOME)

    assert [(each.slot.title, each.cancelled) for each in found] == [
        ("News", False),
        ("", True),
        ("Other", False),
    ]
    assert {each.end - each.start for each in found} == {timedelta(minutes=10)}
    assert calendar.notes == ()


def test_an_exception_says_what_it_changes_and_inherits_the_rest() -> None:
    calendar = events(
        (*ORDINARY, "RRULE:FREQ=DAILY", "X-HUB-CONTENT:news", "X-HUB-CHIME:chime"),
        ("UID:news", "SUMMARY:News", "RECURRENCE-ID:20261202T050000", "DTSTART:20261202T050000",
         "X-HUB-CONTENT:flood", "X-HUB-CHIME:chime"),
    )  # fmt: skip

    (override,) = calendar.slots[0].recurrence.overrides
    assert override.changes == (("content", ("flood",)),)
    assert override.title is None


def test_cancelled_series_and_occurrences_are_marked() -> None:
    calendar = events(
        (*ORDINARY, "RRULE:FREQ=DAILY", "STATUS:cancelled"),
        (
            "UID:news",
            "RECURRENCE-ID:20261202T050000",
            "DTSTART:20261202T050000",
            "STATUS:CANCELLED",
        ),
    )

    recurrence = calendar.slots[0].recurrence
    assert recurrence.cancelled
    assert recurrence.overrides[0].cancelled


def test_lunar_days_written_out_for_other_programs_are_not_read_as_dates() -> None:
    found = slot(
        *ORDINARY,
        "X-HUB-LUNAR-RULE:DAY=15;LEAP=YES",
        "RDATE:20261223T050000,20270122T050000,20270130T050000",
    )

    assert found.recurrence.lunar == LunarRule(15, None, "YES")
    assert [at.day for at, _ in found.recurrence.rdates] == [30]


def test_a_lunar_slot_after_the_known_years_is_left_out_with_a_note() -> None:
    calendar = events(("UID:a", "DTSTART:21000101T050000", "X-HUB-LUNAR-RULE:DAY=1"))

    assert keys(calendar) == ["calendar.lunar_years"]


def test_a_calendar_that_names_a_zone_for_utc_and_floating_times() -> None:
    """X-WR-TIMEZONE, as Google writes it: the weekday is that of the zone."""
    found = slot(
        "UID:a",
        "DTSTART:20261130T220000Z",
        "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2",
        head="X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
    )

    assert found.recurrence.tz == "Asia/Ho_Chi_Minh"
    assert instants(found) == ["11-30T22:00", "12-07T22:00"]


@pytest.mark.parametrize(
    "tzid",
    [
        "Asia/Ho_Chi_Minh",
        "asia/ho_chi_minh",
        '"Asia/Saigon"',
        "/freeassociation.sourceforge.net/Asia/Ho_Chi_Minh",
        "/mozilla.org/20070129_1/Asia/Ho_Chi_Minh",
        "SE Asia Standard Time",
        '"(UTC+07:00) Bangkok, Hanoi, Jakarta"',
        "GMT+7",
        "UTC+07:00",
        "GMT+0700",
        "se asia standard time",
    ],
)
def test_the_zone_of_viet_nam_by_all_its_names(tzid: str) -> None:
    calendar = events(("UID:a", f"DTSTART;TZID={tzid}:20261201T050000"))

    assert instants(calendar.slots[0]) == ["11-30T22:00"]
    assert calendar.notes == ()


def test_a_zone_that_nobody_knows_is_local_time_with_one_note() -> None:
    start = "DTSTART;TZID=Somewhere:20261201T050000"

    calendar = events(("UID:a", start), ("UID:b", start))

    assert [instants(found) for found in calendar.slots] == [["11-30T22:00"]] * 2
    assert keys(calendar) == ["calendar.unknown_time_zone"]


def test_a_zone_of_the_file_counts_unless_the_tz_database_has_its_name() -> None:
    def zone(name: str) -> str:
        return (
            f"BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
            "TZOFFSETFROM:+0200\nTZOFFSETTO:+0200\nX-EXTRA;A=B:c\nEND:STANDARD\nEND:VTIMEZONE"
        )

    ours = slot("UID:a", "DTSTART;TZID=Hill:20261201T050000", head=zone("Hill"))
    known = slot("UID:a", "DTSTART;TZID=Asia/Tokyo:20261201T050000", head=zone("Asia/Tokyo"))

    assert instants(ours) == ["12-01T03:00"]
    assert instants(known) == ["11-30T20:00"]


def test_a_broken_zone_of_the_file_falls_back_on_its_name() -> None:
    head = "BEGIN:VTIMEZONE\nTZID:SE Asia Standard Time\nEND:VTIMEZONE"

    found = slot("UID:a", "DTSTART;TZID=SE Asia Standard Time:20261201T050000", head=head)

    assert found.recurrence.tz == "Asia/Bangkok"


def test_several_calendars_in_one_file_are_read_together() -> None:
    data = file_of(ORDINARY) + file_of(("UID:b", "DTSTART:20261201T060000"))

    assert [found.id for found in read(data, HOME).slots] == ["news", "b"]


def test_what_is_no_event_is_counted_in_one_note() -> None:
    parts = [f"BEGIN:{name}\nUID:a\nEND:{name}" for name in ("VTODO", "VJOURNAL", "VFREEBUSY")]

    calendar = events(ORDINARY, head="\n".join(parts))

    assert len(calendar.slots) == 1
    (note,) = calendar.notes
    assert (note.key, note.values["count"]) == ("calendar.ignored", 3)


def test_the_properties_of_an_alert_inside_an_event_are_not_the_event_s() -> None:
    found = slot(*ORDINARY[:3], "BEGIN:VALARM", "DURATION:PT5H", "END:VALARM", "DURATION:PT7M")

    assert found.length_s == 420


def test_a_calendar_without_events_says_so() -> None:
    assert keys(events()) == ["calendar.no_events"]


def test_a_calendar_of_other_years_is_left_out_with_a_note() -> None:
    calendar = events(ORDINARY, head="CALSCALE:BUDDHIST")

    assert calendar.slots == ()
    assert "calendar.not_gregorian" in keys(calendar)


@pytest.mark.parametrize(
    "data", [b"", b"RIFF\x00\x00WAVE", b"\x00" * 1000, b"Hello,\nworld", b"\xff"]
)
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError) as caught:
        read(data, HOME)

    assert caught.value.key == "calendar.not_a_calendar"


def test_a_file_that_is_cut_off_keeps_what_is_whole() -> None:
    data = file_of(ORDINARY, ("UID:b", "SUMMARY:Half", "DTSTART:20261201T060000"))

    calendar = read(data[: data.rindex(b"END:VEVENT")], HOME)

    assert [found.id for found in calendar.slots] == ["news"]
    assert keys(calendar) == ["calendar.cut_off", "calendar.event_cut_off"]


def test_an_event_whose_end_is_missing_does_not_swallow_the_next() -> None:
    data = file_of(("UID:a", "DTSTART:20261201T050000"), ("UID:b", "DTSTART:20261201T060000"))

    calendar = read(data.replace(b"END:VEVENT\r\n", b"", 1), HOME)

    assert [found.id for found in calendar.slots] == ["b"]


def test_lines_that_make_no_sense_are_counted_and_left_out() -> None:
    calendar = read(file_of((*ORDINARY, "no colon here", 'BAD;X="open:1', "END:VNOTHING")), HOME)

    assert len(calendar.slots) == 1
    assert [(note.key, note.values) for note in calendar.notes] == [
        ("calendar.broken_lines", {"count": 3})
    ]


@pytest.mark.parametrize(
    "start",
    ["DTSTART:20260101T220000Z", "DTSTART;TZID=Europe/Berlin:20260101T230000",
     "DTSTART;TZID=Asia/Ho_Chi_Minh:20260102T050000", "DTSTART:20260102T050000"],
)  # fmt: skip
def test_a_lunar_day_is_one_of_viet_nam_in_whatever_zone_the_file_is_written(start: str) -> None:
    found = slot("UID:ram", start, "X-HUB-LUNAR-RULE:DAY=1")

    first = datetime(2026, 1, 1, tzinfo=UTC)
    dated = occurrences(found, first, first + timedelta(days=80), HOME)

    days = [one.start.astimezone(HOME) for one in dated]
    assert [f"{day:%m-%d}" for day in days] == ["01-19", "02-17", "03-19"]
    assert {day.hour for day in days} == {5}


@pytest.mark.parametrize(
    ("tzid", "start"),
    [
        ('"(UTC+05:30) Chennai, Kolkata"', "11-30T23:30"),
        ("GMT+0530", "11-30T23:30"),
        ("UTC-03:30", "12-01T08:30"),
        ("w. europe standard time", "12-01T04:00"),
    ],
)
def test_a_zone_of_half_hours_and_one_of_windows(tzid: str, start: str) -> None:
    calendar = events(("UID:a", f"DTSTART;TZID={tzid}:20261201T050000"))

    assert instants(calendar.slots[0]) == [start]
    assert calendar.notes == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_line_says_what_was_left_out_and_what_to_do(language: str) -> None:
    calendar = events(ORDINARY, ("UID:a", "SUMMARY:Hỏng", "DTSTART:soon"))

    last = calendar.notes[-1]

    assert [found.id for found in calendar.slots] == ["news"]
    assert last.key == "calendar.left_out"
    assert "“Hỏng”" in say(last.key, language, **last.values)
