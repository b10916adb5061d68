"""The log book: what was really heard, by week; to read, to print, as a table."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request

from hub.domain.ids import ZoneId
from hub.domain.person import Right
from hub.logbook.book import Book
from hub.logbook.gathering import gathered
from hub.logbook.page import page
from hub.logbook.sheet import sheet
from hub.logbook.week import Week
from hub.logbook.wish import Wish
from hub.store.doubts import newest_cue_before
from hub.trusted_clock import BUILT
from web.entry.guard import needs
from web.entry.safety import POLICY
from web.language import language, tell
from web.parts import parts, store
from web.present import days as present_days
from web.present import moment as present

pages = Blueprint("book", __name__, url_prefix="/log")

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@pages.get("")
@needs(Right.SEE)
def week() -> str:
    """A week, day by day."""
    book = _book()
    first = book.week.window(book.tz)[0]
    zones = present.Zones.of(parts().config.zones)
    return render_template(
        "log.html",
        book=book,
        heard=present_days.heard(
            [fact for _, fact in book.cues],
            book.tz,
            zones,
            tell,
            book.reviews,
            times=book.times,
        ),
        before=Week.of(first - timedelta(days=1), book.tz),
        after=Week.of(first + timedelta(days=8), book.tz),
        lost=_lost_week(book.tz),
        is_lost=first < BUILT - timedelta(days=7),
    )


def _lost_week(tz: ZoneInfo) -> Week | None:
    """Where the cues of a lost clock stand: a week before any hub lived."""
    newest = newest_cue_before(store(), BUILT - timedelta(days=7))
    return None if newest is None else Week.of(newest, tz)


@pages.get("/print")
@needs(Right.SEE)
def printed() -> Response:
    """The sheet that an inspector expects, for paper; its style is allowed by its hash."""
    text = page(_book(), language())
    styles = [
        "'sha256-" + base64.b64encode(hashlib.sha256(found.encode()).digest()).decode() + "'"
        for found in _STYLE.findall(text)
    ]
    policy = POLICY.replace("style-src 'self'", " ".join(["style-src 'self'", *styles]))
    return Response(text, headers={"Content-Security-Policy": policy})


@pages.get("/week.csv")
@needs(Right.SEE)
def table() -> Response:
    """The week as a table."""
    book = _book()
    headers = {"Content-Disposition": f'attachment; filename="so-phat-thanh-{book.week}.csv"'}
    return Response(sheet(book, language()), mimetype="text/csv", headers=headers)


@pages.get("/week.pdf")
@needs(Right.SEE)
def paper() -> Response:
    """The paper for an inspector: the whole chain is looked over, and the last page says so."""
    config, now = parts().config, parts().clock.now()
    wish = Wish(
        data_dir=config.data_dir,
        run_dir=config.run_dir,
        village=config.name,
        tz=config.timezone,
        zones=_zone_names(),
        week=_week(),
        now=now,
        language=language(),
    )
    name = f'attachment; filename="so-phat-thanh-{wish.week}.pdf"'
    made = parts().binder.bind(wish)
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": name})


def _week() -> Week:
    asked = request.args.get("week", "")
    return Week.parse(asked) if asked else Week.of(parts().clock.now(), parts().config.timezone)


def _zone_names() -> dict[ZoneId, str]:
    return {zone.id: zone.name for zone in parts().config.zones.values()}


def _book() -> Book:
    config = parts().config
    return gathered(
        store(),
        village=config.name,
        tz=config.timezone,
        zone_names=_zone_names(),
        week=_week(),
        now=parts().clock.now(),
    )
