"""From a step's Markdown to its parts: prose, pictures, callouts, quizzes and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
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
    StepClip,
    TeacherNotes,
)
from hatgiong.lessons.markdown import escape_text, strip_tags
from hatgiong.lessons.recordings import is_clip
from hatgiong.lessons.sections import Section
from hatgiong.lessons.step_text import StepText
from hatgiong.problems import Place, Problem

#: A title without any of these is plain text: most are, and skipping Markdown saves a tenth.
_MARKDOWN_SIGNS = re.compile(r"[\\`*_\[\]<>&!#/:+.-]")
_MARK = re.compile(r"^\s*\[([ xX])\]\s*")
_AREA = re.compile(r"^\s*((?:\d+(?:\.\d+)?\s+){4})(.*)$", re.DOTALL)
#: What an area is called stands before the words that it says, in bold.
_NAMED = re.compile(r"^<strong>(.*?)</strong>[:.,]?(.*)$", re.DOTALL)
_SIGN = re.compile(r"^\s*([\w-]+)\s*:\s*(.*)$", re.DOTALL)


class StepReader:
    """Reads one step; `text` gathers what it meets on the way."""

    def __init__(self, section: Section, file: str) -> None:
        self._section = section
        self._text = StepText(section, file)

    @property
    def links(self) -> list[Link]:
        """The links to other lessons that were met."""
        return self._text.links

    @property
    def problems(self) -> list[Problem]:
        """The problems that were met."""
        return self._text.problems

    def read_title(self) -> str:
        """The step's title as HTML."""
        if not _MARKDOWN_SIGNS.search(self._section.title):
            return escape_text(self._section.title)
        return self._text.write(self._text.parse_title())

    def read_parts(self) -> tuple[Part, ...]:
        """The step's parts in reading order."""
        return self._parts(self._text.parse_body())

    def _parts(self, parent: Tree.Element) -> tuple[Part, ...]:
        parts: list[Part] = []
        if parent.text and parent.text.strip():
            parts.append(Prose(self._text.write(_only_text(parent))))
        for child in parent:
            parts.extend(self._part(child))
        return tuple(_join_prose(parts))

    def _part(self, element: Tree.Element) -> Iterable[Part]:
        if not element.tag.startswith(PREFIX):
            return self._flow(element)
        name = element.tag.removeprefix(PREFIX)
        place = self._text.find_place(f"/// {name}")
        match name:
            case "quiz":
                return self._quiz(element, place)
            case "practice":
                return self._practice(element, place)
            case "infographic":
                return self._infographic(element, place)
            case "notes":
                self._take_pictures(element)
                return [TeacherNotes(self._text.write(element))]
            case _:
                return [self._box(name, element, place)]

    def _box(self, name: str, element: Tree.Element, place: Place) -> Callout | GroupPassage:
        """A tip, a warning, or a passage for some groups: a box around other parts."""
        argument, parts = element.get("argument", ""), self._parts(element)
        if not parts:
            self._text.report(place, "block-incomplete", name=name, example=f"/// {name} …")
        if name == "group":
            return GroupPassage(tuple(re.split(r"[,\s]+", argument.strip())), parts)
        return Callout(name, _plain(argument), parts)

    def _flow(self, element: Tree.Element) -> list[Part]:
        """Ordinary Markdown: its pictures first, then its words."""
        parts: list[Part] = [_name_kind(one) for one in self._take_pictures(element)]
        html = self._text.write(_wrap(element))
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
        name = image.get("src", "")
        description = " ".join(unescape(image.get("alt") or "").split())
        place = self._text.find_place(name, "](")
        if not description:
            self._text.report(place, "picture-without-description", target=name)
        return Picture(name, description, place)

    def _quiz(self, element: Tree.Element, place: Place) -> list[Part]:
        lists = element.findall("ul")
        for choices in lists:
            element.remove(choices)
        pictures = self._take_pictures(element)
        question = self._text.write(element)
        answers = [answer for choices in lists for answer in self._answers(choices)]
        if not strip_tags(question) or len(answers) < 2:
            self._text.report(place, "quiz-incomplete")
        elif not any(answer.is_right for answer in answers):
            self._text.report(place, "quiz-without-right-answer")
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
        paragraphs = [self._text.write(p) for p in item.findall("p")]
        html = "\n".join(paragraphs) if paragraphs else self._text.write(item)
        match = _MARK.match(html)
        return bool(match and match[1] in "xX"), html[match.end() :] if match else html

    def _practice(self, element: Tree.Element, place: Place) -> list[Part]:
        scenes: list[Scene] = []
        picture: Picture | None = None
        words, count = "", 0
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
                words += self._text.write(child)
        if not scenes or len(scenes) < count:
            example = "![…](screen.svg) … - [x] 10 20 30 15 …"
            facts = {"name": "practice", "example": example}
            self._text.report(place, "block-incomplete", **facts)
        return [Practice(_plain(element.get("argument", "")), tuple(scenes))]

    def _areas(self, item: Tree.Element) -> Iterable[HotArea]:
        is_right, html = self._marked(item)
        if match := _AREA.match(html):
            left, top, width, height = (float(number) for number in match[1].split())
            place = self._text.find_place(match[1].strip())
            if left + width > 100 or top + height > 100 or not width or not height:
                self._text.report(place, "area-outside-picture", area=match[1].strip())
            named = _NAMED.match(match[2])
            name, words = named.groups() if named else ("", match[2])
            name, words = strip_tags(name), " ".join(words.split())
            yield HotArea(is_right, left, top, width, height, name, words, place)

    def _infographic(self, element: Tree.Element, place: Place) -> list[Part]:
        signs = []
        items = [*element.findall("ul/li"), *element.findall("ol/li")]
        for item in items:
            if match := _SIGN.match(self._text.write(item)):
                signs.append(Sign(match[1], match[2].strip()))
        if not signs or len(signs) < len(items):
            facts = {"name": "infographic", "example": "- wifi: …"}
            self._text.report(place, "block-incomplete", **facts)
        return [Infographic(tuple(signs))]


def _name_kind(picture: Picture) -> Picture | StepClip:
    """Clips are written as pictures are; the file's ending tells which it is."""
    if is_clip(picture.name):
        return StepClip(picture.name, picture.description, picture.place)
    return picture


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
