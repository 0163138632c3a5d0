"""One step's Markdown as a tree of elements, and pieces of that tree as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache
from xml.etree import ElementTree as Tree

import markdown
from markdown.preprocessors import Preprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString, code_escape

from hatgiong.lessons.blocks import LessonBlocks
from hatgiong.lessons.fences import walk_fences


class MarkdownReader:
    """Python-Markdown, used step by step; one instance serves one process."""

    def __init__(self) -> None:
        self._markdown = markdown.Markdown(extensions=["sane_lists", "tables", LessonBlocks()])
        # Pretty-printing only adds bytes; `Title\n----` would make a step that no line shows.
        self._markdown.treeprocessors.deregister("prettify")
        self._fenced_code = _FencedCode()
        self._markdown.preprocessors.register(self._fenced_code, "fenced_code", 25)
        self._markdown.parser.blockprocessors.deregister("setextheader")

    def parse_tree(self, text: str) -> Tree.Element:
        """The elements that `text` means; call `write_html` on them before parsing more."""
        md = self._markdown
        md.reset()
        lines = text.split("\n")
        for preprocessor in md.preprocessors:
            lines = preprocessor.run(lines)
        root = md.parser.parseDocument(lines).getroot()
        assert root is not None
        self._fenced_code.put_back(root)
        return self._finish(root)

    def parse_line(self, text: str) -> Tree.Element:
        """The inline elements of one line, such as a title, in which no block begins."""
        md = self._markdown
        md.reset()
        root = Tree.Element("div")
        line = Tree.SubElement(root, "p")
        line.text = md.preprocessors["normalize_whitespace"].run([text])[0]
        return self._finish(root)[0]

    def _finish(self, root: Tree.Element) -> Tree.Element:
        for processor in self._markdown.treeprocessors:
            changed = processor.run(root)
            root = root if changed is None else changed
        return root

    def write_html(self, element: Tree.Element) -> str:
        """The element's inside as HTML."""
        inside = escape_text(element.text or "")
        inside += "".join(self._markdown.serializer(child) for child in element)
        for postprocessor in self._markdown.postprocessors:
            inside = postprocessor.run(inside)
        return inside.strip()

    def raw_html(self) -> Iterable[str]:
        """The raw HTML that the last text contained, as written."""
        return [raw for raw in self._markdown.htmlStash.rawHtmlBlocks if isinstance(raw, str)]


@cache
def markdown_reader() -> MarkdownReader:
    """This process's reader: making one costs 20 ms, using it 1 ms a step."""
    return MarkdownReader()


def escape_text(text: str) -> str:
    """Text as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _FencedCode(Preprocessor):
    """Takes fenced code out before anything reads it, and puts it back where it stood."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: list[str] = []

    def run(self, lines: list[str]) -> list[str]:
        self._codes = []
        kept: list[str] = []
        waiting: list[str] | None = None
        for kind, line in walk_fences([*lines]):
            if kind == "code" and waiting is not None:
                waiting.append(line)
            elif kind == "fence" and waiting is None:
                waiting = []
            elif kind == "fence":
                kept += self._take(waiting or [])
                waiting = None
            else:
                kept.append(line)
        return kept if waiting is None else kept + self._take(waiting)

    def _take(self, code: list[str]) -> list[str]:
        self._codes.append("\n".join(code).rstrip())
        # No author can write these two signs: Markdown takes them out of every text first.
        return ["", f"{STX}code:{len(self._codes) - 1}{ETX}", ""]

    def put_back(self, root: Tree.Element) -> None:
        """Turns each paragraph that stands for code into the code."""
        for paragraph in list(root.iter("p")):
            if match := _CODE.fullmatch((paragraph.text or "").strip()):
                paragraph.tag, paragraph.text = "pre", None
                code = Tree.SubElement(paragraph, "code")
                code.text = AtomicString(code_escape(self._codes[int(match[1])]))


_CODE = re.compile(f"{STX}code:(\\d+){ETX}")

#: The tags that Markdown has no sign for and that keep their sense in every view, and the
#: entities: one of them, whole. What else is there is refused without asking what it might do,
#: for browsers read broken HTML otherwise than any parser here.
_HARMLESS = re.compile(
    r"""</?(?:br|kbd|sub|sup|mark|abbr)(?:[ \n]+(?:title|lang)=(?:"[^"<>]*"|'[^'<>]*'))*[ \n]*/?>"""
    r"|&(?:\#[0-9]+|\#x[0-9a-f]+|[a-z][a-z0-9]*);",
    re.IGNORECASE,
)
_EVENT = re.compile(r"<[^>]*?[\s/\"'](on\w+)\s*=", re.IGNORECASE)
_NAME = re.compile(r"<([!?/]?[^\s<>]{0,20})")


def is_harmless(raw: str) -> bool:
    """Whether a piece of raw HTML is one allowed tag or one entity."""
    return _HARMLESS.fullmatch(raw) is not None


def find_event(raw: str) -> str:
    """The first attribute of raw HTML that runs code, in lower case."""
    return match[1].lower() if (match := _EVENT.search(raw)) else ""


def find_tag(raw: str) -> str:
    """The name of the first tag of raw HTML, in lower case."""
    return match[1].lower() if (match := _NAME.search(raw)) else ""


def read_address(href: str) -> str:
    """What a browser takes a link's address for: entities decoded, blanks at its ends and breaks
    within it dropped (https://url.spec.whatwg.org/#concept-basic-url-parser)."""
    address = html.unescape(href.replace(AMP_SUBSTITUTE, "&"))
    return re.sub("[\t\n\r]", "", address.strip(_BLANK))


_BLANK = "".join(map(chr, range(0x21)))


_TAG = re.compile(r"<[^>]*>")


def strip_tags(markup: str) -> str:
    """The words of an HTML text."""
    text = _TAG.sub(" ", markup)
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return " ".join(text.split())
