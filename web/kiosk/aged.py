"""Tells templates how old something is: ``ago(moment)``."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from web.language import language, speaker
from web.parts import parts
from web.present.age import age


def set_up(app: Flask) -> None:
    """Give templates the word."""
    app.jinja_env.globals.update(ago=ago)


def ago(moment: datetime) -> str:
    """Its age in the language of this request."""
    return age(moment, parts().clock.now(), speaker(language()))
