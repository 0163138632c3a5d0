"""Pictures in a lesson's folder: read, checked, and written in a lesson's language."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from xml.etree import ElementTree as Tree
from xml.parsers import expat

from PIL import Image, UnidentifiedImageError

from hatgiong.lessons.lesson import PictureFile
from hatgiong.lessons.svg_guard import SVG, Guard
from hatgiong.problems import Place, Problem, make_problem
from hatgiong.sources import PICTURE_LIMIT_BYTES, name_file, read_bytes

PICTURE_ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif")
#: 50 million pixels is beyond any phone that a lesson was drawn for, and 200 MB once unpacked.
PIXEL_LIMIT = 50_000_000

#: What phones show; Pillow itself reads dozens of kinds, whatever the file is called.
_FORMATS = ("PNG", "JPEG", "WEBP", "AVIF")


def read_picture(path: Path, project_dir: Path) -> tuple[PictureFile | None, list[Problem]]:
    """A picture file that is safe to ship, or why it is not."""
    content = read_bytes(path, project_dir, limit=PICTURE_LIMIT_BYTES)
    if isinstance(content, Problem):
        return None, [content]
    file = name_file(path, project_dir)
    if not content:
        return None, [make_problem(Place(file), "file-empty")]
    if path.suffix.lower() == ".svg":
        return read_drawing(content, path.name, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                width, height = image.size
                if width * height > PIXEL_LIMIT:
                    raise Image.DecompressionBombError
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        reason = f"more than {PIXEL_LIMIT} pixels"
    except UnidentifiedImageError:
        reason = f"not {', '.join(_FORMATS)}"
    except (OSError, SyntaxError, ValueError, Warning) as error:
        reason = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
    else:
        return PictureFile(path.name, width, height, (), content), []
    problem = make_problem(Place(file), "picture-not-readable", name=path.name, reason=reason)
    return None, [problem]


def read_drawing(content: bytes, name: str, file: str) -> tuple[PictureFile | None, list[Problem]]:
    """An SVG whose every element was seen to be harmless: no code, nothing loaded, no entities."""
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
    if guard.problems:
        return None, guard.problems
    assert guard.size is not None
    width, height = guard.size
    return PictureFile(name, width, height, tuple(guard.words), content), []


def write_drawing(content: bytes, words: dict[str, str]) -> bytes:
    """The drawing with each `data-word` set to its word, without what only editors need."""
    root = Tree.fromstring(content)  # noqa: S314  (read_drawing refused entities and doctypes)
    for element in list(root.iter()):
        key = element.attrib.pop("data-word", None)
        fit = element.attrib.pop("data-fit", None)
        if key in words:
            _set_word(element, words[key])
        if fit:
            _shrink(element, _read_number(fit))
        _trim(element)
    _drop_foreign(root)
    _namespaces()
    return Tree.tostring(root, encoding="unicode", short_empty_elements=True).encode()


def _set_word(element: Tree.Element, word: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = word


def _shrink(element: Tree.Element, fit: float) -> None:
    """Makes the font smaller until the word fits `fit` user units."""
    size = _read_number(element.get("font-size", "16"))
    width = measure_word("".join(element.itertext()), size)
    if width > fit > 0:
        element.set("font-size", f"{max(size * fit / width, 7):.1f}")


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
