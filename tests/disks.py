"""A small disk under a folder, where the machine allows it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from bench.machine_faults import small_disk


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    """A disk for the length of a `with` block; the test is left out where none can be mounted."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    with ExitStack() as stack:
        try:
            stack.enter_context(small_disk(folder, size))
        except PermissionError as error:
            pytest.skip(str(error))
        yield
