"""Pictures in a lesson's folder: read, checked, and written in a lesson's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree as Tree
from xml.parsers import expat
from xml.sax.saxutils import escape

from hatgiong.lessons.lesson import PictureFile, Word
from hatgiong.lessons.photograph import PHOTOGRAPH_ENDINGS, read_photograph
from hatgiong.lessons.svg_guard import SVG, Guard
from hatgiong.problems import Place, Problem, make_problem
from hatgiong.sources import PICTURE_LIMIT_BYTES, name_file, read_bytes

PICTURE_ENDINGS = (".svg", *PHOTOGRAPH_ENDINGS)


def read_picture(path: Path, project_dir: Path) -> tuple[PictureFile | None, list[Problem]]:
    """A picture file that is safe to ship, or why it is not."""
    content = read_bytes(path, project_dir, limit=PICTURE_LIMIT_BYTES)
    stored = unicodedata.normalize("NFC", path.name)
    if isinstance(content, Problem):
        return None, [content]
    file = name_file(path, project_dir)
    if not content:
        return None, [make_problem(Place(file), "file-empty")]
    if path.suffix.lower() == ".svg":
        return read_drawing(content, stored, file)
    read = read_photograph(content, path, stored, file)
    return (None, [read]) if isinstance(read, Problem) else (read, [])


def read_drawing(content: bytes, name: str, file: str) -> tuple[PictureFile | None, list[Problem]]:
    """An SVG whose every element was seen to be harmless: no code, nothing loaded, no entities."""
    good = _read_good_drawing(content)
    if good is None:
        return None, _find_problems(content, name, file)[1]
    (width, height), text, words = good
    return PictureFile(name, width, height, words, text), []


@lru_cache(maxsize=256)
def _read_good_drawing(
    content: bytes,
) -> tuple[tuple[int, int], bytes, tuple[Word, ...]] | None:
    """A good drawing's size, text and words. Lessons that share one have it in each folder."""
    size, problems = _find_problems(content, "", "")
    if problems or size is None:
        return None
    text, words = clean_drawing(content)
    return size, text.encode(), words


def _find_problems(
    content: bytes, name: str, file: str
) -> tuple[tuple[int, int] | None, list[Problem]]:
    guard = Guard(file)
    try:
        guard.run(content)
    except expat.ExpatError as error:
        at = Place(file, error.lineno, error.offset + 1)
        reason = expat.errors.messages.get(error.code, "?")
        return None, [make_problem(at, "picture-not-readable", name=name, reason=reason)]
    except (ValueError, LookupError) as error:  # an encoding that expat leaves to Python
        place = Place(file)
        return None, [make_problem(place, "picture-not-readable", name=name, reason=error)]
    if not guard.size and not guard.problems:
        reason = f'no <svg xmlns="{SVG}" viewBox="…">'
        problem = make_problem(Place(file), "picture-not-readable", name=name, reason=reason)
        guard.problems.append(problem)
    return guard.size, guard.problems


def clean_drawing(content: bytes) -> tuple[str, tuple[Word, ...]]:
    """The drawing without what only editors need, and its words; where a word stands, and where
    its font size does, the text has a mark that `write_drawing` fills in.

    All of it is written anew from the elements that a drawing may have, once for all languages.
    """
    root = Tree.fromstring(content)  # noqa: S314  (read_drawing looked first)
    words: list[Word] = []
    sizes = _find_font_sizes(root) if b"data-fit" in content else {}
    has_marks = _may_hold_marks(content)
    for element in list(root.iter()):
        if has_marks:
            _cover_marks(element)
        key = element.attrib.pop("data-word", None)
        size = sizes.get(element, 0.0)
        fit = _read_number(element.attrib.pop("data-fit", "")) if size else 0.0
        if element.tag in _WORD_ELEMENTS and (key is not None or fit):
            default = "".join(element.itertext())
            words.append(Word(key or "", default, size, fit))
            _put_marks(element, len(words) - 1, has_size=fit > 0)
        _trim(element)
    _drop_foreign(root)
    _namespaces()
    text = Tree.tostring(root, encoding="unicode", short_empty_elements=True)
    return text, tuple(words)


#: Marks from Unicode's private use area, around a word's number: its text, its font size.
_TEXT_MARK, _SIZE_MARK = "\ue000", "\ue001"
_MARKED = re.compile(f"{_TEXT_MARK}(\\d+){_TEXT_MARK}|{_SIZE_MARK}(\\d+){_SIZE_MARK}")
_MARKS = re.compile(f"[{_TEXT_MARK}{_SIZE_MARK}]")


