"""The tree as the architecture tests see it: files that are ours, as text and as syntax."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("hub", "broadcast", "web", "wifi")
CODE = (*PACKAGES, "tests", "bench", "examples", "scripts")


@cache
def shipped() -> tuple[Path, ...]:
    """Every file under version control or about to be; without git every file of ours."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        found = [path for folder in CODE for path in (ROOT / folder).rglob("*")]
        found = [path for path in found if "__pycache__" not in path.parts]
    else:
        found = [ROOT / name for name in answer.stdout.splitlines()]
    return tuple(sorted(path for path in found if path.is_file()))


def modules(*folders: str) -> tuple[Path, ...]:
    """Python files in these folders of the tree."""
    return tuple(
        path
        for path in shipped()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    )


def name(path: Path) -> str:
    """A file as people call it: its path in the tree."""
    return str(path.relative_to(ROOT))


@cache
def syntax(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Top-level names of everything a file imports, wherever in it the import stands."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module.split(".")[0]


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def without_docstrings(node: Definition) -> int:
    """Lines of a definition; its docstring and those inside it are not counted."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    for inner in ast.walk(node):
        if isinstance(inner, Definition) and ast.get_docstring(inner) is not None:
            text = inner.body[0]
            lines -= (text.end_lineno or text.lineno) - text.lineno + 1
    return lines
