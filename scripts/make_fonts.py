"""Cut the fonts of the pages to what Vietnamese and English need: scripts/make_fonts.py FOLDER.

FOLDER is ``files/`` of the npm package ``@fontsource/be-vietnam-pro`` (OFL-1.1).  Needs
fonttools and brotli, which nothing else does; the results are kept under version control.
67 KiB become 23.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parents[1] / "web/static/fonts"
LOWER: Final = "ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
OTHERS: Final = "\N{NO-BREAK SPACE}“”\N{LEFT SINGLE QUOTATION MARK}’–—…•·×°₫«»§©²³½"
TEXT: Final = "".join(map(chr, range(0x20, 0x7F))) + LOWER + LOWER.upper() + OTHERS


def main() -> None:
    """Write two weights, each for Latin and for Vietnamese letters."""
    for weight in (400, 600):
        for letters in ("latin", "vietnamese"):
            name = f"be-vietnam-pro-{letters}-{weight}"
            command = [
                "pyftsubset", f"{sys.argv[1]}/{name}-normal.woff2", f"--text={TEXT}",
                "--flavor=woff2", "--layout-features=kern,mark,mkmk,ccmp,locl,tnum",
                "--no-hinting", "--desubroutinize", f"--output-file={FONTS / name}.woff2",
            ]  # fmt: skip
            subprocess.run(command, check=True)


main()
