"""Forms as a browser has them after a page was read, to be sent later, once or twice."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.forms import hidden
from tests.web.site import Visitor


def send(phone: Visitor, path: str, page: str, fields: dict[str, Any]) -> TestResponse:
    """Send the form of a page that was read before, with the forgery mark of the newest page."""
    kept = {name: value for name, value in hidden(page, path).items() if name != "mark"}
    return phone.post(path, **{**kept, **fields})
