"""Attacks on the pages of a real process: scripts in texts, forged forms, PINs, copied cookies."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hub.domain.ids import ProgrammeId
from hub.domain.person import Person, PersonId, Right, Role
from hub.domain.program_key import KeyId, ProgramKey
from hub.store.calendar import programmes, put_programme, put_slots
from hub.store.connect import open_hub, open_people
from hub.store.people import add_person
from hub.store.permits import Service
from hub.store.program_keys import add_key
from scripts.make_routes import application
from tests.service.pages import serving, with_pages
from tests.service.village import SmallHub
from tests.web.burglar import ANDROID, PIN, Browser, paired
from web.entry.rights import routes

pytestmark = [pytest.mark.service, pytest.mark.timeout(180)]

SCRIPT = "<img src=x onerror=alert(1)>"
MEAN = f"\"'/>{SCRIPT}</script>{{{{7*7}}}}"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallHub]:
    """A village whose every text is an attack."""
    made = with_pages(SmallHub(tmp_path_factory.mktemp("hub")))
    told = made.path.read_text("utf-8").replace("Thôn Thử", MEAN.replace('"', '\\"'))
    made.path.write_text(told, "utf-8")
    tone = made.tone("tin-1", 0.2)
    made.tone("tin-2", 0.2)
    slots = made.slots(tone, 3, every_s=3600, first_s=3600)
    with open_hub(made.config.data_dir, Service.CLI) as store:
        put_slots(store, [replace(one, title=MEAN) for one in slots])
        for one in programmes(store).values():
            draft = one.id == ProgrammeId("tin-2")
            put_programme(store, replace(one, title=MEAN, approver="" if draft else MEAN))
    with open_people(made.config.data_dir, Service.CLI) as people:
        person = Person(PersonId("mean"), MEAN, Role.HEAD)
        add_person(people, person, datetime.now(UTC))
        key = ProgramKey(KeyId("mean"), MEAN, frozenset({Right.SEE}), person, datetime.now(UTC))
        add_key(people, key, "0" * 64)
    with serving(made):
        yield made


@pytest.fixture(scope="module")
def head(hub: SmallHub) -> Browser:
    return paired(hub, f"Hoa {SCRIPT}")


def pages() -> list[str]:
    """Every page that is read, with ids of the mean village."""
    found = [one.path for one in routes(application()) if one.method == "GET"]
    known = {"compose": "tin-2", "programmes": "tin-1", "slots": "s0", "people": "mean"}
    return [
        re.sub(r"<[^>]*>", known.get(path.removeprefix("/api/v1").split("/")[1], "nothing"), path)
        for path in found
        if not path.endswith(("events", "sound"))
    ]


@pytest.mark.parametrize("address", [pages()[n::4] for n in range(4)], ids=str)
def test_no_text_becomes_a_script_on_any_page(head: Browser, address: list[str]) -> None:
    found = []
    for number, path in enumerate(address):
        asker = Browser(head.hub, head.address, head.agent, dict(head.cookies))
        answer = asker.get(path)
        is_page = answer.header("Content-Type").startswith(("text/html", "image/svg"))
        if is_page and (SCRIPT in answer.text or ">49<" in answer.text):
            found.append((number, path))
        assert answer.header("X-Content-Type-Options") == "nosniff", path
        assert "unsafe" not in answer.header("Content-Security-Policy"), path

    assert found == []


def test_the_mean_texts_are_shown_and_not_left_out(head: Browser) -> None:
    assert "&lt;img src=x" in head.get("/people").text
    assert "&lt;img src=x" in head.get("/calendar?days=7").text


@pytest.mark.parametrize("agent", [SCRIPT, "Android Chrome\u202e<b>", "x" * 3000])
def test_what_a_browser_calls_itself_is_not_repeated(hub: SmallHub, agent: str) -> None:
    made = Browser(hub, "127.0.0.31", agent.encode("utf-8").decode("latin-1"))

    assert SCRIPT not in made.get("/door").text


FORGED = {
    "no mark": {"mark": ""},
    "a made-up mark": {"mark": "0" * 64},
}


@pytest.mark.parametrize("path", ["/orders/resume", "/orders/stop", "/people", "/close", "/look"])
@pytest.mark.parametrize("fields", FORGED.values(), ids=FORGED)
def test_a_form_that_no_page_of_ours_made_is_refused(
    head: Browser, path: str, fields: dict[str, str]
) -> None:
    assert head.post(path, {**fields, "order": "web-0123456789abcdef"}).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/orders/resume", "/api/v1/orders/resume"])
def test_another_site_orders_nothing(head: Browser, headers: dict[str, str], path: str) -> None:
    head.get("/more")
    answer = head.ask(
        "POST",
        path,
        b'{"id": "a"}',
        Content_Type="application/json",
        X_Hub_Mark=head.mark,
        **headers,
    )

    assert answer.status == 403


def test_a_mark_is_of_one_phone(hub: SmallHub, head: Browser) -> None:
    other = paired(hub, "Lan", address="127.0.0.12")
    other.get("/more")
    head.get("/more")
    own, head.mark = head.mark, other.mark

    assert head.post("/orders/stop", {"order": "web-0123456789abcdef"}).status == 403
    head.mark = own


def test_cookies_that_somebody_planted_are_not_taken_over(hub: SmallHub) -> None:
    made = Browser(hub, "127.0.0.13")
    planted = {"hub_phone": "p" * 43, "hub_open": "o" * 43, "hub_seal": "s" * 43}
    made.cookies = dict(planted)
    victim = paired(hub, "Mai", address="127.0.0.14")
    made.get("/door")

    assert made.get("/").status in {303, 401}
    assert not set(planted.values()) & set(victim.cookies.values())


def test_a_seal_that_somebody_planted_is_gone_after_pairing(hub: SmallHub) -> None:
    first = paired(hub, "Nga", address="127.0.0.15")
    seal = first.cookies["hub_seal"]
    head = paired(hub, "Tám", address="127.0.0.16")

    assert head.cookies["hub_seal"] != seal
    assert len(head.cookies["hub_seal"]) >= 43


def test_a_copied_cookie_opens_nothing_elsewhere(head: Browser) -> None:
    from_afar = head.copied("127.0.0.66")
    other_kind = head.copied(head.address, "Mozilla/5.0 (iPhone) Safari/604.1")

    assert from_afar.get("/").header("Location").startswith("/pin")
    assert other_kind.get("/").header("Location") == "/door"
    assert head.get("/").status == 200


def test_pins_tried_in_parallel_from_many_addresses_are_all_counted(hub: SmallHub) -> None:
    victim = paired(hub, "Chín", address="127.0.0.17")
    texts: list[str] = []

    def attempt(number: int) -> None:
        thief = victim.copied(f"127.0.2.{number + 1}")
        thief.get("/pin")
        texts.append(thief.post("/pin", {"pin": f"{number:06d}", "next": "/"}).text)

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    thief = victim.copied("127.0.2.99")
    thief.get("/pin")
    assert thief.post("/pin", {"pin": PIN, "next": "/"}).status == 403
    assert len(texts) == 12


@pytest.mark.parametrize(
    "following",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\tevil.example",
        "/%0d%0aSet-Cookie: a=b",
        "/\r\nSet-Cookie: a=b",
        "/\u2028evil",
        "",
        "evil.example",
        "data:text/html,x",
    ],
)
def test_nobody_is_sent_to_another_site(hub: SmallHub, following: str) -> None:
    made = Browser(hub, "127.0.0.18")
    made.get("/door")

    answer = made.post("/look", {"language": "vi", "next": following})

    where = answer.header("Location")
    assert answer.status == 303
    assert re.fullmatch(r"/(?![/\\]).*", where) or where == "/"
    assert "evil" not in where.split("?")[0].split("/")[1] if where != "/" else True
    assert answer.header("Set-Cookie").startswith("hub_")


def test_headers_of_proxies_poison_no_page(head: Browser) -> None:
    answer = head.get(
        "/people",
        X_Forwarded_Host="evil.example",
        X_Forwarded_Proto="https",
        X_Original_URL="/door",
        Forwarded="host=evil.example",
    )

    assert "evil.example" not in answer.text
    assert answer.header("Cache-Control") == "no-store"


@pytest.mark.parametrize("path", ["/", "/people", "/static/nothing.js", "/log/week.csv", "/pin"])
def test_nothing_of_a_person_is_kept_by_a_cache(head: Browser, path: str) -> None:
    assert head.get(path).header("Cache-Control") == "no-store"


@pytest.mark.parametrize(
    "name",
    [
        "đảo\u202engược",
        "Ho\u200ba",
        "Ho\u0430",
        "Hoa\u0336",
        "a\u0000b",
        " \u3164 ",
        "\uff28oa\ufeff",
    ],
)
def test_a_name_that_looks_like_another_is_refused(head: Browser, name: str) -> None:
    head.get("/people")

    assert head.post("/people", {"name": name, "role": "speaker"}).status == 422


def test_one_name_in_two_spellings_is_one_name(hub: SmallHub, head: Browser) -> None:
    head.get("/people")
    first = head.post("/people", {"name": "Bùi Thị Hòa", "role": "speaker"})
    head.get("/people")
    second = head.post("/people", {"name": "Bu\u0300i Thi\u0323 Ho\u0300a", "role": "speaker"})

    assert (first.status, second.status) == (200, 422)


@pytest.mark.parametrize("name", ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "app.css\x00.js"])
def test_no_file_outside_is_read(hub: SmallHub, name: str) -> None:
    answer = Browser(hub, "127.0.0.19", ANDROID).get(f"/static/{name}".replace("\x00", "%00"))

    assert answer.status in {400, 404}
