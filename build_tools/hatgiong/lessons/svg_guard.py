"""Looks through an SVG for what could run code or load something, as expat reads it.

Each phone shows the drawing as a picture, where browsers run nothing and load nothing
(https://www.w3.org/TR/SVG2/conform.html#secure-static-mode); but it can also be opened by itself.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from hatgiong.problems import Place, Problem, make_problem

SVG = "http://www.w3.org/2000/svg"
#: Beyond any drawing; Python's XML writer calls itself for each level.
_DEPTH_LIMIT = 100

_CODE_TAGS = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler"})
_ANIMATIONS = frozenset({"set", "animate", "animatemotion", "animatetransform", "animatecolor"})
_REFERENCES = frozenset({"href", "src", "srcset", "ping", "base"})
_DATA_IMAGE = re.compile(r"data:image/(?:png|jpeg|webp|avif);base64,", re.IGNORECASE)
_CODE_ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data:(?!image/(?!svg)))", re.IGNORECASE)
#: https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|\n|(.))", re.IGNORECASE | re.DOTALL)
_CSS_ADDRESS = re.compile(r"url\(\s*[\"']?\s*", re.IGNORECASE)
#: Without any of these a value loads nothing, however it is written.
_CSS_SUSPECT = re.compile(r"[\\@]|url|image|cross-fade|src", re.IGNORECASE)
_CSS_LOAD = re.compile(r"@import|(?:image-set|cross-fade|\bimage|\bsrc)\(", re.IGNORECASE)


class _RefusedError(Exception):
    """The rest of the file is not read."""


class Guard:
    """Walks an SVG once; each problem knows its line and column.

    `size` is the view box's width and height.
    """

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self.size: tuple[int, int] | None = None
        self._file = file
        self._open: list[tuple[str, list[str]]] = []
        self._code_depth = 0
        # Names arrive as "namespace name", so that `x:script` is seen for what it is.
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction

    def run(self, content: bytes) -> None:
        """Reads the drawing; raises `expat.ExpatError` where it is no XML."""
        try:
            self._parser.Parse(content, True)
        except _RefusedError:
            return

    def _report(self, rule: str, **facts: object) -> None:
        parser = self._parser
        at = Place(self._file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        self.problems.append(make_problem(at, rule, **facts))

    def _doctype(self, name: str, system_id: str | None, *_: object) -> None:
        # A document type can define entities that grow without end or read other files.
        self._report("svg-with-external-reference", target=system_id or "<!DOCTYPE>")
        raise _RefusedError

    def _instruction(self, target: str, _: str) -> None:
        self._report("svg-with-external-reference", target=f"<?{target}")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2].lower()
        if not self._open:
            self._read_root(tag, attributes)
        is_inside_code = self._code_depth > 0
        self._open.append((local, []))
        if len(self._open) > _DEPTH_LIMIT:
            self._report("picture-not-readable", name=self._name, reason="nested too deep")
            raise _RefusedError
        self._code_depth += local in _CODE_TAGS
        if is_inside_code:
            return  # told with the element around it
        if local in _CODE_TAGS:
            self._report("svg-with-script", what=f"<{local}>")
            return
        for name, value in attributes.items():
            self._check_attribute(local, name.rpartition(" ")[2].lower(), value)

    def _check_attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self._report("svg-with-script", what=name)
        elif name in _REFERENCES:
            self._check_address(name, value)
        elif name == "attributename" and tag in _ANIMATIONS:
            # An animation could give another element an address that is not seen here.
            animated = value.strip().lower().rpartition(":")[2]
            if animated in _REFERENCES or animated.startswith("on"):
                self._report("svg-with-script", what=f"<{tag} attributeName={value[:20]}>")
        elif target := find_css_load(value):
            self._report("svg-with-external-reference", target=target)

    def _check_address(self, name: str, value: str) -> None:
        if _CODE_ADDRESS.match(re.sub(r"[\x00-\x20]", "", value)):
            self._report("svg-with-script", what=f"{name}={value[:20]}")
        elif not value.strip().startswith("#") and not _DATA_IMAGE.match(value.strip()):
            self._report("svg-with-external-reference", target=value[:60])

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1][1].append(text)

    def _end(self, _: str) -> None:
        # The style's text arrives in pieces, cut by lines, comments, CDATA and references.
        name, pieces = self._open.pop()
        self._code_depth -= name in _CODE_TAGS
        if name == "style" and (target := find_css_load("".join(pieces))):
            self._report("svg-with-external-reference", target=target)

    def _read_root(self, tag: str, attributes: dict[str, str]) -> None:
        numbers = attributes.get("viewBox", "").replace(",", " ").split()
        try:
            width, height = (round(float(number)) for number in numbers[2:4])
        except (ValueError, OverflowError):
            return
        if tag == f"{SVG} svg" and width > 0 and height > 0:
            self.size = (width, height)

    @property
    def _name(self) -> str:
        return self._file.rpartition("/")[2]


def find_css_load(css: str) -> str:
    """What a style loads from elsewhere, however it is written; nothing for a good style."""
    if not _CSS_SUSPECT.search(css):
        return ""
    plain = _CSS_ESCAPE.sub(_read_escape, css)
    for match in _CSS_ADDRESS.finditer(plain):
        address = plain[match.end() : match.end() + 60]
        if not address.startswith("#") and not _DATA_IMAGE.match(address):
            return re.split(r"[)\"']", address)[0] or "url()"
    load = _CSS_LOAD.search(plain)
    return re.split(r"[;\n]", plain[load.start() : load.start() + 60])[0] if load else ""


def _read_escape(match: re.Match[str]) -> str:
    if match[1]:
        number = int(match[1], 16)
        return chr(number) if 0 < number <= 0x10FFFF else "\ufffd"
    return match[2] or ""
