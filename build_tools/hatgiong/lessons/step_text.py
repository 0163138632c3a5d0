"""One step's text on its way to HTML: where things stand in it, and what must not be in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as Tree

from hatgiong.lessons.blocks import PREFIX
from hatgiong.lessons.lesson import Link
from hatgiong.lessons.markdown import (
    find_event,
    find_tag,
    is_harmless,
    markdown_reader,
    read_address,
)
from hatgiong.lessons.sections import Section
from hatgiong.problems import Place, Problem, make_problem

_LESSON_LINK = re.compile(r"^(?:\.\./)?([\w.-]+)/?(?:index(?:\.[\w-]+)?\.md)?$")
_SAFE_LINK = re.compile(r"^(?:https?://|tel:|mailto:)", re.IGNORECASE)
#: A scheme, or two slashes (browsers take \\ for one): an address of its own.
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)


@dataclass
class StepText:
    """Gathers what is met on the way: links to other lessons, problems."""

    section: Section
    file: str
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _used: dict[str, int] = field(default_factory=dict)

    def parse_title(self) -> Tree.Element:
        """The title's inline elements."""
        line = markdown_reader().parse_line(self.section.title)
        self._check_html()
        return line

    def parse_body(self) -> Tree.Element:
        """The elements of all that stands under the title."""
        tree = markdown_reader().parse_tree(self.section.body)
        self._check_html()
        return tree

    def report(self, place: Place, rule: str, **facts: object) -> None:
        """Notes a problem."""
        self.problems.append(make_problem(place, rule, **facts))

    def find_place(self, written: str, lead: str = "") -> Place:
        """Where the next use of `written` stands in this step's text, best right after `lead`."""
        text = self.section.body
        for mark in (lead + written, written):
            start = text.find(mark, self._used.get(mark, 0)) if written else -1
            if start >= 0:
                self._used[mark] = start + len(mark)
                before = text[: start + len(mark) - len(written)]
                line = self.section.line + 1 + before.count("\n")
                return Place(self.file, line, len(before) - (before.rfind("\n") + 1) + 1)
        return Place(self.file, self.section.line)

    def _check_html(self) -> None:
        begun: set[str] = set()
        for raw in markdown_reader().raw_html():
            tag = find_tag(raw)
            if is_harmless(raw) or (tag.startswith("/") and tag[1:] in begun):
                continue
            begun.add(tag)
            place = self.find_place(raw.strip().split("\n", 1)[0])
            if event := find_event(raw):
                self.report(place, "html-event-handler", attribute=event)
            else:
                self.report(place, "raw-html", tag=tag)

    def _read_link(self, anchor: Tree.Element) -> None:
        target = anchor.get("href", "")
        address = read_address(target)
        if _SAFE_LINK.match(address):
            anchor.set("rel", "noopener")
            return
        place = self.find_place(target, "](")
        match = _LESSON_LINK.match(address)
        if match is None:
            rule = "link-not-safe" if _ELSEWHERE.match(address) else "link-dead"
            self.report(place, rule, target=target, nearest="…")
            return
        slug = match[1]
        self.links.append(Link(target, slug, place))
        # Lesson pages of one language lie side by side, so the link holds in every language.
        anchor.set("href", f"{slug}.html")

    def write(self, element: Tree.Element) -> str:
        """The element's inside as HTML: its links read, once, and nothing left in it that loads.

        A picture that has no place here becomes its description, a block in a list a plain box.
        """
        for one in element.iter():
            if one.tag == "a":
                self._read_link(one)
            elif one.tag == "img":
                one.tag, one.text = "span", one.get("alt", "")
                one.attrib.clear()
            elif one.tag == "pre" and len(one):
                one[0].text = (one[0].text or "").rstrip() + "\n"
            elif one.tag.startswith(PREFIX):
                one.tag = "div"
                one.attrib.clear()
            elif one.tag in ("td", "th") and (style := one.attrib.pop("style", "")):
                # A column's alignment; the pages' security policy lets no style through.
                one.set("class", style.removeprefix("text-align:").strip(" ;"))
        return markdown_reader().write_html(element)
