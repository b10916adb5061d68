"""Sounds that somebody is making: asked of the hub service, looked at, turned into a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.person import PersonId
from hub.domain.programme import Programme, Source
from hub.domain.spoken import Spoken
from hub.errors import ControlError, RefusedError
from hub.store.calendar import programmes, put_programme
from hub.store.preparation import DONE, OVER, Job, job_of, jobs
from hub.store.proposals import proposal_of
from hub.store.speech import put_spoken, spoken_in
from web.entry.guard import person
from web.language import language
from web.parts import parts, store
from web.sound.correcting import replace_draft

LONGEST_TITLE: Final = 120
LISTED: Final = timedelta(days=7)
"""Sounds that nobody has saved are shown so long."""
MOST_LISTED: Final = 200

_MADE: Final = "tin-"
"""How programmes are called that a job made."""

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Notes:
    """What is written on a job, for when it is done.

    Attributes:
        title: The bulletin's name; "" = nobody has said yet.
        kind: Its kind.
        way: "typed", "recorded" or "uploaded".
        replaces: The draft that it corrects, or "".
        repeats: How often it is to be heard, one time after the other; it is made once.
    """

    title: str
    kind: Kind
    way: str
    replaces: str = ""
    repeats: int = 1

    def document(self) -> dict[str, str]:
        """As it stands in the job."""
        told = {"person": person().id, "title": self.title, "kind": self.kind, "way": self.way}
        told |= {"replaces": self.replaces} if self.replaces else {}
        return {**told, "repeats": str(self.repeats)} if self.repeats > 1 else told


@dataclass(frozen=True, slots=True)
class Sound:
    """One that is being made, or was.

    Attributes:
        id: Of its job.
        notes: What it is for.
        name: What the person called it.
        told: What the hub service says of it.
    """

    id: str
    notes: Notes
    name: str
    told: Document

    @property
    def state(self) -> str:
        """As the hub says: "queued" to "done" or "refused"."""
        return str(self.told["state"])

    @property
    def is_over(self) -> bool:
        """Nothing more happens to it."""
        return self.state in OVER

    @property
    def is_done(self) -> bool:
        """It can be heard."""
        return self.state == DONE

    @property
    def programme(self) -> ProgrammeId:
        """The draft that it becomes: always the same, however often it is asked for."""
        return ProgrammeId(f"{_MADE}{self.id}")


def speak(identity: str, text: str, notes: Notes) -> Sound:
    """Have a text read aloud, once; the same id is the same job.

    Raises:
        RefusedError: There is nothing to say, or too much, or the id is somebody else's.
        ControlError: ``sounds.no_hub``: the hub service did not take it.
    """
    told = {"text": text, "repeats": 1, "name": notes.title}
    return _give("Speak", identity, notes, told)


def prepare(identity: str, name: str, cut: Mapping[str, float | None], notes: Notes) -> Sound:
    """Have an upload prepared; its job has the upload's id.

    Raises:
        RefusedError: The hub service does not take it.
        ControlError: ``sounds.no_hub``: the hub service did not answer.
    """
    return _give("Prepare", identity, notes, {"file": identity, "name": name, **cut})


def look(identity: str) -> Sound | None:
    """How far it is; None when there is no such job.

    Raises:
        RefusedError: ``sounds.gone``: it is somebody else's.
        ControlError: ``sounds.no_hub``.
    """
    try:
        return _own(_ask("Job", {"id": identity, "language": language()})["job"])
    except RefusedError as error:
        if error.key == "prepare.no_job":
            return None
        raise


def drop(identity: str) -> None:
    """Forget it.

    Raises:
        ControlError: ``sounds.no_hub``.
    """
    _ask("Drop", {"id": identity})


def unsaved(kept: Iterable[ProgrammeId]) -> list[Job]:
    """This person's sounds that are no drafts yet, newest first.

    Args:
        kept: The programmes that there are.
    """
    known, after = set(kept), parts().clock.now() - LISTED
    found = jobs(store(), MOST_LISTED)
    known |= {ProgrammeId(str(job.about["replaces"])) for job in found if "replaces" in job.about}
    return [
        job
        for job in found
        if job.about.get("person") == person().id
        and "way" in job.about
        and job.at > after
        and ProgrammeId(f"{_MADE}{job.id}") not in known
    ]


def typed(identity: str) -> dict[str, str]:
    """What this person had typed for a sound, as the form's fields; empty when it is not theirs."""
    job = job_of(store(), identity)
    if job is None or job.about.get("person") != person().id or job.about.get("way") != "typed":
        return {}
    told = {"text": job.wish["text"], "repeats": str(repeats_of(job))}
    return {**told, "title": job.about["title"], "kind": job.about["kind"]}


