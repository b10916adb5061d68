"""Whether a page of the wall fits: nothing too small, cut off, over an edge or over another."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Page

LARGE_CAPITAL_MM: Final = 7.3
TARGET_MM: Final = 20.0
KEY_MM: Final = 10.0
"""Ten stand side by side on a small screen (contract of test_screen: eleven wanted)."""
ROUNDED_MM: Final = 0.05

LOOK: Final = """([text, reach, colours]) => {
  const root = document.documentElement;
  for (const [name, value] of Object.entries({text, reach}))
    if (value) root.dataset[name] = value; else root.removeAttribute(`data-${name}`);
  root.dataset.colours = colours;
  document.getElementById("main").scrollTo({top: 0, behavior: "instant"});
}"""
MISFITS: Final = r"""({mm, target, key, capital}) => {
  const found = [], W = innerWidth, H = innerHeight;
  const clipped = (one) => { for (let box = one; box; box = box.parentElement)
    if (getComputedStyle(box).clipPath !== "none") return true; return false; };
  const seen = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && !clipped(one)
    && one.getClientRects().length > 0 && one.getBoundingClientRect().width > 1.5;
  const say = (what, one, more = "") => found.push(
    `${what} <${one.tagName.toLowerCase()} ${one.id || one.getAttribute("class") || ""}>`
    + ` "${(one.textContent || "").trim().slice(0, 24)}" ${more}`);
  const covers = [...document.querySelectorAll(
    ".k-takeover, .k-whole:not([hidden]), .k-ask:not([hidden]), .k-rest:not([hidden])")];
  const top = covers.at(-1);
  const isUnder = (one) => top && !top.contains(one) && !one.closest(
      top.matches(".k-takeover") ? ".k-stop, .k-away"
        : top.matches(".k-rest") ? ".k-away, .k-old" : "#none")
    || one.closest(".k-dark");
  const scrolls = (one) => { for (let box = one; box; box = box.parentElement)
    if (box.matches(".k-main")) return box; return null; };
  const main = document.getElementById("main");
  if (main.scrollWidth > main.clientWidth) found.push("page wider than its room");
  if (document.documentElement.scrollWidth > W) found.push("screen wider than itself");
  const all = [...document.body.querySelectorAll("*")].filter((one) =>
    !one.closest("svg") && seen(one) && !isUnder(one));
  for (const one of all) {
    const box = one.getBoundingClientRect();
    if (box.right > W + 1 || box.left < -1) say("over the side", one);
    if (!scrolls(one) && (box.bottom > H + 1 || box.top < -1)) say("over the edge", one);
  }
  const wanted = "a[href], button, select, textarea, audio[controls], label:has(input),"
    + " input:not([type=radio], [type=checkbox], [type=file], [type=hidden])";
  const targets = all.filter((one) => one.matches(wanted));
  for (const one of targets) {
    const box = one.getBoundingClientRect(), least = one.matches(".k-key") ? key : target;
    const side = Math.min(box.width, box.height) / mm;
    const isTyped = one.matches(".k-field") && "typing" in document.documentElement.dataset;
    if (side < least && !isTyped) say("small", one, side.toFixed(1));
    if (one.scrollWidth > one.clientWidth + 1 && !one.matches("input, textarea"))
      say("wider than its target", one);
  }
  for (const [n, one] of targets.entries()) for (const other of targets.slice(n + 1)) {
    if (one.contains(other) || other.contains(one)) continue;
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    if (!scrolls(one) !== !scrolls(other)) continue;
    const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (x > 1 && y > 1) say("over another", one, `and ${other.textContent.trim().slice(0, 20)}`);
  }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = walk.nextNode());) {
    const one = text.parentElement;
    if (!text.data.trim() || one.closest("svg, script, template, option, [aria-hidden=true]"))
      continue;
    if (!seen(one) || isUnder(one)) continue;
    const style = getComputedStyle(one), size = parseFloat(style.fontSize);
    const height = 0.7 * size / mm; // what warns the operator alone may be small
    if (size > 0 && height < capital && !one.closest(".k-warn"))
      say("small letters", one, height.toFixed(2));
    const range = document.createRange();
    range.selectNodeContents(text);
    const ink = range.getBoundingClientRect();
    for (let box = one; box && !box.matches(".k-main, body"); box = box.parentElement) {
      const its = getComputedStyle(box), room = box.getBoundingClientRect();
      if (its.position === "fixed" || its.clipPath !== "none") break;
      if (its.display === "contents") continue;
      const isBox = its.overflow !== "visible" || its.borderStyle !== "none"
        || its.backgroundColor !== "rgba(0, 0, 0, 0)";
      if (!isBox) continue;
      if (ink.right > room.right + 1.5 || ink.left < room.left - 1.5) {
        const isCut = its.textOverflow === "ellipsis" && its.overflow !== "visible";
        say(isCut ? "dotted" : "text over its box", one, box.className);
        break;
      }
      if (!box.matches(".k-key") && (ink.bottom > room.bottom + 1.5 || ink.top < room.top - 1.5)) {
        say(its.webkitLineClamp !== "none" ? "clamped" : "text over its box, above or below", one,
          box.className);
        break;
      }
    }
    for (const word of text.data.matchAll(/\p{L}{2,7}/gu)) {
      const near = text.data.slice(Math.max(0, word.index - 8), word.index + word[0].length + 8);
      if (/\p{L}{8}|[\/.%&=_]/u.test(near)) continue;
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].filter((box) => box.width > 0)
        .map((box) => Math.round(box.top)));
      if (lines.size > 1) say("broken word", one, word[0]);
    }
  }
  return [...new Set(found)];
}"""
"""Millimetres, edges, overlaps, capitals, words on two lines; each said once."""
UNDER: Final = """() => [...document.querySelectorAll(
    ".k-low a, .k-low button, .k-takeover a, .k-ask:not([hidden]) button")]
  .filter((one) => one.checkVisibility() && !one.closest(".k-keys") && one.getClientRects().length)
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const on = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return !(one.contains(on) || on?.closest(".k-ask, .k-takeover, .k-whole, .k-rest"));
  }).map((one) => one.textContent.trim())"""
"""Targets of the frame that something else covers."""


def misfits(page: Page, px_per_mm: float, *, is_large: bool) -> list[str]:
    """What does not fit on the page as it stands."""
    told: dict[str, Any] = {
        "mm": px_per_mm,
        "target": TARGET_MM - ROUNDED_MM,
        "key": KEY_MM,
        "capital": LARGE_CAPITAL_MM if is_large else 0.0,
    }
    found: list[str] = page.evaluate(MISFITS, told)
    return found + [f"covered {one}" for one in page.evaluate(UNDER)]
