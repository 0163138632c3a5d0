"""A lesson's text cut into front matter and steps by its lines, so that places are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hatgiong.lessons.blocks import BLOCK_NAMES
from hatgiong.problems import Place, Problem, make_problem, nearest
from hatgiong.sources import Source

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_BLOCK = re.compile(r"^/{3,}[ \t]*([\w-]*)[ \t]*(?:\|(.*))?$")


@dataclass(frozen=True, slots=True)
class Section:
    """One H2 section: its title as written, the lines under it, and the title's line number."""

    title: str
    body: str
    line: int


def split_front_matter(source: Source) -> tuple[str, str, int] | Problem:
    """The YAML between the first two `---` lines, the text after it, and that text's first line."""
    lines = source.text.split("\n")
    if lines[0].rstrip() == "---":
        for number, line in enumerate(lines[1:], start=2):
            if line.rstrip() in ("---", "..."):
                head = "\n".join(lines[1 : number - 1])
                return head, "\n".join(lines[number:]), number + 1
    return make_problem(Place(source.file), "front-matter-missing")


def split_sections(body: str, file: str, first_line: int) -> tuple[list[Section], list[Problem]]:
    """The steps of a text, and what is wrong with its headings and block marks."""
    lines = body.split("\n")
    marks = list(_find_headings(lines))
    problems = [*_check_headings(marks, file, first_line), *_check_blocks(lines, file, first_line)]
    steps = [(index, title) for index, level, title in marks if level == 2 and title]
    ends = [index for index, _ in steps[1:]] + [len(lines)]
    sections = [
        Section(title, "\n".join(lines[index + 1 : end]), first_line + index)
        for (index, title), end in zip(steps, ends, strict=False)
    ]
    before = lines[: steps[0][0]] if steps else []
    for index, line in enumerate(before):
        if line.strip():
            place = Place(file, first_line + index)
            problems.append(make_problem(place, "text-before-first-step"))
            break
    if not sections:
        problems.append(make_problem(Place(file, first_line), "no-step"))
    return sections, problems


def _outside_fences(lines: list[str]) -> Iterator[tuple[int, str]]:
    fence = ""
    for index, line in enumerate(lines):
        if match := _FENCE.match(line):
            mark = match[1]
            if not fence:
                fence = mark
            elif mark[0] == fence[0] and len(mark) >= len(fence):
                fence = ""
            continue
        if not fence:
            yield index, line


def _find_headings(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    depth = 0
    for index, line in _outside_fences(lines):
        if match := _BLOCK.match(line):
            depth = depth + 1 if match[1] else max(0, depth - 1)
        elif (match := _HEADING.match(line)) and not (depth and len(match[1]) == 2):
            yield index, len(match[1]), match[2].strip()


def _check_headings(
    marks: list[tuple[int, int, str]], file: str, first_line: int
) -> Iterator[Problem]:
    before = 1
    for index, level, _ in marks:
        if level == 1 or level > before + 1:
            expected = "#" * (min(before + 1, 3) if level != 1 else 2)
            facts = {"level": level, "before": before, "expected": expected}
            yield make_problem(Place(file, first_line + index), "heading-level-skipped", **facts)
        before = max(level, 2)


def _check_blocks(lines: list[str], file: str, first_line: int) -> Iterator[Problem]:
    opened: list[tuple[str, int]] = []
    for index, line in _outside_fences(lines):
        match = _BLOCK.match(line)
        if not match:
            continue
        name, at = match[1], Place(file, first_line + index)
        if not name:
            if opened:
                opened.pop()
        elif name not in BLOCK_NAMES:
            yield make_problem(at, "unknown-block", name=name, nearest=nearest(name, BLOCK_NAMES))
            opened.append((name, index))
        else:
            opened.append((name, index))
    for name, index in opened:
        yield make_problem(Place(file, first_line + index), "block-not-closed", name=name)
