"""The running API against its own document: no 5xx, no answer that is not in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.service.asking import ask, key_of, operations
from tests.service.pages import serving, with_pages
from tests.service.village import SmallHub

pytestmark = [pytest.mark.service, pytest.mark.timeout(600)]

PAPER = Path(__file__).parents[2] / "docs/openapi.json"
EXAMPLES = int(os.environ.get("HUB_API_EXAMPLES", "6"))
"""Of each sort for each operation; `make api-test` asks for more."""
OPERATIONS = [(one.label, number) for number, one in enumerate(operations(PAPER, "http://hub"))]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = with_pages(SmallHub(tmp_path_factory.mktemp("hub")))
    made.slots(made.tone("tin-1", 0.2), 3, every_s=3600, first_s=3600)
    with serving(made):
        yield made


@pytest.fixture(scope="module")
def secret(hub: SmallHub) -> str:
    return key_of(hub)


@pytest.mark.parametrize("number", [n for _, n in OPERATIONS], ids=[name for name, _ in OPERATIONS])
def test_it_answers_as_its_document_says(hub: SmallHub, secret: str, number: int) -> None:
    base_url = f"http://127.0.0.1:{hub.config.web.port}"

    ask(operations(PAPER, base_url)[number], secret, EXAMPLES)
