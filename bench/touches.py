"""Touches on the screen: where they lead, and how long until that is painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

SPY: Final = """
document.addEventListener("click", (event) => { window.began = event.timeStamp; }, true);
document.addEventListener("hub:shown", () => {
  if (window.began === undefined) return;
  const began = window.began;
  window.began = undefined;
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => {
      window.took = performance.now() - began;
      after.port1.close();
    };
    after.port2.postMessage(0);
  });
});
"""
"""From the click that a touch becomes to the frame that shows the page."""
PRESS: Final = """(number) => new Promise((done) => {
  document.querySelector(".kiosk[data-typing] .k-key--main")?.click();  // the keys hide the bar
  const links = [...document.querySelectorAll("#main a[href^='/kiosk/'], .k-bar a")]
    .filter((one) => one.offsetParent && one.dataset.full === undefined && !one.target);
  window.took = undefined;
  const look = new MessageChannel();
  look.port1.onmessage = () => {
    if (window.took === undefined) { look.port2.postMessage(0); return; }
    look.port1.close();  // an open port is kept for ever
    done([document.documentElement.dataset.page, window.took]);
  };
  links[number % links.length].click();
  look.port2.postMessage(0);
})"""
STRIDE: Final = 7919
"""A prime: touches come to every link of a page sooner or later."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One touch.

    Attributes:
        page: Where it led.
        took_ms: Until that was painted.
    """

    page: str
    took_ms: float


def press(page: Page, number: int) -> Touch:
    """Touch one of the links that are shown; each number another one."""
    where, took_ms = page.evaluate(PRESS, number * STRIDE // 7)
    return Touch(str(where), float(took_ms))
