"""Documents that no page sends: every form of the hub, filled with what programs stumble over."""

from __future__ import annotations

import re
from typing import Any, Final

from hypothesis import strategies as st

from tests.web.planned import NEWS, ON
from tests.web.site import Site

DAYS: Final = (
    "0001-01-01", "0001-12-31", "1582-10-10", "1899-12-31", "1900-01-01", "1969-12-31",
    "1970-01-01", "2026-02-29", "2026-11-30", "2026-12-01", "2026-12-05", "2027-02-28",
    "2028-02-29", "2028-12-03", "2038-01-19", "2099-12-31", "2100-02-28", "2200-12-31",
    "2201-01-01", "2999-01-01", "9998-12-31", "9999-01-01", "9999-12-30", "9999-12-31",
    "10000-01-01", "0000-01-01", "2026-W49-1", "20261201", "-001-01-01",
    "\uff12\uff10\uff12\uff16-12-01",
)  # fmt: skip
TIMES: Final = (
    "00:00", "00:01", "05:00", "12:30:15", "17:00", "23:59", "23:59:59", "24:00", "10:00+07:00",
    "10:00Z", "9:9", "1e3", "\uff11\uff10:\uff10\uff10",
)  # fmt: skip
STAMPS: Final = (
    ON, "00010101T000000Z", "19691231T235959Z", "20261201T100000+0700", "20261132T000000Z",
    "22001231T235959Z", "99991231T235959Z", "99991231T235960Z", "\uff120261201T100000Z",
)  # fmt: skip
WEEKS: Final = (
    "0000-W01", "0001-W01", "1969-W52", "1970-W01", "2026-W00", "2026-W49", "2026-W53", "2026-W54",
    "2200-W53", "9999-W52", "9999-W53", "2026-w9", "\uff12\uff10\uff12\uff16-W49",
)  # fmt: skip
NUMBERS: Final = (
    "NaN", "Infinity", "-Infinity", "1e999", "-0", "0", "-1", "1", "9", "\uff19", "٣", "1_000",
    "0x10",
    "3,5", "1e-9", "999999999999999999999", "9" * 5000, "0" * 5000, " 7 ", "+5", "½",
)  # fmt: skip
TEXTS: Final = (
    "", " ", "\x00", "a\x00b", "\u202e", "\ud800", "\ufffe", "\U0001f4e2" * 50, "a" * 1_000_000,
    "\r\n\r\n", "../../etc/passwd", "%2F..%2F", "';--", "{{7*7}}", "<script>", "Bản tin", "e\u0301",
    "\t\v\f", "null", "[]", "{}", "true", "xom-1", "xom-9", "daily", "weekly", "monthly", "lunar",
    "lunar_year", "beside", "once", "kept", "all", "following", "move", "skip", "back", "end",
    "restore", "remove", "look", "emergency", "yes", "on", "before", str(NEWS.id),
)  # fmt: skip
VALUES: Final = (*DAYS, *TIMES, *STAMPS, *WEEKS, *NUMBERS, *TEXTS)

WHEN: Final = {
    "way": "daily", "day": "2026-12-05", "time": "17:05", "last": "", "times": "", "zone": "xom-1",
    "weekday": "1", "month_day": "3", "lunar": "15", "lunar_month": "3", "year_day": "1",
    "beside": str(NEWS.id), "side": "after", "gap": "5", "repeats": "1",
}  # fmt: skip
SLOT: Final = {
    **WHEN, "id": str(NEWS.id), "on": ON, "act": "all", "seen": "1", "title": "Tin", "past": "0",
}  # fmt: skip
RULES: Final = {
    "quiet_from": "21:00", "quiet_to": "05:00", "cap": "30", "sessions": "3", "gap": "5",
    "day": "1", "seen": "",
}  # fmt: skip
FORMS: Final[dict[str, dict[str, str]]] = {
    "/slot/save": SLOT,
    "/slot/preview": SLOT,
    "/compose/nhap/approve": WHEN,
    "/compose/nhap/preview": WHEN,
    "/settings/periods/new": {
        **RULES, "title": "Tết", "first": "2027-02-01", "last": "2027-02-09", "zone": "xom-1",
        "mode": "add", "own": "yes", "act": "save",
    },
    "/settings/rules": RULES,
    "/content/notices/new": {
        "kind": "other", "title": "Họp", "text": "Họp dân", "starts": "2026-12-01",
        "ends": "2026-12-20", "link": "",
    },
    "/content/warnings/new": {
        "hazard": "rain", "level": "1", "headline": "Mưa to", "source": "Đài", "day": "2026-12-01",
        "time": "10:00", "last_day": "2026-12-02", "last_time": "10:00", "text": "", "to_do": "",
        "areas": "Xóm 1", "drill": "on",
    },
    "/content/cards/meeting/new": {
        "title": "Họp", "day": "2026-12-05", "time": "19:00", "minutes": "60", "host": "Hoa",
        "link": "https://example.org",
    },
    "/content/cards/payment/new": {
        "title": "Quỹ", "bank": "970415", "account": "1234567", "holder": "Lan",
        "amount": "50000", "purpose": "quy", "ends": "2026-12-20",
    },
}  # fmt: skip
"""Forms that are good, to be spoiled in one field or a few."""

FIELDS: Final = (
    *sorted({name for form in FORMS.values() for name in form}),
    "week", "q", "name", "role", "pin", "code", "secret", "order", "cue", "zones", "kind", "level",
    "from", "to", "usual", "voice", "speed", "word", "written", "reading", "programme", "number",
    "days", "next", "language", "state", "answer", "audience", "paragraph", "passkey", "phone",
    "show", "text", "sentence", "floor", "stars", "face", "remark",
)  # fmt: skip
PLACES: Final = {"identity": "nhap", "kind": "helper", "id": "nhap", "code": "nothing"}
NEVER_ENDING: Final = re.compile(r"/events|/static|/sound|/live|week\.pdf|/close")


def routes(site: Site) -> list[tuple[str, str]]:
    """Every form and page: method and path, with a bulletin that is there."""
    found = []
    for rule in site.app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda told: PLACES.get(told[1], "nhap"), str(rule))
        if not NEVER_ENDING.search(path) and not path.startswith("/api/"):
            found += [(m, path) for m in ("GET", "POST") if m in (rule.methods or ())]
    return sorted({*found, *(("POST", path) for path in FORMS)})


@st.composite
def documents(draw: st.DrawFn, found: list[tuple[str, str]]) -> tuple[str, str, dict[str, Any]]:
    """A route, and what it is sent: a good form spoiled, or fields that mean nothing there."""
    is_form = draw(st.integers(0, 2)) > 0
    method, path = draw(st.sampled_from([("POST", path) for path in FORMS] if is_form else found))
    base = FORMS.get(path, {})
    names = st.sampled_from(tuple(base)) if base else st.sampled_from(FIELDS)
    spoiled = st.dictionaries(names, st.sampled_from(VALUES) | st.text(max_size=20), max_size=4)
    return method, path, {**base, **draw(spoiled)}
