"""The rules in the order in which they are asked; the first that answers is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hub.prepare.vietnamese.abbreviations import abbreviation
from hub.prepare.vietnamese.capitals import initials
from hub.prepare.vietnamese.cards import hidden_phone, identifier, insured, plate
from hub.prepare.vietnamese.codes import blood, class_name, lettered
from hub.prepare.vietnamese.dates import date
from hub.prepare.vietnamese.documents import paper, sign
from hub.prepare.vietnamese.foreign_letters import foreign_letter
from hub.prepare.vietnamese.lists import list_number
from hub.prepare.vietnamese.lone_units import lone_unit
from hub.prepare.vietnamese.ordinals import ordinal, weekday
from hub.prepare.vietnamese.phones import dialled, phone
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.products import times_sign
from hub.prepare.vietnamese.quantities import large_quantity, quantity
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.roman import roman
from hub.prepare.vietnamese.sections import section
from hub.prepare.vietnamese.shortened import shortened
from hub.prepare.vietnamese.signs import angle, minus, money
from hub.prepare.vietnamese.small_t import small_t
from hub.prepare.vietnamese.strokes import mixed, parts, season
from hub.prepare.vietnamese.symbols import mark
from hub.prepare.vietnamese.times import time
from hub.prepare.vietnamese.web import address, hashtag

Rule = Callable[[Place], Said | None]

DIGIT_RULES: Final[tuple[Rule, ...]] = (
    list_number, address, identifier, hidden_phone, phone, paper, plate, angle, time, ordinal,
    mixed, date, season, parts, small_t, section, large_quantity, class_name, quantity,
)  # fmt: skip
KNOWN_RULES: Final[tuple[Rule, ...]] = (address, insured, initials, sign, abbreviation)
"""For letters that an abbreviation of the table begins with."""
LETTER_RULES: Final[tuple[Rule, ...]] = (
    address, insured, shortened, initials, roman, weekday, sign, blood, times_sign, lone_unit,
    lettered, foreign_letter,
)  # fmt: skip
SYMBOL_RULES: Final[tuple[Rule, ...]] = (
    phone, dialled, minus, money, sign, hashtag, times_sign, mark,
)  # fmt: skip
