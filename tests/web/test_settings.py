"""Settings: stored, written down, told apart when two people change them, refused when wrong."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest

from hub.domain.ids import ProgrammeId, ZoneId
from hub.domain.person import Role
from hub.domain.rules import OperatingRules, Period, RuleBook
from hub.domain.volume import Stretch, ZoneVolume
from hub.errors import RefusedError
from hub.media.wav import open_wav
from hub.store.calendar import programmes, put_rule_book, rule_book
from hub.store.connect import open_hub
from hub.store.people import newest_deeds
from hub.store.permits import Service
from hub.store.speech import lexicon, usual_manner, usual_voice
from tests.web.site import PIN, Site, Visitor

ONE = ZoneId("xom-1")
RULES: dict[str, Any] = {
    "quiet_from": "20:30",
    "quiet_to": "05:30",
    "sessions": "2",
    "cap": "15",
    "day": ["0", "1", "2", "3", "4"],
}
PERIOD: dict[str, Any] = {
    "title": "Tết Đinh Mùi",
    "first": "2027-02-05",
    "last": "2027-02-11",
    "mode": "add",
    "zone": ["xom-1"],
    "own": "no",
}
VOLUME: dict[str, Any] = {
    "usual": "-6",
    "from": ["05:00", ""],
    "to": ["06:00", ""],
    "level": ["-12", "-6"],
}


def book(site: Site) -> RuleBook:
    with open_hub(site.folder, Service.WEB) as store:
        return rule_book(store)


def set_book(site: Site, rules: RuleBook) -> None:
    with open_hub(site.folder, Service.CLI) as store:
        put_rule_book(store, rules)


def seen(phone: Visitor, path: str) -> str:
    """The mark of what a page showed."""
    found = re.search(r'name="was" value="([^"]*)"', phone.get(path).text)
    assert found is not None
    return found[1]


def newest_deed(site: Site) -> tuple[str, str]:
    with site.people() as people:
        deed = newest_deeds(people, 1)[0]
    return deed.key, deed.who


def test_a_volume_is_stored_and_written_down(site: Site) -> None:
    phone = site.phone(name="Hoa")
    was = seen(phone, "/settings/volume/xom-1")

    answer = phone.post("/settings/volume/xom-1", was=was, **VOLUME)

    assert answer.status_code == 303
    assert book(site).volumes == {ONE: ZoneVolume(-6, (Stretch(time(5), time(6), -12),))}
    assert newest_deed(site) == ("audit.set_volume", "Hoa")
    assert "05:00–06:00: Nhỏ" in phone.get("/settings/volume").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"usual": "3"},
        {"usual": "-99"},
        {"usual": "nan"},
        {"usual": "to"},
        {"from": ["05:00", "05:30"], "to": ["06:00", "07:00"], "level": ["-12", "-6"]},
        {"from": ["05:00"], "to": ["05:00"], "level": ["-12"]},
        {"from": ["25:00"], "to": ["05:00"], "level": ["-12"]},
    ],
)
def test_a_volume_that_makes_no_sense_is_told_and_not_stored(
    site: Site, wrong: dict[str, Any]
) -> None:
    phone = site.phone()
    was = seen(phone, "/settings/volume/xom-1")

    answer = phone.post("/settings/volume/xom-1", was=was, **{**VOLUME, **wrong})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert book(site).volumes == {}


def test_the_second_of_two_editors_sees_both_versions_and_may_then_decide(site: Site) -> None:
    first, second = site.phone(name="Lan"), site.phone(name="Hoa")
    was = seen(second, "/settings/volume/xom-1")
    first.post("/settings/volume/xom-1", was=was, **VOLUME)

    told = second.post("/settings/volume/xom-1", was=was, usual="-18")

    assert told.status_code == 409
    assert "Lan" in told.text
    assert "Thường ngày: Vừa" in told.text
    assert 'value="-18" checked' in told.text
    assert book(site).volumes[ONE].usual_db == -6

    again = re.search(r'name="was" value="([^"]*)"', told.text)
    assert again is not None
    second.post("/settings/volume/xom-1", was=again[1], usual="-18")
    assert book(site).volumes[ONE] == ZoneVolume(-18)


def test_a_change_of_another_part_is_no_conflict(site: Site) -> None:
    phone = site.phone()
    was = seen(phone, "/settings/rules/commune")
    set_book(site, RuleBook(volumes={ONE: ZoneVolume(-3)}))

    phone.post("/settings/rules/commune", was=was, act="save", **RULES)

    assert book(site).commune.sessions_a_day == 2
    assert book(site).volumes == {ONE: ZoneVolume(-3)}


def test_emergencies_cannot_be_made_softer_than_their_floor(site: Site) -> None:
    phone = site.phone()
    was = seen(phone, "/settings/volume")

    assert phone.post("/settings/volume/floor", was=was, floor="-30").status_code == 422
    assert phone.post("/settings/volume/floor", was=was, floor="-3").status_code == 303

    assert book(site).emergency_floor_db == -3


def test_rules_are_looked_at_with_the_playouts_planner_before_they_are_stored(site: Site) -> None:
    cue = {
        "id": "toi@1", "slot": "toi", "title": "Bản tin tối", "zones": ["xom-1", "xom-2"],
        "planned_start": "2026-12-01T20:45:00+07:00", "start": "2026-12-01T20:45:00+07:00",
        "end": "2026-12-01T20:50:00+07:00", "state": "planned", "because": None,
    }  # fmt: skip
    gone = {**cue, "state": "dropped", "start": None, "because": "giờ yên tĩnh"}
    site.playout.planner = lambda asked: {"cues": [gone if "rules" in asked else cue]}
    phone = site.phone()
    was = seen(phone, "/settings/rules/commune")

    shown = phone.post("/settings/rules/commune", was=was, act="look", **RULES)

    assert "“Bản tin tối” 20:45: không phát, giờ yên tĩnh. Ngày 01/12." in shown.text
    assert book(site) == RuleBook()
    (asked,) = [told for _, told in site.playout.asked if "rules" in told]
    assert asked["rules"]["commune"]["quiet_from"] == "20:30:00"
    assert 'value="20:30"' in shown.text

    phone.post("/settings/rules/commune", was=was, act="save", **RULES)
    assert book(site).commune == OperatingRules(
        time(20, 30), time(5, 30), 15 * 60, 2, 300, frozenset(range(5))
    )


def test_a_zone_has_rules_of_its_own_and_can_give_them_up(site: Site) -> None:
    phone = site.phone()
    path = "/settings/rules/xom-1"

    phone.post(path, was=seen(phone, path), act="save", own="yes", **RULES)
    assert book(site).zones[ONE].quiet_from == time(20, 30)

    phone.post(path, was=seen(phone, path), act="save", own="no", **RULES)
    assert book(site).zones == {}


@pytest.mark.parametrize(
    "wrong", [{"cap": "0"}, {"cap": "x"}, {"sessions": "-1"}, {"quiet_to": ""}, {"day": ["9"]}]
)
def test_rules_that_make_no_sense_are_not_stored(site: Site, wrong: dict[str, Any]) -> None:
    phone = site.phone()
    path = "/settings/rules/commune"

    answer = phone.post(path, was=seen(phone, path), act="save", **{**RULES, **wrong})

    if "day" in wrong:
        assert book(site).commune.weekdays == frozenset()
    else:
        assert answer.status_code == 422
        assert book(site) == RuleBook()


def test_a_special_period_comes_is_changed_and_goes(site: Site) -> None:
    phone = site.phone()
    was = seen(phone, "/settings/periods/new")
    phone.post("/settings/periods/new", was=was, act="save", **PERIOD)
    (made,) = book(site).periods
    assert made == Period(
        made.id, "Tết Đinh Mùi", date(2027, 2, 5), date(2027, 2, 11), "add", frozenset({ONE})
    )
    path = f"/settings/periods/{made.id}"

    changed = {**PERIOD, "own": "yes", "zone": ["xom-1", "xom-2"], **RULES}
    phone.post(path, was=seen(phone, path), act="save", **changed)
    (now,) = book(site).periods
    assert (now.id, now.zones) == (made.id, frozenset())
    assert now.rules is not None
    assert now.rules.sessions_a_day == 2

    phone.post(path, was=seen(phone, path), act="remove")
    assert book(site).periods == ()


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"last": "2027-02-04"}, {"last": "2029-02-04"}, {"first": "x"}, {"zone": []}],
)
def test_a_period_that_makes_no_sense_is_not_stored(site: Site, wrong: dict[str, Any]) -> None:
    phone = site.phone()
    was = seen(phone, "/settings/periods/new")

    answer = phone.post("/settings/periods/new", was=was, act="save", **{**PERIOD, **wrong})

    assert answer.status_code == 422
    assert book(site).periods == ()


def test_the_usual_voice_its_speed_and_pauses_are_stored(site: Site) -> None:
    phone = site.phone()
    chosen = {"voice": "nam", "speed": "0.9", "sentence": "0,8", "paragraph": "1.5"}

    answer = phone.post("/settings/voice", was=seen(phone, "/settings/voice"), act="save", **chosen)

    assert answer.status_code == 303
    with open_hub(site.folder, Service.WEB) as store:
        assert usual_voice(store) == "nam"
        assert usual_manner(store) == {"speed": 0.9, "sentence_s": 0.8, "paragraph_s": 1.5}


def test_a_voice_that_somebody_else_has_just_chosen_is_told(site: Site) -> None:
    phone = site.phone()
    chosen = {"voice": "nam", "speed": "1", "sentence": "0.5", "paragraph": "1"}
    was = seen(phone, "/settings/voice")
    phone.post("/settings/voice", was=was, act="save", **chosen)

    answer = phone.post("/settings/voice", was=was, act="save", **{**chosen, "voice": "trung"})

    assert answer.status_code == 409
    with open_hub(site.folder, Service.WEB) as store:
        assert usual_voice(store) == "nam"


@pytest.mark.parametrize("wrong", [{"voice": "?"}, {"speed": "9"}, {"sentence": "-1"}])
def test_a_voice_or_speed_that_there_is_not_is_refused(site: Site, wrong: dict[str, str]) -> None:
    phone = site.phone()
    chosen = {"voice": "nam", "speed": "1", "sentence": "0.5", "paragraph": "1", **wrong}

    answer = phone.post("/settings/voice", was=seen(phone, "/settings/voice"), act="save", **chosen)

    assert answer.status_code == 422


def test_a_reading_is_stored_tried_and_taken_away(site: Site) -> None:
    phone = site.phone()

    phone.post("/settings/words", written="KDC", reading="khu dân cư", act="save", was="")
    said = phone.post("/settings/words/try", text="Họp KDC tối nay").text

    assert "khu dân cư" in said
    phone.post("/settings/words/remove", written="KDC")
    with open_hub(site.folder, Service.WEB) as store:
        assert lexicon(store) == ()


def test_a_reading_that_somebody_else_has_just_given_is_told(site: Site) -> None:
    phone = site.phone()
    phone.post("/settings/words", written="KDC", reading="khu dân cư", act="save", was="")

    told = phone.post("/settings/words", written="KDC", reading="ca đê xê", act="save", was="")

    assert told.status_code == 409
    assert "khu dân cư" in told.text
    phone.post("/settings/words", written="KDC", reading="ca đê xê", act="save", was="khu dân cư")
    with open_hub(site.folder, Service.WEB) as store:
        assert [one.reading for one in lexicon(store)] == ["ca đê xê"]


def test_a_tone_is_ordered_for_an_idle_hub_with_the_pin_and_leaves_a_deed(site: Site) -> None:
    phone = site.phone(name="Hoa")
    order = {"order": "web-0123456789abcdef", "zone": "xom-2"}

    assert phone.post("/settings/tone", **order, pin="000000").status_code == 422
    answer = phone.post("/settings/tone", **order, pin=PIN)

    assert answer.status_code == 200
    (asked,) = [told for method, told in site.playout.asked if method.endswith("Give")]
    assert asked["idle"] is True
    assert (asked["zones"], asked["by"]) == (["xom-2"], "Hoa")
    assert newest_deed(site) == ("audit.set_tone", "Hoa")
    with open_hub(site.folder, Service.WEB) as store:
        tone = programmes(store)[ProgrammeId("thu-loa")]
    with open_wav(site.parts.config.media_dir / tone.media) as (_, facts):
        assert facts.frames / facts.rate == 3


def test_a_tone_that_the_playout_refuses_is_told_in_its_words(site: Site) -> None:
    phone = site.phone()
    site.playout.error = RefusedError("order.busy", title="Bản tin sáng")

    answer = phone.post("/settings/tone", order="web-0123456789abcdef", zone="xom-2", pin=PIN)

    assert answer.status_code == 409
    assert "Loa đang phát “Bản tin sáng”" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/settings", "/settings/volume", "/settings/volume/xom-1", "/settings/rules",
        "/settings/rules/commune", "/settings/periods", "/settings/periods/new",
        "/settings/voice", "/settings/words", "/settings/tone", "/settings/paper",
    ],
)  # fmt: skip
def test_settings_are_for_head_officer_and_it_alone(site: Site, path: str) -> None:
    allowed = {role for role in Role if site.phone(role).get(path).status_code == 200}

    assert allowed == {Role.HEAD, Role.OFFICER, Role.IT}


def test_what_people_type_is_never_markup(site: Site) -> None:
    phone = site.phone()
    attack = '"><script>alert(1)</script>'
    was = seen(phone, "/settings/periods/new")

    shown = phone.post("/settings/periods/new", was=was, act="look", **{**PERIOD, "title": attack})
    phone.post("/settings/words", written="KDC", reading=f"{attack} a", act="save", was="")

    assert "<script>alert" not in shown.text
    assert "<script>alert" not in phone.get("/settings/words").text


def test_zones_and_periods_that_there_are_not_are_refused(site: Site) -> None:
    phone = site.phone()

    for path in ("/settings/volume/xom-9", "/settings/rules/xom-9", "/settings/periods/xom"):
        assert phone.get(path).status_code == 422


def test_the_log_book_comes_as_a_pdf_with_the_communes_name(site: Site) -> None:
    phone = site.phone()
    phone.post("/settings/paper", was=seen(phone, "/settings/paper"), issuer="Xã Yên Lạc")

    answer = phone.get("/log/week.pdf?week=2026-W49")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert "so-phat-thanh-2026-W49.pdf" in answer.headers["Content-Disposition"]
    assert book(site).issuer == "Xã Yên Lạc"
