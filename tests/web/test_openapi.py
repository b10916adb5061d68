"""The OpenAPI document is the one of the papers, and fits what the code says of itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.web.site import Site
from web.api.about import text
from web.entry.rights import routes

PAPER = Path(__file__).parents[2] / "docs/openapi.json"


def test_the_document_in_the_papers_is_the_one_of_the_code(site: Site) -> None:
    assert json.loads(PAPER.read_text("utf-8")) == json.loads(text(site.app))


def test_every_route_of_the_api_is_in_the_document(site: Site) -> None:
    told = json.loads(text(site.app))["paths"]
    there = {
        (route.method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.path))
        for route in routes(site.app)
        if route.path.startswith("/api/v1/") and not route.path.endswith("openapi.json")
    }

    assert there == {(m.upper(), path) for path, found in told.items() for m in found}


def test_every_operation_says_which_right_it_needs(site: Site) -> None:
    told = json.loads(text(site.app))["paths"]
    bare = [path for path, found in told.items() for one in found.values() if "x-right" not in one]

    assert bare == ["/api/v1/version"]


def test_the_document_is_for_anybody_and_kept_for_an_hour(site: Site) -> None:
    answer = site.visitor().get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert "max-age=3600" in answer.headers["Cache-Control"]
    assert answer.json is not None
    assert answer.json["openapi"] == "3.1.0"
