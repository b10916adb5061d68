"""Phones that open by finger or face: what lets them in, and everything that does not."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.domain.passkey import Passkey, PasskeyId
from hub.domain.person import Phone, Role
from hub.errors import RefusedError
from hub.store.migrate import back_up, backups_of
from hub.store.passkeys import MOST_PASSKEYS, passkeys_of_person, phones_with_passkeys
from hub.store.people import newest_deeds, person_named
from hub.store.phones import phones, revoke
from tests.web.authenticator import ES384, PRESENT, VERIFIED, Authenticator, b64
from tests.web.named import NAME, NamedPhone, certify, with_passkey
from tests.web.site import IPHONE, PIN, Site
from web.app import create_app
from web.entry import webauthn
from web.entry.challenges import LASTS_S, MOST, Asked, Challenges, Purpose
from web.entry.limits import ENTRIES, Buckets
from web.entry.webauthn import Site as Place

LIES: dict[str, dict[str, Any]] = {
    "another page's origin": {"origin": "https://hub.local.evil.example"},
    "plain http": {"origin": "http://hub.local"},
    "another port": {"origin": "https://hub.local:8443"},
    "another name of the site": {"site": "evil.local"},
    "nobody looked at the finger": {"flags": PRESENT},
    "nobody was there": {"flags": VERIFIED},
    "another challenge": {"challenge": b64(b"x" * 32)},
    "another purpose of the browser": {"type": "payment.get"},
    "a page inside another one": {"cross": True},
}


def keys_of(site: Site) -> tuple[Passkey, ...]:
    with site.people() as people:
        person = person_named(people, "Hoa")
        assert person is not None
        return passkeys_of_person(people, person.id)


def deeds(site: Site) -> list[str]:
    with site.people() as people:
        return [deed.key for deed in newest_deeds(people, 8)]


def closed(site: Site) -> NamedPhone:
    phone = with_passkey(site)
    phone.post("/close")
    return phone


def test_a_closed_phone_opens_by_finger(site: Site) -> None:
    phone = closed(site)
    assert not phone.is_in()

    assert phone.touch().status_code == 303

    assert phone.is_in()
    assert deeds(site)[0] == "audit.opened_passkey"


def test_the_pin_goes_on_opening_it(site: Site) -> None:
    phone = closed(site)

    phone.post("/pin", pin=PIN)

    assert phone.is_in()


@pytest.mark.parametrize("lie", LIES)
def test_what_is_not_asked_and_signed_here_opens_nothing(site: Site, lie: str) -> None:
    phone = closed(site)

    answer = phone.touch(**LIES[lie])

    assert answer.status_code == 403
    assert not phone.is_in()


@pytest.mark.parametrize("lie", LIES)
def test_what_is_not_made_here_is_not_kept(site: Site, lie: str) -> None:
    certify(site)
    phone = NamedPhone(site).pair(site.person("Hoa", Role.HEAD))

    assert phone.add(**LIES[lie]).status_code == 403
    assert keys_of(site) == ()


def test_a_kind_of_key_that_was_not_asked_for_is_not_kept(site: Site) -> None:
    certify(site)
    phone = NamedPhone(site).pair(site.person("Hoa", Role.HEAD))

    assert phone.add(algorithm=ES384).status_code == 403
    assert keys_of(site) == ()


def test_a_new_passkey_has_the_name_that_its_bytes_say(site: Site) -> None:
    certify(site)
    phone = NamedPhone(site).pair(site.person("Hoa", Role.HEAD))
    told = json.loads(phone.finger.make(phone.to_make()))
    told["rawId"] = b64(b"another")

    assert phone.post("/passkeys", passkey=json.dumps(told)).status_code == 403


def test_a_wrong_signature_opens_nothing_and_stands_in_the_audit_log(site: Site) -> None:
    phone = closed(site)

    assert phone.touch(signature=b"\x30\x06\x02\x01\x01\x02\x01\x01").status_code == 403
    assert not phone.is_in()
    assert deeds(site)[0] == "audit.wrong_passkey"


def test_an_answer_opens_once(site: Site) -> None:
    phone = closed(site)
    answer = phone.finger.sign(phone.to_sign())
    phone.post("/pin", passkey=answer)
    phone.post("/close")

    again = phone.post("/pin", passkey=answer)

    assert "Đã quá lâu" in again.text
    assert not phone.is_in()


def test_a_challenge_that_was_answered_wrong_is_used_up(site: Site) -> None:
    phone = closed(site)
    options = phone.to_sign()
    phone.post("/pin", passkey=phone.finger.sign(options, flags=PRESENT))

    assert phone.post("/pin", passkey=phone.finger.sign(options)).status_code == 403
    assert not phone.is_in()


def test_an_answer_that_nobody_asked_for_opens_nothing(site: Site) -> None:
    phone = closed(site)

    told = phone.finger.sign({"challenge": b64(b"\0" * 32)})

    assert phone.post("/pin", passkey=told).status_code == 403


def test_an_answer_is_good_for_two_minutes(site: Site) -> None:
    phone = closed(site)
    options = phone.to_sign()
    site.clock.pass_time(LASTS_S + 1)

    assert phone.post("/pin", passkey=phone.finger.sign(options)).status_code == 403


def test_a_count_that_does_not_grow_tells_of_a_copy_and_ends_the_passkey(site: Site) -> None:
    phone = closed(site)
    phone.touch(counter=9)
    phone.post("/close")

    answer = phone.touch(counter=9)

    assert "sao chép" in answer.text
    assert keys_of(site) == ()
    assert deeds(site)[0] == "audit.copied_passkey"
    phone.post("/pin", pin=PIN)
    assert phone.is_in()


def test_an_authenticator_that_counts_nothing_is_let_in(site: Site) -> None:
    phone = NamedPhone(site)
    certify(site)
    phone.finger.counter = None
    phone.pair(site.person("Hoa", Role.HEAD)).add()
    for _ in range(2):
        phone.post("/close")
        phone.touch()
        assert phone.is_in()


def test_another_persons_passkey_opens_nothing(site: Site) -> None:
    lan = with_passkey(site, name="Lan")
    hoa = closed(site)
    options = hoa.to_sign()
    (identity,) = lan.finger.passkeys

    answer = hoa.post("/pin", passkey=lan.finger.sign({**options, "allowCredentials": []}))
    renamed = lan.finger.sign(
        {**hoa.to_sign(), "allowCredentials": []}, identity=identity, user=hoa_handle(hoa)
    )

    assert answer.status_code == 403
    assert hoa.post("/pin", passkey=renamed).status_code == 403
    assert not hoa.is_in()


def hoa_handle(phone: NamedPhone) -> str:
    ((_, user),) = phone.finger.passkeys.values()
    return user


def test_an_answer_that_says_it_is_of_another_phones_passkey_is_refused(site: Site) -> None:
    lan = with_passkey(site, name="Lan")
    hoa = closed(site)
    told = json.loads(hoa.finger.sign(hoa.to_sign()))
    told["rawId"] = next(iter(lan.finger.passkeys))

    assert hoa.post("/pin", passkey=json.dumps(told)).status_code == 403
    assert not hoa.is_in()


def test_a_challenge_of_one_phone_is_worth_nothing_on_another(site: Site) -> None:
    phone = closed(site)
    other = with_passkey(site, name="Lan")
    options = phone.to_sign()

    told = phone.finger.sign(options)

    assert other.post("/pin", passkey=told).status_code == 403
    assert not phone.is_in()


def test_a_revoked_phone_neither_opens_nor_comes_back(site: Site) -> None:
    phone = closed(site)
    options = phone.to_sign()
    with site.people() as people:
        revoke(people, phones(people)[0].id, site.clock.now())

    assert phone.post("/pin", passkey=phone.finger.sign(options)).status_code == 403
    phone.lose_cookies()
    assert phone.touch("/back").status_code == 403
    assert not phone.is_in()
    assert keys_of(site) == ()


def test_somebody_who_left_does_not_come_back(site: Site) -> None:
    boss = site.phone(Role.OFFICER, "Cán bộ")
    phone = with_passkey(site)
    with site.people() as people:
        person = person_named(people, "Hoa")
    assert person is not None
    boss.post(f"/people/{person.id}/remove")

    phone.lose_cookies()

    assert phone.touch("/back").status_code == 403
    assert not phone.is_in()
    with site.people() as people:
        assert passkeys_of_person(people, person.id) == ()


def test_a_phone_that_lost_its_cookie_comes_back_as_the_same_phone(site: Site) -> None:
    phone = with_passkey(site)
    before = {phone.id for phone in listed(site)}
    phone.lose_cookies()

    assert phone.touch("/back").status_code == 303

    assert phone.is_in()
    assert {phone.id for phone in listed(site)} == before
    assert deeds(site)[0] == "audit.paired.passkey"
    phone.post("/close")
    phone.post("/pin", pin=PIN)
    assert phone.is_in()


def listed(site: Site) -> tuple[Phone, ...]:
    with site.people() as people:
        return phones(people)


def test_who_comes_back_takes_the_place_of_the_cookie_that_was_lost(site: Site) -> None:
    phone = with_passkey(site)
    found = NamedPhone(site, address="192.168.1.66")
    found.client = phone.client
    phone.lose_cookies()
    phone.touch("/back")

    assert not found.is_in()
    assert phone.is_in()
    assert len(listed(site)) == 1


def test_a_stranger_with_a_passkey_of_nobody_stays_outside(site: Site) -> None:
    with_passkey(site)
    stranger = NamedPhone(site)
    stranger.finger.make({"user": {"id": b64(b"someone")}, "challenge": b64(b"c" * 32)})

    assert stranger.touch("/back").status_code == 403
    assert not stranger.is_in()


def test_who_comes_back_must_say_whose_passkey_it_is(site: Site) -> None:
    phone = with_passkey(site)
    phone.lose_cookies()

    assert phone.touch("/back", user="").status_code == 403


def test_a_passkey_is_offered_only_by_https_under_a_certified_name(site: Site) -> None:
    certify(site)
    person = site.person("Hoa", Role.HEAD)
    for base in ("http://192.168.1.9:8080", "https://192.168.1.9", "http://hub.local"):
        phone = NamedPhone(site, base).pair(person)
        assert "/passkeys/begin" not in phone.get("/passkeys").text
        assert phone.asked("/passkeys/begin", pin=PIN).status_code == 403
    certify(site, "thon-thu.local")
    phone = NamedPhone(site).pair(person)
    assert phone.asked("/passkeys/begin", pin=PIN).status_code == 403
    assert "https://thon-thu.local" in phone.get("/passkeys").text


def test_a_passkey_of_one_name_is_no_good_under_another(site: Site) -> None:
    phone = with_passkey(site)
    certify(site, NAME, "thon-thu.local")
    phone.base = phone.finger.origin = "https://thon-thu.local"
    phone.finger.site = "thon-thu.local"
    phone.lose_cookies()

    assert phone.touch("/back").status_code == 403


def test_it_is_added_only_with_the_pin(site: Site) -> None:
    certify(site)
    phone = NamedPhone(site).pair(site.person("Hoa", Role.HEAD))

    assert phone.asked("/passkeys/begin", pin="000000").status_code == 403
    assert deeds(site)[0] == "audit.wrong_pin"


def test_a_closed_phone_adds_none(site: Site) -> None:
    certify(site)
    phone = NamedPhone(site).pair(site.person("Hoa", Role.HEAD))
    phone.post("/close")

    assert phone.asked("/passkeys/begin", pin=PIN).location.startswith("/pin")


def test_an_answer_for_opening_adds_none_and_the_other_way_round(site: Site) -> None:
    phone = with_passkey(site)

    assert phone.post("/passkeys", passkey=phone.finger.make(phone.to_make() | {
        "challenge": phone.to_sign()["challenge"]})).status_code == 403  # fmt: skip
    phone.post("/close")
    options = phone.to_sign()
    phone.post("/pin", pin=PIN)
    assert phone.post("/people/recovery", passkey=phone.finger.sign(options)).status_code == 422


def test_the_browser_is_asked_for_a_finger_of_this_phone_and_no_second_one(site: Site) -> None:
    phone = with_passkey(site)

    asked = phone.to_make()

    assert asked["authenticatorSelection"] == {
        "authenticatorAttachment": "platform",
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert [one["id"] for one in asked["excludeCredentials"]] == [*phone.finger.passkeys]
    assert asked["rp"]["id"] == NAME
    assert phone.to_sign()["userVerification"] == "required"


def test_a_phone_has_a_few_passkeys_at_most(site: Site) -> None:
    phone = with_passkey(site)
    codes = [phone.add().status_code for _ in range(MOST_PASSKEYS)]

    assert codes == [303] * (MOST_PASSKEYS - 1) + [403]
    assert len(keys_of(site)) == MOST_PASSKEYS


def test_the_same_passkey_is_not_kept_for_two_phones(site: Site) -> None:
    phone = with_passkey(site)
    other = NamedPhone(site).pair(site.person("Lan", Role.HEAD))
    told = json.loads(other.finger.make(other.to_make()))
    mine = json.loads(phone.finger.make(phone.to_make()))
    phone.post("/passkeys", passkey=json.dumps(mine))
    told["response"]["attestationObject"] = mine["response"]["attestationObject"]
    told["rawId"] = mine["rawId"]

    assert "đã thêm" in other.post("/passkeys", passkey=json.dumps(told)).text


def test_a_person_sees_and_removes_their_own_and_nobody_elses(site: Site) -> None:
    lan, hoa = with_passkey(site, name="Lan"), with_passkey(site)
    (mine,) = keys_of(site)
    assert mine.id in hoa.get("/passkeys").text
    assert mine.id not in lan.get("/passkeys").text

    assert lan.post("/passkeys/remove", id=mine.id).status_code == 403
    assert keys_of(site)
    assert hoa.post("/passkeys/remove", id=mine.id).status_code == 303
    assert keys_of(site) == ()
    hoa.post("/close")
    assert "/passkeys/ask" not in hoa.get("/pin").text
    assert hoa.asked("/passkeys/ask").status_code == 403


def test_the_list_of_phones_tells_which_have_one_to_whoever_may_see_it(site: Site) -> None:
    with_passkey(site)
    site.phone(Role.SPEAKER, "Lan")

    page = site.phone(Role.IT, "Kỹ thuật").get("/people").text

    assert page.count("mở được bằng vân tay") == 1
    with site.people() as people:
        assert len(phones_with_passkeys(people)) == 1


def test_it_answers_the_second_question(site: Site) -> None:
    phone = with_passkey(site)

    assert phone.touch("/people/recovery").status_code == 200
    assert phone.touch("/people/recovery", flags=PRESENT).status_code == 422
    assert phone.post("/people/recovery", pin="000000").status_code == 422


def test_what_is_refused_by_pin_does_not_keep_a_finger_out(site: Site) -> None:
    phone = closed(site)
    for _ in range(5):
        phone.post("/pin", pin="000000")

    phone.touch()

    assert phone.is_in()


def test_a_phone_with_another_browser_comes_back_under_its_new_name(site: Site) -> None:
    phone = with_passkey(site)
    phone.lose_cookies()
    phone.agent = IPHONE
    phone.touch("/back")

    assert "iPhone · Safari" in phone.get("/people").text


def test_a_copy_of_people_db_has_the_passkeys_in_it(site: Site) -> None:
    phone = closed(site)
    back_up(site.folder / "people.db")
    with site.people() as people:
        people.run("DELETE FROM passkey")
    backups_of(site.folder / "people.db")[-1].replace(site.folder / "people.db")
    for left in ("people.db-wal", "people.db-shm"):
        (site.folder / left).unlink(missing_ok=True)

    phone.touch()

    assert phone.is_in()


def test_too_many_tries_from_one_address_are_refused(site: Site) -> None:
    site.app = create_app(replace(site.parts, buckets=Buckets(site.clock)))
    phone = closed(site)

    codes = [phone.asked("/passkeys/ask").status_code for _ in range(ENTRIES.burst)]

    assert codes[0] == 200
    assert codes[-1] == 429


def test_challenges_are_bounded_and_each_page_has_one() -> None:
    waiting = Challenges()
    first = Asked(Purpose.OPEN, "0", NAME)
    waiting.give(first, 0.0)
    old = Asked(Purpose.OPEN, "1", NAME)
    kept = [waiting.give(old, 0.0), waiting.give(old, 1.0)]
    for number in range(2, MOST + 1):
        waiting.give(Asked(Purpose.OPEN, str(number), NAME), 1.0)

    assert waiting.take(first, 2.0) is None
    assert waiting.take(old, 2.0) == kept[1] != kept[0]
    assert waiting.take(old, 2.0) is None


@pytest.mark.parametrize(
    "other",
    [
        Asked(Purpose.AGAIN, "page", NAME),
        Asked(Purpose.OPEN, "page", "other.local"),
    ],
)
def test_a_challenge_is_good_for_what_it_was_made_for(other: Asked) -> None:
    waiting = Challenges()
    asked = Asked(Purpose.OPEN, "page", NAME)
    waiting.give(asked, 0.0)

    assert waiting.take(other, 1.0) is None
    assert waiting.take(asked, 1.0) is None  # used up all the same


HERE = Place(NAME, f"https://{NAME}", "Thôn Thử")
PARTS = st.sampled_from(["rawId", "type", "response", "clientDataJSON", "signature", "userHandle"])
TEXTS = st.one_of(st.text(max_size=40), st.binary(max_size=60).map(b64), st.none(), st.integers())
RESPONSES = st.fixed_dictionaries({"rawId": TEXTS, "response": st.dictionaries(PARTS, TEXTS)})


@pytest.mark.property
@given(st.text(max_size=300) | (st.dictionaries(PARTS, TEXTS) | RESPONSES).map(json.dumps))
@example(json.dumps({"rawId": "eA", "response": {"clientDataJSON": 10**12}}))
def test_whatever_is_sent_is_refused_and_breaks_nothing(told: str) -> None:
    with pytest.raises(RefusedError):
        webauthn.claim(told)
    with pytest.raises(RefusedError):
        webauthn.made(HERE, b"x" * 32, told)


@pytest.mark.property
@given(st.data())
def test_a_damaged_answer_is_refused_and_breaks_nothing(data: st.DataObject) -> None:
    finger = Authenticator()
    options = {"challenge": b64(b"x" * 32), "user": {"id": b64(b"phone")}}
    made = webauthn.made(HERE, b"x" * 32, finger.make(options))
    told = json.loads(finger.sign(options))
    name = data.draw(st.sampled_from(["clientDataJSON", "authenticatorData", "signature"]))
    text = told["response"][name]
    at = data.draw(st.integers(0, 500)) % (len(text) - 1)
    told["response"][name] = text[:at] + data.draw(st.sampled_from("A_-z9")) + text[at + 1 :]
    if told["response"][name] == text:
        return

    try:
        counted = webauthn.count(HERE, b"x" * 32, webauthn.claim(json.dumps(told)), made.key)
    except RefusedError:
        return
    assert counted == finger.counter  # bits of base64 that stand for nothing were changed


def test_an_answer_that_is_too_long_is_not_even_read() -> None:
    finger = Authenticator()
    options = {"challenge": b64(b"x" * 32), "user": {"id": b64(b"phone")}}
    finger.make(options)
    told = finger.sign(options)
    assert webauthn.claim(told).user == "phone"

    with pytest.raises(RefusedError):
        webauthn.claim(told + " " * webauthn.LONGEST)


@pytest.mark.parametrize("told", ["[" * 9000, "{" * 9000, '{"a":' * 2000, "9" * 17_000])
def test_what_is_nested_or_too_long_is_refused(told: str) -> None:
    with pytest.raises(RefusedError):
        webauthn.claim(told)


@pytest.mark.parametrize(("kept", "told", "is_newer"), [
    (0, 0, True), (0, 1, True), (1, 2, True), (1, 1, False), (2, 1, False), (1, 0, False),
])  # fmt: skip
def test_the_count_of_signatures_must_grow(
    site: Site, kept: int, told: int, *, is_newer: bool
) -> None:
    with_passkey(site)
    passkey = replace(keys_of(site)[0], counter=kept, id=PasskeyId("x"))

    assert passkey.is_newer(told) is is_newer


def test_the_library_is_not_loaded_before_a_passkey_is_asked_for() -> None:
    code = "import sys, scripts.make_routes as m; m.application(); print('fido2' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert told.stdout.strip() == "False"
