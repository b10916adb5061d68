"""Every page of a running village: from the table of routes, with ids that its own links tell."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import APIRequestContext

from hub.config import load
from hub.domain.ids import ProgrammeId
from hub.store.calendar import programmes, put_programme
from hub.store.connect import open_hub
from hub.store.permits import Service
from scripts.make_routes import application
from scripts.shown_hub import ShownHub
from web.entry.rights import routes

MOST: Final = 150
"""Pages that are looked at for links."""
NO_PAGE: Final = re.compile(
    r"^/(api|static|alive|events|kept|worker|app\.webmanifest|calendar/feed|secure/hub|log/week"
    r"|kiosk/(events|pulse|pairing|numbers|keys|screen\.css|papers/.*\.|beat|rest/slides)|upload/files)"
    r"|/(sound|voice)$|/now$|\.(txt|csv)$"
)
"""Answers that are not read by people as a page."""
LINK: Final = re.compile(r'(?:href|action)="(/[^"#]*)"')


def with_a_draft(hub: ShownHub) -> None:
    """Somebody has written a bulletin that waits."""
    config = load(next(hub.folder.glob("examples/*/village.toml")))
    with open_hub(config.data_dir, Service.CLI) as store:
        one = next(found for found in programmes(store).values() if found.media)
        draft = replace(one, id=ProgrammeId("tin-waits"), title="Tin đang chờ", approver="")
        put_programme(store, draft)


def every_page(hub: ShownHub, asked: APIRequestContext) -> list[str]:
    """An address of each page: its route, or an example of it that some page links to."""
    wanted = [
        route.path
        for route in routes(application())
        if route.method == "GET" and NO_PAGE.search(route.path) is None
    ]
    linked = _linked(hub, asked, [path for path in wanted if "<" not in path])
    return [_where(hub, _example(path, linked)) for path in sorted(set(wanted))]


def _example(path: str, linked: list[str]) -> str:
    form = re.compile("[^/]+".join(map(re.escape, re.split(r"<[^>]*>", path))))
    fitting = (one for one in linked if form.fullmatch(one.partition("?")[0]))
    return next(fitting, re.sub(r"<[^>]*>", "nothing", path))


def _linked(hub: ShownHub, asked: APIRequestContext, first: list[str]) -> list[str]:
    """Every address that pages link to, found from page to page."""
    seen: dict[str, None] = dict.fromkeys(first)
    queue = list(seen)
    while queue and len(seen) < MOST:
        answer = asked.get(_where(hub, queue.pop(0)), max_redirects=0)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        for link in LINK.findall(answer.text().replace("&amp;", "&")):
            where = urlsplit(urljoin(hub.address, link))
            address = where.path + (f"?{where.query}" if where.query else "")
            if address not in seen and NO_PAGE.search(where.path) is None:
                seen[address] = None
                queue.append(address)
    return list(seen)


def _where(hub: ShownHub, path: str) -> str:
    base = hub.screen if path.startswith("/kiosk") else hub.address.rstrip("/")
    return base + path
