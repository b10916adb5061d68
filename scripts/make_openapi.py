"""Writes docs/openapi.json: the document of the JSON API, as a hub serves it."""

from __future__ import annotations

from pathlib import Path

from scripts.make_routes import application
from web.api.about import text

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write the document."""
    (ROOT / "docs/openapi.json").write_bytes(text(application()))


if __name__ == "__main__":
    main()
