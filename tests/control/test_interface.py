"""Interface texts: read as they are written, and parameters held against them."""

from __future__ import annotations

from typing import Any

import pytest

from hub.varlink.families import TEXT
from hub.varlink.interface import read
from hub.varlink.service import STANDARD

TOY = """# A toy.
interface vn.hub.Toy

type Colour (red, green)
type Place (zone: string, level: ?float)

# Everything once.
method Try(
  id: string,
  count: int,
  share: float,
  loud: bool,
  zones: []string,
  values: [string]string,
  colour: Colour,
  place: ?Place,
  way: (left, right),
  any: object
) -> ()
method Nothing() -> (colours: []Colour)
error Refused (key: string)
"""

GOOD: dict[str, Any] = {
    "id": "a",
    "count": 3,
    "share": 1,
    "loud": True,
    "zones": ["xom-1"],
    "values": {"a": "b"},
    "colour": "red",
    "place": {"zone": "xom-1"},
    "way": "left",
    "any": [1],
}


def test_a_text_is_read() -> None:
    toy = read(TOY)

    assert toy.name == "vn.hub.Toy"
    assert set(toy.methods) == {"Try", "Nothing"}
    assert toy.errors == {"Refused"}


@pytest.mark.parametrize("text", [STANDARD, TEXT])
def test_our_own_texts_are_read(text: str) -> None:
    assert read(text).errors


@pytest.mark.parametrize(
    "text",
    [
        "",
        "interface",
        "method A() -> ()",
        "interface a.b method A() -> ",
        "interface a.b method A(x) ->",
        "interface a.b method A(x: , y: int) -> ()",
        "interface a.b thing A()",
        "interface a.b method A(x: int, y) -> ()",
        "interface a.b method A(x: ?) -> ()",
        "interface a.b !",
    ],
)
def test_a_text_with_a_mistake_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read(text)


def test_parameters_that_fit_are_fine() -> None:
    assert read(TOY).wrong("Try", GOOD) is None
    assert read(TOY).wrong("Try", {**GOOD, "place": None}) is None
    assert read(TOY).wrong("Nothing", {}) is None


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"id": 3}, "id"),
        ({"id": None}, "id"),
        ({"count": 3.5}, "count"),
        ({"count": True}, "count"),
        ({"count": 2**63}, "count"),
        ({"share": "1"}, "share"),
        ({"share": float("inf")}, "share"),
        ({"loud": 1}, "loud"),
        ({"zones": "xom-1"}, "zones"),
        ({"zones": ["xom-1", 2]}, "zones"),
        ({"values": {"a": 1}}, "values"),
        ({"values": []}, "values"),
        ({"colour": "blue"}, "colour"),
        ({"colour": ["red"]}, "colour"),
        ({"place": {"zone": 1}}, "zone"),
        ({"place": {"zone": "a", "level": "b"}}, "level"),
        ({"place": "a"}, "place"),
        ({"way": "up"}, "way"),
        ({"any": None}, "any"),
        ({"more": 1}, "more"),
    ],
)
def test_the_parameter_that_does_not_fit_is_named(changed: dict[str, Any], wrong: str) -> None:
    assert read(TOY).wrong("Try", {**GOOD, **changed}) == wrong


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_parameter_is_named_unless_it_may_be_missing(name: str) -> None:
    missing = {key: value for key, value in GOOD.items() if key != name}

    assert read(TOY).wrong("Try", missing) == (None if name == "place" else name)


@pytest.mark.parametrize("parameters", [[], "x", 3])
def test_parameters_that_are_no_object_are_wrong(parameters: object) -> None:
    assert read(TOY).wrong("Nothing", parameters) == "parameters"
