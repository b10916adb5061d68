"""Files, functions and classes stay small, and say what they are for."""

import ast

from tests.architecture.tree import CODE, Definition, modules, name, syntax, without_docstrings

FILE_LINES = 300
TEST_LINES = 600
"""A file of tests is a list: it may be longer than one that must be understood as a whole."""
FUNCTION_LINES = 40
CLASS_LINES = 150


def too_long(kinds: type | tuple[type, ...], ceiling: int) -> list[str]:
    """Definitions over the ceiling, with their lines."""
    return [
        f"{name(path)}:{node.lineno} {node.name} has {without_docstrings(node)} lines"
        for path in modules(*CODE)
        for node in ast.walk(syntax(path))
        if isinstance(node, Definition)
        and isinstance(node, kinds)
        and without_docstrings(node) > ceiling
    ]


def longer_than(ceiling: int, *folders: str) -> dict[str, int]:
    """Files over the ceiling, with their lines."""
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in modules(*folders)}
    return {path: lines for path, lines in lengths.items() if lines > ceiling}


def test_no_file_is_longer_than_300_lines() -> None:
    assert longer_than(FILE_LINES, *(folder for folder in CODE if folder != "tests")) == {}


def test_no_file_of_tests_is_longer_than_600_lines() -> None:
    assert longer_than(TEST_LINES, "tests") == {}


def test_no_function_is_longer_than_40_lines() -> None:
    assert too_long((ast.FunctionDef, ast.AsyncFunctionDef), FUNCTION_LINES) == []


def test_no_class_is_longer_than_150_lines() -> None:
    assert too_long(ast.ClassDef, CLASS_LINES) == []


def test_every_file_says_its_job_in_a_first_line_that_is_a_sentence() -> None:
    silent = [
        name(path)
        for path in modules(*CODE)
        if not (ast.get_docstring(syntax(path)) or "").partition("\n")[0].endswith((".", "?"))
    ]

    assert silent == []


def test_a_package_file_holds_a_docstring_and_nothing_else() -> None:
    busy = [
        name(path)
        for path in modules(*CODE)
        if path.name == "__init__.py" and len(syntax(path).body) != 1
    ]

    assert busy == []
