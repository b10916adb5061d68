"""The JSON API: who may, what is answered, what is refused, asking twice."""

from __future__ import annotations

import json

import pytest

from hub.domain.person import PersonId, Right, Role
from hub.domain.program_key import KeyId
from hub.store.people import let_go
from hub.store.program_keys import revoke_key
from hub.tokens import digest, new_id
from tests.web.programs import ALL, ask, key, programme, slot
from tests.web.site import HOST, Site

READS = ["/state", "/health", "/timeline?days=2", "/programmes", "/slots", "/log", "/people"]


@pytest.mark.parametrize("path", READS)
def test_a_key_reads_what_it_may(site: Site, path: str) -> None:
    answer = ask(site, key(site), "GET", path)

    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json"


@pytest.mark.parametrize("path", READS)
def test_an_open_phone_reads_with_its_cookies(site: Site, path: str) -> None:
    assert site.phone().get(f"/api/v1{path}").status_code == 200


@pytest.mark.parametrize("secret", ["", "nobody", "x" * 5000])
def test_nobody_known_is_told_how_to_come_in(site: Site, secret: str) -> None:
    answer = ask(site, secret, "GET", "/state")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(("asked", "word"), [("vi", "ghép"), ("en-GB,vi;q=0.1", "paired phone")])
def test_a_problem_speaks_the_asked_language(site: Site, asked: str, word: str) -> None:
    answer = ask(site, "", "GET", "/state", Accept_Language=asked)

    assert word in json.loads(answer.text)["detail"]
    assert answer.headers["Content-Language"] == asked[:2]


def test_a_key_may_no_more_than_it_was_made_for(site: Site) -> None:
    secret = key(site, frozenset({Right.SEE}))

    assert ask(site, secret, "POST", "/orders/stop", {"id": "a"}).status_code == 403
    assert site.playout.asked == []


def test_a_key_may_no_more_than_its_maker(site: Site) -> None:
    secret = key(site, ALL, Role.IT)

    assert ask(site, secret, "PUT", "/slots/a", slot()).status_code == 403


def test_a_key_ends_when_it_is_revoked_or_its_maker_leaves(site: Site) -> None:
    first, second = key(site), key(site)
    with site.people() as people:
        rows: dict[str, str] = dict(people.rows("SELECT token, id FROM program_key"))
        makers: dict[str, str] = dict(people.rows("SELECT token, maker FROM program_key"))
        revoke_key(people, KeyId(rows[digest(first)]), site.clock.now())
        let_go(people, PersonId(makers[digest(second)]), site.clock.now())

    assert ask(site, first, "GET", "/state").status_code == 401
    assert ask(site, second, "GET", "/state").status_code == 401


def test_a_key_is_kept_only_as_a_hash_and_its_use_is_noted(site: Site) -> None:
    secret = key(site)
    ask(site, secret, "GET", "/state")

    with site.people() as people:
        row = people.row("SELECT used_at, used_from FROM program_key")
    assert row is not None
    assert row[1] == "192.168.1.30"
    assert secret.encode() not in (site.folder / "people.db").read_bytes()


def test_a_phone_writes_only_with_the_mark_of_a_page(site: Site) -> None:
    phone = site.phone()
    phone.get("/more")
    body = {"id": "a"}
    around = {"base_url": HOST, "environ_overrides": {"REMOTE_ADDR": phone.address}}
    agent = {"User-Agent": phone.agent}

    bare = phone.client.post("/api/v1/orders/stop", json=body, headers=agent, **around)
    marked = phone.client.post(
        "/api/v1/orders/stop", json=body, headers={**agent, "X-Hub-Mark": phone.mark}, **around
    )

    assert (bare.status_code, marked.status_code) == (403, 200)


