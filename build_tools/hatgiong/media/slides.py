"""What a slideshow shows, when, and what is said: planned from a lesson's steps, nothing drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hatgiong.lessons.lesson import Callout, Lesson, LessonText, Picture, Prose, Step
from hatgiong.lessons.read import PICTURE_S, SLOW_WORDS_PER_MINUTE
from hatgiong.lessons.recordings import TITLE
from hatgiong.media.frame import TYPE_PX, find_room, measure_height, measure_text
from hatgiong.media.sentences import Sentence, divide, parse_sentences, plain_sentence

Kind = Literal["title", "step", "warning", "helper"]
#: What the narration of the last card is called.
HELPER = "helper"

#: Slides begin on this grid, so that players that count in 25ths of a second show them on time.
TICK_S = 0.04
#: Long enough to see that something new came, short enough not to be waited for.
FADE_S = 0.4
#: Below this a slide is gone before a slow reader has found its first word.
SHORTEST_S = 5.0
#: With a voice the words need not all be read; a slide still stays long enough to be looked at.
SHORTEST_SPOKEN_S = 2.4
#: Silence before and after what is said of a step: the picture is seen before it is explained.
LEAD_S, PAUSE_S = 0.5, 0.7


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
class Narration:
    """How long what is said of a step takes; of a machine's voice also each utterance's start
    and length, in seconds from the beginning."""

    duration_s: float
    utterances: tuple[tuple[float, float], ...] = ()


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


def plan_slides(
    lesson: Lesson,
    text: LessonText,
    card: CardWords,
    narration_s: Mapping[str, Narration],
) -> tuple[Slide, ...]:
    """The slides of a lesson in one language, on the grid of `TICK_S` and without gaps.

    A step whose name (`"1"`…, `"title"`, `"helper"`) is not in `narration_s` is shown for its
    reading time.
    """
    return time_slides(outline_slides(lesson, text, card), narration_s)


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


def time_slides(
    slides: Iterable[Slide], narration_s: Mapping[str, Narration]
) -> tuple[Slide, ...]:
    """The same slides, each on screen for what is said or, in silence, for its reading time."""
    timed: list[Slide] = []
    start_s = 0.0
    for part in _sections(slides):
        name = part[0].narration or ""
        spoken = narration_s.get(name)
        shown = _time_spoken(part, spoken) if spoken else _time_silent(part)
        for slide in shown:
            timed.append(_move(slide, start_s))
        start_s += sum(slide.duration_s for slide in shown)
    return tuple(timed)


def utterances_by_narration(slides: Iterable[Slide]) -> Mapping[str, tuple[str, ...]]:
    """What is to be said under each narration's name, in order."""
    return {
        part[0].narration or "": tuple(one.text for slide in part for one in slide.said)
        for part in _sections(slides)
    }


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
        yield Slide(
            "step", number, count, title, words, picture, narration, said + _say_all(words)
        )
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


def _sections(slides: Iterable[Slide]) -> Iterator[list[Slide]]:
    """The slides that share a narration, in order."""
    part: list[Slide] = []
    for slide in slides:
        if slide.narration is not None and part:
            yield part
            part = []
        part.append(slide)
    if part:
        yield part


def _round_up(seconds: float) -> float:
    return round(-(-seconds // TICK_S) * TICK_S, 2)


def _time_silent(part: Sequence[Slide]) -> list[Slide]:
    """Each slide for its reading time; what would be said is spread over it by its letters."""
    timed: list[Slide] = []
    for slide in part:
        words = sum(len(one.text.split()) for one in slide.said)
        looking_s = PICTURE_S if slide.picture and not timed else 0
        duration_s = max(SHORTEST_S, words * 60 / SLOW_WORDS_PER_MINUTE + looking_s)
        said = _spread(slide.said, FADE_S, duration_s - FADE_S)
        timed.append(replace(slide, said=said, duration_s=_round_up(duration_s)))
    return timed


def _time_spoken(part: Sequence[Slide], spoken: Narration) -> list[Slide]:
    """The slides change where their sentences begin; the last one stays a moment longer."""
    every = [one for slide in part for one in slide.said]
    if len(spoken.utterances) == len(every):
        said = [
            replace(one, start_s=LEAD_S + start_s, duration_s=duration_s)
            for one, (start_s, duration_s) in zip(every, spoken.utterances, strict=True)
        ]
    else:
        said = list(_spread(every, LEAD_S, spoken.duration_s))
    return _change_with(part, said, LEAD_S + spoken.duration_s + PAUSE_S)


def _change_with(part: Sequence[Slide], said: Sequence[Utterance], end_s: float) -> list[Slide]:
    timed: list[Slide] = []
    begin_s, done = 0.0, 0
    for index, slide in enumerate(part):
        own = said[done : done + len(slide.said)]
        done += len(own)
        is_last = index == len(part) - 1
        # The next slide is fading in while its first word is said.
        until_s = end_s if is_last or done >= len(said) else said[done].start_s - FADE_S / 2
        duration_s = _round_up(max(until_s - begin_s, SHORTEST_SPOKEN_S))
        moved = tuple(replace(one, start_s=one.start_s - begin_s) for one in own)
        timed.append(replace(slide, said=moved, duration_s=duration_s))
        begin_s += duration_s
    return timed


def _spread(said: Sequence[Utterance], start_s: float, duration_s: float) -> tuple[Utterance, ...]:
    """Utterances one after the other, each for its share of the letters."""
    letters = sum(len(one.text) + 4 for one in said) or 1
    spread, at = [], start_s
    for one in said:
        share_s = duration_s * (len(one.text) + 4) / letters
        spread.append(replace(one, start_s=at, duration_s=share_s))
        at += share_s
    return tuple(spread)


def _move(slide: Slide, by_s: float) -> Slide:
    said = tuple(replace(one, start_s=round(one.start_s + by_s, 3)) for one in slide.said)
    return replace(slide, start_s=round(slide.start_s + by_s, 2), said=said)
