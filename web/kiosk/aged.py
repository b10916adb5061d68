"""Tells templates how old something is: ``ago(moment)``."""

from __future__ import annotations

from datetime import date, datetime, time

from flask import Flask

from web.language import language, speaker, tell
from web.parts import parts
from web.present.age import age


def set_up(app: Flask) -> None:
    """Give templates the word."""
    app.jinja_env.globals.update(ago=ago)


def ago(moment: datetime | date) -> str:
    """Its age in the language of this request; of a day, the age of its first minute."""
    now = parts().clock.now()
    if isinstance(moment, datetime):
        return age(moment, now, speaker(language()))
    tz = parts().config.timezone
    if moment == now.astimezone(tz).date():
        return tell("date.today")
    return age(datetime.combine(moment, time(), tz), now, speaker(language()))
