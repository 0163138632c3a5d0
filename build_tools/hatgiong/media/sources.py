"""What clips are made from: which recordings and slideshows each lesson has, in which language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hatgiong.lessons.lesson import Lesson, LessonText
from hatgiong.lessons.recordings import SLIDESHOW, is_clip
from hatgiong.media.clips import MAIN
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.probe import Probe, probe_file
from hatgiong.media.storage.store import KnownSource, Store
from hatgiong.problems import Place


@dataclass(frozen=True, slots=True)
class NamedClip:
    """A clip as an author names it: a recording's file, or `SLIDESHOW`.

    `name` is `clip` for the lesson's own and the file's name for one in the text. A clip that
    `is_shared` is the same file in every language.
    """

    lesson: Lesson
    text: LessonText
    name: str
    file: str
    is_shared: bool
    place: Place

    @property
    def stem(self) -> str:
        """What its captions' files are named by."""
        return "captions" if self.name == MAIN else self.name.rpartition(".")[0]

    @property
    def label(self) -> str:
        """What people call it: `thanh-toan-qr vi`, `thanh-toan-qr scan.mp4`."""
        parts = [self.lesson.slug]
        parts += [self.name] if self.name != MAIN else []
        parts += [self.text.language] if not self.is_shared else []
        return " ".join(parts)


def find_named_clips(lesson: Lesson) -> Iterator[NamedClip]:
    """The clips of a lesson in each of its languages. No language borrows another's: nobody is
    made to listen to what they do not understand."""
    for text in lesson.texts.values():
        if not text.variant:
            yield from _find_main(lesson, text)
        for clip in text.clips():
            if clip.name in lesson.recordings:
                yield NamedClip(lesson, text, clip.name, clip.name, True, clip.place)


def _find_main(lesson: Lesson, text: LessonText) -> Iterator[NamedClip]:
    for tag in (text.language, ""):
        if (file := lesson.facts.clip.by_tag.get(tag)) is None:
            continue
        is_file = is_clip(file) and file in lesson.recordings
        if is_file or file == SLIDESHOW:
            path = ("clip", tag) if tag else ("clip",)
            place = lesson.fact_places.get(path, lesson.place)
            yield NamedClip(lesson, text, MAIN, file, is_file and not tag, place)
        return


def probe_recordings(
    paths: Iterable[Path], store: Store
) -> tuple[dict[Path, KnownSource], dict[Path, MediaFault]]:
    """What recordings hold, and what is wrong with those that cannot be used. A file that has not
    changed since it was probed is not opened."""
    paths = tuple(dict.fromkeys(paths))
    known = store.find_sources(paths)
    faults: dict[Path, MediaFault] = {}
    for path in paths:
        if path in known:
            continue
        try:
            seen = path.stat()
            known[path] = KnownSource(hash_file(path), _probe(path))
        except MediaFault as fault:
            faults[path] = fault
        except OSError as error:
            faults[path] = MediaFault("clip-not-readable", {"reason": error.strerror or "?"})
        else:
            store.remember_source(path, seen, known[path])
    return known, faults


def _probe(path: Path) -> Probe:
    if path.is_symlink():
        raise MediaFault("clip-not-readable", {"reason": "a link, not a file"})
    return probe_file(path)


def hash_file(path: Path) -> str:
    """SHA-256 of a file of any size, in bounded memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
