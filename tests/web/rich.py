"""A village in which everything has happened once: for the words of every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from hub.domain.bulletin import Kind
from hub.domain.facts import Fact, Incident, Outcome
from hub.domain.goods import Meeting, MeetingId
from hub.domain.ids import CueId, OrderId, ProgrammeId, SlotId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.recurrence import Override, Recurrence
from hub.domain.timeline import Reason
from hub.store.asrun import append_many
from hub.store.calendar import put_programme, put_slots
from hub.store.cards import put_card
from hub.store.connect import open_content, open_hub
from hub.store.people import Deed, note
from hub.store.permits import Service
from hub.words import catalogue
from tests.store.samples import make_cue
from tests.web.planned import NEWS, draft, programme, with_calendar
from tests.web.site import NOW, Site, quiet_state

HOUR = timedelta(hours=1)
RAW = {"zone": "xom-2", "zones": "Xóm 2", "programme": "tin", "programmes": "tin", "card": "main",
       "name": "main", "sensor": "ina-1", "slot": "tin@xa", "detail": "KeyError: 'x'",
       "error": "Errno 5", "why": "Errno 5", "job": "0123456789abcdef", "title": "Bản tin xã",
       "since": "2026-12-01T02:00:00+00:00", "verb": "stop", "level": "−6"}  # fmt: skip
"""Values as services write them; everything else is called after somebody."""
SLOTS = (
    NEWS,
    replace(NEWS, id=SlotId("ba@xa"), title="Đọc ba lần", content=NEWS.content * 3, length_s=184.0,
            recurrence=Recurrence(datetime(2026, 12, 1, 18, 0), rrules=("FREQ=DAILY",))),
    replace(NEWS, id=SlotId("nhap@xa"), title="Chưa duyệt", content=(ProgrammeId("nhap"),),
            recurrence=Recurrence(datetime(2026, 12, 1, 19, 0))),
    replace(NEWS, id=SlotId("mat@xa"), title="Đã mất", content=(ProgrammeId("khong-co"),),
            recurrence=Recurrence(datetime(2026, 12, 1, 19, 30))),
    replace(NEWS, id=SlotId("xom@xa"), title="Xóm cũ", zones=frozenset({ZoneId("xom-9")}),
            recurrence=Recurrence(datetime(2026, 12, 1, 20, 0))),
    replace(NEWS, id=SlotId("tep@xa"), title="Từ tệp", volume_db=-6.0,
            recurrence=Recurrence(
                datetime(2026, 12, 1, 16, 0), rrules=("FREQ=MONTHLY;BYDAY=2MO,3TU",),
                overrides=(Override(datetime(2026, 12, 14, 16, 0), datetime(2026, 12, 14, 17, 0),
                                    "", 60.0),))),
)  # fmt: skip


MEETING = Meeting(
    MeetingId("m1"), "Họp giao ban", NOW, NOW + timedelta(hours=1), "https://meet.example.vn/x"
)


def make_rich(site: Site) -> Site:
    """Fill the village: calendar, drafts, log book, deeds, troubles."""
    with_calendar(site)
    draft(site)
    with site.parts.open_store() as store:
        put_programme(store, programme("khan", Kind.EMERGENCY))
        put_slots(store, SLOTS, "village-hub demo", site.clock.now())
    with open_hub(site.folder, Service.BROADCAST) as store:
        append_many(store, [(fact, NOW) for fact in _facts()])
    with open_content(site.folder, Service.WEB) as content:
        put_card(content, MEETING, NOW)
    with site.people() as people:
        for deed in _deeds():
            note(people, deed)
    site.playout.state = quiet_state(**_state())
    troubles = [
        {"condition": key.rpartition(".")[2], "subject": "ina-1", "since": "2026-12-01T06:10:00",
         "zone": "xom-1" if "{subject}" in catalogue("vi")[key] else None}
        for key in catalogue("vi")
        if key.startswith("home.trouble.")
    ]  # fmt: skip
    sensors = {"ina-1": {"zone": "xom-1", "A": 1.5}, "ups": {"zone": None, "V": 12.4}}
    told = {"clock": "ntp", "troubles": troubles, "undervoltage": False, "sensors": sensors}
    site.parts.board.ask_hub = lambda: told
    return site


def values(key: str) -> dict[str, str]:
    """What fills a sentence, as raw as it may be."""
    names = re.findall(r"\{(\w+)", catalogue("vi")[key])
    return {name: RAW.get(name, "Bà Hoa") for name in names}


def _facts() -> Iterator[Fact]:
    told = catalogue("vi")
    reasons = [Reason.of(key, **values(key)) for key in told if key.startswith("because.")]
    silent = {"started": None, "ended": None, "frames_played": 0, "outcome": Outcome.MISSED}
    for number, reason in enumerate(reasons):
        yield make_cue(number, NOW - number * timedelta(minutes=10), because=reason, **silent)
    for number, key in enumerate(key for key in told if key.startswith(("incident.", "health."))):
        if not key.startswith("health.status"):
            yield Incident(NOW - number * HOUR / 60, Reason.of(key, **values(key)))
    thrice = {"frames_planned": 184 * 48_000, "frames_played": 184 * 48_000}
    media = ((ProgrammeId("tin"), "0" * 64),)
    ended = NOW - 3 * HOUR + timedelta(seconds=184)
    yield make_cue(900, NOW - 3 * HOUR, media=media, ended=ended, title="Ba lần", **thrice)
    urgent = {"cue": CueId("order:lenh-1"), "slot": None, "order": OrderId("lenh-1")}
    yield make_cue(901, NOW - 2 * HOUR, kind=Kind.EMERGENCY, title="Lũ", **urgent)
    yield Order(OrderId("lenh-1"), Verb.PLAY, frozenset(), NOW - 2 * HOUR, "Bà Hoa",
                ProgrammeId("khan"), Kind.EMERGENCY, 3)  # fmt: skip


def _deeds() -> Iterator[Deed]:
    for key in catalogue("vi"):
        if key.startswith("audit."):
            yield Deed(NOW - HOUR, "Bà Hoa", key, {**values(key), "name": "Lan", "zone": "Xóm 2"})


def _state() -> dict[str, object]:
    start, end = "2026-12-01T18:00:00+07:00", "2026-12-01T18:03:04+07:00"
    cue = {
        "id": "ba@xa@20261201T110000Z", "slot": "ba@xa", "title": "Đọc ba lần", "kind": "routine",
        "zones": ["xom-1", "xom-2"], "planned_start": start, "start": start, "end": end,
        "content": ["tin"] * 3,
    }  # fmt: skip
    halt = {"verb": "hold", "by": "Bà Hoa", "since": "2026-12-01T08:00:00+07:00"}
    zones = {
        "xom-1": {"name": "Xóm 1", "on_air": False, "line": "fault", "halt": None},
        "xom-2": {"name": "Xóm 2", "on_air": False, "line": "off", "halt": halt},
    }
    cards = {
        "main": {"is_open": False, "xruns": 3},
        "usb": {"is_open": True, "xruns": 0, "estimated": True},
        "jack": {"is_open": True, "xruns": 2},
    }
    running = {**cue, "cue": cue["id"], "started": start}
    return {"next": cue, "on_air": [running], "zones": zones, "cards": cards, "waiting": 2}
