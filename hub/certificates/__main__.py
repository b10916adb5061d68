"""Makes the certificates that are due: ``python -m hub.certificates --config F``, then ends.

The one process that holds the authority's key, and `cryptography` in its memory.  A timer starts
it every quarter of an hour, and `hub.naming` when the address changed; most times there is
nothing to do, which it finds out without `cryptography`.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import Final

from hub.certificates.due import Work
from hub.certificates.places import places_of
from hub.certificates.server import configure, read_again, retire
from hub.certificates.told import read_told
from hub.certificates.wishes import clock_of, is_nothing_due, wanted_of
from hub.clock import Clock
from hub.config import EXIT_CONFIG, Config
from hub.errors import HubError
from hub.program import begin, complain, parser_of
from hub.words import say

LOGGER: Final = logging.getLogger("hub.certificates")
EXIT_LATER: Final = 75
"""The clock cannot be believed yet (sysexits.h EX_TEMPFAIL)."""
EXIT_BROKEN: Final = 74


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what is due.

    Returns:
        0, 75 when the clock cannot be believed, 78 for a wrong configuration, 74 otherwise.
    """
    begun = begin(parser_of("hub-certificate"), arguments, LOGGER)
    if begun is None:
        return EXIT_CONFIG
    try:
        return run(begun.config, begun.clock)
    except HubError as error:
        complain(LOGGER, error)
        return EXIT_BROKEN


def run(config: Config, clock: Clock) -> int:
    """Make what is due, and say what was made.

    Raises:
        RefusedError: The files cannot be written.
    """
    places, wanted = places_of(config), wanted_of(config)
    if not config.network.https_port:
        retire(places)
        return 0
    if not clock_of(config, clock)():
        LOGGER.warning("%s", say("certificate.clock", "en", now=clock.now().isoformat()))
        return EXIT_LATER
    if is_nothing_due(places, wanted, clock.now()):
        if configure(places, config, read_told(places.told)):
            read_again(places)
        return 0
    # 14 MiB and a tenth of a second that most runs can do without
    from hub.certificates.keeper import Keeper  # noqa: PLC0415

    made = Keeper(places, config, wanted).keep(clock.now())
    read_again(places)
    _tell(made)
    return 0


def _tell(made: Work) -> None:
    for what, why in (("authority", made.authority), ("leaf", made.leaf)):
        if why is not None:
            LOGGER.info("%s", say(f"certificate.made.{what}.{why}", "en"))


if __name__ == "__main__":
    sys.exit(main())
