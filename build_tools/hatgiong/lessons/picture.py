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
from hatgiong.problems import Place, Problem, make_problem
from hatgiong.sources import PICTURE_LIMIT_BYTES, name_file, read_bytes

PICTURE_ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif")
#: 50 million pixels is beyond any phone that a lesson was drawn for, and 200 MB once unpacked.
PIXEL_LIMIT = 50_000_000

_SVG = "{http://www.w3.org/2000/svg}"
_DATA_IMAGE = re.compile(r"^data:image/(?:png|jpeg|webp|avif);base64,", re.IGNORECASE)
_CSS_REFERENCE = re.compile(r"url\(\s*['\"]?(?!#|data:image/)([^)'\"]+)|@import\s+([^;]+)", re.I)
_CODE_TAGS = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler"})
_REFERENCES = frozenset({"href", "src", "xlink:href"})


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
            with Image.open(io.BytesIO(content)) as image:
                width, height = image.size
                if width * height > PIXEL_LIMIT:
                    raise Image.DecompressionBombError(f"{width} x {height}")
                image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning) as error:
        return None, [_unreadable(file, path.name, error)]
    except Image.DecompressionBombError as error:
        return None, [_unreadable(file, path.name, error)]
    return PictureFile(path.name, width, height, (), content), []


def _unreadable(file: str, name: str, error: Exception) -> Problem:
    reason = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
    return make_problem(Place(file), "picture-not-readable", name=name, reason=reason)


def read_drawing(content: bytes, name: str, file: str) -> tuple[PictureFile | None, list[Problem]]:
    """An SVG whose every element was seen to be harmless: no code, nothing loaded, no entities."""
    guard = _Guard(file)
    try:
        guard.run(content)
    except expat.ExpatError as error:
        at = Place(file, error.lineno, error.offset + 1)
        reason = expat.errors.messages.get(error.code, "?")
        return None, [make_problem(at, "picture-not-readable", name=name, reason=reason)]
    if not guard.size and not guard.problems:
        reason = "no viewBox"
        problem = make_problem(Place(file), "picture-not-readable", name=name, reason=reason)
        guard.problems.append(problem)
    if guard.problems:
        return None, guard.problems
    assert guard.size is not None
    width, height = guard.size
    return PictureFile(name, width, height, tuple(guard.words), content), []


class _Guard:
    """Walks an SVG as expat reads it, so that each problem knows its line and column."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.words: list[str] = []
        self.size: tuple[int, int] | None = None
        self._in_style = False
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction

    def run(self, content: bytes) -> None:
        self._parser.Parse(content, True)

    def _report(self, rule: str, **facts: object) -> None:
        parser = self._parser
        at = Place(self.file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        self.problems.append(make_problem(at, rule, **facts))

    def _doctype(self, name: str, system_id: str | None, *_: object) -> None:
        # A document type can define entities that grow without end or read other files.
        self._report("svg-with-external-reference", target=system_id or "<!DOCTYPE>")

    def _instruction(self, target: str, _: str) -> None:
        self._report("svg-with-external-reference", target=f"<?{target}")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rsplit(":", 1)[-1].lower()
        if self._depth == 0:
            self._read_root(local, attributes)
        self._depth += 1
        self._in_style = local == "style"
        if local in _CODE_TAGS:
            self._report("svg-with-script", what=f"<{tag}>")
        for name, value in attributes.items():
            self._check_attribute(tag, name.lower(), value)
        if word := attributes.get("data-word"):
            self.words.append(word)

    def _check_attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self._report("svg-with-script", what=name)
        elif name in _REFERENCES or name.endswith(":href"):
            if value.strip().lower().startswith(("javascript:", "data:text", "data:image/svg")):
                self._report("svg-with-script", what=f"{name}={value[:20]}")
            elif not value.startswith("#") and not _DATA_IMAGE.match(value):
                self._report("svg-with-external-reference", target=value[:60])
        elif match := _CSS_REFERENCE.search(value):
            self._report("svg-with-external-reference", target=(match[1] or match[2])[:60])
        elif tag.lower().startswith(("animate", "set")) and "javascript:" in value.lower():
            self._report("svg-with-script", what=value[:20])

    def _end(self, _: str) -> None:
        self._in_style = False
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._in_style and (match := _CSS_REFERENCE.search(text)):
            self._report("svg-with-external-reference", target=(match[1] or match[2])[:60])

    def _read_root(self, local: str, attributes: dict[str, str]) -> None:
        numbers = attributes.get("viewBox", "").replace(",", " ").split()
        try:
            width, height = (round(float(number)) for number in numbers[2:4])
        except ValueError:
            return
        if local == "svg" and width > 0 and height > 0:
            self.size = (width, height)


def write_drawing(content: bytes, words: dict[str, str]) -> bytes:
    """The drawing with each `data-word` set to its word, without what only editors need."""
    root = Tree.fromstring(content)  # noqa: S314  (read_drawing refused entities and doctypes)
    for element in root.iter():
        key = element.attrib.pop("data-word", None)
        fit = element.attrib.pop("data-fit", None)
        if key in words:
            _set_word(element, words[key])
        if fit:
            _shrink(element, float(fit))
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
    size = float(element.get("font-size", "16").removesuffix("px"))
    width = measure_word("".join(element.itertext()), size)
    if width > fit > 0:
        element.set("font-size", f"{max(size * fit / width, 7):.1f}")


def measure_word(word: str, font_size: float) -> float:
    """About how wide a word is in the fonts of phones: mean advances of Roboto and Noto Sans."""
    return sum(_ADVANCES.get(letter, _advance(letter)) for letter in word) * font_size


def _advance(letter: str) -> float:
    return 0.68 if letter.isupper() else 0.56


_ADVANCES = dict.fromkeys("iíìỉĩịjlI.,:;'|!1tfr ()[]", 0.33) | dict.fromkeys("mwMW", 0.86)


def _trim(element: Tree.Element) -> None:
    if element.tag not in (f"{_SVG}text", f"{_SVG}tspan", f"{_SVG}style"):
        element.text = (element.text or "").strip() or None
        for child in element:
            child.tail = (child.tail or "").strip() or None


def _drop_foreign(root: Tree.Element) -> None:
    """Removes what drawing programs keep for themselves (sodipodi, inkscape, RDF)."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not (isinstance(child.tag, str) and child.tag.startswith(_SVG)):
                parent.remove(child)
        for name in [name for name in parent.attrib if name.startswith("{")]:
            if not name.endswith("}href"):
                del parent.attrib[name]


def _namespaces() -> None:
    Tree.register_namespace("", _SVG[1:-1])
    Tree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
