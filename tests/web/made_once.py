"""What every application of the tests has in common, compiled once: templates and addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """Compiled templates, by their source, in memory."""

    def __init__(self) -> None:
        self._found: dict[str, Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._found.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._found[bucket.key + bucket.checksum] = bucket.code


class KnownRule(Rule):
    """An address whose builder is the one that was compiled for the same address before.

    A builder takes its rule as an argument, so that equal rules of two applications may share it.
    """

    _builders: Final[dict[object, Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, repr(self.defaults), tuple(self._trace), append_unknown)
        if key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]


TEMPLATES: Final = Templates()


def share_addresses() -> None:
    """Let every application that is made from now on share the builders of its addresses."""
    Flask.url_rule_class = KnownRule


def share_templates(app: Flask) -> None:
    """Let an application share what others compiled, if it reads templates as they do."""
    app.jinja_env.bytecode_cache = TEMPLATES
