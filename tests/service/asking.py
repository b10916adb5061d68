"""A program that asks a real hub's API whatever its document allows, and what it does not."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from requests.adapters import HTTPAdapter
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from hub.clock import SystemClock
from hub.domain.person import Person, PersonId, Right, Role
from hub.domain.program_key import KeyId, ProgramKey
from hub.store.connect import open_people
from hub.store.people import add_person
from hub.store.permits import Service
from hub.store.program_keys import add_key
from hub.tokens import digest, new_id, new_token
from tests.service.village import SmallHub

SPARED = [positive_data_acceptance, negative_data_rejection, ignored_auth]
"""What a document cannot say: which zones there are, which programmes were approved.  Who gets in
is looked at in `tests/web`; this check asks from one address until the hub has enough of it."""


ODD_IDS = ("/x", "//x", "/", "x/", "x//y", "../x", ".", "%2F", "?", "#", "\u202e", " ", "x" * 2000)
"""Ids that a path can hold only quoted, or that a server likes to tidy up."""


class ManyAddresses(HTTPAdapter):
    """Each connection from another address of the loopback, as the hub limits each of them."""

    def __init__(self) -> None:
        self._numbers = itertools.cycle(range(2, 250))
        super().__init__(pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **{**more, "source_address": ("127.0.0.2", 0)})

    def send(self, *args: Any, **more: Any) -> requests.Response:
        self.close()
        pool: Any = self.poolmanager  # urllib3's own; each is made for one address
        pool.connection_pool_kw["source_address"] = (f"127.0.0.{next(self._numbers)}", 0)
        return super().send(*args, **more)


def key_of(hub: SmallHub) -> str:
    """A key that may everything."""
    now, secret = SystemClock().now(), new_token()
    maker = Person(PersonId(new_id()), "Hoa", Role.HEAD)
    with open_people(hub.config.data_dir, Service.CLI) as people:
        add_person(people, maker, now)
        key = ProgramKey(KeyId(new_id()), "Máy hỏi", frozenset(Right), maker, now)
        add_key(people, key, digest(secret))
    return secret


@contextmanager
def session() -> Iterator[requests.Session]:
    """Asks from many addresses."""
    with requests.Session() as made:
        made.mount("http://", ManyAddresses())
        yield made


def operations(paper: Path, base_url: str) -> list[Any]:
    """Every operation of the document, which a test holds against the code."""
    schema = schemathesis.openapi.from_dict(json.loads(paper.read_text("utf-8")))
    schema.config.update(base_url=base_url)
    every: Any = schema.get_all_operations()
    return [found.ok() for found in every]


def ask(operation: Any, secret: str, examples: int) -> None:
    """Ask one operation what its document allows, then what it does not."""
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        _ask(operation, secret, examples, mode)


def _ask(operation: Any, secret: str, examples: int, mode: GenerationMode) -> None:
    headers = {"Authorization": f"Bearer {secret}"}

    with session() as asked:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def one(case: Any) -> None:
            case.call_and_validate(session=asked, headers=headers, excluded_checks=SPARED)

        for identity in ODD_IDS if "{identity}" in operation.path else ():
            if operation.method.upper() in {"GET", "DELETE"}:
                case = operation.Case(path_parameters={"identity": identity})
                case.call_and_validate(session=asked, headers=headers, excluded_checks=SPARED)
        with suppress(Unsatisfiable):  # an operation that takes nothing cannot be asked wrongly
            one()
