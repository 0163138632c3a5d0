"""What a site's slides look like: template, fonts, icons, logo, colours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hatgiong.interface import find_files

#: The colours of overrides/learner/base.css in its light scheme: paper, card, ink, soft, line.
COLOURS = {
    "paper": "#fbf7ee",
    "card": "#ffffff",
    "ink": "#1c2925",
    "soft": "#43524c",
    "line": "#cfc8b8",
    "warn": "#951d19",
    "warn-tint": "#fdecea",
}
#: A group's colour and its tint, from the same style sheet's `.g-…` rules.
GROUP_COLOURS: Mapping[str, tuple[str, str]] = {
    "red": ("#951d19", "#fbebe8"),
    "blue": ("#1a4b8c", "#e8f0fa"),
    "orange": ("#784000", "#fbf0df"),
    "purple": ("#5a2d82", "#f2ebf8"),
    "green": ("#195737", "#e6f1e9"),
    "teal": ("#0c5660", "#e2f1f3"),
    "brown": ("#5d4037", "#f3ece8"),
    "pink": ("#8e1a52", "#fbe9f1"),
}
_ICONS = ("call", "warning")
#: Always in the shipped fonts, so that most clips are planned without opening a font.
_COMMON = ((0x20, 0x17F), (0x300, 0x30F), (0x1EA0, 0x1EF9), (0x2010, 0x2027), (0x20AB, 0x20AB))


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that slides are drawn with but their words and pictures; `digest` names it."""

    template: bytes
    fonts: tuple[Path, ...]
    icons: Mapping[str, bytes]
    logo: bytes
    digest: str


def read_look(dirs: tuple[Path, ...]) -> Look:
    """The look of a site, its own overrides first: read once for all its clips."""
    templates = find_files(dirs, "slides", ".typ")
    template = templates["slide"].read_bytes()
    fonts = tuple(path for _, path in sorted(find_files(dirs, "fonts", ".ttf").items()))
    drawn = find_files(dirs, "icons", ".svg")
    icons = {name: drawn[name].read_bytes() for name in _ICONS}
    logos = find_files(dirs, "", ".svg")
    logo = logos["logo"].read_bytes() if "logo" in logos else b""
    seed = hashlib.sha256()
    for part in (template, logo, *icons.values(), *(path.read_bytes() for path in fonts)):
        seed.update(hashlib.sha256(part).digest())
    return Look(template, fonts, icons, logo, seed.hexdigest())


def find_missing_letters(text: str, fonts: Iterable[Path]) -> str:
    """The letters of `text` that none of the fonts has, sorted, each once."""
    rare = {letter for letter in text if not _is_common(letter) and not letter.isspace()}
    if not rare:
        return ""
    known = frozenset().union(*(_read_letters(path) for path in fonts))
    return "".join(sorted(letter for letter in rare if ord(letter) not in known))


def _is_common(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in _COMMON)


@lru_cache(maxsize=32)
def _read_letters(path: Path) -> frozenset[int]:
    # A tenth of a second to import; most clips hold no letter that asks for it.
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
