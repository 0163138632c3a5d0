"""One step's Markdown as a tree of elements, and pieces of that tree as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from xml.etree import ElementTree as Tree

import markdown

from hatgiong.lessons.blocks import LessonBlocks

#: HTML that Markdown has no sign for and that keeps its sense in every view.
ALLOWED_TAGS = frozenset({"br", "kbd", "sub", "sup", "mark", "abbr"})
ALLOWED_ATTRIBUTES = frozenset({"title", "lang"})


class MarkdownReader:
    """Python-Markdown, used step by step; one instance serves one process."""

    def __init__(self) -> None:
        self._markdown = markdown.Markdown(extensions=["sane_lists", "tables", LessonBlocks()])
        # Pretty-printing only adds bytes; `Title\n----` would make a step that no line shows.
        self._markdown.treeprocessors.deregister("prettify")
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
        for processor in md.treeprocessors:
            changed = processor.run(root)
            root = root if changed is None else changed
        return root

    def write_html(self, element: Tree.Element) -> str:
        """The element's inside as HTML."""
        html = element.text or ""
        html = escape_text(html) + "".join(self._markdown.serializer(child) for child in element)
        for postprocessor in self._markdown.postprocessors:
            html = postprocessor.run(html)
        return html.strip()

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


class _TagFinder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("!" + decl[:20], ()))


def find_tags(html: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each start tag in `html` with the names of its attributes, in lower case."""
    finder = _TagFinder()
    finder.feed(html)
    finder.close()
    yield from finder.found


_TAG = re.compile(r"<[^>]*>")


def strip_tags(html: str) -> str:
    """The words of an HTML text."""
    text = _TAG.sub(" ", html)
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return " ".join(text.split())
