"""The same question has the same answer after every start: the order of sets says nothing."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASK = """
from hub.search.answering import answer
from tests.search.shelf import FINDER
from tests.search.test_reading import COMMON, asked_in_sentences, other_blanks, slips

for question, *_ in COMMON:
    for made in (asked_in_sentences, other_blanks, slips):
        for typed in made(question):
            print(typed, answer(FINDER, typed))
"""


def answers(seed: int) -> str:
    """What a process says whose sets are in the order of a seed."""
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert len(asked.stdout.splitlines()) > 800
    return hashlib.sha256(asked.stdout).hexdigest()


def test_a_question_has_the_same_answers_after_every_start() -> None:
    assert len({answers(seed) for seed in (1, 2, 4)}) == 1
