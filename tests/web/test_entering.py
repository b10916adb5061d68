"""Who gets in, and who does not: codes, PINs, cookies, copies of cookies."""

from datetime import timedelta

import pytest

from hub.domain.person import PersonId, Role
from hub.store.invitations import give_ticket, recovery_code
from hub.store.people import newest_deeds, persons
from hub.store.phones import phones, revoke
from hub.store.tickets import MOST_GUESSERS, forget_guesses, set_guesses
from tests.web.site import IPHONE, PIN, Site, Visitor
from web.entry.limits import CODES, Buckets


def pair_by_code(site: Site, code: str, **fields: str) -> Visitor:
    visitor = site.visitor()
    visitor.post("/door", code=code)
    filled = {"name": "Bà Hoa", "role": "head", "pin": PIN, "again": PIN, **fields}
    visitor.post("/pair", secret=code, **filled)
    return visitor


def test_a_stranger_sees_nothing_but_the_door(site: Site) -> None:
    answer = site.visitor().get("/")

    assert (answer.status_code, answer.location) == (303, "/door")


def test_the_setup_code_lets_the_first_phone_in(site: Site) -> None:
    visitor = pair_by_code(site, site.setup_code() or "")

    assert visitor.is_in()
    with site.people() as people:
        assert [(p.name, p.role) for p in persons(people)] == [("Bà Hoa", Role.HEAD)]


def test_a_code_may_be_typed_in_small_letters_with_spaces(site: Site) -> None:
    code = site.setup_code() or ""

    answer = site.visitor().post("/door", code=" " + code.lower().replace("-", "  "))

    assert answer.status_code == 200


def test_the_setup_code_works_once(site: Site) -> None:
    code = site.setup_code() or ""
    pair_by_code(site, code)

    assert not pair_by_code(site, code, name="Kẻ lạ").is_in()


def test_there_is_no_setup_code_once_a_phone_is_paired(site: Site) -> None:
    site.phone()

    assert site.setup_code() is None


def test_wrong_codes_lock_the_door_for_everybody_and_over_a_restart(site: Site) -> None:
    code = site.setup_code() or ""
    for _ in range(5):
        site.visitor().post("/door", code="ABCD-EFGH")
    site.start()

    answer = site.visitor().post("/door", code=code)

    assert answer.status_code == 403
    assert "30 giây" in answer.text


def test_the_door_opens_again_after_the_pause(site: Site) -> None:
    code = site.setup_code() or ""
    for _ in range(5):
        site.visitor().post("/door", code="ABCD-EFGH")
    site.clock.pass_time(31)

    assert site.visitor().post("/door", code=code).status_code == 200


def test_looking_at_a_pairing_link_does_not_use_it_up(site: Site) -> None:
    person = site.person("Ông Bình", Role.DEPUTY)
    with site.people() as people:
        secret = give_ticket(people, person, "test", site.clock.now())
    for _ in range(3):
        assert site.visitor().get(f"/pair/{secret}").status_code == 200

    visitor = site.visitor()
    visitor.get(f"/pair/{secret}")
    visitor.post("/pair", secret=secret, pin=PIN, again=PIN)

    assert visitor.is_in()


def test_a_pairing_link_is_no_good_after_a_quarter_of_an_hour(site: Site) -> None:
    person = site.person("Ông Bình", Role.DEPUTY)
    with site.people() as people:
        secret = give_ticket(people, person, "test", site.clock.now())
    site.clock.pass_time(15 * 60)

    assert site.visitor().get(f"/pair/{secret}").status_code == 403


def test_a_ticket_for_a_known_person_cannot_make_another_one(site: Site) -> None:
    person = site.person("Ông Bình", Role.SPEAKER)
    with site.people() as people:
        secret = give_ticket(people, person, "test", site.clock.now())
    visitor = site.visitor()

    visitor.post("/pair", secret=secret, pin=PIN, again=PIN, name="Kẻ lạ", role="head")

    with site.people() as people:
        assert [(p.name, p.role) for p in persons(people)] == [("Ông Bình", Role.SPEAKER)]


@pytest.mark.parametrize("pin", ["123456", "111111", "12345", "1234567", "abcdef", "٠١٢٣٤٥", ""])
def test_a_bad_pin_is_refused_and_uses_up_nothing(site: Site, pin: str) -> None:
    code = site.setup_code() or ""
    visitor = pair_by_code(site, code, pin=pin, again=pin)

    assert not visitor.is_in()
    assert pair_by_code(site, code).is_in()


