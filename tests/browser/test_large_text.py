"""At twice the text size no page is wider than the phone, and no word is broken in two."""

import pytest
from playwright.sync_api import BrowserContext

from scripts.shown_hub import PHONE, ShownHub
from tests.browser.every_page import every_page

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(300)]

ENLARGE = """() => {
    document.documentElement.style.fontSize = "200%";
    for (const one of document.querySelectorAll("details")) one.open = true;
}"""
MISFITS = r"""(most) => {
    const found = [];
    for (const one of document.querySelectorAll("main *, header *, nav *")) {
        const box = one.getBoundingClientRect();
        if (!one.checkVisibility() || box.width < 2) continue;
        if (one.closest("svg, .only-read, .skip")) continue;
        if (box.right > most + 1 || box.left < -1) found.push(`out: ${one.outerHTML.slice(0, 80)}`);
    }
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    for (let text; (text = texts.nextNode());) {
        if (!text.parentElement.checkVisibility()) continue;
        if (text.parentElement.closest("svg, .only-read, option, textarea, pre")) continue;
        for (const word of text.data.matchAll(/\p{L}{2,9}/gu)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
            const lines = new Set(boxes.map((box) => Math.round(box.top)));
            if (lines.size > 1) found.push(`broken: ${word[0]}`);
        }
    }
    return [...new Set(found)].slice(0, 5);
}"""
"""Parts that stick out of the page, and words of up to nine letters on two lines.

No syllable of Vietnamese is longer, so one that is cut has too little room.
"""
PAPER = "log/print"
"""A page for the printer, as wide as its paper."""


def test_every_page_fits_at_twice_the_text_size(hub: ShownHub, paired: BrowserContext) -> None:
    page = paired.new_page()
    found = {}
    pages = [one for one in every_page(hub, paired.request) if hub.screen not in one]
    for address in pages:
        if PAPER in address:
            continue
        page.goto(address)
        page.evaluate(ENLARGE)
        bad = page.evaluate(MISFITS, PHONE[0])
        if bad:
            found[address] = bad
    page.close()

    assert len(pages) > 40
    assert found == {}


NAV = """() => {
    window.scrollTo(0, document.documentElement.scrollHeight);
    const nav = document.querySelector(".nav").getBoundingClientRect();
    const parts = [...document.querySelectorAll("main *")].filter((one) => one.checkVisibility());
    const low = Math.max(...parts.map((one) => one.getBoundingClientRect().bottom));
    const links = [...document.querySelectorAll(".nav__link")];
    const names = links.map((one) => [one, one.querySelector("span").getBoundingClientRect()]);
    const cut = names.filter(([one, name]) => {
        const box = one.getBoundingClientRect();
        const low = Math.min(box.bottom + 1, innerHeight);
        return name.right > box.right + 1 || name.bottom > low;
    });
    return {
        size: parseFloat(getComputedStyle(links[0]).fontSize),
        cut: cut.map(([one]) => one.textContent),
        hidden: low > nav.top,
        share: nav.height / innerHeight,
    };
}"""


@pytest.mark.parametrize(("width", "height", "most"), [(360, 780, 0.2), (720, 1000, 0.2)])
def test_the_names_at_the_foot_grow_with_the_text_and_hide_nothing(
    hub: ShownHub, paired: BrowserContext, width: int, height: int, most: float
) -> None:
    page = paired.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.goto(hub.address)
    usual = page.evaluate(NAV)
    page.evaluate(ENLARGE)
    large = page.evaluate(NAV)
    page.close()

    assert large["size"] >= 1.7 * usual["size"]
    assert (large["cut"], large["hidden"]) == ([], False)
    assert large["share"] <= most
