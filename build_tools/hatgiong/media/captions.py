"""Captions: what is said, and when, as WebVTT (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hatgiong.media.slideshows.sentences import divide, plain_sentence
from hatgiong.media.slideshows.slides import Slide, Utterance
from hatgiong.problems import Place, Problem, make_problem

#: Two lines of 37 letters, as broadcasters have it (BBC Subtitle Guidelines, 2024, "Line length"),
#: which a phone's player sets without breaking them again.
LINE_LETTERS = 37
LINES = 2
#: Adults read 17 letters a second with ease (Netflix Timed Text Style Guide, "Reading speed").
LETTERS_PER_S = 17.0
#: A caption that ends this shortly before the next one stays until then, so that nothing flickers.
_BRIDGED_S = 0.9
#: Encoders cut a clip at a frame, and editors at a second.
_PAST_END_S = 0.5


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands under the picture from one moment to another, in seconds from the beginning.

    `line` is that of its times in the file that it was read from, 0 for one that was made.
    """

    start_s: float
    end_s: float
    text: str
    line: int = 0


def format_vtt(cues: Iterable[Cue]) -> str:
    """The cues as a WebVTT file."""
    rows = [
        f"{_format_time(cue.start_s)} --> {_format_time(cue.end_s)}\n{_escape(cue.text)}"
        for cue in cues
    ]
    return "WEBVTT\n\n" + "\n\n".join(rows) + "\n"


def _format_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    start = f"{hours:02d}:" if hours else ""
    return f"{start}{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _escape(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    kept = "\n".join(line for line in lines if line)
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cues_of_slides(slides: Iterable[Slide]) -> tuple[Cue, ...]:
    """Captions of what the slides say, in pieces of at most two lines, timed as it is said."""
    cues = [cue for slide in slides for one in slide.said for cue in _cut(one)]
    bridged = [
        Cue(cue.start_s, after.start_s, cue.text) if _is_bridged(cue, after) else cue
        for cue, after in pairwise(cues)
    ]
    return (*bridged, *cues[-1:])


def _is_bridged(cue: Cue, after: Cue) -> bool:
    return after.start_s - cue.end_s < _BRIDGED_S


def _cut(said: Utterance) -> Iterator[Cue]:
    pieces = wrap_caption(said.text)
    letters = sum(len(piece) for piece in pieces) or 1
    at = said.start_s
    for piece in pieces:
        share_s = said.duration_s * len(piece) / letters
        yield Cue(round(at, 3), round(at + share_s, 3), piece)
        at += share_s


def wrap_caption(text: str) -> list[str]:
    """A sentence in captions of at most two lines each, cut where one would pause."""
    sentence = plain_sentence(text)
    for most_letters in range(LINES * LINE_LETTERS - 2, LINE_LETTERS, -6):
        pieces = [_wrap(part.text) for part in divide(sentence, most_letters)]
        if all(len(piece) <= LINES for piece in pieces):
            break
    return ["\n".join(piece) for piece in pieces if piece]


def _wrap(text: str) -> list[str]:
    """Lines of about equal length; a word that is longer than a line stays whole."""
    if len(text) <= LINE_LETTERS:
        return [text] if text else []
    words = text.split(" ")
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    fitting = [half for half in halves if max(map(len, half)) <= LINE_LETTERS]
    if fitting:
        first, second = min(fitting, key=lambda half: abs(len(half[0]) - len(half[1])))
        return [first, second]
    return [text] if len(words) == 1 else _fill(words)


def _fill(words: Sequence[str]) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= LINE_LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def check_cues(cues: Sequence[Cue], place: Place, duration_s: float) -> Iterator[Problem]:
    """What would keep captions from being read: order, overlaps, speed, and what stands past the
    end of a clip of `duration_s`. `place` is the file; each problem is at its cue's line."""
    for cue in cues:
        yield from _check_cue(cue, Place(place.file, max(cue.line, 1)), duration_s)
    for before, cue in pairwise(cues):
        at = Place(place.file, max(cue.line, 1))
        facts = {"start": show_time(cue.start_s), "line": before.line}
        if cue.start_s < before.start_s:
            yield make_problem(at, "caption-out-of-order", **facts)
        elif cue.start_s < before.end_s:
            yield make_problem(at, "caption-overlaps", **facts)


def _check_cue(cue: Cue, at: Place, duration_s: float) -> Iterator[Problem]:
    start, end = show_time(cue.start_s), show_time(cue.end_s)
    shown_s = cue.end_s - cue.start_s
    letters = len(" ".join(cue.text.split()))
    if shown_s <= 0:
        yield make_problem(at, "caption-ends-before-start", start=start, end=end)
    elif cue.end_s > duration_s + _PAST_END_S:
        facts = {"end": end, "duration": show_time(duration_s)}
        yield make_problem(at, "caption-past-end", **facts)
    if not letters:
        yield make_problem(at, "caption-empty", start=start)
    elif 0 < shown_s < letters / LETTERS_PER_S:
        needed = f"{letters / LETTERS_PER_S:.1f}"
        facts = {"letters": str(letters), "seconds": f"{shown_s:.1f}", "needed": needed}
        yield make_problem(at, "caption-too-fast", **facts)


def show_time(seconds: float) -> str:
    """A time as editors of captions write it."""
    return _format_time(max(seconds, 0.0))
