"""One step's Markdown as a tree of elements, and pieces of that tree as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache
from xml.etree import ElementTree as Tree

import markdown
from markdown.preprocessors import Preprocessor
from markdown.util import AMP_SUBSTITUTE

from hatgiong.lessons.blocks import LessonBlocks
from hatgiong.lessons.fences import walk_fences


class MarkdownReader:
    """Python-Markdown, used step by step; one instance serves one process."""

    def __init__(self) -> None:
        self._markdown = markdown.Markdown(extensions=["sane_lists", "tables", LessonBlocks()])
        # Pretty-printing only adds bytes; `Title\n----` would make a step that no line shows.
        self._markdown.treeprocessors.deregister("prettify")
        self._markdown.preprocessors.register(_FencedCode(), "fenced_code", 25)
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
    """Turns fenced code into indented code, which Markdown knows without an extension."""

    def run(self, lines: list[str]) -> list[str]:
        kinds = {"text": "{}", "fence": "", "code": "    {}"}
        return [kinds[kind].format(line) for kind, line in walk_fences(lines)]


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
