"""Clips, narration and captions: there, and for a step and a language that exist."""

from __future__ import annotations

from collections.abc import Iterator

from hatgiong.checks.check import Subject
from hatgiong.lessons.lesson import Lesson, LessonText
from hatgiong.lessons.recordings import (
    HELPER,
    SLIDESHOW,
    TITLE,
    find_captions,
    find_narration,
    is_clip,
    languages_of,
)
from hatgiong.problems import Place, Problem, make_problem, nearest


def check_clips(subject: Subject) -> Iterator[Problem]:
    """Each clip that lesson.yml or a text names is a file of the lesson's folder."""
    for lesson in subject.catalogue.lessons.values():
        files = [name for name in lesson.recordings if is_clip(name)]
        for tag, name in lesson.facts.clip.by_tag.items():
            if name not in (SLIDESHOW, *files):
                path = ("clip", tag) if tag else ("clip",)
                place = lesson.fact_places.get(path, lesson.place)
                near = nearest(name, [SLIDESHOW, *files])
                yield make_problem(place, "clip-missing", target=name, near=near)
        for text in lesson.texts.values():
            for clip in text.clips():
                if clip.name not in files:
                    near = nearest(clip.name, files)
                    facts = {"target": clip.name, "near": near}
                    yield make_problem(clip.place, "clip-missing", **facts)


def check_narration(subject: Subject) -> Iterator[Problem]:
    """Narration and captions are for a language of the site, narration for a step of its text."""
    tags = [language.tag for language in subject.catalogue.languages]
    for lesson in subject.catalogue.lessons.values():
        for tag, name in languages_of(lesson.recordings).items():
            place = Place(f"{lesson.place.file}/{name}")
            if tag not in tags:
                yield make_problem(place, "unknown-language", tag=tag, nearest=nearest(tag, tags))
            elif text := lesson.texts.get((tag, "")):
                yield from _check_steps(lesson, text)


def find_used(lesson: Lesson) -> set[str]:
    """The recordings that some clip of the lesson is made from. Those for a language in which
    there is no text count as used: it, or what is wrong with it, is told already."""
    recordings, named = lesson.recordings, lesson.facts.clip.by_tag
    used = set(named.values())
    for text in lesson.texts.values():
        main = named.get(text.language, named.get("", ""))
        clips = [clip.name for clip in text.clips()]
        stems = [name.rpartition(".")[0] for name in clips] + (["captions"] if main else [])
        used |= {*clips, *(find_captions(recordings, text.language, one) or "" for one in stems)}
        if main == SLIDESHOW:
            used |= set(find_narration(recordings, text.language).values())
    written = {text.language for text in lesson.texts.values()}
    return used | {name for name in recordings if set(languages_of((name,))) - written}


def _check_steps(lesson: Lesson, text: LessonText) -> Iterator[Problem]:
    known = [TITLE, HELPER, *(str(number) for number, _ in enumerate(text.steps, 1))]
    for step, name in find_narration(lesson.recordings, text.language).items():
        if step not in known:
            place = Place(f"{lesson.place.file}/{name}")
            facts = {"step": step, "steps": len(text.steps)}
            yield make_problem(place, "narration-without-step", **facts)
