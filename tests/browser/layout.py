"""Where things stand on a page: what sticks out, what is cut off, what fingers can hit."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

#: Boxes are compared with half a pixel of tolerance: browsers round when they paint.
_FIND_OUTSIDE = """() => {
  const root = document.documentElement, width = root.clientWidth, found = [];
  if (root.scrollWidth > width) found.push(`the page is ${root.scrollWidth} pixels wide`);
  for (const one of document.body.querySelectorAll('*')) {
    const box = one.getBoundingClientRect();
    if (!box.width || one.ownerSVGElement || one.closest('.vh,.skip')) continue;
    if (box.left < -.5 || box.right > width + .5)
      found.push(`${one.outerHTML.slice(0, 80)} from ${box.left} to ${box.right}`);
  }
  return found.slice(0, 4);
}"""

#: A line of text must lie inside every box around it that hides what sticks out.
_FIND_CUT = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  const cut = (line, box) => line.left < box.left - .5 || line.right > box.right + .5
    || line.top < box.top - 1 || line.bottom > box.bottom + 1;
  while (texts.nextNode()) {
    const text = texts.currentNode, range = document.createRange();
    if (!text.data.trim() || text.parentElement.closest('.vh,.skip,style')) continue;
    range.selectNodeContents(text);
    for (let one = text.parentElement; one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.overflowX === 'visible' && style.clipPath === 'none') continue;
      const box = one.getBoundingClientRect();
      if ([...range.getClientRects()].some(line => cut(line, box))) found.push(text.data.trim());
    }
  }
  return found;
}"""

_FIND_TIGHT = """() => {
  const found = [];
  for (const one of document.body.querySelectorAll('*')) {
    const own = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!own || !one.getClientRects().length) continue;
    const style = getComputedStyle(one);
    const ratio = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
    if (!(ratio >= 1.3)) found.push(`${ratio} ${one.outerHTML.slice(0, 80)}`);
  }
  return found;
}"""

#: A link in a sentence is as high as its line (WCAG 2.2, 2.5.8 excepts it); a quiz is answered by
#: its labels.
_FIND_TARGETS = """() => {
  const words = one => one.textContent.replace(/\\s+/g, ' ').trim();
  const found = [];
  for (const one of document.querySelectorAll('a[href],button,label,summary,input,select')) {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    if (!box.width || style.opacity === '0' || one.matches('.skip:not(:focus)')) continue;
    const inSentence = style.display.startsWith('inline') && one.parentElement.matches('p,dd,li')
      && words(one.parentElement).length > words(one).length;
    found.push([words(one), box.left, box.top, box.width, box.height, inSentence]);
  }
  return found;
}"""


@dataclass(frozen=True)
class Target:
    """Something to tap, in CSS pixels."""

    words: str
    left: float
    top: float
    width: float
    height: float
    is_in_sentence: bool

    def overlaps(self, other: Target) -> bool:
        """Whether a finger between the two would not know which it hits."""
        across = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        down = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        return across > 0.5 and down > 0.5


@dataclass(frozen=True)
class Survey:
    """What is wrong on a page, in words, and what can be tapped on it."""

    font_px: float
    outside: list[str]
    cut: list[str]
    tight: list[str]
    targets: list[Target]


_CHOOSE_FIRST = """() => document.querySelectorAll('.quiz').forEach(quiz =>
  [...quiz.querySelectorAll('input')].slice(0, 1).forEach(one => one.checked = true))"""


def survey_page(page: Page, url: str) -> Survey:
    """Opens a page, answers its quizzes, and measures it: what reaches beyond the screen's left or
    right edge, texts that a box cuts off, texts whose lines leave no room for two marks upon one
    letter (as in `Ể`), and everything to tap."""
    page.goto(url)
    page.evaluate(_CHOOSE_FIRST)
    return Survey(
        font_px=page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)"),
        outside=page.evaluate(_FIND_OUTSIDE),
        cut=page.evaluate(_FIND_CUT),
        tight=page.evaluate(_FIND_TIGHT),
        targets=[Target(*row) for row in page.evaluate(_FIND_TARGETS)],
    )
