"""From a step's Markdown to its parts: prose, pictures, callouts, quizzes and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree as Tree

from hatgiong.lessons.blocks import PREFIX
from hatgiong.lessons.lesson import (
    Answer,
    Callout,
    GroupPassage,
    HotArea,
    Infographic,
    Link,
    Part,
    Picture,
    Practice,
    Prose,
    Quiz,
    Scene,
    Sign,
    TeacherNotes,
)
from hatgiong.lessons.markdown import (
    ALLOWED_ATTRIBUTES,
    ALLOWED_TAGS,
    escape_text,
    find_tags,
    markdown_reader,
    strip_tags,
)
from hatgiong.lessons.sections import Section
from hatgiong.problems import Place, Problem, make_problem

#: A title without any of these is plain text: most are, and skipping Markdown saves a tenth.
_MARKDOWN_SIGNS = re.compile(r"[\\`*_\[\]<>&!#/:+.-]")
_MARK = re.compile(r"^\s*\[([ xX])\]\s*")
_AREA = re.compile(r"^\s*((?:\d+(?:\.\d+)?\s+){4})(.*)$", re.DOTALL)
_LESSON_LINK = re.compile(r"^(?:\.\./)?([^/#?:]+)/?(?:index(?:\.[\w-]+)?\.md)?$")
_SAFE_LINK = re.compile(r"^(?:https?://|tel:|mailto:|\x02)", re.IGNORECASE)
_SIGN = re.compile(r"^\s*([\w-]+)\s*:\s*(.*)$", re.DOTALL)


@dataclass
class StepReader:
    """Reads one step; what it meets on the way (links, icons, problems) is gathered here."""

    section: Section
    file: str
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _used: dict[str, int] = field(default_factory=dict)

    def read_title(self) -> str:
        """The step's title as HTML."""
        if not _MARKDOWN_SIGNS.search(self.section.title):
            return escape_text(self.section.title)
        tree = markdown_reader().parse_tree(self.section.title)
        self._check_html()
        first = tree[0] if len(tree) else tree
        return markdown_reader().write_html(first)

    def read_parts(self) -> tuple[Part, ...]:
        """The step's parts in reading order."""
        tree = markdown_reader().parse_tree(self.section.body)
        self._check_html()
        return self._parts(tree)

    # --- places -----------------------------------------------------------------------------
    def find_place(self, written: str) -> Place:
        """Where the next use of `written` stands in this step's text."""
        text = self.section.body
        start = text.find(written, self._used.get(written, 0)) if written else -1
        if start < 0:
            return Place(self.file, self.section.line)
        self._used[written] = start + len(written)
        before = text[:start]
        line = self.section.line + 1 + before.count("\n")
        return Place(self.file, line, start - (before.rfind("\n") + 1) + 1)

    def _report(self, written: str, rule: str, **facts: object) -> None:
        self.problems.append(make_problem(self.find_place(written), rule, **facts))

    # --- checks on the tree -----------------------------------------------------------------
    def _check_html(self) -> None:
        for raw in markdown_reader().raw_html():
            for tag, attributes in find_tags(raw):
                events = [name for name in attributes if name.startswith("on")]
                first = raw.strip().split("\n", 1)[0]
                if events:
                    self._report(first, "html-event-handler", attribute=events[0])
                elif tag not in ALLOWED_TAGS or not ALLOWED_ATTRIBUTES.issuperset(attributes):
                    self._report(first, "raw-html", tag=tag)

    def _read_link(self, anchor: Tree.Element) -> None:
        target = anchor.get("href", "")
        if _SAFE_LINK.match(target):
            anchor.set("rel", "noopener")
            return
        match = _LESSON_LINK.match(target)
        if match is None:
            scheme = re.match(r"^[a-z][a-z0-9+.-]*:", target, re.IGNORECASE)
            rule = "link-not-safe" if scheme else "link-dead"
            self._report(f"({target}", rule, target=target, nearest="…")
            return
        slug = match[1]
        self.links.append(Link(target, slug, self.find_place(target)))
        # Lesson pages of one language lie side by side, so the link holds in every language.
        anchor.set("href", f"{slug}.html")

    # --- parts ------------------------------------------------------------------------------
    def _parts(self, parent: Tree.Element) -> tuple[Part, ...]:
        parts: list[Part] = []
        if parent.text and parent.text.strip():
            parts.append(Prose(markdown_reader().write_html(_only_text(parent))))
        for child in parent:
            parts.extend(self._part(child))
        return tuple(_join_prose(parts))

    def _part(self, element: Tree.Element) -> Iterable[Part]:
        name = element.tag.removeprefix(PREFIX) if element.tag.startswith(PREFIX) else ""
        match name:
            case "":
                return self._flow(element)
            case "tip" | "warning":
                title = _plain(element.get("argument", ""))
                return [Callout(name, title, self._parts(element))]
            case "group":
                slugs = tuple(re.split(r"[,\s]+", element.get("argument", "").strip()))
                return [GroupPassage(slugs, self._parts(element))]
            case "notes":
                self._take_pictures(element)
                self._take_links(element)
                return [TeacherNotes(markdown_reader().write_html(element))]
            case "quiz":
                return self._quiz(element)
            case "practice":
                return self._practice(element)
            case _:
                return self._infographic(element)

    def _flow(self, element: Tree.Element) -> list[Part]:
        """Ordinary Markdown: its pictures first, then its words."""
        parts: list[Part] = list(self._take_pictures(element))
        self._take_links(element)
        html = markdown_reader().write_html(_wrap(element))
        if strip_tags(html):
            parts.append(Prose(html))
        return parts

    def _take_pictures(self, element: Tree.Element) -> list[Picture]:
        found = []
        for parent in list(element.iter()):
            for child in list(parent):
                if child.tag == "img":
                    found.append(self._picture(child))
                    _remove(parent, child)
        return found

    def _picture(self, image: Tree.Element) -> Picture:
        name, description = image.get("src", ""), " ".join((image.get("alt") or "").split())
        place = self.find_place(f"]({name}")
        if not description:
            self.problems.append(make_problem(place, "picture-without-description", target=name))
        return Picture(name, description, place)

    def _take_links(self, element: Tree.Element) -> None:
        for anchor in element.iter("a"):
            self._read_link(anchor)

    def _quiz(self, element: Tree.Element) -> list[Part]:
        place = self._block_place("quiz")
        answers: list[Answer] = []
        for choices in element.findall("ul"):
            answers.extend(self._answers(choices))
            element.remove(choices)
        self._take_links(element)
        question = markdown_reader().write_html(element)
        if not strip_tags(question) or len(answers) < 2:
            self.problems.append(make_problem(place, "quiz-incomplete"))
        elif not any(answer.is_right for answer in answers):
            self.problems.append(make_problem(place, "quiz-without-right-answer"))
        return [Quiz(question, tuple(answers))]

    def _answers(self, choices: Tree.Element) -> Iterable[Answer]:
        for item in choices.findall("li"):
            pictures = self._take_pictures(item)
            is_right, html = self._marked(item)
            answer, _, explanation = html.partition("\n")
            picture = pictures[0] if pictures else None
            yield Answer(is_right, answer.strip(), " ".join(explanation.split()), picture)

    def _marked(self, item: Tree.Element) -> tuple[bool, str]:
        """Whether a list item begins with `[x]`, and its HTML after the mark."""
        self._take_links(item)
        paragraphs = [markdown_reader().write_html(p) for p in item.findall("p")]
        html = "\n".join(paragraphs) if paragraphs else markdown_reader().write_html(item)
        match = _MARK.match(html)
        return bool(match and match[1] in "xX"), html[match.end() :] if match else html

    def _practice(self, element: Tree.Element) -> list[Part]:
        place, scenes, words = self._block_place("practice"), [], ""
        picture: Picture | None = None
        for child in element:
            found = self._take_pictures(child)
            if found:
                picture, words = found[0], ""
            if child.tag == "ul" and picture:
                areas = tuple(area for item in child for area in self._areas(item))
                if any(area.is_right for area in areas):
                    scenes.append(Scene(words, picture, areas))
            elif child.tag == "p":
                words += markdown_reader().write_html(child)
        if not scenes:
            example = "![…](screen.svg) … - [x] 10 20 30 15 …"
            facts = {"name": "practice", "example": example}
            self.problems.append(make_problem(place, "block-incomplete", **facts))
        return [Practice(_plain(element.get("argument", "")), tuple(scenes))]

    def _areas(self, item: Tree.Element) -> Iterable[HotArea]:
        is_right, html = self._marked(item)
        if match := _AREA.match(html):
            left, top, width, height = (float(number) for number in match[1].split())
            words = " ".join(match[2].split())
            yield HotArea(is_right, left, top, width, height, words)

    def _infographic(self, element: Tree.Element) -> list[Part]:
        place = self._block_place("infographic")
        signs = []
        for item in element.iter("li"):
            if match := _SIGN.match(markdown_reader().write_html(item)):
                signs.append(Sign(match[1], match[2].strip()))
        if not signs:
            facts = {"name": "infographic", "example": "- wifi: …"}
            self.problems.append(make_problem(place, "block-incomplete", **facts))
        return [Infographic(tuple(signs))]

    def _block_place(self, name: str) -> Place:
        return self.find_place(f"/// {name}")


def _plain(text: str) -> str:
    return " ".join(text.replace("*", "").split())


def _wrap(element: Tree.Element) -> Tree.Element:
    holder = Tree.Element("div")
    holder.append(element)
    return holder


def _only_text(element: Tree.Element) -> Tree.Element:
    paragraph = Tree.Element("p")
    paragraph.text = element.text
    return _wrap(paragraph)


def _remove(parent: Tree.Element, child: Tree.Element) -> None:
    """Takes `child` out and keeps the words after it."""
    index = list(parent).index(child)
    tail = (child.tail or "").lstrip()
    if index:
        before = parent[index - 1]
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(child)


def _join_prose(parts: Iterable[Part]) -> Iterable[Part]:
    """Neighbouring prose becomes one part."""
    waiting = ""
    for part in parts:
        if isinstance(part, Prose):
            waiting += part.html
            continue
        if waiting:
            yield Prose(waiting)
            waiting = ""
        yield part
    if waiting:
        yield Prose(waiting)