def words_of(programme: Programme) -> dict[str, str]:
    """What was typed for a draft, as the fields of a form that corrects it; empty = recorded."""
    job = job_of(store(), job_of_programme(programme.id))
    spoken = spoken_in(store(), [programme.sha256]).get(programme.sha256)
    if job is not None and job.about.get("way") == "typed":
        wish = proposal_of(store(), programme.id)
        repeats = repeats_of(job) if wish is None else len(wish.slot.content)
        told = {"text": str(job.wish["text"]), "repeats": str(repeats)}
    elif spoken is not None:
        told = {"text": spoken.written, "repeats": "1"}
    else:
        return {}
    return {**told, "title": programme.title, "kind": programme.kind, "replaces": programme.id}


def repeats_of(job: Job) -> int:
    """How often a typed text is to be heard; older programs read it out so often in one sound."""
    return int(job.about.get("repeats") or job.wish.get("repeats", 1))


def job_of_programme(programme: str) -> str:
    """The id of the job that made a draft's sound."""
    return programme.removeprefix(_MADE)


def keep(sound: Sound, title: str, kind: Kind) -> bool:
    """Make the draft of a sound that is done; False when it was made before."""
    taken = sound.told["taken"]
    made = Programme(
        sound.programme,
        title,
        kind,
        Level.COMMUNE,
        Source.FILE,
        taken["media"],
        taken["frames"],
        taken["rate"],
        taken["sha256"],
        person().name,
        "",
    )
    with store().transaction():
        if made.id in programmes(store()):
            return False
        if sound.told.get("spoken"):
            put_spoken(store(), made.sha256, Spoken(**sound.told["spoken"]))
        put_programme(store(), made)
        if sound.notes.replaces:
            replace_draft(ProgrammeId(sound.notes.replaces), made, sound.notes.repeats)
    return True


def title_of(text: str) -> str:
    """A bulletin's name, with single spaces.

    Raises:
        RefusedError: ``compose.title``.
    """
    title = " ".join(text.split())
    if not 0 < len(title) <= LONGEST_TITLE or not title.isprintable():
        raise RefusedError("compose.title", most=LONGEST_TITLE)
    return title


def kind_of(text: str) -> Kind:
    """A kind of bulletin.

    Raises:
        RefusedError: ``error.stale_form``.
    """
    try:
        return Kind(text)
    except ValueError as error:
        raise RefusedError("error.stale_form") from error


def _give(method: str, identity: str, notes: Notes, more: Document) -> Sound:
    urgent = notes.kind is Kind.EMERGENCY
    about = notes.document()
    told = {"id": identity, "by": person().name, "about": about, "urgent": urgent, **more}
    return _own(_ask(method, told)["job"])


def _own(told: Document) -> Sound:
    about = told["about"]
    if PersonId(about.get("person", "")) != person().id or "way" not in about:
        raise RefusedError("sounds.gone")
    notes = Notes(
        about["title"],
        Kind(about["kind"]),
        about["way"],
        str(about.get("replaces", "")),
        int(about.get("repeats", 1)),
    )
    return Sound(told["id"], notes, told["name"], told)


def _ask(method: str, parameters: Document) -> dict[str, Any]:
    try:
        return parts().ask_hub(f"vn.hub.Hub.{method}", parameters)
    except ControlError as error:
        raise ControlError("sounds.no_hub") from error
