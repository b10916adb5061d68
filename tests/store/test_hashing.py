"""The interpreter's own SHA-256 is SHA-256, and loads no OpenSSL."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.store.hashing import sha256


@pytest.mark.property
@given(st.binary(max_size=300))
def test_it_is_the_hash_that_everybody_computes(data: bytes) -> None:
    assert sha256(data).hexdigest() == hashlib.sha256(data).hexdigest()


@pytest.mark.service
def test_writing_the_log_loads_no_openssl() -> None:
    code = "import sys, broadcast.asrun; print('_hashlib' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout == "False\n"
