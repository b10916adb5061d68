"""The page's script and the machine in Python give the same word for the same keys."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from hub.keyboard.syllables import ONSETS, RHYMES
from hub.keyboard.table import Method, as_document, table
from hub.keyboard.typing import type_text
from tests.keyboard.test_typing import TELEX, rows

SCRIPT = Path(__file__).parents[2] / "web/static/script/keyboard.js"
RUN = """
require(process.argv[1]);
const asked = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const type = (keys) => globalThis.hubKeyboard.typeText("", keys, asked.table);
process.stdout.write(JSON.stringify(asked.keys.map(type)));
"""


@pytest.mark.service
@pytest.mark.skipif(shutil.which("node") is None, reason="no node to run the script")
def test_the_script_types_what_the_machine_types() -> None:
    used = table(Method.TELEX)
    keys = [keys for keys, _ in rows(TELEX)]
    keys += [onset + rhyme + tone for onset in ONSETS for rhyme in RHYMES for tone in ("s", "jw")]
    keys += [keys.upper() for keys in keys[:200]]
    asked = json.dumps({"table": as_document(used), "keys": keys})

    answer = subprocess.run(
        ["node", "-e", RUN, str(SCRIPT)], input=asked, capture_output=True, text=True, check=True
    )

    typed = [type_text("", one, used) for one in keys]
    theirs = json.loads(answer.stdout)
    assert [(k, a, b) for k, a, b in zip(keys, typed, theirs, strict=True) if a != b] == []
