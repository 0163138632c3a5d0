"""Letters that phones lack: a subset of a font, only for scripts that need one.

`overrides/fonts/<Script>.ttf` (ISO 15924 name, such as `Tavt.ttf` for Tai Viet) is looked at only
when a language's pages hold letters that it covers. Latin letters with all Vietnamese marks are in
every phone and are never shipped.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hatgiong.catalogue import Catalogue
from hatgiong.interface import find_files, find_phrases
from hatgiong.languages import SIMPLE, Language, LocalText, find_rare_letters

#: Units of an em: a letter of 30 px keeps its outline to a tenth of a pixel, and the file is a
#: fifth smaller than with 1,000.
_UNITS = 256


@dataclass(frozen=True, slots=True)
class ShippedFont:
    """A font file of the site: `uri`, WOFF2 bytes, and the style that uses it (`{href}` open)."""

    script: str
    uri: str
    content: bytes

    def style(self, href: str) -> str:
        """The CSS that makes it the page's last choice: phones that know the letters skip it."""
        return (
            f"@font-face{{font-family:{self.script};font-display:swap;"
            f'src:url("{href}") format("woff2")}}'
            'body{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",'
            f"{self.script},sans-serif}}"
        )


def make_fonts(catalogue: Catalogue, dirs: tuple[Path, ...]) -> dict[str, tuple[ShippedFont, ...]]:
    """For each language's tag, the fonts that its pages need; for most sites none."""
    files = find_files(dirs, "fonts", ".ttf")
    by_language = {}
    for language in catalogue.languages:
        letters = _letters(catalogue, language, dirs)
        fonts = (_make_font(script, path, letters) for script, path in sorted(files.items()))
        by_language[language.tag] = tuple(font for font in fonts if font) if letters else ()
    return by_language


def _letters(catalogue: Catalogue, language: Language, dirs: tuple[Path, ...]) -> frozenset[str]:
    """Rare letters on the pages of a language: its texts, interface words, names of languages."""
    texts = (
        shown.text
        for lesson in catalogue.lessons.values()
        for variant in ("", SIMPLE)
        if (shown := catalogue.show(lesson, language, variant))
    )
    said: Iterable[str] = (
        *(one.name for one in catalogue.languages),
        *find_phrases(dirs, language).words.values(),
        *(name.say(language.chain) for name in _names(catalogue)),
        *(course.titles.get(language.tag, "") for course in catalogue.courses.values()),
        *(course.summaries.get(language.tag, "") for course in catalogue.courses.values()),
    )
    found = find_rare_letters("".join(said))
    return found.union(*(text.rare_letters for text in texts))


def _names(catalogue: Catalogue) -> Iterable[LocalText]:
    for group in catalogue.groups.values():
        yield group.name
        yield group.who
    for topic in catalogue.topics.values():
        yield topic.name


def _make_font(script: str, path: Path, letters: frozenset[str]) -> ShippedFont | None:
    # Most sites need no font, and this takes a tenth of a second to import.
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    font = TTFont(io.BytesIO(path.read_bytes()), lazy=False, recalcTimestamp=False)
    wanted = {ord(letter) for letter in letters} & set(font.getBestCmap())
    if not wanted:
        return None
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.name_IDs = [1, 2]
    options.notdef_outline = True
    chosen = subset.Subsetter(options)
    # A space and the dotted circle come along: marks without a base letter stand on the circle.
    chosen.populate(unicodes=wanted | {0x20, 0x25CC})
    chosen.subset(font)
    scale_upem(font, _UNITS)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    content = out.getvalue()
    digest = hashlib.sha256(content).hexdigest()[:8]
    return ShippedFont(script, f"fonts/{script}.{digest}.woff2", content)
