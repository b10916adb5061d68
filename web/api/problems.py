"""What went wrong, as ``application/problem+json`` (RFC 9457), in the asked language."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from hub.errors import ControlError, HubError, LinkError, RefusedError, StoreError
from web.api.shapes import Problem
from web.language import language, tell

PREFIX: Final = "/api/v1"
TYPE: Final = "application/problem+json"
AGAIN_S: Final = 10
"""When to ask again after the card, a service or a bucket could not take it."""

_STATUS: Final = {
    "error.too_often": 429,
    "enter.locked": 429,
    "error.forged": 403,
    "error.stale_mark": 403,
    "error.not_yours": 403,
    "enter.wrong_pin": 403,
    "people.no_phone": 404,
    "people.last_phone": 403,
    "log.bad_week": 422,
    "control.bad_value": 422,
}
"""Refusals of the pages' own rules that are not 422."""
_TOLD: Final = frozenset({400, 404, 405, 413, 415, 429})
"""What the web server's library refuses, in words of their own."""


class ApiRefusalError(RefusedError):
    """A request that the API refuses, with its status."""

    def __init__(self, status: int, key: str, /, **values: object) -> None:
        super().__init__(key, **values)
        self.status = status


def is_asked() -> bool:
    """True when this request is one to the API."""
    return request.path == "/api" or request.path.startswith("/api/")


def of_error(error: HubError) -> Response:
    """The answer for an error of ours."""
    return problem(_status(error), error.key, error.values)


def of_http(error: HTTPException) -> Response:
    """The answer for what the web server's library refuses."""
    status = error.code or 500
    known = status if status in _TOLD else 400 if status < 500 else 500
    answer = problem(known, f"api.http_{known}", {})
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def problem(status: int, key: str, values: dict[str, Any]) -> Response:
    """One problem; its sentence stands in the catalogue."""
    told = Problem(
        type=f"urn:village-hub:problem:{key}",
        title=tell(f"api.title_{status}"),
        status=status,
        detail=tell(key, **values),
        key=key,
        values={name: str(value) for name, value in values.items()},
    )
    answer = Response(msgspec.json.encode(told), status, content_type=TYPE)
    answer.headers["Content-Language"] = language()
    answer.headers["Vary"] = "Accept-Language"
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="village-hub"'
    if status in {429, 503}:
        answer.headers["Retry-After"] = str(values.get("seconds", AGAIN_S))
    return answer


def _status(error: HubError) -> int:
    match error:
        case ApiRefusalError():
            return error.status
        case RefusedError():
            return _STATUS.get(error.key, 422)
        case ControlError() | LinkError():
            return 502
        case StoreError():
            return 503
        case _:
            return 500
