"""Pictures as the site ships them: in the lesson's words, under names that change with content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hatgiong.catalogue import Catalogue
from hatgiong.lessons.lesson import Lesson, LessonText, PictureFile
from hatgiong.lessons.picture import write_drawing

#: Part of every name: raised when `write_drawing` would write other bytes for the same drawing.
_WRITER = b"1"


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture in one language: its address in the site and its size in pixels."""

    uri: str
    width: int
    height: int


def find_words(catalogue: Catalogue, lesson: Lesson, text: LessonText) -> Mapping[str, str]:
    """The words for a text's pictures; what it lacks comes from the original."""
    original = catalogue.original(lesson, text.variant)
    return {**(original.words if original else {}), **text.words}


def name_rendition(
    lesson: Lesson, file: PictureFile, language: str, words: Mapping[str, str]
) -> Rendition:
    """The picture's address, found without drawing it: its name holds a hash of what makes it."""
    used = {word.key: words[word.key] for word in file.words if word.key in words}
    seed = [_WRITER, file.content, *(f"{k}={v}".encode() for k, v in sorted(used.items()))]
    digest = hashlib.sha256(b"\0".join(seed)).hexdigest()[:8]
    stem, _, ending = file.name.rpartition(".")
    mark = f".{language}" if used else ""
    uri = f"lessons/{lesson.slug}/{stem}{mark}.{digest}.{ending}"
    return Rendition(uri, file.width, file.height)


def make_renditions(
    catalogue: Catalogue, lesson: Lesson, texts: tuple[LessonText, ...]
) -> Iterator[tuple[str, bytes]]:
    """Address and bytes of every picture that the texts show, each once."""
    made: set[str] = set()
    for text in texts:
        words = find_words(catalogue, lesson, text)
        for picture in text.pictures():
            file = lesson.pictures.get(picture.name)
            if file is None:
                continue
            uri = name_rendition(lesson, file, text.language, words).uri
            if uri not in made:
                made.add(uri)
                yield uri, write_drawing(file, words) if file.is_drawing else file.content
