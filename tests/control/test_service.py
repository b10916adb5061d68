"""What a service answers: its methods, the standard questions, refusals with their words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hub.errors import (
    ConfigError,
    ControlError,
    DeviceError,
    HubError,
    LinkError,
    MediaError,
    RefusedError,
    StoreBusyError,
    StoreError,
)
from hub.varlink.families import from_reply
from hub.varlink.service import About, Service

TOY = """interface vn.hub.Toy
method Double(number: int) -> (number: int)
method Fail(what: string) -> ()
method Odd() -> (path: string)
"""

ERRORS: dict[str, HubError] = {
    "refused": RefusedError("control.bad_value", name="kind", value="x"),
    "media": MediaError("x.media", frames=3),
    "device": DeviceError("x.device", is_on=True),
    "busy": StoreBusyError("store.full", path=Path("/var/lib/hub/hub.db")),
    "store": StoreError("store.corrupt"),
    "link": LinkError("x.link", share=0.5),
    "control": ControlError("control.no_answer"),
    "config": ConfigError((HubError("config.no_file", path="x"),)),
    "plain": HubError("x.plain"),
}


def fail(parameters: dict[str, Any]) -> dict[str, Any]:
    raise ERRORS[parameters["what"]]


@pytest.fixture
def service() -> Service:
    handlers = {
        "Double": lambda parameters: {"number": 2 * parameters["number"]},
        "vn.hub.Toy.Fail": fail,
        "Odd": lambda _: {"path": Path("/x")},
    }
    return Service(TOY, handlers, About(version="7"))


def ask(service: Service, method: object, **parameters: object) -> dict[str, Any]:
    data = service.answer({"method": method, "parameters": parameters})
    assert data is not None
    reply = json.loads(data.removesuffix(b"\0"))
    assert isinstance(reply, dict)
    return reply


def test_a_method_answers(service: Service) -> None:
    assert ask(service, "vn.hub.Toy.Double", number=21) == {"parameters": {"number": 42}}


@pytest.mark.parametrize("parameters", [{}, {"number": "x"}, {"number": 1, "more": 2}])
def test_parameters_that_do_not_fit_never_reach_the_method(
    service: Service, parameters: dict[str, object]
) -> None:
    reply = ask(service, "vn.hub.Toy.Double", **parameters)

    assert reply["error"] == "org.varlink.service.InvalidParameter"


@pytest.mark.parametrize("key", ERRORS)
def test_an_error_arrives_as_it_was_raised(service: Service, key: str) -> None:
    raised = ERRORS[key]

    error = from_reply(ask(service, "vn.hub.Toy.Fail", what=key), "vn.hub.Toy.Fail")

    assert type(error) is (HubError if key == "config" else type(raised))
    assert error.key == raised.key
    assert error.values == {
        name: str(value) if isinstance(value, Path) else value
        for name, value in raised.values.items()
    }


@pytest.mark.parametrize(
    ("method", "error"),
    [
        ("vn.hub.Toy.Nothing", "MethodNotFound"),
        ("vn.hub.Refused", "MethodNotFound"),
        ("org.varlink.service.Nothing", "MethodNotFound"),
        ("vn.hub.Other.Double", "InterfaceNotFound"),
        ("Double", "InterfaceNotFound"),
        ("", "InterfaceNotFound"),
        (3, "InvalidParameter"),
    ],
)
def test_a_method_that_is_not_there_is_told(service: Service, method: object, error: str) -> None:
    assert ask(service, method)["error"] == f"org.varlink.service.{error}"


def test_whoever_asks_is_told_what_there_is(service: Service) -> None:
    info = ask(service, "org.varlink.service.GetInfo")["parameters"]

    assert info["version"] == "7"
    assert info["interfaces"] == ["org.varlink.service", "vn.hub", "vn.hub.Toy"]
    for name in info["interfaces"]:
        told = ask(service, "org.varlink.service.GetInterfaceDescription", interface=name)
        assert f"interface {name}\n" in told["parameters"]["description"]


def test_an_interface_that_is_not_there_has_no_text(service: Service) -> None:
    reply = ask(service, "org.varlink.service.GetInterfaceDescription", interface="a.b")

    assert reply["error"] == "org.varlink.service.InterfaceNotFound"


def test_one_way_is_done_and_not_answered(service: Service) -> None:
    assert service.answer({"method": "vn.hub.Toy.Double", "oneway": True}) is None


def test_more_is_answered_once(service: Service) -> None:
    data = service.answer(
        {"method": "vn.hub.Toy.Double", "parameters": {"number": 1}, "more": True}
    )

    assert data == b'{"parameters":{"number":2}}\0'


def test_an_upgrade_is_refused(service: Service) -> None:
    data = service.answer({"method": "vn.hub.Toy.Double", "upgrade": True})

    assert b"InvalidParameter" in (data or b"")


def test_an_answer_that_is_no_json_is_told_and_ends_nothing(service: Service) -> None:
    assert ask(service, "vn.hub.Toy.Odd")["parameters"]["key"] == "control.bad_answer"


@pytest.mark.parametrize("handlers", [{}, {"Double": fail}, dict.fromkeys("abc", fail)])
def test_a_method_without_a_handler_is_found_at_start(handlers: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="differ"):
        Service(TOY, handlers, About())


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ({"error": "org.varlink.service.PermissionDenied"}, "control.not_allowed"),
        ({"error": "org.varlink.service.MethodNotFound"}, "control.no_method"),
        ({"error": "org.varlink.service.InvalidParameter"}, "control.bad_parameter"),
        ({"error": "org.varlink.service.Odd"}, "control.failed"),
        ({"error": "com.example.Odd", "parameters": {"x": 1}}, "control.failed"),
        ({"error": 3, "parameters": []}, "control.failed"),
    ],
)
def test_what_another_program_answers_is_an_error_of_control(
    reply: dict[str, Any], key: str
) -> None:
    error = from_reply(reply, "a.b.C")

    assert isinstance(error, ControlError)
    assert error.key == key
