"""Stop, hold, resume: what a person is told is what is known."""

from hub.errors import ControlError
from hub.store.people import newest_deeds
from tests.web.site import Site, quiet_state

NO_ANSWER = ControlError("control.no_answer", path="broadcast.sock", seconds=0.5)


def test_stop_says_since_when_it_is_silent(site: Site) -> None:
    answer = site.phone().order("stop")

    assert answer.status_code == 200
    assert "Đã im lặng lúc 10:42:03" in answer.text


def test_stop_is_for_every_zone_and_names_who_gave_it(site: Site) -> None:
    site.phone(name="Bà Hoa").order("stop")

    ((_, asked),) = site.playout.asked
    assert (asked["verb"], asked["by"], asked.get("zones")) == ("stop", "Bà Hoa", None)


def test_a_stop_that_nobody_confirms_sends_people_to_the_red_switch(site: Site) -> None:
    site.playout.error = NO_ANSWER

    answer = site.phone().order("stop")

    assert answer.status_code == 502
    assert "Đã yêu cầu dừng, chưa xác nhận: hãy ngắt công tắc đỏ" in answer.text


def test_a_line_that_did_not_go_off_sends_people_to_the_red_switch(site: Site) -> None:
    site.playout.unconfirmed = ["xom-2"]

    told = site.phone().order("stop").text

    assert "hãy ngắt công tắc đỏ" in told
    assert "Chưa chắc đã tắt: Xóm 2." in told


def test_stop_needs_no_pin(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")

    assert "Đã im lặng" in phone.order("stop").text


def test_stop_needs_a_paired_phone(site: Site) -> None:
    assert site.visitor().order("stop").location == "/door"
    assert site.playout.asked == []


def test_resume_needs_the_pin(site: Site) -> None:
    phone = site.phone()
    phone.post("/close")

    assert phone.order("resume").status_code == 303
    assert site.playout.asked == []


def test_a_second_tap_is_the_same_order(site: Site) -> None:
    phone = site.phone()
    phone.order("resume")
    phone.order("resume")

    assert {asked["id"] for _, asked in site.playout.asked} == {"web-0123456789abcdef"}


def test_each_stop_stops_even_from_the_page_that_stopped_before(site: Site) -> None:
    phone = site.phone()
    phone.order("stop")
    phone.order("stop")

    assert len({asked["id"] for _, asked in site.playout.asked}) == 2


def test_an_order_whose_name_no_page_made_is_refused(site: Site) -> None:
    phone = site.phone()

    assert phone.post("/orders/resume", order="x" * 200).status_code == 422
    assert site.playout.asked == []


def test_a_stop_from_a_damaged_page_stops_all_the_same(site: Site) -> None:
    phone = site.phone()

    assert phone.post("/orders/stop", order="x" * 200).status_code == 200
    assert phone.post("/orders/stop").status_code == 200
    assert [asked["verb"] for _, asked in site.playout.asked] == ["stop", "stop"]


def test_stop_works_while_nothing_can_be_written_down(site: Site) -> None:
    phone = site.phone()
    site.clock.pass_time(3700)
    phone.get("/more")
    with site.people() as other, other.transaction():
        answer = phone.order("stop")

    assert answer.status_code == 200
    assert "Đã im lặng" in answer.text


def test_orders_are_written_down(site: Site) -> None:
    site.phone(name="Bà Hoa").order("hold")

    with site.people() as people:
        deed = newest_deeds(people, 1)[0]
    assert (deed.who, deed.key, deed.values) == ("Bà Hoa", "audit.order", {"verb": "hold"})


def test_the_first_page_offers_to_resume_what_was_stopped(site: Site) -> None:
    site.playout.state = quiet_state()
    halt = {"verb": "stop", "by": "Bà Hoa", "since": "2026-12-01T09:00:00+07:00"}
    for zone in site.playout.state["zones"].values():
        zone["halt"] = halt

    text = site.phone().get("/").text

    assert "Bà Hoa đã dừng loa lúc 09:00 01/12: cả thôn." in text
    assert "Cho phát tiếp" in text


def test_the_first_page_says_so_when_the_playout_does_not_answer(site: Site) -> None:
    site.playout.error = NO_ANSWER

    text = site.phone().get("/").text

    assert "Không hỏi được máy phát thanh" in text
    assert "Dừng tất cả loa" in text
