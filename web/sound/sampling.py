"""Samples of speech: how a voice, a speed or a respelled word sounds, made by the hub service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, url_for

from hub.errors import ControlError, RefusedError
from hub.prepare.voices.region import DEFAULT_VOICE
from hub.prepare.voices.voice import DEFAULT_MANNER
from hub.store.preparation import DONE, OVER, SAMPLE
from hub.store.speech import usual_manner, usual_voice
from hub.tokens import new_id
from web.entry.guard import person, to
from web.language import language
from web.parts import parts, store


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual voice and how it speaks; also what a form shows again.

    Attributes:
        voice: Its name.
        speed: 1.0 = as a new hub has it.
        sentence_s: Pause after a sentence, seconds.
        paragraph_s: Pause after a paragraph, seconds.
    """

    voice: str
    speed: float
    sentence_s: float
    paragraph_s: float

    @property
    def mark(self) -> str:
        """Another one when anything is changed."""
        return f"{self.voice}/{self.speed:g}/{self.sentence_s:g}/{self.paragraph_s:g}"

    @property
    def manner(self) -> dict[str, float]:
        """As the store and the hub service take it."""
        return {
            "speed": self.speed,
            "sentence_s": self.sentence_s,
            "paragraph_s": self.paragraph_s,
        }


def usual() -> Usual:
    """The usual voice, as it is stored or as a new hub has it."""
    manner = usual_manner(store())
    return Usual(
        usual_voice(store()) or DEFAULT_VOICE,
        manner.get("speed", DEFAULT_MANNER.speed),
        manner.get("sentence_s", DEFAULT_MANNER.sentence_s),
        manner.get("paragraph_s", DEFAULT_MANNER.paragraph_s),
    )


def speak(text: str, manner: Usual, back: str) -> Response:
    """Have a sample made, and go where it will be heard.

    Raises:
        ControlError: ``sounds.no_hub``.
    """
    identity = f"nghe-{new_id()}"
    asked = {
        "id": identity,
        "text": text,
        "repeats": 1,
        "voice": manner.voice,
        "manner": manner.manner,
        "name": text[:60],
        "by": person().name,
        "about": {SAMPLE: person().id, "back": back},
    }
    _ask("Speak", asked)
    return to("settings.speech.hear", identity=identity)


def sample(identity: str) -> dict[str, Any]:
    """What a page shows of a sample."""
    job = job_of(identity)
    return {
        "identity": identity,
        "is_over": job["state"] in OVER,
        "is_done": job["state"] == DONE,
        "sentence": job.get("sentence", ""),
        "back": str(job["about"].get("back", "")) or url_for("settings.overview"),
    }


def job_of(identity: str) -> dict[str, Any]:
    """A sample of this person.

    Raises:
        RefusedError: ``sounds.gone``.
    """
    job: dict[str, Any] = _ask("Job", {"id": identity, "language": language()})["job"]
    if job.get("about", {}).get(SAMPLE) != person().id:
        raise RefusedError("sounds.gone")
    return job


def _ask(method: str, parameters: dict[str, Any]) -> dict[str, Any]:
    try:
        return parts().ask_hub(f"vn.hub.Hub.{method}", parameters)
    except ControlError as error:
        raise ControlError("sounds.no_hub") from error
