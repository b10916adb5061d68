"""Tells templates how old something is: ``ago(moment)``; while the clock is lost, at least."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo

from flask import Flask

from hub.trusted_clock import BUILT
from web.kiosk.lost_clock import latest
from web.language import language, local, speaker, tell
from web.lived import doubt_of, is_lost
from web.parts import parts
from web.present.age import MINUTE, age


def set_up(app: Flask) -> None:
    """Give templates the words."""
    app.jinja_env.globals.update(ago=ago, dated=dated, is_clock_lost=is_lost)


def dated(moment: datetime) -> str:
    """When people told or did something; within what time, if nobody knew the time then."""
    doubt = doubt_of(moment)
    if doubt is None:
        return local(moment, "minute")
    if doubt.until is None:
        return tell("date.not_before", at=local(moment, "minute"))
    return tell("date.between", at=local(moment, "minute"), until=local(doubt.until, "minute"))


def ago(moment: datetime | date) -> str:
    """Its age in the language of this request; of a day, the age of its first minute."""
    now, tz = latest(), parts().config.timezone
    if is_lost():
        return _at_least(moment, now, tz)
    if isinstance(moment, datetime):
        return age(moment, now, speaker(language()))
    if moment == now.astimezone(tz).date():
        return tell("date.today")
    return age(datetime.combine(moment, time(), tz), now, speaker(language()))


def _at_least(moment: datetime | date, now: datetime, tz: tzinfo) -> str:
    """Its least age; what was written down by a lost clock has none that anybody knows."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), tz)
    elif moment < BUILT:
        return tell("date.ago.ahead")
    if now - moment < MINUTE:
        return tell("date.ago.ahead")
    return tell("date.ago.at_least", age=age(moment, now, speaker(language())))
