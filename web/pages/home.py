"""The first page: what is on air, what comes next, the stop, and what is wrong."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template, request

from hub.domain.goods import Meeting
from hub.domain.person import Right
from hub.store.cards import cards
from hub.store.proposals import count_waiting
from hub.store.reviews import count_unreviewed
from web.board import News
from web.entry.guard import may, needs, still_here
from web.kiosk.lost_clock import latest
from web.language import language, speaker
from web.lived import is_lost
from web.orders import new_order
from web.parts import content, parts, store
from web.present import moment as present
from web.present.meeting_sound import how_long, orders_of
from web.stream import answered, events

pages = Blueprint("home", __name__)


@pages.get("/")
@needs(Right.SEE)
def home() -> str:
    """What is on air, and what a person can do about it."""
    news = parts().board.look()
    return render_template(
        "home.html",
        home=_home(news, language()),
        number=news.number,
        order=new_order(),
        order_hold=new_order(),
        order_resume=new_order(),
        gatherings=_gatherings(news),
        waiting=count_waiting(store()) if may(Right.APPROVE) else 0,
        unreviewed=count_unreviewed(store()) if may(Right.APPROVE) else 0,
    )


@pages.get("/events")
@needs(Right.SEE)
def stream() -> Response:
    """The changing part of the first page, whenever it changes."""
    spoken, may_hold, board = language(), may(Right.HOLD), parts().board
    zones = present.Zones.of(parts().config.zones)
    template = current_app.jinja_env.get_template("_now.html")
    speak = speaker(spoken)

    def render(news: News) -> str:
        shown = present.home(news.playout, news.hub, zones, speak)
        return template.render(home=shown, t=speak, may_hold=may_hold)

    number = request.args.get("number", -1, int)
    stream = events(board, number, render, may_see=still_here())
    return answered(board.watch(), stream)


def _gatherings(news: News) -> list[Meeting]:
    """Meetings whose sound is on, or may be turned on now."""
    return [
        one
        for one in cards(content(), Meeting)
        if orders_of(str(one.id), news.playout)
        or (one.sound and not is_lost() and how_long(one, latest(), is_lost=False))
        or (one.sound and is_lost() and latest() < one.ends)
    ]


def _home(news: News, spoken: str) -> present.Home:
    zones = present.Zones.of(parts().config.zones)
    return present.home(news.playout, news.hub, zones, speaker(spoken))