def test_a_closed_phone_may_stop_and_nothing_else(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")
    phone.get("/more")
    headers = {"User-Agent": phone.agent, "X-Hub-Mark": phone.mark}
    around = {"base_url": HOST, "environ_overrides": {"REMOTE_ADDR": phone.address}}

    codes = [
        phone.client.post(f"/api/v1/orders/{verb}", json={"id": "a"}, headers=headers, **around)
        for verb in ("stop", "resume")
    ]

    assert [one.status_code for one in codes] == [200, 403]
    assert codes[1].json is not None
    assert codes[1].json["key"] == "api.closed"


def test_a_stop_always_stops_although_its_id_was_used(site: Site) -> None:
    secret = key(site)
    for _ in range(2):
        assert ask(site, secret, "POST", "/orders/stop", {"id": "same"}).status_code == 200

    names = [told["id"] for _, told in site.playout.asked]
    assert len(set(names)) == 2


def test_the_same_resume_twice_is_the_same_order(site: Site) -> None:
    secret = key(site)
    for _ in range(2):
        ask(site, secret, "POST", "/orders/resume", {"id": "same"})

    assert len({told["id"] for _, told in site.playout.asked}) == 1


def test_what_is_not_confirmed_is_not_called_done(site: Site) -> None:
    site.playout.unconfirmed = ["xom-1"]
    answer = ask(site, key(site), "POST", "/orders/stop", {"id": "a"})

    assert answer.status_code == 502
    assert answer.json is not None
    assert answer.json["key"] == "api.unconfirmed"


def test_only_an_approved_programme_is_played_and_not_as_more_than_it_was_approved(
    site: Site,
) -> None:
    programme(site)
    programme(site, "tin-2", approver="")
    secret = key(site)

    def play(**told: str) -> int:
        return ask(site, secret, "POST", "/orders/play", {"id": new_id(), **told}).status_code

    assert play(programme="tin-1") == 200
    assert play(programme="tin-2") == 422
    assert play(programme="nothing") == 422
    assert play(programme="tin-1", kind="emergency") == 422
    assert len(site.playout.asked) == 1


def test_a_phone_gives_its_pin_again_to_play(site: Site) -> None:
    programme(site)
    phone = site.phone()
    phone.get("/more")
    headers = {"User-Agent": phone.agent, "X-Hub-Mark": phone.mark}
    around = {"base_url": HOST, "environ_overrides": {"REMOTE_ADDR": phone.address}}
    told = {"id": "a", "programme": "tin-1"}

    codes = [
        phone.client.post(
            "/api/v1/orders/play", json={**told, "pin": pin}, headers=headers, **around
        ).status_code
        for pin in ("", "000000", "274913")
    ]

    assert codes == [403, 403, 200]


def test_lists_come_by_pages(site: Site) -> None:
    for number in range(5):
        programme(site, f"tin-{number}")
    secret, found, after = key(site), [], ""
    while True:
        page = ask(site, secret, "GET", f"/programmes?limit=2&after={after}").json
        assert page is not None
        found += [one["id"] for one in page["programmes"]]
        after = page["next"]
        if after is None:
            break

    assert found == [f"tin-{number}" for number in range(5)]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 60_000, "application/json", 422),
        (b'{"id": "\\ud800"}', "application/json", 400),
        (b'{"id": "a"}', "text/plain", 415),
        (b'{"id": 1}', "application/json", 422),
        (b'{"id": "a", "x": 1}', "application/json", 422),
        (b'{"id": "' + b"a" * 70_000 + b'"}', "application/json", 413),
        (b"\xff\xfe", "application/json", 400),
    ],
)
def test_a_body_that_does_not_fit_is_a_problem(
    site: Site, body: bytes, kind: str, status: int
) -> None:
    answer = site.app.test_client().post(
        "/api/v1/orders/stop",
        base_url=HOST,
        data=body,
        headers={"Authorization": f"Bearer {key(site)}", "Content-Type": kind},
    )

    assert answer.status_code == status, answer.text
    assert site.playout.asked == []


def test_what_is_not_there_is_a_problem_and_no_page(site: Site) -> None:
    missing = ask(site, key(site), "GET", "/nothing")
    wrong = ask(site, key(site), "PATCH", "/state")

    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert missing.content_type == wrong.content_type == "application/problem+json"
    assert "GET" in wrong.headers["Allow"]


def test_commune_it_does_not_shut_out_the_last_head(site: Site) -> None:
    site.phone(Role.HEAD)
    secret = key(site, role=Role.IT)
    found = ask(site, secret, "GET", "/people").json
    assert found is not None
    phone = next(one for one in found["people"] if one["phones"])["phones"][0]["id"]

    assert ask(site, secret, "DELETE", f"/phones/{phone}").status_code == 403
    head = key(site)
    assert ask(site, head, "DELETE", f"/phones/{phone}").status_code == 204
    assert ask(site, head, "DELETE", f"/phones/{phone}").status_code == 204
    assert ask(site, head, "DELETE", "/phones/nobody").status_code == 404
