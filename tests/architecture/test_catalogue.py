"""The message catalogue and the code agree: no sentence is missing, none is left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from hub.words import LANGUAGES, catalogue
from tests.architecture.tree import PACKAGES, ROOT, modules, name, syntax

AREAS = sorted(path.stem for path in (ROOT / "hub/translations/en").glob("*.toml"))
KEY = re.compile(rf"^({'|'.join(AREAS)})(\.[a-z0-9_-]+)+$")
MADE = re.compile(rf"^({'|'.join(AREAS)})\.[a-z0-9_.-]*\*[a-z0-9_.*-]*$")
LIKE_A_KEY = re.compile(r"^[a-z_]+(\.[a-z0-9_-]+)+$")
FILE_NAMES = (
    ".py",
    ".toml",
    ".db",
    ".lock",
    ".sock",
    ".service",
    ".wav",
    ".log",
    ".csv",
    ".ics",
    ".spool",
    ".html",
    ".css",
    ".js",
    ".svg",
)
NOT_KEYS = {
    "hardware.stop_button",
    "hardware.status_lamp",
    "hardware.talk_button",
    "web.kiosk.run",
    "audit.set_",
}
"""Places in the configuration, a module and the beginning of keys, which look like keys."""


def literals() -> Iterator[tuple[str, str]]:
    """Every string in the code with its place; what an f-string puts in is written ``*``."""
    for path in modules(*PACKAGES):
        nodes = list(ast.walk(syntax(path)))
        parts_of_others = {id(p) for n in nodes if isinstance(n, ast.JoinedStr) for p in n.values}
        for node in nodes:
            place = f"{name(path)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if id(node) not in parts_of_others:
                    yield node.value, place
            elif isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else "*" for p in node.values]
                yield "".join(map(str, parts)), place


IN_A_PAGE = re.compile(r"(\bt\(\s*)?'([a-z_]+\.[a-z0-9_.-]*)'(\s*~)?")
"""``t('home.next')`` or ``'home.next'`` in a template; with ``~`` the key goes on."""


def in_pages() -> Iterator[tuple[str, str]]:
    """What may be keys in the templates with their place; what goes on ends with ``*``."""
    others = endpoints()
    for path in sorted((ROOT / "web/templates").rglob("*.html")):
        for is_said, key, goes_on in IN_A_PAGE.findall(path.read_text("utf-8")):
            text = key + ("*" if goes_on else "")
            looks = KEY.match(text) or MADE.match(text)
            if is_said or (looks and key not in others and not key.endswith(FILE_NAMES)):
                yield text, name(path)


@cache
def endpoints() -> set[str]:
    """Names of views, which look like keys: ``home.home``, ``settings.rules.places``."""
    found, parents = set(), set()
    for path in modules("web"):
        text = path.read_text("utf-8")
        for blueprint in re.findall(r'Blueprint\("(\w+)"', text):
            if "pages.register_blueprint(" in text:
                parents.add(blueprint)
            views = re.findall(r'^def (\w+)|endpoint="(\w+)"', text, re.MULTILINE)
            found |= {f"{blueprint}.{a or b}" for a, b in views}
    return found | {f"{parent}.{one}" for parent in parents for one in found}


CALLS = {"of", "say", "speak", "problem", "HubError"}
"""Whoever is called so, or ends so, gets a key first."""


@cache
def asked_for() -> dict[str, str]:
    """Keys that are given to something that says or raises them, whatever their area."""
    return {
        node.args[0].value: f"{name(path)}:{node.lineno}"
        for path in modules(*PACKAGES)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and says(node.func)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and LIKE_A_KEY.match(node.args[0].value)
    }


def says(function: ast.expr) -> bool:
    """Whether what is called takes a key first."""
    called = getattr(function, "attr", getattr(function, "id", ""))
    return called in CALLS or called.endswith("Error")


@cache
def used() -> dict[str, str]:
    """Keys that stand in the code, with a place of each."""
    others = NOT_KEYS | endpoints()
    in_code = {
        text: place
        for text, place in literals()
        if KEY.match(text) and not text.endswith(FILE_NAMES) and text not in others
    }
    return in_code | {key: place for key, place in in_pages() if "*" not in key}


def patterns() -> list[re.Pattern[str]]:
    """Keys that the code puts together, such as ``state.*``."""
    in_code = {text for text, _ in literals() if MADE.match(text)}
    made = [re.escape(text).replace(r"\*", "[a-z0-9_-]+") for text in in_code]
    made += [re.escape(text).replace(r"\*", "[a-z0-9_.-]+") for text, _ in in_pages()]
    return [re.compile(f"{text}$") for text in made]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_in_the_code_has_a_sentence(language: str) -> None:
    sentences = catalogue(language)

    wanted = {**used(), **asked_for()}
    assert {key: place for key, place in wanted.items() if key not in sentences} == {}


def test_every_sentence_of_the_catalogue_is_said_somewhere() -> None:
    spoken, made = {**used(), **asked_for()}, patterns()

    left_over = [
        key
        for key in catalogue("en")
        if key not in spoken
        and (said := key.removeprefix("plain.")) not in spoken  # pages say those instead
        and not any(pattern.match(said) for pattern in made)
    ]

    assert left_over == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_untidy(language: str) -> None:
    untidy = {
        key: text for key, text in catalogue(language).items() if text != text.strip() or not text
    }

    assert untidy == {}
