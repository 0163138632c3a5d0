"""Pictures that lessons show: there, within budget, and speaking the lesson's language."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from hatgiong.checks.check import Subject
from hatgiong.lessons.lesson import Lesson, LessonText, Picture, PictureFile, Scene
from hatgiong.lessons.picture import PICTURE_ENDINGS, fit_word
from hatgiong.problems import Place, Problem, make_problem, nearest

#: A path upwards, from the root, or to another machine.
_LEAVES = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[a-z][a-z0-9+.-]*:", re.IGNORECASE)

#: How wide and high a place to tap must be, in percent of its picture's width: on a phone 320 px
#: wide a picture is about 274 px, and a trembling finger needs 48 of them.
FINGER_PERCENT = 17.5
#: The smallest letters that can be read in a drawing on a phone: in user units where the drawing is
#: as wide as most are, which is about what phones show of it in pixels.
LEAST_LETTER, USUAL_WIDTH = 13, 320


def check_pictures(subject: Subject) -> Iterator[Problem]:
    """Each picture that a text names is a readable file in its folder, within the budget."""
    limit = subject.project.settings.budgets.picture_bytes
    for lesson in subject.catalogue.lessons.values():
        for text in lesson.texts.values():
            for picture in text.pictures():
                if picture.name not in lesson.pictures:
                    yield from _missing(subject, lesson, picture)
        for file in lesson.pictures.values():
            if len(file.content) > limit:  # a photograph is made smaller, and weighed then
                place = Place(f"{lesson.place.file}/{file.name}")
                facts = {"name": file.name, "size": len(file.content), "limit": limit}
                yield make_problem(place, "picture-too-heavy", **facts)


def _missing(subject: Subject, lesson: Lesson, picture: Picture) -> Iterator[Problem]:
    if _LEAVES.search(picture.name):
        yield make_problem(picture.place, "path-outside-content", target=picture.name)
        return
    path = subject.project.folder / lesson.place.file / picture.name
    is_named_well = path.name == picture.name and path.suffix.lower() in PICTURE_ENDINGS
    if is_named_well and os.path.lexists(path):
        return  # it is there, and why it cannot be used was told when it was read
    near = nearest(picture.name, lesson.pictures) or "—"
    yield make_problem(picture.place, "picture-missing", target=picture.name, near=near)


def check_practice_areas(subject: Subject) -> Iterator[Problem]:
    """Each place to tap is large enough for a finger, as wide and as high as phones show it."""
    for lesson in subject.catalogue.lessons.values():
        for text in lesson.texts.values():
            for scene in (one for practice in text.practices() for one in practice.scenes):
                if file := lesson.pictures.get(scene.picture.name):
                    yield from _check_areas(scene, file)


def _check_areas(scene: Scene, file: PictureFile) -> Iterator[Problem]:
    for area in scene.areas:
        height = area.height * file.height / file.width  # in percent of the width, too
        if min(area.width, height) < FINGER_PERCENT:
            facts = {"width": f"{area.width:g}", "height": f"{height:.3g}"}
            limit = f"{FINGER_PERCENT:g}"
            yield make_problem(area.place, "area-too-small", **facts, limit=limit)


def check_picture_words(subject: Subject) -> Iterator[Problem]:
    """Each word drawn in a picture is given by every text that shows the picture, and can be read
    there; no word is given for nothing."""
    for lesson in subject.catalogue.lessons.values():
        drawn = {word.key for file in lesson.pictures.values() for word in file.words}
        for text in lesson.texts.values():
            found = {
                problem
                for name in {picture.name for picture in text.pictures()} & lesson.pictures.keys()
                for problem in _check_words(subject, lesson, text, lesson.pictures[name])
            }
            for key in text.words.keys() - drawn:
                found.add(make_problem(text.place, "picture-word-unused", word=key))
            yield from sorted(found)


def _check_words(
    subject: Subject, lesson: Lesson, text: LessonText, file: PictureFile
) -> Iterator[Problem]:
    said = subject.catalogue.picture_words(lesson, text)
    normal = lesson.texts.get((text.language, ""), text)
    limit = LEAST_LETTER * file.width / USUAL_WIDTH
    for word in file.words:
        if word.key and word.key not in {*text.words, *normal.words}:
            facts = {"word": word.key, "name": file.name}
            yield make_problem(text.place, "picture-word-missing", **facts)
        shown = said.get(word.key, word.default)
        size = fit_word(shown, word)
        if size < min(word.font_size, limit):
            facts = {"word": shown, "name": file.name, "size": f"{size:g}", "limit": f"{limit:g}"}
            yield make_problem(text.place, "picture-word-small", **facts)
