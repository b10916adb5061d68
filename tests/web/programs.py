"""Hands for tests of the API: a program with a key, something to play."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.person import Right, Role
from hub.domain.program_key import KeyId, ProgramKey
from hub.domain.programme import Programme, Source
from hub.store.calendar import put_programme
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.store.program_keys import add_key
from hub.tokens import digest, new_id, new_token
from tests.web.site import HOST, Site

ALL = frozenset(Right)


def key(site: Site, rights: frozenset[Right] = ALL, role: Role = Role.HEAD) -> str:
    """A key of a program, made by somebody of a role."""
    maker = site.person(f"Người {role} {new_id()}", role)
    secret = new_token()
    made = ProgramKey(KeyId(new_id()), f"Máy {new_id()}", rights, maker, site.clock.now())
    with site.people() as people:
        add_key(people, made, digest(secret))
    return secret


def ask(
    site: Site, secret: str, method: str, path: str, body: Any = None, **headers: str
) -> TestResponse:
    told = {"Authorization": f"Bearer {secret}"} if secret else {}
    answer: TestResponse = site.app.test_client().open(
        f"/api/v1{path}",
        method=method,
        base_url=HOST,
        headers={**told, **{name.replace("_", "-"): value for name, value in headers.items()}},
        environ_overrides={"REMOTE_ADDR": "192.168.1.30"},
        **({} if body is None else {"json": body}),
    )
    return answer


def programme(
    site: Site, name: str = "tin-1", approver: str = "Hoa", kind: Kind = Kind.ROUTINE
) -> None:
    made = Programme(
        ProgrammeId(name), "Cắt điện", kind, Level.COMMUNE, Source.FILE, f"{name}.wav",
        48_000, 48_000, "0" * 64, "Bình", approver,
    )  # fmt: skip
    with open_hub(site.folder, Service.CLI) as store:
        put_programme(store, made)


def slot(**more: Any) -> dict[str, Any]:
    return {"title": "Bản tin sáng", "start": "2026-12-05T17:00", "content": ["tin-1"], **more}
