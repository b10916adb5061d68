"""Cut the fonts of the PDF log book to Latin letters: scripts/make_pdf_fonts.py FOLDER.

FOLDER is the npm package ``@expo-google-fonts/be-vietnam-pro`` (OFL-1.1), which has the fonts as
TrueType.  Needs fonttools, which nothing else does; the results are kept under version control.
A PDF gets only the letters that stand in it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parents[1] / "hub/logbook/fonts"
RANGES: Final = (
    "U+0020-007E,U+00A0-024F,U+0300-036F,U+1E00-1EFF,U+2010-2027,U+2030,U+2032,U+2033,"
    "U+2039,U+203A,U+20AB,U+20AC,U+2122,U+2190-2193,U+2212,U+2260,U+2264,U+2265,U+25A1,U+FFFD"
)
"""Whatever language a name may be in that is written with Latin letters."""
WEIGHTS: Final = {
    "regular": "400Regular/BeVietnamPro_400Regular",
    "bold": "600SemiBold/BeVietnamPro_600SemiBold",
    "italic": "400Regular_Italic/BeVietnamPro_400Regular_Italic",
}


def main() -> None:
    """Write three faces and their licence."""
    folder = Path(sys.argv[1])
    FONTS.mkdir(exist_ok=True)
    for face, source in WEIGHTS.items():
        command = [
            "pyftsubset", f"{folder / source}.ttf", f"--unicodes={RANGES}",
            "--layout-features=", "--no-hinting", "--notdef-outline",
            f"--output-file={FONTS / f'be-vietnam-pro-{face}.ttf'}",
        ]  # fmt: skip
        subprocess.run(command, check=True)
    shutil.copy(folder / "LICENSE_FONT", FONTS / "LICENSE.txt")


main()
