"""Which language a page speaks, and its dates: Flask-Babel over our own message catalogue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

from flask import Flask, g, request
from flask_babel import Babel, format_datetime, get_locale
from markupsafe import Markup

from hub.config import Config
from hub.words import LANGUAGES, catalogue, say
from web.parts import parts

COOKIE: Final = "hub_language"
USUAL: Final = "vi"
"""The language in which things are named, found and entered first."""

Speak = Callable[..., str]


class Named(Protocol):
    """What may have names in further languages."""

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Language tag and name."""
        ...


def set_up(app: Flask, config: Config) -> None:
    """Let templates say ``t('home.next')`` and ``local(instant)``."""

    def chosen() -> str:
        if request.path.startswith("/api/"):
            return _accepted() or config.language
        asked = request.cookies.get(COOKIE, "")
        return asked if asked in LANGUAGES else config.language

    Babel(
        app,
        default_locale=config.language,
        default_timezone=str(config.timezone),
        locale_selector=chosen,
    )
    app.jinja_env.globals.update(
        t=tell, local=local, last_day=last_day, language=language, languages=LANGUAGES, vi=marked
    )


def _accepted() -> str:
    """The first language of Accept-Language that the hub speaks, or ""."""
    asked = (value.partition("-")[0].lower() for value, _ in request.accept_languages)
    return next((value for value in asked if value in LANGUAGES), "")


def language() -> str:
    """The language of this request: "vi" or "en"."""
    if "language" not in g:  # a page asks for it with each of its sentences
        g.language = str(get_locale())
    return str(g.language)


def tell(key: str, /, **values: object) -> str:
    """A sentence of the catalogue in the language of this request.

    What a terminal is told by a command is told on a page by what its reader can do: pull the
    switch, wait, call somebody (``plain.*``).
    """
    spoken = language()
    plain = f"plain.{key}"
    if plain not in catalogue(spoken):
        return say(key, spoken, **values)
    call = parts().config.commune.call
    who = say("plain.call" if call else "plain.nobody", spoken, call=call)
    return say(plain, spoken, **values, technician=who)


def marked(one: Named | None = None) -> Markup:
    """The attribute of Vietnamese text on a page of another language (WCAG 2.2, 3.1.2), or nothing.

    Args:
        one: What the text names: nothing if it has a name in the language of the page.
    """
    spoken = language()
    if spoken == USUAL or (one is not None and spoken in dict(one.names)):
        return Markup()
    return Markup(' lang="{}"').format(USUAL)


def speaker(spoken: str) -> Speak:
    """`say` in one language, for what is rendered outside a request."""

    def speak(key: str, /, **values: object) -> str:
        return say(key, spoken, **values)

    return speak


def local(instant: datetime, form: str) -> str:
    """An instant in the hub's own time, in one of the catalogue's forms of dates."""
    return str(format_datetime(instant, tell(f"date.{form}")))


def last_day(ends: datetime) -> str:
    """The last day of what ends at an instant: a midnight ends the day before it."""
    return local(ends - timedelta(seconds=1), "day")