def _may_hold_marks(content: bytes) -> bool:
    """Whether a drawing could hold such letters: as UTF-8, by number, or in another encoding."""
    return b"\xee\x80" in content or b"&#" in content or not content.lstrip().startswith(b"<svg")


def _cover_marks(element: Tree.Element) -> None:
    """A drawing's own letters of the private use area must not be taken for marks: a word would
    get into an attribute or a style, where it could be more than a word."""
    element.text, element.tail = (
        part and _MARKS.sub("\ufffd", part) for part in (element.text, element.tail)
    )
    for name, value in element.attrib.items():
        element.attrib[name] = _MARKS.sub("\ufffd", value)


def _find_font_sizes(root: Tree.Element) -> dict[Tree.Element, float]:
    """Each element's font size in user units, its own or inherited; 0 for one that is not told."""
    sizes = {root: _read_number(root.get("font-size", "16"))}
    for parent in root.iter():
        for child in parent:
            own = child.get("font-size")
            sizes[child] = sizes[parent] if own is None else _read_number(own)
    return sizes


def _put_marks(element: Tree.Element, number: int, *, has_size: bool) -> None:
    """Puts marks in the place of a word and its size."""
    for child in list(element):
        element.remove(child)
    element.text = f"{_TEXT_MARK}{number}{_TEXT_MARK}"
    if has_size:
        element.set("font-size", f"{_SIZE_MARK}{number}{_SIZE_MARK}")


def write_drawing(file: PictureFile, words: Mapping[str, str]) -> bytes:
    """The drawing with each word in its place; a word that is not given stays as drawn."""
    said = [words.get(word.key, word.default) for word in file.words]

    def fill(match: re.Match[str]) -> str:
        number = int(match[1] or match[2])
        if match[1]:
            return escape(said[number])
        return f"{fit_word(said[number], file.words[number]):g}"

    return _MARKED.sub(fill, file.content.decode()).encode()


def fit_word(said: str, word: Word) -> float:
    """The font size, smaller than drawn where the word would not fit its width."""
    width = measure_word(said, word.font_size)
    if width > word.fit > 0:
        return round(max(word.font_size * word.fit / width, 7), 1)
    return word.font_size


def _read_number(text: str) -> float:
    """A number of user units; 0 for what another unit or a mistake makes of it."""
    match = _NUMBER.fullmatch(text)
    return float(match[1]) if match else 0.0


_NUMBER = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)(?:px)?\s*")


def measure_word(word: str, font_size: float) -> float:
    """About how wide a word is in the fonts of phones: mean advances of Roboto and Noto Sans."""
    return sum(_ADVANCES.get(letter, _advance(letter)) for letter in word) * font_size


def _advance(letter: str) -> float:
    return 0.68 if letter.isupper() else 0.56


_ADVANCES = dict.fromkeys("iíìỉĩịjlI.,:;'|!1tfr ()[]", 0.33) | dict.fromkeys("mwMW", 0.86)


_TEXTS = frozenset(f"{{{SVG}}}{name}" for name in ("text", "tspan", "textPath", "style"))
#: Where a word may stand: in a style it would be read as one.
_WORD_ELEMENTS = frozenset(f"{{{SVG}}}{name}" for name in ("text", "tspan", "title", "desc"))
#: The elements of SVG 2 (https://www.w3.org/TR/SVG2/eltindex.html) but for those that run code or
#: hold other documents, which are refused when the drawing is read.
_ELEMENT_NAMES = """
a animate animateMotion animateTransform circle clipPath defs desc discard ellipse feBlend
feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge
feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
filter g image line linearGradient marker mask mpath path pattern polygon polyline radialGradient
rect set stop style svg switch symbol text textPath title tspan use view
"""
_ELEMENTS = frozenset(f"{{{SVG}}}{name}" for name in _ELEMENT_NAMES.split())


def _trim(element: Tree.Element) -> None:
    if element.tag not in _TEXTS:
        element.text = (element.text or "").strip() or None
        for child in element:
            child.tail = (child.tail or "").strip() or None


def _drop_foreign(root: Tree.Element) -> None:
    """Removes what drawing programs keep for themselves (sodipodi, inkscape, RDF), and whatever
    else is no element of a drawing."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag not in _ELEMENTS:
                parent.remove(child)
        for name in [name for name in parent.attrib if name.startswith("{")]:
            if not name.endswith("}href"):
                del parent.attrib[name]


def _namespaces() -> None:
    Tree.register_namespace("", SVG)
    Tree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
