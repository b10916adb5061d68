"""What an installation pulls in is permissive, and named in docs/licences.md."""

import re
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement

from tests.architecture.tree import ROOT

APART = {"zeroconf"}
"""LGPL, used as it is, and by one process alone (`hub.naming`; pyproject.toml has the rule)."""
COPYLEFT = re.compile(r"\bA?L?GPL|General Public Licen[sc]e", re.IGNORECASE)


def pulled_in(name: str, found: set[str]) -> set[str]:
    """The distribution and all it requires on this machine, without extras."""
    if name in found:
        return found
    try:
        requirements = distribution(name).requires or []
    except PackageNotFoundError:  # not for this machine
        return found
    found.add(name)
    for text in requirements:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            pulled_in(re.sub(r"[-_.]+", "-", requirement.name).lower(), found)
    return found


def licence(name: str) -> str:
    """All that a distribution says of its licence."""
    told = distribution(name).metadata
    fields = ("License-Expression", "License", "Classifier")
    return " ".join(value for field in fields for value in told.get_all(field) or [])


def listed() -> str:
    """The table of Python packages, with ``-ina260`` and its like written out."""
    page = (ROOT / "docs/licences.md").read_text("utf-8").split("## Libraries")[0].lower()
    return page.replace(" -", " adafruit-circuitpython-").replace("_", "-")


def test_no_package_inside_our_processes_is_under_the_gpl_or_lgpl() -> None:
    ours = pulled_in("village-hub", set()) - APART
    strict = {n for n in ours if COPYLEFT.search(licence(n))}

    assert strict == set()


def test_every_package_inside_our_processes_stands_in_the_list() -> None:
    page = listed()

    missing = {n for n in pulled_in("village-hub", set()) - {"village-hub"} if n not in page}

    assert missing == set()
