"""When each slide is shown: for as long as it is spoken of, or as a slow reader needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hatgiong.lessons.read import PICTURE_S, SLOW_WORDS_PER_MINUTE
from hatgiong.media.slideshows.slides import Slide, Utterance

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
class Narration:
    """How long what is said of a step takes; of a machine's voice also each utterance's start
    and length, in seconds from the beginning."""

    duration_s: float
    utterances: tuple[tuple[float, float], ...] = ()


def time_slides(slides: Iterable[Slide], narration_s: Mapping[str, Narration]) -> tuple[Slide, ...]:
    """The same slides, each on screen for what is said or, in silence, for its reading time."""
    timed: list[Slide] = []
    start_s = 0.0
    for part in _sections(slides):
        name = part[0].narration or ""
        spoken = narration_s.get(name)
        shown = _time_spoken(part, spoken) if spoken else _time_silent(part)
        for slide in shown:
            timed.append(_move(slide, start_s))
            start_s += slide.duration_s
    return tuple(timed)


def utterances_by_narration(slides: Iterable[Slide]) -> Mapping[str, tuple[str, ...]]:
    """What is to be said under each narration's name, in order."""
    return {
        part[0].narration or "": tuple(one.text for slide in part for one in slide.said)
        for part in _sections(slides)
    }


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
