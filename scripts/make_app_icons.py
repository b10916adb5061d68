"""Make the icons of the installable app out of web/static/images/mark.svg, in Chromium.

The pictures are kept under version control; this is only needed when the mark changes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from scripts.shown_hub import browser

IMAGES: Final = Path(__file__).parents[1] / "web/static/images"
SIZES: Final = (("app-192.png", 192, 1.0), ("app-512.png", 512, 1.0), ("app-mask.png", 512, 0.72))
"""Name, width and how much of it the mark fills; the last may be cut to any shape."""
GROUND: Final = "#8f4e00"


def main() -> int:
    """Draw each size."""
    mark = (IMAGES / "mark.svg").read_text("utf-8")
    with browser() as found:
        for name, size, share in SIZES:
            context = found.new_context(viewport={"width": size, "height": size})
            page = context.new_page()
            ground = GROUND if share < 1 else "transparent"
            drawn = f"<div style='width:{size * share}px;margin:{size * (1 - share) / 2}px'>{mark}"
            page.set_content(f"<body style='margin:0;overflow:hidden;background:{ground}'>{drawn}")
            page.screenshot(path=IMAGES / name, omit_background=True)
            context.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
