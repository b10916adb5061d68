"""Pages of the PDF log book: margins, and a foot with "page x of y" on each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any, Final

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from hub.logbook.pdf_style import EDGE, REGULAR, SOFT

SIZE: Final = landscape(A4)
SIDE: Final = 11 * mm
TOP: Final = 11 * mm
FOOT: Final = 15 * mm
WIDTH: Final = SIZE[0] - 2 * SIDE
"""Between the margins, points."""

Foot = Callable[[int, int], tuple[str, str]]
"""What stands at the foot of page x of y, left and right."""


class NumberedCanvas(Canvas):
    """Keeps the pages until it is known how many there are, then writes each foot."""

    def __init__(self, *arguments: Any, foot: Foot, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._foot = foot
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802  # reportlab's name
        """A page is full."""
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # reportlab's stubs lack it

    def save(self) -> None:
        """Write everything."""
        count = len(self._pages)
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self._write_foot(*self._foot(number, count))
            super().showPage()
        super().save()

    def _write_foot(self, left: str, right: str) -> None:
        self.setStrokeColor(EDGE)
        self.setLineWidth(0.4)
        self.line(SIDE, FOOT - 3 * mm, SIZE[0] - SIDE, FOOT - 3 * mm)
        self.setFont(REGULAR, 7.5)
        self.setFillColor(SOFT)
        self.drawString(SIDE, FOOT - 7 * mm, left)
        self.drawRightString(SIZE[0] - SIDE, FOOT - 7 * mm, right)


def written(flow: list[Any], foot: Foot, *, title: str, author: str, language: str) -> bytes:
    """A document of these parts.

    Args:
        flow: reportlab's flowables, in order.
        foot: What stands at the foot of each page.
        title: Title of the document, which readers show and read aloud.
        author: Whose it is.
        language: BCP-47; readers pronounce it so.
    """
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=SIZE,
        leftMargin=SIDE,
        rightMargin=SIDE,
        topMargin=TOP,
        bottomMargin=FOOT,
        title=title,
        author=author,
        subject=title,
        creator="village-hub",
        lang=language,
        displayDocTitle=True,
        initialFontName=REGULAR,
    )
    frame = Frame(
        SIDE, FOOT, WIDTH, SIZE[1] - TOP - FOOT,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document.addPageTemplates([PageTemplate(frames=[frame])])
    document.build(flow, canvasmaker=partial(NumberedCanvas, foot=foot))
    return out.getvalue()
