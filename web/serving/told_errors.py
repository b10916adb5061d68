"""What waitress itself refuses, told to a person by a page in both languages.

Such a request never reaches the pages: nobody knows whose phone it is, nor its language.
"""

from __future__ import annotations

from typing import Final

from waitress.task import ErrorTask

from hub.words import LANGUAGES, say

TOLD: Final = frozenset({400, 413, 500})
HEADERS: Final = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
)
_PAGE: Final = """<!doctype html>
<html lang="{first}"><head><meta charset="utf-8">\
<meta name="viewport" content="width=device-width, initial-scale=1">\
<meta name="color-scheme" content="light dark"><title>{title}</title></head>
<body><h1>{title}</h1>
{sentences}
<p><a href="/">{home}</a></p></body></html>
"""


def page_of(code: int) -> bytes:
    """The page for a status that waitress answers by itself."""
    key = f"error.http_{code if code in TOLD else 400}"
    first = LANGUAGES[0]
    sentences = "\n".join(f'<p lang="{each}">{say(key, each)}</p>' for each in LANGUAGES)
    title, home = say("error.title", first), say("page.to_home", first)
    return _PAGE.format(first=first, title=title, sentences=sentences, home=home).encode()


class ToldErrorTask(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """Answers browsers with a page; programs and pieces of uploads get waitress's own words."""

    def execute(self) -> None:
        """Write the answer; waitress calls it."""
        if "text/html" not in self.request.headers.get("ACCEPT", ""):
            super().execute()
            return
        error = self.request.error
        body = page_of(error.code)
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend(HEADERS)
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
