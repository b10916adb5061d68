"""One operation of the API: who may, what it takes, what it answers; the document is made of it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from flask import Blueprint, Response, request

from hub.domain.person import Right
from web.api import access
from web.api.problems import PREFIX, ApiRefusalError
from web.entry.guard import Need
from web.language import language

JSON: Final = "application/json"
View = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Operation:
    """What the document says of an operation.

    Attributes:
        method: GET, PUT, POST or DELETE.
        path: Its path below the prefix, as Flask writes it.
        need: What it asks of whoever calls it.
        told: One sentence.
        answers: Document of each status that is no problem; None = no content.
        query: Structure of its query, or None.
        body: Structure of what it takes, or None.
        problems: Statuses of its refusals.
        has_tag: Its answers carry an ETag, and it takes If-Match or If-None-Match.
    """

    method: str
    path: str
    need: Need
    told: str
    answers: Mapping[int, type | None]
    query: type | None = None
    body: type | None = None
    problems: tuple[int, ...] = ()
    has_tag: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with more than its document.

    Attributes:
        document: The document, or None for no content.
        status: Its status.
        headers: More headers.
    """

    document: msgspec.Struct | None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def blueprint(name: str) -> Blueprint:
    """A part of the API."""
    return Blueprint(f"api_{name}", __name__, url_prefix=PREFIX)


def operation(
    pages: Blueprint,
    method: str,
    path: str,
    right: Right | None,
    answers: type | Mapping[int, type | None],
    *,
    query: type | None = None,
    body: type | None = None,
    problems: tuple[int, ...] = (),
    has_tag: bool = False,
    is_open: bool = True,
) -> Callable[[View], View]:
    """Make a view an operation: it is given its checked query as `asked` and body as `given`."""
    need = Need(right, is_open=is_open and right is not None, is_marked=False, is_api=True)
    found = answers if isinstance(answers, Mapping) else {200: answers}

    def register(view: View) -> View:
        told = (view.__doc__ or "").partition("\n")[0]
        made = Operation(method, path, need, told, found, query, body, problems, has_tag)

        @functools.wraps(view)
        def call(**values: Any) -> Response:
            access.enter(need)
            if query is not None:
                values["asked"] = _asked(query)
            if body is not None:
                values["given"] = _given(body)
            return _answer(view(**values))

        vars(call).update(need=need, operation=made)
        pages.add_url_rule(path, view.__name__, call, methods=[method])
        return call

    return register


def operation_of(view: Callable[..., object]) -> Operation | None:
    """What a view does in the API; None for views of pages."""
    found: Operation | None = vars(view).get("operation")
    return found


def _asked(kind: type) -> object:
    """The query, checked.

    Raises:
        ApiRefusalError: It does not fit, or names something twice.
    """
    if any(len(values) > 1 for _, values in request.args.lists()):
        raise ApiRefusalError(422, "api.twice")
    try:
        return msgspec.convert(request.args.to_dict(), kind, strict=False)
    except msgspec.ValidationError as error:
        raise ApiRefusalError(422, "api.invalid", problem=error) from error


def _given(kind: type) -> object:
    """The body, checked.

    Raises:
        ApiRefusalError: It is no JSON, or does not fit.
    """
    if request.mimetype != JSON:
        raise ApiRefusalError(415, "api.http_415")
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except msgspec.ValidationError as error:
        raise ApiRefusalError(422, "api.invalid", problem=error) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ApiRefusalError(400, "api.http_400") from error


def _answer(found: object) -> Response:
    reply = found if isinstance(found, Reply) else Reply(_structure(found))
    headers = {"Content-Language": language(), "Vary": "Accept-Language", **reply.headers}
    if reply.document is None:
        status = reply.status if reply.status != 200 else 204
        answer = Response(status=status, headers=headers)
        del answer.headers["Content-Type"]
        return answer
    return Response(msgspec.json.encode(reply.document), reply.status, headers, content_type=JSON)


def _structure(found: object) -> msgspec.Struct | None:
    assert found is None or isinstance(found, msgspec.Struct)
    return found
