"""The plain pages of the screen: while the hub starts, and when nothing else helps (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from web.present.moment import Speak

HEAD: Final = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>
html {{ height: 100%; cursor: none; }}
body {{ margin: 0; min-height: 100%; display: flex; flex-direction: column; justify-content: center;
  box-sizing: border-box; padding: 5vmin 8vmin; gap: 3vmin; background: #fbf6ee; color: #241a10;
  font: 400 4vmin/1.5 "Be Vietnam Pro", "Noto Sans", sans-serif; user-select: none; }}
h1 {{ font-size: 6vmin; line-height: 1.3; margin: 0; }} p {{ margin: 0; }}
dl {{ display: grid; grid-template-columns: auto 1fr; gap: 1.5vmin 4vmin; margin: 0; }}
dt {{ font-weight: 600; font-size: 5vmin; color: #8f4e00; }} dd {{ margin: 0; align-self: center; }}
</style></head><body>
"""
URGENT: Final = (("112", "rescue"), ("113", "police"), ("114", "fire"), ("115", "ambulance"))


def waiting(village: str, language: str, speak: Speak) -> str:
    """Shown until the hub answers."""
    return _page(village, language, speak("screen.plain.starting"), speak("screen.plain.wait"), ())


def fallback(village: str, language: str, phones: Iterable[tuple[str, str]], speak: Speak) -> str:
    """Shown when starting the browser anew has not helped.

    Args:
        village: Its name.
        language: "vi" or "en".
        phones: Number and whose it is, besides those for emergencies.
        speak: Says sentences.
    """
    urgent = [(number, speak(f"screen.plain.{who}")) for number, who in URGENT]
    known = {number for number, _ in urgent}
    more = [(number, name) for number, name in phones if number not in known]
    return _page(
        village,
        language,
        speak("screen.plain.broken"),
        speak("screen.plain.ask"),
        [*urgent, *more][:8],
    )


def _page(
    village: str, language: str, title: str, text: str, phones: Iterable[tuple[str, str]]
) -> str:
    rows = "".join(f"<dt>{escape(n)}</dt><dd>{escape(who)}</dd>" for n, who in phones)
    table = f"<dl>{rows}</dl>" if rows else ""
    head = HEAD.format(language=escape(language), title=escape(title))
    told = f"<p>{escape(village)}</p><h1>{escape(title)}</h1><p>{escape(text)}</p>"
    return f"{head}{told}{table}</body></html>"
