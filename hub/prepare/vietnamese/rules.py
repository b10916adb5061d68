"""The rules in the order in which they are asked; the first that answers is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.quantities import number
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.symbols import mark

Rule = Callable[[Place], Said | None]

DIGIT_RULES: Final[tuple[Rule, ...]] = (number,)
LETTER_RULES: Final[tuple[Rule, ...]] = ()
SYMBOL_RULES: Final[tuple[Rule, ...]] = (mark,)
