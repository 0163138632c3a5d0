"""All that the site holds, checked: groups, topics, courses, lessons, and who reads what in which
language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hatgiong.languages import SIMPLE, Language, LocalText
from hatgiong.lessons.lesson import Lesson, LessonText
from hatgiong.problems import Place

VARIANTS = ("", SIMPLE)


@dataclass(frozen=True, slots=True)
class Group:
    """A learner group; `picture` is a safe SVG's bytes or None."""

    slug: str
    name: LocalText
    who: LocalText
    colour: str
    picture: bytes | None


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading of the list of all lessons."""

    slug: str
    name: LocalText


@dataclass(frozen=True, slots=True)
class Term:
    """The word for a thing in each language, and the words that are not used for it."""

    word: LocalText
    avoid: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Course:
    """A group's lessons in teaching order, with the course's title and promise per language."""

    group: str
    lessons: tuple[str, ...]
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader of one language gets: perhaps another language's text, perhaps an old one."""

    text: LessonText
    is_fallback: bool
    is_outdated: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that was read and holds together; lessons are sorted by slug."""

    languages: tuple[Language, ...]
    groups: Mapping[str, Group]
    topics: Mapping[str, Topic]
    courses: Mapping[str, Course]
    lessons: Mapping[str, Lesson]

    def show(self, lesson: Lesson, language: Language, variant: str = "") -> Shown | None:
        """What a reader of `language` sees of a lesson; None where there is no such page.

        An easy version is offered only beside a normal text of the same language, so that nobody
        is sent from a page that they can read to one that they cannot.
        """
        if variant:
            normal = self.show(lesson, language)
            tags = {language.tag, normal.text.language} if normal else {language.tag}
            chain = tuple(tag for tag in language.chain if tag in tags)
        else:
            chain = (*language.chain, *(tag for tag, kind in sorted(lesson.texts) if not kind))
        for tag in chain:
            if text := lesson.texts.get((tag, variant)):
                return Shown(text, tag != language.tag, self.is_outdated(lesson, text))
        return None

    def original(self, lesson: Lesson, variant: str) -> LessonText | None:
        """The text that the others are translated from: the first that exists in site order."""
        for language in self.languages:
            if text := lesson.texts.get((language.tag, variant)):
                return text
        return None

    def picture_words(self, lesson: Lesson, text: LessonText) -> Mapping[str, str]:
        """The words for a text's pictures. What it lacks comes from the normal text of its language
        (an easy version shows the same pictures), and then from the original."""
        normal = lesson.texts.get((text.language, ""))
        lenders = [one for one in (self.original(lesson, text.variant), normal) if one]
        return {key: word for one in (*lenders, text) for key, word in one.words.items()}

    def is_outdated(self, lesson: Lesson, text: LessonText) -> bool:
        """Whether the original has changed since this translation was made from it."""
        original = self.original(lesson, text.variant)
        is_translation = original is not None and original is not text
        return is_translation and text.made_from not in (None, original.hash)  # type: ignore[union-attr]

    def courses_of(self, lesson: Lesson) -> list[Course]:
        """The courses that a lesson is part of, its main group's first."""
        return [
            self.courses[slug]
            for slug in lesson.facts.groups
            if slug in self.courses and lesson.slug in self.courses[slug].lessons
        ]
