"""Pictures as the site ships them: in the lesson's words, under names that change with content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hatgiong.catalogue import Catalogue
from hatgiong.lessons.lesson import Lesson, LessonText, PictureFile
from hatgiong.lessons.picture import write_drawing
from hatgiong.media.photos.pictures import Photo, PhotoFile, Photos
from hatgiong.names import make_plain

#: Part of every name: raised when `write_drawing` would write other bytes for the same drawing.
_WRITER = b"1"


#: A step's picture fills four fifths of a phone's screen, and half of the text's width where there
#: is room beside it (overrides/learner/lesson.css).
_SIZES = "(min-width:48em)503px,80vw"


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture in one language: its address in the site and its size in pixels."""

    uri: str
    width: int
    height: int


def name_folder(slug: str) -> str:
    """Where a lesson's pictures stand."""
    return f"lessons/{slug}/"


def name_rendition(
    lesson: Lesson, file: PictureFile, language: str, words: Mapping[str, str]
) -> Rendition:
    """The drawing's address, found without drawing it: its name holds a hash of what makes it."""
    used = {word.key: words[word.key] for word in file.words if word.key in words}
    seed = [_WRITER, file.content, *(f"{k}={v}".encode() for k, v in sorted(used.items()))]
    digest = hashlib.sha256(b"\0".join(seed)).hexdigest()[:8]
    stem, _, ending = file.name.rpartition(".")
    mark = f".{language}" if used else ""
    uri = f"{name_folder(lesson.slug)}{stem}{mark}.{digest}.{ending}"
    return Rendition(uri, file.width, file.height)


def find_photo(photos: Photos, file: PictureFile) -> Photo | None:
    """A photograph's files; None for a drawing, and for what could not be unpacked."""
    return photos.get(file.photograph.sha256) if file.photograph else None


def list_photo_files(
    lesson: Lesson, texts: tuple[LessonText, ...], photos: Photos
) -> dict[str, PhotoFile]:
    """Every file of the photographs that the texts show, by its address."""
    shown = dict.fromkeys(one.name for text in texts for one in text.pictures())
    files = (lesson.pictures[name] for name in shown if name in lesson.pictures)
    return {
        name_photo_file(lesson, file, photo, one): one
        for file in files
        if (photo := find_photo(photos, file))
        for one in photo.files
    }


def name_photo_file(lesson: Lesson, file: PictureFile, photo: Photo, one: PhotoFile) -> str:
    """The address of one of a photograph's files. All of them carry one mark, so that many in a
    page compress well; the name has no sign that `srcset` would take for its own."""
    stem = make_plain(file.name.rpartition(".")[0])
    return f"{name_folder(lesson.slug)}{stem}.{one.width_px}.{photo.mark}.{one.ending}"


def view_photo(
    lesson: Lesson, file: PictureFile, photo: Photo, link: Callable[[str], str], *, is_small: bool
) -> dict[str, Any]:
    """A photograph as `picture.html` draws it: in lists (`is_small`) its narrowest files alone."""
    narrowest = photo.files[0].row_px
    files = [one for one in photo.files if one.row_px == narrowest or not is_small]
    hrefs = {one: link(name_photo_file(lesson, file, photo, one)) for one in files}
    plain = [one for one in files if one.is_plain][-1]
    sources = []
    for mime in dict.fromkeys(one.mime for one in files if not one.is_plain):
        same = [one for one in files if one.mime == mime]
        srcset = ",".join(f"{hrefs[one]} {one.width_px}w" for one in same)
        source = {"type": mime, "srcset": srcset, "sizes": _SIZES}
        if len(same) == 1:
            source = {"type": mime, "srcset": hrefs[same[0]], "sizes": ""}
        sources.append(source)
    size = {"width": plain.width_px, "height": plain.height_px}
    return {"src": hrefs[plain], "sources": sources, **size}


def make_renditions(
    catalogue: Catalogue, lesson: Lesson, texts: tuple[LessonText, ...]
) -> Iterator[tuple[str, bytes]]:
    """Address and bytes of every drawing that the texts show, each once."""
    made: set[str] = set()
    for text in texts:
        words = catalogue.picture_words(lesson, text)
        for picture in text.pictures():
            file = lesson.pictures.get(picture.name)
            if file is None or not file.is_drawing:
                continue
            uri = name_rendition(lesson, file, text.language, words).uri
            if uri not in made:
                made.add(uri)
                yield uri, write_drawing(file, words)
