"""Which pages a site has, decided before anything is drawn: each page is a small value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from hatgiong.catalogue import VARIANTS, Catalogue
from hatgiong.languages import Language
from hatgiong.lessons.lesson import Lesson, LessonText
from hatgiong.media.clips import MAIN, Clip, Clips
from hatgiong.media.photos.pictures import Photos
from hatgiong.pages import addresses
from hatgiong.pages.find_index import FindIndex
from hatgiong.pages.fonts import ShippedFont
from hatgiong.pages.scripts import LEARNER, Script
from hatgiong.project import Project

Kind = Literal[
    "home", "course", "lesson", "topics", "about", "mine", "find", "offline", "not-found"
]

#: Pages on which little is to be seen without their script.
_MADE_OF_SCRIPT = ("find", "mine", "offline")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what it shows, in which language. `number` counts the parts of a long list."""

    kind: Kind
    language: Language
    subject: str = ""
    variant: str = ""
    number: int = 1

    @property
    def uri(self) -> str:
        """Where it stands in the site."""
        match self.kind:
            case "home":
                return addresses.home_uri(self.language)
            case "course":
                return addresses.course_uri(self.language, self.subject, self.number)
            case "lesson":
                return addresses.lesson_uri(self.language, self.subject, self.variant)
            case "topics":
                return addresses.topics_uri(self.language, self.number)
            case "about":
                return addresses.about_uri(self.language)
            case "mine":
                return addresses.mine_uri(self.language)
            case "find":
                return addresses.find_uri(self.language)
            case "offline":
                return addresses.offline_uri(self.language)
            case "not-found":
                return addresses.not_found_uri(self.language)


@dataclass(frozen=True, slots=True)
class Site:
    """All that pages are drawn from. `today` and `has_handbook` come from outside, so that the
    same values always give the same bytes."""

    project: Project
    catalogue: Catalogue
    fonts: dict[str, tuple[ShippedFont, ...]]
    today: date
    clips: Clips
    has_handbook: bool = False
    photos: Photos = field(default_factory=dict)
    scripts: Mapping[str, Script] = field(default_factory=dict)
    #: The bytes of a lesson's default path, by its slug and a page's language: known when all
    #: lessons are drawn. The search by language is made then, for it tells them.
    costs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    finds: Mapping[str, FindIndex] = field(default_factory=dict)

    def scripts_of(self, page: Page) -> list[Script]:
        """What a page loads by itself: what all pages have, and what it is made of."""
        names = (LEARNER, page.kind)
        return [self.scripts[name] for name in names if name in self.scripts]

    def waits(self, page: Page) -> bool:
        """Whether a page's scripts wait until somebody begins to use it, so that a first visit
        costs its text alone. Pages that are made of their script do not; but where a font has to
        come too, there is no room for both."""
        has_font = bool(self.fonts.get(page.language.tag))
        return page.kind not in _MADE_OF_SCRIPT or has_font

    def shared_files(self) -> tuple[ShippedFont | Script, ...]:
        """The files that belong to no page: fonts and scripts."""
        fonts = tuple(font for fonts in self.fonts.values() for font in fonts)
        return (*fonts, *self.scripts.values())

    def shared_files_of(self, page: Page) -> tuple[ShippedFont | Script, ...]:
        """Those that a page loads by itself."""
        return (
            *self.fonts.get(page.language.tag, ()),
            *([] if self.waits(page) else self.scripts_of(page)),
        )

    def clips_of(self, lesson: Lesson, text: LessonText) -> list[Clip]:
        """The clips that a text's page shows, in its own language: the lesson's clip first."""
        names = [MAIN, *(clip.name for clip in text.clips())]
        found = [
            clip
            for clip in self.clips.get(lesson.slug, ())
            if clip.language == text.language and clip.name in names
        ]
        return sorted(found, key=lambda clip: names.index(clip.name))

    def topic_order(self) -> list[tuple[str, Lesson]]:
        """Every lesson with its topic's slug, topics in their file's order, `""` last."""
        topics = [*self.catalogue.topics, ""]
        known = set(self.catalogue.topics)
        rows = [
            (lesson.facts.topic if lesson.facts.topic in known else "", lesson)
            for lesson in self.catalogue.lessons.values()
        ]
        return sorted(((t or "", one) for t, one in rows), key=lambda row: topics.index(row[0]))


def plan_lesson_pages(site: Site, lesson: Lesson) -> Iterator[Page]:
    """A lesson's pages in every language and variant that has one."""
    for language in site.catalogue.languages:
        for variant in VARIANTS:
            if site.catalogue.show(lesson, language, variant):
                yield Page("lesson", language, lesson.slug, variant)


def plan_other_pages(site: Site) -> Iterator[Page]:
    """Home, courses, lists, help and 404 in every language."""
    size = site.project.settings.lessons_on_a_page
    for language in site.catalogue.languages:
        yield Page("home", language)
        yield Page("about", language)
        yield Page("mine", language)
        yield Page("find", language)
        yield Page("offline", language)
        yield Page("not-found", language)
        for number in range(1, count_pages(len(site.catalogue.lessons), size) + 1):
            yield Page("topics", language, number=number)
        for course in site.catalogue.courses.values():
            for number in range(1, count_pages(len(course.lessons), size) + 1):
                yield Page("course", language, course.group, number=number)


def count_pages(rows: int, size: int) -> int:
    """How many pages `rows` rows fill; an empty list has one page too."""
    return max(1, -(-rows // size))
