"""What the guides let people type and press is what the program reads and shows."""

import re
import tomllib
from pathlib import Path

from hub.cli.rules_document import read_rules, rules_document
from hub.domain.ids import ZoneId
from hub.words import catalogue

GUIDE = Path("docs/guide-commune-it.md").read_text("utf-8")
HEADS = Path("docs/huong-dan-truong-thon.md").read_text("utf-8")
PRESSED = re.compile(r"(?<!\*)\*([^*]+[^*.])\*(?!\*)|\*\*([^*]+→[^*]+)\*\*|“([^”]+)”")
"""A button, a way through pages, what a page answers; a whole sentence is no name."""


def test_the_file_of_rules_in_the_guide_is_read_and_names_every_key() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    (told,) = [tomllib.loads(block) for block in blocks if "[zone_names]" in block]

    book = read_rules(told, [ZoneId("xom-1"), ZoneId("xom-2")], "the guide")

    assert set(told) == set(rules_document(book))
    assert set(told["commune"]) == set(rules_document(book)["commune"])  # type: ignore[call-overload]
    assert book.other_approver
    assert book.zone_names == {"xom-1": "Xóm Đình"}


def test_whatever_village_heads_are_told_to_press_stands_on_a_page() -> None:
    shown = "\n".join(catalogue("vi").values()).casefold()
    named = [next(filter(None, found)) for found in PRESSED.findall(re.sub(r"\s+", " ", HEADS))]
    pressed = {part.strip(" …") for one in named for part in one.split("→")}

    wrong = {
        one
        for one in pressed
        if not re.search(re.sub(r"\d+", r"(?:\\d+|{\\w+})", re.escape(one.casefold())), shown)
    }

    assert len(pressed) > 40
    assert wrong == set()