def test_a_closed_phone_is_opened_by_its_pin(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")
    assert phone.get("/").location == "/pin?next=/"

    phone.post("/pin", pin=PIN)

    assert phone.is_in()


def test_a_wrong_pin_opens_nothing(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")

    answer = phone.post("/pin", pin="000000")

    assert "Còn 4 lần" in answer.text
    assert not phone.is_in()


def test_five_wrong_pins_lock_even_the_right_one_and_over_a_restart(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")
    for _ in range(5):
        phone.post("/pin", pin="000000")
    site.start()

    assert phone.post("/pin", pin=PIN).status_code == 403
    site.clock.pass_time(31)
    assert phone.post("/pin", pin=PIN).status_code == 303


def test_each_further_wrong_pin_doubles_the_pause(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")
    for _ in range(5):
        phone.post("/pin", pin="000000")
    site.clock.pass_time(31)
    phone.post("/pin", pin="000000")
    site.clock.pass_time(31)

    assert phone.post("/pin", pin=PIN).status_code == 403


def test_a_thousand_guesses_a_day_get_a_brute_force_nowhere(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")
    looked_at = 0
    for _ in range(1000):
        answer = phone.post("/pin", pin="000000")
        looked_at += "không đúng" in answer.text
        site.clock.pass_time(86.4)

    assert looked_at < 40


def test_the_back_off_does_not_depend_on_the_address(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")
    for n in range(5):
        phone.address = f"192.168.1.{100 + n}"
        phone.post("/pin", pin="000000")
    phone.address = "192.168.1.200"

    assert phone.post("/pin", pin=PIN).status_code == 403


def test_a_phone_closes_by_itself_when_it_is_not_used(site: Site) -> None:
    phone = site.phone()
    site.clock.pass_time(2 * 3600 + 60)

    assert not phone.is_in()


def test_a_phone_in_use_closes_after_twelve_hours(site: Site) -> None:
    phone = site.phone()
    for _ in range(12):
        assert phone.is_in()
        site.clock.pass_time(3601)

    assert not phone.is_in()


def test_opening_a_phone_gives_it_new_cookies(site: Site) -> None:
    phone = site.phone()
    before = phone.cookie("hub_phone"), phone.cookie("hub_open")
    phone.post("/close")

    phone.post("/pin", pin=PIN)

    assert not {phone.cookie("hub_phone"), phone.cookie("hub_open")} & set(before)


def test_cookies_set_by_an_attacker_before_pairing_are_no_good_afterwards(site: Site) -> None:
    code = site.setup_code() or ""
    victim, fixed = site.visitor(), {"hub_phone": "A" * 43, "hub_open": "B" * 43}
    for name, value in fixed.items():
        victim.set_cookie(name, value)
    victim.post("/door", code=code)
    victim.post("/pair", secret=code, name="Bà Hoa", role="head", pin=PIN, again=PIN)
    assert victim.is_in()

    attacker = site.visitor()
    for name, value in fixed.items():
        attacker.set_cookie(name, value)

    assert not attacker.is_in()
    assert victim.cookie("hub_phone") not in fixed.values()


def test_a_stolen_cookie_is_no_good_on_another_kind_of_phone(site: Site) -> None:
    phone = site.phone()
    thief = site.visitor(agent=IPHONE, address=phone.address)

    phone.copy_to(thief)

    assert thief.get("/").location == "/door"
    assert phone.is_in()


def test_stolen_cookies_do_not_open_from_another_address(site: Site) -> None:
    phone = site.phone()
    thief = site.visitor(address="192.168.1.66")

    phone.copy_to(thief)

    assert thief.get("/").location == "/pin?next=/"


def test_using_a_copied_cookie_after_the_phone_got_a_new_one_shuts_both_out(site: Site) -> None:
    phone, thief = site.phone(), site.visitor()
    phone.copy_to(thief)
    phone.post("/close")
    phone.post("/pin", pin=PIN)
    assert phone.is_in()
    site.clock.pass_time(61)

    assert thief.get("/").location == "/door"
    assert not phone.is_in()
    with site.people() as people:
        assert newest_deeds(people, 1)[0].key == "audit.copied_cookie"


def test_a_lost_answer_does_not_shut_a_phone_out(site: Site) -> None:
    phone = site.phone()
    before = phone.cookie("hub_phone")
    phone.post("/close")
    phone.post("/pin", pin=PIN)
    phone.set_cookie("hub_phone", before)  # the answer with the new one never arrived
    site.clock.pass_time(3600)

    assert phone.post("/pin", pin=PIN).status_code == 303
    assert phone.is_in()


def test_a_revoked_phone_is_out_at_once(site: Site) -> None:
    phone = site.phone()
    with site.people() as people:
        revoke(people, phones(people)[0].id, site.clock.now())

    assert phone.get("/").location == "/door"


def test_a_person_who_left_is_out_with_all_phones(site: Site) -> None:
    head, speaker = site.phone(), site.phone(Role.SPEAKER, "Cô Lan")
    with site.people() as people:
        identity: PersonId = next(p.id for p in persons(people) if p.name == "Cô Lan")
    head.get("/people")

    head.post(f"/people/{identity}/remove")

    assert speaker.get("/").location == "/door"


def test_the_recovery_code_lets_a_new_phone_in_once(site: Site) -> None:
    site.phone()
    with site.people() as people:
        code = recovery_code(people, "test", site.clock.now())

    assert pair_by_code(site, code, name="Bà Hoa mới").is_in()
    assert not pair_by_code(site, code, name="Kẻ lạ").is_in()


def test_making_a_recovery_code_asks_for_the_pin_again(site: Site) -> None:
    phone = site.phone()
    phone.get("/people")

    assert phone.post("/people/recovery", pin="000000").status_code == 422
    assert phone.post("/people/recovery", pin=PIN).status_code == 200


def test_no_secret_stands_in_the_store_as_it_is(site: Site) -> None:
    phone = site.phone()
    kept = (
        (site.folder / "people.db").read_bytes() + (site.folder / "people.db-wal").read_bytes()
        if (site.folder / "people.db-wal").exists()
        else (site.folder / "people.db").read_bytes()
    )

    for secret in (phone.cookie("hub_phone"), phone.cookie("hub_open"), PIN):
        assert secret.encode() not in kept


def test_one_may_go_back_only_to_pages_of_this_hub(site: Site) -> None:
    phone = site.phone()
    for address in ("//evil.example/", "https://evil.example", "/\\evil.example", "javascript:1"):
        phone.post("/close")
        assert phone.post("/pin", pin=PIN, next=address).location == "/"


def test_every_deed_at_the_door_is_written_down(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")
    phone.post("/pin", pin="000000")
    phone.post("/pin", pin=PIN)

    with site.people() as people:
        keys = [deed.key for deed in newest_deeds(people, 9)]
    assert keys == ["audit.opened", "audit.wrong_pin", "audit.paired.pair", "audit.ticket"]


def test_codes_that_a_neighbour_guesses_do_not_lock_the_door_for_others(site: Site) -> None:
    code = site.setup_code() or ""
    neighbour, head = site.visitor(address="10.0.0.55"), site.visitor(address="10.0.0.77")

    guessed = [neighbour.post("/door", code="ABCD-EFGH").status_code for _ in range(8)]

    assert set(guessed) == {403}
    assert "30 giây" in neighbour.post("/door", code=code).text
    assert head.post("/door", code=code).status_code == 200


def test_an_address_of_one_network_counts_as_the_others_of_it(site: Site) -> None:
    code = site.setup_code() or ""
    for number in range(5):
        site.visitor(address=f"fd00::{number + 1}").post("/door", code="ABCD-EFGH")

    assert site.visitor(address="fd00::99").post("/door", code=code).status_code == 403
    assert site.visitor(address="fd00:0:0:1::1").post("/door", code=code).status_code == 200


@pytest.mark.parametrize("way", ["get", "post"])
def test_codes_in_a_link_are_counted_as_those_that_are_typed(site: Site, way: str) -> None:
    code = site.setup_code() or ""
    burglar = site.visitor(address="10.0.0.55")

    def told(guess: str) -> int:
        if way == "get":
            return burglar.get(f"/pair/{guess}").status_code
        return burglar.post("/pair", secret=guess, pin=PIN, again=PIN).status_code

    assert {told("ABCD-EFGH") for _ in range(5)} == {403}
    assert told(code) == 429
    assert site.visitor().get(f"/pair/{code}").status_code == 200


def test_guesses_from_ever_more_addresses_are_slowed_down_and_not_all_remembered(
    site: Site,
) -> None:
    object.__setattr__(site.parts, "buckets", Buckets(site.clock))
    code = site.setup_code() or ""
    answers = []
    for number in range(CODES.burst + 5):
        guesser = site.visitor(address=f"10.0.{number // 200}.{number % 200 + 1}")
        answers.append(guesser.post("/door", code="ABCD-EFGH").text)

    assert "30 giây" not in answers[0]
    assert "chờ" in answers[-1].lower()
    site.clock.pass_time(60)
    assert site.visitor().post("/door", code=code).status_code == 200


def test_only_so_many_guessers_are_remembered(site: Site) -> None:
    now = site.clock.now()
    with site.people() as people:
        for number in range(MOST_GUESSERS + 20):
            until = now + timedelta(hours=1) if number < 3 else None
            set_guesses(people, 1, until, f"codes 10.1.{number // 250}.{number % 250}")
        forget_guesses(people, now)

        left = [row[0] for row in people.rows("SELECT what FROM guess")]

    assert len(left) == MOST_GUESSERS
    assert {"codes 10.1.0.0", "codes 10.1.0.1", "codes 10.1.0.2"} <= set(left)


PIXEL = "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/156.0.0.0 Mobile Safari/537.36"
GALAXY = "Mozilla/5.0 (Linux; Android 13; SM-A145F) Chrome/155.0.0.0 Mobile Safari/537.36"


@pytest.mark.parametrize("agent", [GALAXY, PIXEL.replace("156", "157")])
def test_cookies_on_another_phone_of_the_same_make_and_address_do_not_open(
    site: Site, agent: str
) -> None:
    phone = site.visitor(agent=PIXEL)
    thief = site.visitor(agent=agent)
    code = site.setup_code() or ""
    phone.post("/door", code=code)
    phone.post("/pair", secret=code, name="Bà Hoa", role="head", pin=PIN, again=PIN)
    phone.copy_to(thief)

    assert phone.is_in()
    assert thief.get("/").location == "/pin?next=/"
    assert thief.get("/people").location == "/pin?next=/people"
    assert phone.is_in()
    thief.post("/pin", pin=PIN)
    assert thief.is_in()
