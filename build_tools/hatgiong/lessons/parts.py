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
    escape_text,
    find_event,
    find_tag,
    is_harmless,
    markdown_reader,
    read_address,
    strip_tags,
)
from hatgiong.lessons.sections import Section
from hatgiong.problems import Place, Problem, make_problem

#: A title without any of these is plain text: most are, and skipping Markdown saves a tenth.
_MARKDOWN_SIGNS = re.compile(r"[\\`*_\[\]<>&!#/:+.-]")
_MARK = re.compile(r"^\s*\[([ xX])\]\s*")
_AREA = re.compile(r"^\s*((?:\d+(?:\.\d+)?\s+){4})(.*)$", re.DOTALL)
_LESSON_LINK = re.compile(r"^(?:\.\./)?([\w.-]+)/?(?:index(?:\.[\w-]+)?\.md)?$")
_SAFE_LINK = re.compile(r"^(?:https?://|tel:|mailto:)", re.IGNORECASE)
#: A scheme, or two slashes (browsers take \\ for one): an address of its own.
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
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
        line = markdown_reader().parse_line(self.section.title)
        self._check_html()
        return self._write(line)

    def read_parts(self) -> tuple[Part, ...]:
        """The step's parts in reading order."""
        tree = markdown_reader().parse_tree(self.section.body)
        self._check_html()
        return self._parts(tree)

    # --- places -----------------------------------------------------------------------------
    def find_place(self, written: str, otherwise: str = "") -> Place:
        """Where the next use of `written` stands in this step's text, else of `otherwise`."""
        text = self.section.body
        start = text.find(written, self._used.get(written, 0)) if written else -1
        if start < 0:
            place = Place(self.file, self.section.line)
            return self.find_place(otherwise) if otherwise else place
        self._used[written] = start + len(written)
        before = text[:start]
        line = self.section.line + 1 + before.count("\n")
        return Place(self.file, line, start - (before.rfind("\n") + 1) + 1)

    # --- checks on the tree -----------------------------------------------------------------
    def _check_html(self) -> None:
        begun: set[str] = set()
        for raw in markdown_reader().raw_html():
            tag = find_tag(raw)
            if is_harmless(raw) or (tag.startswith("/") and tag[1:] in begun):
                continue
            begun.add(tag)
            place = self.find_place(raw.strip().split("\n", 1)[0])
            if event := find_event(raw):
                problem = make_problem(place, "html-event-handler", attribute=event)
            else:
                problem = make_problem(place, "raw-html", tag=tag)
            self.problems.append(problem)

    def _read_link(self, anchor: Tree.Element) -> None:
        target = anchor.get("href", "")
        address = read_address(target)
        if _SAFE_LINK.match(address):
            anchor.set("rel", "noopener")
            return
        place = self.find_place(f"]({target}", target)
        match = _LESSON_LINK.match(address)
        if match is None:
            rule = "link-not-safe" if _ELSEWHERE.match(address) else "link-dead"
            self.problems.append(make_problem(place, rule, target=target, nearest="…"))
            return
        slug = match[1]
        self.links.append(Link(target, slug, place))
        # Lesson pages of one language lie side by side, so the link holds in every language.
        anchor.set("href", f"{slug}.html")

    def _write(self, element: Tree.Element) -> str:
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

    # --- parts ------------------------------------------------------------------------------
    def _parts(self, parent: Tree.Element) -> tuple[Part, ...]:
        parts: list[Part] = []
        if parent.text and parent.text.strip():
            parts.append(Prose(self._write(_only_text(parent))))
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
                return [TeacherNotes(self._write(element))]
            case "quiz":
                return self._quiz(element)
            case "practice":
                return self._practice(element)
            case _:
                return self._infographic(element)

    def _flow(self, element: Tree.Element) -> list[Part]:
        """Ordinary Markdown: its pictures first, then its words."""
        parts: list[Part] = list(self._take_pictures(element))
        html = self._write(_wrap(element))
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
        for parent in element.iter():
            for child in list(parent):
                if child.tag == "p" and not len(child) and not (child.text or "").strip():
                    parent.remove(child)
        return found

    def _picture(self, image: Tree.Element) -> Picture:
        name, description = image.get("src", ""), " ".join((image.get("alt") or "").split())
        place = self.find_place(f"]({name}")
        if not description:
            self.problems.append(make_problem(place, "picture-without-description", target=name))
        return Picture(name, description, place)

    def _quiz(self, element: Tree.Element) -> list[Part]:
        place = self._block_place("quiz")
        answers: list[Answer] = []
        for choices in element.findall("ul"):
            answers.extend(self._answers(choices))
            element.remove(choices)
        pictures = self._take_pictures(element)
        question = self._write(element)
        if not strip_tags(question) or len(answers) < 2:
            self.problems.append(make_problem(place, "quiz-incomplete"))
        elif not any(answer.is_right for answer in answers):
            self.problems.append(make_problem(place, "quiz-without-right-answer"))
        return [*pictures, Quiz(question, tuple(answers))]

    def _answers(self, choices: Tree.Element) -> Iterable[Answer]:
        for item in choices.findall("li"):
            pictures = self._take_pictures(item)
            is_right, html = self._marked(item)
            answer, _, explanation = html.partition("\n")
            picture = pictures[0] if pictures else None
            yield Answer(is_right, answer.strip(), " ".join(explanation.split()), picture)

    def _marked(self, item: Tree.Element) -> tuple[bool, str]:
        """Whether a list item begins with `[x]`, and its HTML after the mark."""
        paragraphs = [self._write(p) for p in item.findall("p")]
        html = "\n".join(paragraphs) if paragraphs else self._write(item)
        match = _MARK.match(html)
        return bool(match and match[1] in "xX"), html[match.end() :] if match else html

    def _practice(self, element: Tree.Element) -> list[Part]:
        place, scenes, words = self._block_place("practice"), [], ""
        picture: Picture | None = None
        count = 0
        for child in element:
            found = self._take_pictures(child)
            count += len(found)
            if found:
                picture, words = found[0], ""
            if child.tag == "ul" and picture:
                areas = tuple(area for item in child for area in self._areas(item))
                if any(area.is_right for area in areas):
                    scenes.append(Scene(words, picture, areas))
            elif child.tag == "p":
                words += self._write(child)
        if not scenes or len(scenes) < count:
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
        items = [*element.findall("ul/li"), *element.findall("ol/li")]
        for item in items:
            if match := _SIGN.match(self._write(item)):
                signs.append(Sign(match[1], match[2].strip()))
        if not signs or len(signs) < len(items):
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
