"""Letters of the PDF log book: embedded faces, styles of paragraphs, text made safe for them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib.resources import as_file, files
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "BeVietnamPro"
BOLD: Final = "BeVietnamPro-SemiBold"
ITALIC: Final = "BeVietnamPro-Italic"
_FILES: Final = {REGULAR: "regular", BOLD: "bold", ITALIC: "italic"}
UNKNOWN: Final = "▯?"
"""What is printed for a letter that the font lacks: the first of these that it has."""

INK: Final = HexColor("#000000")
SOFT: Final = HexColor("#444444")
EDGE: Final = HexColor("#555555")
HEAD: Final = HexColor("#eeeeee")
PALE: Final = HexColor("#f4f4f4")
OURS: Final = [("FONTNAME", (0, 0), (-1, -1), REGULAR)]
"""For tables: no cell, not even one of paragraphs, asks for a font that is not in the file."""


@dataclass(frozen=True, slots=True)
class Styles:
    """How paragraphs look.

    Attributes:
        cell: In a table.
        centred: In a table, in the middle.
        strong: In a table, what an inspector must not pass over.
        small: In a table, what was measured.
        head: Heads of columns.
        body: Under the heading, and around the signatures.
        italic: The week, and hints under the places of signatures.
        motto: The lines at the head of a paper.
        title: The name of the book.
        part: Names of its parts.
    """

    cell: ParagraphStyle
    centred: ParagraphStyle
    strong: ParagraphStyle
    small: ParagraphStyle
    head: ParagraphStyle
    body: ParagraphStyle
    italic: ParagraphStyle
    motto: ParagraphStyle
    title: ParagraphStyle
    part: ParagraphStyle


@lru_cache(maxsize=1)
def styles() -> Styles:
    """The styles; registers the fonts, once a process."""
    for name, face in _FILES.items():
        with as_file(files("hub.logbook") / "fonts" / f"be-vietnam-pro-{face}.ttf") as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    # "<b>" and "<i>" inside a paragraph
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, ITALIC, BOLD)
    return Styles(
        cell=_style("cell", 7.6),
        centred=_style("centred", 7.6, is_centred=True),
        strong=_style("strong", 7.6, font=BOLD),
        small=_style("small", 6.8),
        head=_style("head", 7.4, font=BOLD, is_centred=True),
        body=_style("body", 9),
        italic=_style("italic", 9, font=ITALIC, is_centred=True),
        motto=_style("motto", 10, font=BOLD, is_centred=True),
        title=_style("title", 16, font=BOLD, is_centred=True),
        part=_style("part", 10.5, font=BOLD, around=(6, 3)),
    )


def markup(text: str) -> str:
    """Text for a paragraph: composed letters, nothing that would be taken for markup.

    A letter with marks is one letter wherever Unicode has it so: that is what fonts draw best
    and what somebody finds who searches the PDF.
    """
    composed = unicodedata.normalize("NFC", text)
    lines = composed.replace("\r\n", "\n").split("\n")
    return "<br/>".join(escape("".join(map(_drawable, line)), quote=False) for line in lines)


def _drawable(letter: str) -> str:
    if letter in "\t\N{NO-BREAK SPACE}":
        return " "
    if not letter.isprintable():
        return ""
    return letter if ord(letter) in _letters() else _stand_in()


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    styles()
    font = pdfmetrics.getFont(REGULAR)
    assert isinstance(font, TTFont)
    return frozenset(font.face.charToGlyph)


@lru_cache(maxsize=1)
def _stand_in() -> str:
    return next(letter for letter in UNKNOWN if ord(letter) in _letters())


def _style(
    name: str,
    size: float,
    *,
    font: str = REGULAR,
    is_centred: bool = False,
    colour: Color = INK,
    around: tuple[float, float] = (0, 0),
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=size * 1.38,  # two marks above a capital: Ễ Ẫ
        alignment=TA_CENTER if is_centred else TA_LEFT,
        textColor=colour,
        splitLongWords=1,
        spaceBefore=around[0],
        spaceAfter=around[1],
    )
