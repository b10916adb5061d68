"""The table of routes and roles, made from what the views themselves say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import Flask

from hub.domain.person import MAY, Role
from web.entry.guard import Need, need_of

METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Route:
    """One route.

    Attributes:
        method: GET, POST, PUT, PATCH or DELETE.
        path: Its path, with the names of what varies.
        need: What it asks of whoever calls it.
    """

    method: str
    path: str
    need: Need

    def is_for(self, role: Role | None) -> bool:
        """Whether a role may call it; None = a phone that is not paired."""
        return self.need.right is None or (role is not None and self.need.right in MAY[role])


def routes(app: Flask) -> tuple[Route, ...]:
    """Every route, by path."""
    return tuple(sorted(_routes(app), key=lambda route: (route.path, route.method)))


def table(app: Flask) -> str:
    """The table in Markdown, for ``docs/routes.md``."""
    roles = ("stranger", *Role)
    lines = [
        "| route | " + " | ".join(roles) + " | PIN |",
        "| --- |" + " :-: |" * (len(roles) + 1),
    ]
    for route in routes(app):
        cells = ["✓" if route.is_for(role) else "" for role in (None, *Role)]
        pin = "✓" if route.need.right is not None and route.need.is_open else ""
        told = " | ".join([f"`{route.method} {route.path}`", *cells, pin])
        lines.append(f"| {told} |")
    return "\n".join(lines) + "\n"


def _routes(app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & METHODS:
            yield Route(method, rule.rule, need_of(app.view_functions[rule.endpoint]))
