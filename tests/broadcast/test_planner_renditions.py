"""A bulletin with recordings in several languages is one sequence of its cue."""

from __future__ import annotations

from hub.domain.ids import ProgrammeId
from tests.broadcast.scene import Scene


def two_languages(scene: Scene, **more: str) -> ProgrammeId:
    tay = scene.programme("storm-tyz", 2, language="tyz", **more)
    own = ProgrammeId("storm")
    return scene.programme("storm", 1, renditions=(tay, own))


def test_a_slot_plays_every_language_in_the_order_that_was_set() -> None:
    scene = Scene()
    scene.slot("morning", "05:00", content=(two_languages(scene),), length_s=600)

    plan = scene.plan()

    assert plan["morning"].content == ("storm-tyz", "storm")
    assert plan.times("morning") == ("05:00", "05:03")


def test_a_recording_that_nobody_approved_is_left_out_and_said() -> None:
    scene = Scene()
    content = (two_languages(scene, approver=""),)
    scene.slot("morning", "05:00", content=content, length_s=600)

    cue = scene.plan()["morning"]

    assert cue.content == ("storm",)
    assert cue.because is not None
    assert cue.because.key == "because.left_out"


def test_an_order_plays_every_language_as_often_as_it_says() -> None:
    scene = Scene()
    two_languages(scene)
    scene.play("now", "06:00", "storm", repeats=2)

    plan = scene.plan("06:00")

    assert plan["now"].content == ("storm-tyz", "storm") * 2
    assert plan.times("now") == ("06:00", "06:06")
