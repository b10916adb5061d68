"""What people read: links lead somewhere, and nothing tells of the machine it was written on."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, name, shipped

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.*?)\s*$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|home/\w+)/")
OF_A_TEST = {"tests/architecture/test_papers.py"}


def pages() -> dict[Path, str]:
    """Markdown pages without their code blocks."""
    return {
        path: FENCE.sub("", path.read_text("utf-8")) for path in shipped() if path.suffix == ".md"
    }


def anchors(page: str) -> set[str]:
    """Names of a page's headings as links write them."""
    kept = [re.sub(r"[^\w\- ]", "", h.lower()) for h in HEADING.findall(page)]
    return {unicodedata.normalize("NFC", heading).replace(" ", "-") for heading in kept}


def broken(path: Path, text: str, all_pages: dict[Path, str]) -> Iterator[str]:
    """Links of one page that lead nowhere in the tree."""
    for link in LINK.findall(text):
        file, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", file):
            continue
        target = (path.parent / file).resolve() if file else path
        if not target.exists():
            yield f"{name(path)}: {link}"
        elif anchor and target in all_pages and anchor not in anchors(all_pages[target]):
            yield f"{name(path)}: {link} (no such heading)"


def test_every_link_in_the_papers_leads_somewhere() -> None:
    found = pages()

    assert [bad for path, text in found.items() for bad in broken(path, text, found)] == []


def test_the_papers_are_found_at_all() -> None:
    assert ROOT / "README.md" in pages()


def test_no_file_tells_of_the_machine_it_was_written_on() -> None:
    strays = [
        f"{name(path)}: {found.group()}"
        for path in shipped()
        if path.suffix not in {".png", ".wav", ".db"} and name(path) not in OF_A_TEST
        for found in MACHINE.finditer(path.read_text("utf-8", errors="ignore"))
    ]

    assert strays == []
