"""Languages that exist, translations that are there and up to date, a complete interface."""

from __future__ import annotations

from collections.abc import Iterator

from hatgiong.checks.check import Subject
from hatgiong.interface import find_missing_strings
from hatgiong.languages import SIMPLE, Language, is_language_tag
from hatgiong.lessons.lesson import Lesson, LessonText
from hatgiong.problems import Place, Problem, make_problem, nearest
from hatgiong.project import SETTINGS_NAME


def check_languages(subject: Subject) -> Iterator[Problem]:
    """Every text is in a language that exists and that the site lists."""
    known = [language.tag for language in subject.catalogue.languages]
    for lesson in subject.catalogue.lessons.values():
        for text in lesson.texts.values():
            tag = text.language
            if not is_language_tag(tag):
                yield make_problem(text.place, "language-tag-invalid", tag=tag)
            elif tag not in known:
                close = nearest(tag, known)
                yield make_problem(text.place, "unknown-language", tag=tag, nearest=close)


def check_translations(subject: Subject) -> Iterator[Problem]:
    """Each lesson is in every language; each translation says what it was made from, and holds."""
    for lesson in subject.catalogue.lessons.values():
        for language in subject.catalogue.languages:
            yield from _check_text(subject, lesson, language, "")
            if subject.catalogue.original(lesson, SIMPLE):
                yield from _check_text(subject, lesson, language, SIMPLE)


def _check_text(
    subject: Subject, lesson: Lesson, language: Language, variant: str
) -> Iterator[Problem]:
    original = subject.catalogue.original(lesson, variant)
    text = lesson.texts.get((language.tag, variant))
    if text is None:
        name = f"{variant or 'index'}.{language.tag}.md"
        facts = {"what": lesson.slug, "language": language.name, "name": name}
        yield make_problem(lesson.place, "translation-missing", **facts)
    elif original is not None and original is not text:
        yield from _check_source(text, original)


def _check_source(text: LessonText, original: LessonText) -> Iterator[Problem]:
    if text.made_from == original.hash:
        return
    rule = "translation-outdated" if text.made_from else "translation-without-source"
    name = original.place.file.rsplit("/", 1)[-1]
    yield make_problem(text.place, rule, original=name, hash=f'"{original.hash}"')


def check_courses(subject: Subject) -> Iterator[Problem]:
    """A course with a title in one language has one in every language."""
    for course in subject.catalogue.courses.values():
        if not course.titles:
            continue
        for language in subject.catalogue.languages:
            if language.tag not in course.titles:
                name = f"index.{language.tag}.md"
                facts = {"what": course.group, "language": language.name, "name": name}
                yield make_problem(course.place, "translation-missing", **facts)


def check_interface(subject: Subject) -> Iterator[Problem]:
    """Each language has every word of the interface."""
    for language in subject.catalogue.languages:
        missing = find_missing_strings(subject.project.overrides_dirs, language)
        if missing:
            keys = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
            facts = {"tag": language.tag, "language": language.name, "keys": keys}
            place = Place(SETTINGS_NAME)
            yield make_problem(place, "interface-string-missing", count=len(missing), **facts)
