"""Talks in the planner: the same rules as for an order to play, a length that nobody knows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from broadcast.planner import OnAir, Situation, plan
from hub.domain.bulletin import Kind, Precedence
from hub.domain.ids import CueId, OrderId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.programme import Source
from hub.domain.rules import OperatingRules, RuleBook
from hub.domain.talk import Talk
from hub.domain.timeline import Cue, CueState, Timeline
from tests.broadcast.scene import NO_CAPS, ONE_BUS, TZ, at, clock, zone

NOW = at("08:00")


def talk(name: str = "t", **more: Any) -> Talk:
    given = {"zones": frozenset(), "at": NOW, "by": "trưởng thôn", "title": "Nói trực tiếp"}
    return Talk(OrderId(name), **{**given, "kind": Kind.ROUTINE, "limit_s": 300.0, **more})


def situation(*talks: Talk, **more: Any) -> Situation:
    zones = {z.id: z for z in more.pop("zones", ONE_BUS)}
    return Situation(
        **{"now": NOW, "tz": TZ, "zones": zones, "rules": NO_CAPS, **more}, talks=talks
    )


def only(timeline: Timeline) -> Cue:
    (cue,) = timeline.cues
    return cue


def test_a_talk_has_the_zones_until_its_limit() -> None:
    cue = only(plan((), situation(talk())))

    assert (clock(cue.start), clock(cue.end)) == ("08:00", "08:05")
    assert cue.zones == {"x1", "x2"}
    assert (cue.source, cue.precedence) == (Source.LIVE, Precedence.LIVE)


def test_a_talk_waits_for_its_amplifiers_and_keeps_its_length() -> None:
    cold = (zone("x1", warm_up_s=8.0),)

    cue = only(plan((), situation(talk(), zones=cold)))

    assert (clock(cue.start), clock(cue.end)) == ("08:00:08", "08:05:08")
    assert cue.state is CueState.PLANNED


def test_a_talk_is_silent_in_quiet_hours_and_ends_with_their_beginning() -> None:
    rules = RuleBook(OperatingRules(quiet_from=NOW.astimezone(TZ).time().replace(minute=2)))
    before = only(plan((), situation(talk(), rules=rules)))
    after = only(plan((), situation(talk(at=at("08:03")), now=at("08:03"), rules=rules)))

    assert clock(before.end) == "08:02"
    assert after.start is None
    assert after.because is not None
    assert after.because.key == "because.quiet_hours"


def test_an_emergency_talk_is_heard_in_quiet_hours() -> None:
    rules = RuleBook(OperatingRules(quiet_from=NOW.astimezone(TZ).time()))

    cue = only(plan((), situation(talk(kind=Kind.EMERGENCY), rules=rules)))

    assert clock(cue.end) == "08:05"


def test_a_hold_lets_only_an_emergency_talk_through() -> None:
    hold = Order(OrderId("h"), Verb.HOLD, frozenset(), NOW, "xã")
    halts = {ZoneId("x1"): hold, ZoneId("x2"): hold}
    calm, urgent = talk("calm"), talk("urgent", kind=Kind.EMERGENCY)

    assert only(plan((), situation(calm, halts=halts))).start is None
    assert only(plan((), situation(urgent, halts=halts))).start == NOW


def test_an_emergency_cuts_a_talk_that_is_on_air() -> None:
    on_air = only(plan((), situation(talk())))
    later = NOW + timedelta(seconds=30)
    urgent = talk("urgent", kind=Kind.EMERGENCY, at=later)
    heard = OnAir(on_air, NOW, on_air.end, on_air.zones)

    timeline = plan((), replace(situation(talk(), urgent), now=later, on_air={on_air.id: heard}))

    cut = next(c for c in timeline.cues if c.id == on_air.id)
    assert cut.end == later
    assert cut.because is not None
    assert cut.because.key == "because.preempted"


def test_nobody_waits_long_to_speak() -> None:
    busy = talk("busy", kind=Kind.EMERGENCY)

    timeline = plan((), situation(busy, talk()))

    waiting = next(c for c in timeline.cues if c.id == CueId("talk:t"))
    assert waiting.start is None
