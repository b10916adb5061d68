"""What the guide for commune IT lets people type is what the program reads."""

import re
import tomllib
from pathlib import Path

from hub.cli.rules_document import read_rules, rules_document
from hub.domain.ids import ZoneId

GUIDE = Path("docs/guide-commune-it.md").read_text("utf-8")


def test_the_file_of_rules_in_the_guide_is_read_and_names_every_key() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    (told,) = [tomllib.loads(block) for block in blocks if "[zone_names]" in block]

    book = read_rules(told, [ZoneId("xom-1"), ZoneId("xom-2")], "the guide")

    assert set(told) == set(rules_document(book))
    assert set(told["commune"]) == set(rules_document(book)["commune"])  # type: ignore[call-overload]
    assert book.other_approver
    assert book.zone_names == {"xom-1": "Xóm Đình"}
