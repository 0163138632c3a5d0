"""Captions that editors wrote: SubRip (.srt) and WebVTT (.vtt) as programs really write them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from hatgiong.media.captions import Cue
from hatgiong.problems import Place, Problem, make_problem
from hatgiong.sources import Source

#: Hours may be missing in WebVTT; SubRip writes a comma, and some programs a dot or no fraction.
_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?$")
_ARROW = re.compile(r"\s*-{1,3}>\s*")
#: Blocks of WebVTT that hold no captions (sections 4.1 and 4.2 of its specification).
_BLOCKS = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)(?:[ \t]|$)")
#: `<v Name>`, `<b>`, `<00:01.000>`, and SubRip's `{\an8}`.
_STYLING = re.compile(r"<[^<>]*>|\{\\[^{}]*\}|\{[bius]:?\d?\}")
#: A caption is no file: editors who paste a whole text into one are told so by its speed.
_MOST_LETTERS = 2000


def parse_captions(source: Source) -> tuple[tuple[Cue, ...], list[Problem]]:
    """The cues of a file of either kind in the order in which they are written, without their
    styling, and what cannot be read. What is inside tells the kind, whatever the ending says."""
    cues: list[Cue] = []
    problems: list[Problem] = []
    for number, block in _blocks(source.text):
        if _BLOCKS.match(block[0]):
            continue
        read = _read_cue(source.file, number, block)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            cues.append(read)
    if not cues and not problems:
        problems.append(make_problem(Place(source.file), "captions-empty"))
    return tuple(cues), problems


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, with the number of the first of them, from 1."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    block: list[str] = []
    for number, line in enumerate([*plain.split("\n"), ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _read_cue(file: str, number: int, block: Sequence[str]) -> Cue | Problem:
    """A cue: perhaps its name or number, its times, its words."""
    index = next((index for index, line in enumerate(block[:2]) if _ARROW.search(line)), None)
    if index is None:
        return _time_wrong(Place(file, number), block[0])
    line = block[index]
    start, end = _ARROW.split(line, maxsplit=1)
    # Behind the end WebVTT has settings, and SubRip of old programs co-ordinates.
    times = start.strip(), (end.split() or [""])[0]
    seconds = [_parse_time(time) for time in times]
    for second, time in zip(seconds, times, strict=True):
        if second is None:
            column = line.find(time) + 1 if time else len(line) + 1
            return _time_wrong(Place(file, number + index, column), line)
    text = "\n".join(_strip_styling(words) for words in block[index + 1 :])
    return Cue(seconds[0] or 0.0, seconds[1] or 0.0, text[:_MOST_LETTERS].strip(), number + index)


def _parse_time(written: str) -> float | None:
    match = _TIME.match(written)
    if not match:
        return None
    hours, minutes, seconds, fraction = match.groups()
    if int(minutes) > 59 or int(seconds) > 59:
        return None
    part = int((fraction or "0").ljust(3, "0")) / 1000
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + part


def _strip_styling(line: str) -> str:
    return " ".join(html.unescape(_STYLING.sub("", line)).split())


def _time_wrong(place: Place, line: str) -> Problem:
    return make_problem(place, "caption-time-wrong", text=line.strip()[:60])
