"""Contrast of text as the browser computed it (WCAG 2.2: relative luminance, contrast ratio)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page

#: Every visible text of the page with its colour and the first filled background behind it.
_FIND_TEXTS = """() => {
  const behind = one => {
    for (let box = one; box; box = box.parentElement) {
      const colour = getComputedStyle(box).backgroundColor;
      if (!/^rgba.*, 0\\)$/.test(colour)) return colour;
    }
    return getComputedStyle(document.documentElement).backgroundColor;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement, style = getComputedStyle(one);
    if (!texts.currentNode.data.trim() || one.closest('style,.vh,.skip')) continue;
    if (!one.getClientRects().length) continue;
    found.push([texts.currentNode.data.trim().slice(0, 40), style.color, behind(one)]);
  }
  return found;
}"""

Colour = tuple[float, ...]


@dataclass(frozen=True)
class Text:
    """A piece of text, its colour and its background."""

    words: str
    ink: str
    paper: str

    @property
    def contrast(self) -> float:
        return find_contrast(self.ink, self.paper)


def find_texts(page: Page) -> list[Text]:
    """The texts that can be seen on a page."""
    return [Text(*row) for row in page.evaluate(_FIND_TEXTS)]


def find_contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((find_luminance(one), find_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def find_luminance(colour: str) -> float:
    """From 0 (black) to 1 (white), of a computed colour such as `rgb(28, 41, 37)`."""
    numbers = [float(number) for number in re.findall(r"[\d.]+", colour)]
    assert colour.startswith("rgb"), colour
    assert numbers[3:] in ([], [1.0]), colour
    red, green, blue = (_linear(number / 255) for number in numbers[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
