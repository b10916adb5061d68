"""What is typed is made once, however often it is sent, and outlives a service that is away."""

import pytest

from hub.errors import ControlError
from hub.store.calendar import programmes
from tests.web.site import Site

FORM = "0123456789abcdef"
TEXT = {"title": "Mời họp", "text": "Mời bà con họp lúc 8h.", "repeats": "1", "form": FORM}


@pytest.mark.service
def test_a_form_that_is_sent_twice_is_one_draft(site: Site) -> None:
    phone = site.phone()

    first, second = (phone.post("/compose", **TEXT).location or "" for _ in range(2))
    drafts = {phone.finished(first), phone.finished(second)}

    assert first == second
    assert len(drafts) == 1
    with site.parts.open_store() as store:
        assert len(programmes(store)) == 1


@pytest.mark.service
def test_what_was_changed_in_between_is_another_bulletin(site: Site) -> None:
    phone = site.phone()

    first = phone.post("/compose", **TEXT).location
    other = phone.post("/compose", **{**TEXT, "text": "Họp hoãn đến 9h."}).location

    assert first != other


@pytest.mark.service
def test_the_form_of_somebody_else_is_not_taken_over(site: Site) -> None:
    mine, other = site.phone(), site.phone(name="Ông Tư")

    first, second = (one.post("/compose", **TEXT).location or "" for one in (mine, other))

    assert first != second
    assert other.get(first).status_code == 404


def test_a_hub_service_that_is_away_leaves_the_words_in_the_form(site: Site) -> None:
    phone = site.phone()
    site.hub.error = ControlError("control.not_running", path="hub.sock")

    answer = phone.post("/compose", **TEXT)

    assert answer.status_code == 503
    assert "Mời bà con họp lúc 8h." in answer.text
    assert FORM in answer.text
    assert "chưa trả lời" in answer.text


@pytest.mark.service
def test_words_that_could_not_be_spoken_come_back_to_be_changed(site: Site) -> None:
    phone = site.phone()
    phone.get("/compose")
    job = phone.post("/compose", **TEXT).location or ""

    page = phone.get(f"/compose?again={job.rpartition('/')[2]}").text

    assert "Mời bà con họp lúc 8h." in page
    assert 'value="Mời họp"' in page
    other = site.phone(name="Ông Tư").get(f"/compose?again={job.rpartition('/')[2]}").text
    assert "Mời bà con họp" not in other
