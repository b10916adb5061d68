"""Programmes: what can be put into slots and played."""

from __future__ import annotations

from hub.domain.ids import ProgrammeId
from hub.domain.person import Right
from hub.store.calendar import programmes
from web.api.problems import ApiRefusalError
from web.api.routing import blueprint, operation
from web.api.shapes import Programme, Programmes, shaped
from web.api.taken import PageQuery
from web.parts import store

pages = blueprint("programmes")


@operation(pages, "GET", "/programmes", Right.SEE, Programmes, query=PageQuery)
def listed(asked: PageQuery) -> Programmes:
    """Every programme, by id; drafts have no approver."""
    after = [one for one in programmes(store()).values() if one.id > asked.after]
    page = [shaped(Programme, one) for one in after[: asked.limit]]
    return Programmes(page, page[-1].id if len(after) > asked.limit else None)


@operation(pages, "GET", "/programmes/<path:identity>", Right.SEE, Programme, problems=(404,))
def one(identity: str) -> Programme:
    """One programme."""
    found = programmes(store()).get(ProgrammeId(identity))
    if found is None:
        raise ApiRefusalError(404, "api.no_programme")
    made: Programme = shaped(Programme, found)
    return made
