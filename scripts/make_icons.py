"""Make the sprite of icons out of a folder of SVG files: scripts/make_icons.py FOLDER.

FOLDER is ``icons/`` of the npm package ``lucide-static`` (ISC licence).  The sprite is kept
under version control; this is only needed to add an icon.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

SPRITE: Final = Path(__file__).parents[1] / "web/static/images/icons.svg"
NAMES: Final = {
    "home": "house", "write": "square-pen", "calendar": "calendar-days", "book": "book-open",
    "more": "menu", "stop": "octagon-x", "hold": "circle-pause", "resume": "circle-play",
    "on-air": "megaphone", "silent": "volume-x", "clock": "clock", "warning": "triangle-alert",
    "ok": "circle-check", "phone": "smartphone", "people": "users", "add-person": "user-plus",
    "person": "user", "lock": "lock", "key": "key-round", "forward": "chevron-right",
    "back": "chevron-left", "close": "x", "sun": "sun", "moon": "moon", "language": "languages",
    "code": "qr-code", "remove": "trash-2", "upload": "upload", "record": "mic",
    "text": "file-text",
    "print": "printer", "again": "rotate-ccw", "away": "unplug", "info": "info",
    "zone": "radio-tower",
    "search": "search", "sound": "volume-2", "slower": "turtle", "large-text": "a-large-small",
    "low-reach": "accessibility", "lower": "arrow-down-to-line", "headphones": "headphones",
    "siren": "siren", "touch": "pointer", "space": "space", "erase": "delete",
    "shift": "arrow-big-up", "power": "zap", "storage": "hard-drive",
    "notice": "newspaper", "rating": "smile-plus", "feedback": "message-square-text",
    "wifi": "wifi",
    "goods": "shopping-basket", "pay": "banknote", "weather": "cloud-rain-wind",
    "meeting": "video", "helper": "hand-helping", "baby": "baby", "wedding": "gem",
    "land": "map", "health": "heart-pulse", "school": "graduation-cap", "work": "briefcase",
    "face-1": "angry", "face-2": "frown", "face-3": "meh", "face-4": "smile", "face-5": "laugh",
    "history": "scroll-text", "next": "arrow-right", "play": "play", "download": "download",
    "sinh-con": "baby", "ket-hon": "heart", "mat-nguoi-than": "flower-2", "ho-tich": "id-card",
    "chung-thuc": "stamp", "cu-tru": "map-pin-house", "dat-dai": "land-plot",
    "ho-ngheo": "hand-heart", "cao-tuoi": "armchair", "khuyet-tat": "accessibility",
    "nguoi-co-cong": "medal", "kinh-doanh": "store", "life": "users-round",
    "payment": "banknote", "apps": "layout-grid", "call": "phone", "opinion": "vote",
    "budget": "chart-pie", "contribution": "hand-coins", "poor": "house-heart",
    "planning": "map", "picture": "image", "settings": "settings", "shield": "shield-check",
    "finger": "fingerprint-pattern",
}  # fmt: skip
"""Our name of an icon, and theirs."""


def symbol(name: str, text: str) -> str:
    """One icon as a symbol."""
    inside = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    assert inside is not None, name
    drawn = re.sub(r"\s+", " ", inside[1]).strip().replace(" />", "/>").replace("> <", "><")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>'


def main() -> None:
    """Write the sprite."""
    folder = Path(sys.argv[1])
    symbols = [
        symbol(ours, (folder / f"{theirs}.svg").read_text()) for ours, theirs in NAMES.items()
    ]
    body = "\n".join(symbols)
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n')


main()
