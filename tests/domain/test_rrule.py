"""Reading a rule: what real programs write is understood, mistakes are refused in words."""

from __future__ import annotations

from datetime import datetime

import pytest

from hub.domain.rrule import Freq, Rule, Until, UntilForm
from hub.errors import RefusedError
from hub.words import LANGUAGES, say


def test_every_part_is_read() -> None:
    rule = Rule.parse(
        "FREQ=YEARLY;INTERVAL=2;WKST=SU;BYMONTH=1,12;BYWEEKNO=-1,20;BYYEARDAY=-366,1;"
        "BYMONTHDAY=-31,15;BYDAY=MO,-1FR,+53SU;BYHOUR=5;BYMINUTE=0,30;BYSECOND=0;BYSETPOS=-1,3"
    )

    assert rule == Rule(
        freq=Freq.YEARLY,
        interval=2,
        wkst=6,
        bymonth=(1, 12),
        byweekno=(-1, 20),
        byyearday=(-366, 1),
        bymonthday=(-31, 15),
        byday=((0, 0), (4, -1), (6, 53)),
        byhour=(5,),
        byminute=(0, 30),
        bysecond=(0,),
        bysetpos=(-1, 3),
    )


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("20261201", Until(datetime(2026, 12, 1, 23, 59, 59, 999999), UntilForm.DATE)),
        ("20261201T050000", Until(datetime(2026, 12, 1, 5), UntilForm.LOCAL)),
        ("20261201T050000Z", Until(datetime(2026, 12, 1, 5), UntilForm.UTC)),
    ],
)
def test_until_keeps_how_it_was_written(text: str, until: Until) -> None:
    assert Rule.parse(f"FREQ=DAILY;UNTIL={text}").until == until


@pytest.mark.parametrize(
    "text",
    [
        "freq=weekly;byday=mo",
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
        " FREQ = WEEKLY ; BYDAY = MO ;",
        "BYDAY=MO;;FREQ=WEEKLY;BYMONTH=",
        "FREQ=WEEKLY;BYDAY=MO;COUNT=-1",
        "RSCALE=GREGORIAN;FREQ=WEEKLY;BYDAY=MO;SKIP=OMIT",
        "FREQ=WEEKLY;BYDAY=MO,MO",
    ],
)
def test_what_real_programs_write_is_understood(text: str) -> None:
    assert Rule.parse(text) == Rule(Freq.WEEKLY, byday=((0, 0),))


def test_a_leap_second_is_the_last_second() -> None:
    assert Rule.parse("FREQ=DAILY;BYSECOND=60").bysecond == (59,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DAILY",
        "FREQ=FORTNIGHTLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=1_0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=many",
        "FREQ=DAILY;COUNT=1234567890123",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=20261301",
        "FREQ=DAILY;UNTIL=20261201T25",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=DAILY;BYMONTH=0",
        "FREQ=DAILY;BYMONTH=5L",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=54MO",
        "FREQ=MONTHLY;BYDAY=T2",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=٣",
        "FREQ=WEEKLY;WKST=8",
        "FREQ=YEARLY;BYEASTER=0",
        "RSCALE=CHINESE;FREQ=YEARLY",
        "FREQ=MONTHLY;SKIP=BACKWARD;RSCALE=GREGORIAN",
        "FREQ=DAILY;WAS",
        "FREQ=DAILY;BYMINUTE=" + ",".join(["1"] * 1000),
    ],
)
def test_a_mistake_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        Rule.parse(text)

    for language in LANGUAGES:
        assert "{" not in say(caught.value.key, language, **caught.value.values)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("FREQ=DAILY", 1),
        ("FREQ=YEARLY;BYHOUR=5,17;BYMINUTE=0,30;BYSECOND=0,1", 8),
        ("FREQ=HOURLY", 24),
        ("FREQ=HOURLY;INTERVAL=5;BYMINUTE=0,30", 10),
        ("FREQ=MINUTELY;INTERVAL=15", 96),
        ("FREQ=MINUTELY", 1440),
        ("FREQ=SECONDLY;INTERVAL=3600", 24),
    ],
)
def test_a_rule_knows_how_often_it_comes_in_a_day_at_most(text: str, most: int) -> None:
    assert Rule.parse(text).most_a_day == most
