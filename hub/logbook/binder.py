"""A week as a PDF, made in a process of its own: ``python -m hub.logbook.binder``.

The pages' service is to stay small, and a document of five hundred rows takes sixty MiB for some
seconds: this child takes them, and gives them back.  It is told what to print as one JSON object
on standard input and writes the PDF to standard output.  It only reads the store.
"""

from __future__ import annotations

import sys

from hub.errors import HubError
from hub.logbook.gathering import gathered, sentence
from hub.logbook.pdf import pdf
from hub.logbook.wish import Wish
from hub.store.asrun_chain import verify
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.words import say

EXIT_REFUSED = 65


def bound(wish: Wish) -> bytes:
    """The PDF; the whole chain is looked over first.

    Raises:
        StoreError: The store cannot be read.
    """
    with open_hub(wish.data_dir, Service.WEB, wish.run_dir) as store:
        verdict = sentence(verify(store), wish.language)
        book = gathered(
            store,
            village=wish.village,
            tz=wish.tz,
            zone_names=wish.zones,
            week=wish.week,
            now=wish.now,
            verdict=verdict,
        )
    return pdf(book, wish.language)


def main() -> int:
    """Print what standard input asks for."""
    try:
        made = bound(Wish.read(sys.stdin.buffer.read()))
    except HubError as error:
        print(say(error.key, "en", **error.values), file=sys.stderr)
        return EXIT_REFUSED
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
