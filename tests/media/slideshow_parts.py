"""A tiny lesson as a slideshow, and what a master holds, for the tests of slides and masters."""

from __future__ import annotations

import hashlib
import wave
from array import array
from collections.abc import Mapping
from math import pi, sin
from pathlib import Path

from hatgiong.interface import find_packaged_overrides
from hatgiong.lessons.lesson import Lesson, LessonText, PictureFile
from hatgiong.lessons.picture import read_drawing
from hatgiong.lessons.read import parse_lesson_text
from hatgiong.lessons.schema import LessonFacts
from hatgiong.media.encoding.job import SourceFile
from hatgiong.media.slideshows.look import read_look
from hatgiong.media.slideshows.slides import CardWords, outline_slides
from hatgiong.media.slideshows.slideshow import Slideshow
from hatgiong.problems import Place
from hatgiong.sources import Source

OVERRIDES = find_packaged_overrides()
CARD = CardWords(
    site="Hạt giống số",
    publisher="Tổ công nghệ số cộng đồng",
    group="Người dân",
    warning="Chú ý",
    helper="Người hỗ trợ gần bạn",
    help_intro="Cần người chỉ giúp?",
    helper_name="Chị Xuân",
    helper_phone="0213 000 000",
)
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">'
    b'<rect width="320" height="200" fill="#e8eef6"/>'
    b'<text data-word="scan" x="160" y="110" font-size="40" fill="#c00000" text-anchor="middle" '
    b'font-family="sans-serif" font-weight="700">HHHHHH</text></svg>'
)
SAMPLE_RATE = 48_000


def make_text(body: str, language: str = "vi", title: str = "Trả tiền") -> LessonText:
    """A lesson's text as it is read from its file."""
    source = Source(f"content/lessons/a/index.{language}.md", f"---\ntitle: {title}\n---\n{body}")
    text, problems = parse_lesson_text(source, language=language, variant="")
    assert text is not None, problems
    return text


def make_lesson(text: LessonText, **drawings: bytes) -> Lesson:
    """A lesson of one text; `drawings` are its pictures, each named `NAME.svg`."""
    pictures: dict[str, PictureFile] = {}
    for name, content in drawings.items():
        file, problems = read_drawing(content, f"{name}.svg", "x")
        assert file is not None, problems
        pictures[f"{name}.svg"] = file
    facts = LessonFacts(groups=("nguoi-dan",))
    texts = {(text.language, ""): text}
    return Lesson("a", facts, {}, texts, pictures, (), Place("content/lessons/a"))


def make_slideshow(
    body: str,
    *,
    language: str = "vi",
    card: CardWords = CARD,
    voice: str = "",
    narration: Mapping[str, SourceFile] | None = None,
    **drawings: bytes,
) -> Slideshow:
    """A slideshow of a lesson with that body, in the look that hatgiong carries."""
    text = make_text(body, language)
    lesson = make_lesson(text, **drawings)
    return Slideshow(
        language=language,
        slides=outline_slides(lesson, text, card),
        pictures=lesson.pictures,
        words=text.words,
        narration=narration or {},
        voice=voice,
        said={},
        look=read_look((OVERRIDES,)),
        site=card.site,
        colour="red",
    )


def write_tones(
    path: Path, *tones: tuple[float, float], length_s: float, loudness: float = 0.5
) -> SourceFile:
    """A recording of silence with tones in it, each from a start for a length, in seconds."""
    samples = array("h", bytes(2 * round(length_s * SAMPLE_RATE)))
    for start_s, duration_s in tones:
        first = round(start_s * SAMPLE_RATE)
        for index in range(round(duration_s * SAMPLE_RATE)):
            wave_at = sin(2 * pi * 440 * index / SAMPLE_RATE)
            samples[first + index] = round(32_000 * loudness * wave_at)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return SourceFile(path, hashlib.sha256(path.read_bytes()).hexdigest(), path.name)
