"""What a lesson says, as plain sentences: for rules about wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hatgiong.lessons.lesson import (
    Callout,
    GroupPassage,
    Infographic,
    LessonText,
    Part,
    Picture,
    Practice,
    Prose,
    Quiz,
    StepClip,
    TeacherNotes,
)
from hatgiong.lessons.markdown import strip_tags

#: Where one thing said ends although no full stop shows it.
_BLOCK_END = re.compile(r"</(?:p|li|td|th|h3|pre|div)>|<br ?/?>")
#: A stop, what closes after it, and a space: «30.000 đồng» and «gov.vn» go on.
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”’\"')\]]*\s+")
#: A word may have signs within it: 30.000, gov.vn, o'clock, e-mail.
_WORD = re.compile(r"[^\W_]+(?:[.,'’:/-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """Plain text that stands together, and the line of its step's title.

    `is_read` tells the learner's own sentences from descriptions and from notes for the teacher.
    """

    text: str
    step_line: int
    is_read: bool = True


def list_passages(text: LessonText) -> Iterator[Passage]:
    """All that a text says under its front matter, in reading order."""
    for step in text.steps:
        line = step.place.line or 1
        yield Passage(step.plain_title, line)
        for part in step.parts:
            for said, is_read in _say(part):
                for piece in _BLOCK_END.split(said):
                    if plain := strip_tags(piece):
                        yield Passage(plain, line, is_read)


def split_sentences(text: str) -> list[str]:
    """The sentences of plain text, each with its stop."""
    return _SENTENCE_END.split(text)


def count_words(sentence: str) -> int:
    """Words between spaces; in Vietnamese, syllables."""
    return len(_WORD.findall(sentence))


def find_words(text: str, words: str, *, start: int = 0) -> re.Match[str] | None:
    """Where `words` stand one after the other in a source text, whatever signs of Markdown or line
    breaks are between them; capital letters do not matter. Signs alone stand nowhere."""
    pattern = r"[\W_]+".join(map(re.escape, _WORD.findall(words)))
    if not pattern:
        return None
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE).search(text, start)


def _say(part: Part) -> Iterator[tuple[str, bool]]:
    """HTML, and whether learners read it as a sentence."""
    match part:
        case Prose(html):
            yield html, True
        case Callout(title=title, parts=parts):
            yield title, True
            yield from _say_all(parts)
        case GroupPassage(parts=parts):
            yield from _say_all(parts)
        case Quiz(question, answers):
            yield question, True
            for answer in answers:
                yield from ((answer.html, True), (answer.explanation, True))
        case Practice(title, scenes):
            yield title, True
            for scene in scenes:
                yield from ((scene.picture.description, False), (scene.html, True))
                for area in scene.areas:
                    yield from ((area.name, True), (area.html, True))
        case Infographic(signs):
            yield from ((sign.html, True) for sign in signs)
        case Picture(description=words) | StepClip(description=words) | TeacherNotes(html=words):
            yield words, False


def _say_all(parts: tuple[Part, ...]) -> Iterator[tuple[str, bool]]:
    for part in parts:
        yield from _say(part)
