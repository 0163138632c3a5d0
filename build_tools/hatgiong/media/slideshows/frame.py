"""How much fits a slide: the measures of its frame and the widths of its letters.

`slide.typ` sets the same measures; what it draws is measured again there, and set smaller where
this estimate was too good.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from hatgiong.media.slideshows.sentences import Sentence

#: The projector's rendition is the largest that is made; smaller ones are scaled from it.
WIDTH_PX, HEIGHT_PX = 1280, 720
#: 44 px is 15 lines of the 240 that the cheapest rendition has: as large as a phone's own menus.
TYPE_PX, TITLE_PX = 44, 54
#: 40 px is 13 of those 240 lines: smaller Vietnamese marks run together (looked at, not computed).
SMALLEST_TYPE_PX = 40
LINE_HEIGHT = 1.38
SENTENCE_GAP_PX = 22
#: Beside a picture, and where there is none.
TEXT_WIDTH_PX, WIDE_TEXT_WIDTH_PX = 580, 1140
TITLE_WIDTH_PX = 1050
#: Between the title and the band that is left to captions.
TEXT_HEIGHT_PX = 460
_TITLE_LINE_PX = 66
_BOX_WIDTH_PX, _BOX_HEIGHT_PX = 56, 50
_SIGN_PX = 51

#: Advances in thousandths of the type size, of Noto Sans Bold (overrides/fonts/slides-bold.ttf,
#: table hmtx), rounded up to 20: bold is the wider of the two. Vietnamese marks add nothing.
_ADVANCES = {
    letter: advance
    for advance, letters in {
        220: "‘’", 260: " \u00a0", 280: "'", 300: "!,.:;·", 320: "ijl", 340: "()-J[]",
        380: "`•", 400: "If{}", 420: "/\\_", 440: "t°", 460: "r“”", 480: '"?', 500: "sz–",
        520: "c", 560: "*EFS|", 580: "$+0123456789<=>LTZ^vxy~×", 600: "e", 620: "ako«»",
        640: "CPYbdgpq", 660: "#RVhnuđ₫", 680: "BKXơ", 700: "A", 740: "DGĐ", 760: "&Uư",
        780: "H", 800: "OQ", 820: "N", 840: "Ơ", 860: "w…", 900: "@Ư", 920: "%", 960: "M",
        980: "W", 1000: "m—",
    }.items()
    for letter in letters
}  # fmt: skip
#: Letters of other scripts: seldom wider, and the slide is measured again when it is drawn.
_OTHER, _FULL_WIDTH = 720, 1000


def measure_text(text: str, type_px: float = TYPE_PX) -> float:
    """About how wide a line of text is, in pixels."""
    total = 0
    for letter in unicodedata.normalize("NFC", text):
        advance = _ADVANCES.get(letter)
        if advance is None:
            advance = _measure_rare(letter)
        total += advance
    return total * type_px / 1000


def _measure_rare(letter: str) -> int:
    """A letter with marks is as wide as without them; ơ, ư and their kind are in the table."""
    stem = unicodedata.normalize("NFD", letter)[0]
    if "\u031b" in unicodedata.normalize("NFD", letter):
        stem = unicodedata.normalize("NFC", stem + "\u031b")
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return _FULL_WIDTH
    return _ADVANCES.get(stem, _OTHER)


def count_lines(text: str, width_px: float, type_px: float = TYPE_PX) -> int:
    """The lines that a text takes, broken at its spaces."""
    lines, at = 1, 0.0
    space = measure_text(" ", type_px)
    for word in text.split(" "):
        width = measure_text(word, type_px)
        if at and at + space + width > width_px:
            lines, at = lines + 1, width
        else:
            at += width + (space if at else 0)
        while at > width_px:
            lines, at = lines + 1, at - width_px
    return lines


def measure_height(sentences: Sequence[Sentence], width_px: float) -> float:
    """The height of sentences one below the other, in pixels at the usual size."""
    heights = (
        count_lines(one.text, width_px - (_SIGN_PX if one.sign else 0)) * LINE_HEIGHT * TYPE_PX
        for one in sentences
    )
    return sum(heights) + SENTENCE_GAP_PX * max(0, len(sentences) - 1)


def find_room(title: str, *, has_picture: bool, is_boxed: bool) -> tuple[float, float]:
    """Width and height that a slide has for its sentences, in pixels."""
    width = TEXT_WIDTH_PX if has_picture else WIDE_TEXT_WIDTH_PX
    lines = count_lines(title, TITLE_WIDTH_PX, TITLE_PX)
    height = TEXT_HEIGHT_PX - (lines - 1) * _TITLE_LINE_PX
    if is_boxed:
        width, height = width - _BOX_WIDTH_PX, height - _BOX_HEIGHT_PX
    return width, max(height, 2 * LINE_HEIGHT * TYPE_PX)
