"""The OpenAPI document, made from what the operations say of themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec
from flask import Flask

from web.api.access import KEY_SCHEME
from web.api.problems import PREFIX, TYPE
from web.api.routing import JSON, Operation, operation_of
from web.api.shapes import Problem
from web.api.taken import Identity
from web.entry.safety import HEADER

Document = dict[str, Any]

_PROBLEMS: Final = {
    304: "Not changed.",
    400: "The request is no JSON, or its Host is none of the hub's names.",
    401: "Neither a paired phone nor a key that is good.",
    403: "The phone is closed, the mark of a form is missing, or the right is.",
    404: "It is not there.",
    405: "Not with this method.",
    409: "It contradicts what is there.",
    412: "Somebody else has changed it.",
    413: "Too large.",
    415: "Not application/json.",
    422: "Well-formed, and refused.",
    428: "Say in If-Match which revision was seen.",
    429: "Too often, or too many wrong PINs.",
    502: "Another service did not confirm it.",
    503: "The store cannot be read or written now.",
}
_ABOUT: Final = (
    "What the pages of a village hub do, for other programs on its network. A paired phone calls"
    " with its cookies and, for whatever changes something, the mark of a form; another program"
    " with a key that somebody with the right made for it under People. Errors are problem"
    " documents (RFC 9457) in the language of Accept-Language (vi, en). Orders and slots carry"
    " an id of the caller's own, so that asking again after a lost answer does nothing twice;"
    " only a stop always stops."
)


def document(app: Flask, version: str) -> Document:
    """The document of an application's operations."""
    operations = list(_operations(app))
    components = _schemas(operations)
    paths: Document = {}
    for one in operations:
        path = PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", one.path)
        paths.setdefault(path, {})[one.method.lower()] = _described(one, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Village hub",
            "version": version,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": dict(sorted(components.items())), "securitySchemes": _SECURITY},
    }


_SECURITY: Final = {
    "key": {"type": "http", "scheme": KEY_SCHEME, "description": "A key made under People."},
    "phone": {"type": "apiKey", "in": "cookie", "name": "hub_phone"},
    "mark": {"type": "apiKey", "in": "header", "name": HEADER},
}


def _operations(app: Flask) -> Iterator[Operation]:
    views: Mapping[str, Callable[..., object]] = app.view_functions
    found = (operation_of(view) for view in views.values())
    yield from sorted(filter(None, found), key=lambda one: (one.path, one.method))


def _schemas(operations: list[Operation]) -> Document:
    kinds: list[type] = [Problem]
    for one in operations:
        wanted = (*one.answers.values(), one.query, one.body)
        kinds += [kind for kind in wanted if kind is not None]
    template = "#/components/schemas/{name}"
    _, components = msgspec.json.schema_components(kinds, ref_template=template)
    return dict(components)


def _described(one: Operation, components: Document) -> Document:
    answers = {str(code): _answer(kind, one) for code, kind in one.answers.items()}
    refused = sorted({*_usual(one), *one.problems})
    told: Document = {
        "operationId": f"{one.method.lower()}_{re.sub(r'[^a-z]+', '_', one.path).strip('_')}",
        "summary": one.told,
        "parameters": [*_path(one), *_query(one, components), *_tags(one)],
        "responses": answers | {str(code): _problem(code) for code in refused},
        "security": _security(one),
    }
    if one.need.right is not None:
        told["x-right"] = one.need.right
    if one.body is not None:
        schema = {"$ref": f"#/components/schemas/{one.body.__name__}"}
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return told


def _usual(one: Operation) -> set[int]:
    found = {400, 429}
    if one.need.right is not None:
        found |= {401, 403, 503}
    if one.query is not None:
        found.add(422)
    if one.body is not None:
        found |= {413, 415, 422}
    return found


def _security(one: Operation) -> list[Document]:
    if one.need.right is None:
        return []
    phone: Document = {"phone": []}
    return [{"key": []}, phone if one.method == "GET" else {"phone": [], "mark": []}]


def _path(one: Operation) -> list[Document]:
    """Ids in the path: whoever puts something chooses them in the form of ours."""
    schema: Document = {"type": "string", "minLength": 1}
    if one.method == "PUT":
        schema = msgspec.json.schema(Identity)
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name in re.findall(r"<(?:\w+:)?(\w+)>", one.path)
    ]


def _query(one: Operation, components: Document) -> list[Document]:
    if one.query is None:
        return []
    properties = components[one.query.__name__]["properties"]
    return [{"name": name, "in": "query", "schema": found} for name, found in properties.items()]


def _tags(one: Operation) -> list[Document]:
    if not one.has_tag:
        return []
    names = {"GET": ["If-None-Match"], "PUT": ["If-Match", "If-None-Match"], "DELETE": ["If-Match"]}
    return [
        {"name": name, "in": "header", "required": False, "schema": {"type": "string"}}
        for name in names[one.method]
    ]


def _answer(kind: type | None, one: Operation) -> Document:
    told: Document = {"description": "Done." if kind is None else _sentence(kind)}
    if kind is not None:
        schema = {"$ref": f"#/components/schemas/{kind.__name__}"}
        told["content"] = {JSON: {"schema": schema}}
    if one.has_tag and one.method != "DELETE":
        told["headers"] = {"ETag": {"schema": {"type": "string"}}}
    return told


def _sentence(kind: type) -> str:
    return (kind.__doc__ or "").partition("\n")[0]


def _problem(code: int) -> Document:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": _PROBLEMS[code], "content": {TYPE: {"schema": schema}}}
