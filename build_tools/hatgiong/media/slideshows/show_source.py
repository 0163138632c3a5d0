"""A slideshow as a source of clips: its key with nothing drawn, its master when it is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from hatgiong.catalogue import Catalogue
from hatgiong.lessons.lesson import Lesson, LessonText, PictureFile
from hatgiong.lessons.read import hash_text
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.job import Encoded, Job, SourceFile
from hatgiong.media.encoding.probe import open_recording
from hatgiong.media.encoding.work import Bench
from hatgiong.media.slideshows.look import Look, find_missing_letters
from hatgiong.media.slideshows.master import make_master
from hatgiong.media.slideshows.slideshow import find_context, list_shown, plan_slideshow
from hatgiong.media.slideshows.timeline import Timeline, write_timeline
from hatgiong.project import Project


@dataclass
class ShowPlanner:
    """Names slideshows for one build. What the site says on every card is looked up once."""

    project: Project
    catalogue: Catalogue
    look: Look
    ffmpeg: Ffmpeg
    _contexts: dict[str, bytes] = field(default_factory=dict)

    def name_show(
        self, lesson: Lesson, text: LessonText, narration: Mapping[str, SourceFile]
    ) -> str:
        """SHA-256 of everything that a slideshow's pictures, times and sound depend on: a part of
        a millisecond, so that each build can ask."""
        group = next((g for g in lesson.facts.groups if g in self.catalogue.groups), "")
        seed = hashlib.sha256(self._context(text.language))
        facts = [lesson.slug, text.language, _hash_shown(lesson, text), group]
        facts += _list_borrowed(lesson, text, self.catalogue.picture_words(lesson, text))
        facts += [f"{name}={one.sha256}" for name, one in sorted(narration.items())]
        for name in sorted({picture.name for picture in text.pictures(practised=False)}):
            if file := lesson.pictures.get(name):
                facts += [name, _digest(file)]
        seed.update("\0".join(facts).encode())
        return seed.hexdigest()

    def _context(self, language: str) -> bytes:
        if language not in self._contexts:
            facts = find_context(self.project, self.catalogue, language)
            seed = repr((facts, self.look.digest, self.ffmpeg.version))
            self._contexts[language] = hashlib.sha256(seed.encode()).digest()
        return self._contexts[language]


@dataclass(frozen=True, slots=True)
class MasterMaker:
    """Makes one slideshow's master, as the runner's `Maker`, and keeps its timeline.

    The slides are planned here, when they are needed, and not at every build.
    """

    project: Project
    catalogue: Catalogue
    lesson: Lesson
    text: LessonText
    look: Look
    narration: Mapping[str, SourceFile]
    store_dir: Path

    def __call__(self, job: Job, source: Path, bench: Bench) -> tuple[Path, Encoded]:
        """A `Maker`: `source` is not used, a slideshow is made from the lesson."""
        show = plan_slideshow(
            self.project, self.catalogue, self.lesson, self.text, self.look, self.narration
        )
        master = make_master(show, bench)
        missing = find_missing_letters(list_shown(show), self.look.fonts)
        video = master.probe.video
        assert video is not None
        # Matroska does not tell how many frames there are, and guesses from the shortest.
        rate = count_frames(master.path) / master.probe.duration_s
        probe = replace(master.probe, video=replace(video, frame_rate=rate))
        timeline = Timeline(
            probe=probe,
            voice=master.voice,
            captions=master.captions,
            faults=tuple((name, one.rule, one.facts) for name, one in master.faults.items()),
            missing_letters=missing,
        )
        write_timeline(self.store_dir, job.key, timeline)
        made = Encoded(
            size_bytes=master.path.stat().st_size,
            duration_s=master.probe.duration_s,
            width_px=video.width_px,
            height_px=video.height_px,
            codecs="",
            mime="video/x-matroska",
            vmaf=None,
            quality=0,
            encoder=bench.ffmpeg.version,
        )
        return master.path, made


def count_frames(path: Path) -> int:
    """The frames of a clip's picture, counted without decoding them."""
    with open_recording(path) as container:
        return sum(1 for packet in container.demux(video=0) if packet.size)


def _hash_shown(lesson: Lesson, text: LessonText) -> str:
    """The text's hash as it would be without its practices: they are not in slideshows, and nobody
    waits for a clip to be encoded anew because a practice has changed."""
    if not text.unpractised:
        return text.hash
    shown = {picture.name for picture in text.pictures(practised=False)}
    practised = {picture.name for picture in text.pictures()} - shown
    only_there = _find_words(lesson, practised) - _find_words(lesson, shown)
    words = {key: word for key, word in text.words.items() if key not in only_there}
    return hash_text(text.title, text.summary, words, text.unpractised)


def _list_borrowed(lesson: Lesson, text: LessonText, words: Mapping[str, str]) -> list[str]:
    """The words that a text's pictures take from others, for want of its own: whatever else changes
    in the original, the translation's slideshow stays."""
    shown = {picture.name for picture in text.pictures(practised=False)}
    lacking = _find_words(lesson, shown) - text.words.keys()
    return [f"{key}={words[key]}" for key in sorted(lacking & words.keys())]


def _find_words(lesson: Lesson, names: set[str]) -> set[str]:
    """The keys of the words drawn in those pictures."""
    files = (lesson.pictures[name] for name in names if name in lesson.pictures)
    return {word.key for file in files for word in file.words}


def _digest(file: PictureFile) -> str:
    if file.photograph:
        return file.photograph.sha256
    return hashlib.sha256(file.content).hexdigest()
