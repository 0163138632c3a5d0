"""What a slideshow shows and says: planned from a lesson's steps; nothing is drawn or timed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from hatgiong.lessons.lesson import Callout, Lesson, LessonText, Picture, Prose, Step
from hatgiong.lessons.recordings import HELPER, TITLE
from hatgiong.media.slideshows.frame import find_room, measure_height, measure_text
from hatgiong.media.slideshows.sentences import Sentence, divide, parse_sentences, plain_sentence

Kind = Literal["title", "step", "warning", "helper"]


@dataclass(frozen=True, slots=True)
class CardWords:
    """What the site says on cards, in the clip's language; empty where there is nothing to say.

    `helper` is the heading of the last card, `help_intro` what it says first.
    """

    site: str = ""
    publisher: str = ""
    group: str = ""
    warning: str = ""
    helper: str = ""
    help_intro: str = ""
    helper_name: str = ""
    helper_phone: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence that is said, or read, and when: seconds from the clip's beginning."""

    text: str
    start_s: float = 0.0
    duration_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Slide:
    """One picture of the slideshow. `step` counts from 1 and is 0 on the cards at both ends.

    `narration` names the recording that is heard from here on: a step's number, `title`, `helper`;
    None on the later slides of the same step. `said` is what is heard while the slide shows.
    """

    kind: Kind
    step: int
    number_of_steps: int
    title: str
    words: tuple[Sentence, ...]
    picture: str | None
    narration: str | None
    said: tuple[Utterance, ...]
    start_s: float = 0.0
    duration_s: float = 0.0

    @property
    def sentences(self) -> tuple[str, ...]:
        """The words beside the picture, as plain text."""
        return tuple(one.text for one in self.words)


def outline_slides(lesson: Lesson, text: LessonText, card: CardWords) -> tuple[Slide, ...]:
    """The slides without their times: what is shown and said."""
    first = text.first_picture()
    picture = first.name if first and first.name in lesson.pictures else None
    count = len(text.steps)
    title = plain_sentence(text.title)
    names = tuple(plain_sentence(name) for name in (card.group, card.publisher) if name)
    slides = [Slide("title", 0, count, title.text, names, picture, TITLE, _say(title.text))]
    for number, step in enumerate(text.steps, start=1):
        slides += _plan_step(lesson, step, number, count, card.warning)
    if card.helper_phone:
        slides.append(_plan_helper(card, count))
    return tuple(slides)


def _plan_step(
    lesson: Lesson, step: Step, number: int, count: int, warning: str
) -> Iterator[Slide]:
    pictures = (part.name for part in step.parts if isinstance(part, Picture))
    picture = next((name for name in pictures if name in lesson.pictures), None)
    prose = _sentences(part for part in step.parts if isinstance(part, Prose))
    title = step.plain_title
    narration: str | None = str(number)
    said: tuple[Utterance, ...] = _say(title)
    for words in _fit(prose, title, picture, is_boxed=False) or [()]:
        yield Slide("step", number, count, title, words, picture, narration, said + _say_all(words))
        narration, said = None, ()
    for box in step.parts:
        if isinstance(box, Callout) and box.kind == "warning":
            heading = box.title or warning
            words_inside = _sentences(part for part in box.parts if isinstance(part, Prose))
            said = _say(heading)
            for words in _fit(words_inside, heading, picture, is_boxed=True):
                kept = said + _say_all(words)
                yield Slide("warning", number, count, heading, words, picture, None, kept)
                said = ()


def _plan_helper(card: CardWords, count: int) -> Slide:
    words = tuple(
        plain_sentence(one) for one in (card.help_intro, card.helper_name, card.helper_phone) if one
    )
    return Slide("helper", 0, count, card.helper, words, None, HELPER, _say_all(words))


def _sentences(parts: Iterable[Prose]) -> list[Sentence]:
    return [sentence for part in parts for sentence in parse_sentences(part.html)]


def _say(text: str) -> tuple[Utterance, ...]:
    return (Utterance(text),) if text else ()


def _say_all(words: Sequence[Sentence]) -> tuple[Utterance, ...]:
    return tuple(Utterance(one.text) for one in words)


def _fit(
    sentences: Sequence[Sentence], title: str, picture: str | None, *, is_boxed: bool
) -> list[tuple[Sentence, ...]]:
    """The sentences in as few slides as hold them, about equally full."""
    width, height = find_room(title, has_picture=picture is not None, is_boxed=is_boxed)
    lines = int(height / measure_height((plain_sentence("x"),), width))
    most_letters = int(width / (measure_text("e") * 0.95)) * (lines - 1)
    parts = [part for one in sentences for part in divide(one, most_letters)]
    fewest = _pack(parts, width, height)
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        even = _pack(parts, width, height * share)
        if len(even) == len(fewest):
            return even
    return fewest


def _pack(parts: Sequence[Sentence], width: float, height: float) -> list[tuple[Sentence, ...]]:
    pages: list[tuple[Sentence, ...]] = []
    for part in parts:
        if pages and measure_height((*pages[-1], part), width) <= height:
            pages[-1] = (*pages[-1], part)
        else:
            pages.append((part,))
    return pages
