"""A lesson's text cut into front matter and steps by its lines, so that places are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hatgiong.lessons.blocks import BLOCK_NAMES
from hatgiong.lessons.fences import walk_fences
from hatgiong.problems import Place, Problem, make_problem, nearest
from hatgiong.sources import Source

#: Python-Markdown, unlike CommonMark, needs no space after the signs.
_HEADING = re.compile(r"^(#{1,6})[ \t]*(.*?)(?:[ \t]+#+)?[ \t]*$")
#: A block in a list or a quotation, which the Markdown library can read for ever.
_INNER_BLOCK = re.compile(r"^[ \t>*+.)\d-]+(/{3,}[ \t]*([\w-]*).*)$")
_BLOCK = re.compile(r"^ {0,3}(/{3,})[ \t]*([\w-]*)[ \t]*(.*)$")


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
    blocks = _Blocks(file, first_line)
    marks = list(_find_headings(lines, blocks))
    problems = [*_check_headings(marks, file, first_line), *blocks.finish()]
    steps = [(index, title) for index, level, title in marks if level == 2 and title]
    ends = [index for index, _ in steps[1:]] + [len(lines)]
    sections = [
        Section(title, "\n".join(lines[index + 1 : end]), first_line + index)
        for (index, title), end in zip(steps, ends, strict=False)
    ]
    before = lines[: steps[0][0]] if steps else []
    headings = {index for index, _, _ in marks}
    for index, line in enumerate(before):
        if line.strip() and index not in headings:
            place = Place(file, first_line + index)
            problems.append(make_problem(place, "text-before-first-step"))
            break
    if not sections:
        problems.append(make_problem(Place(file, first_line), "no-step"))
    return sections, problems


class _Blocks:
    """Follows the `///` lines of a text: which blocks are open, and what is wrong with them."""

    def __init__(self, file: str, first_line: int) -> None:
        self.opened: list[tuple[str, str, int]] = []
        self._file, self._first_line = file, first_line
        self._problems: list[Problem] = []
        self._refused = 0

    def refuse(self, index: int, written: str, mark: str, *, is_end: bool) -> None:
        """A line of slashes that does not stand at the beginning of its line."""
        if is_end and self._refused:
            self._refused -= 1
            return
        self._refused += not is_end
        self._report(index, "unknown-block", name=written, nearest=mark)

    def read(self, index: int, slashes: str, name: str, rest: str) -> None:
        """One line of slashes: with a name it opens a block, alone it closes the innermost."""
        if not name and not rest:
            if self.opened and self.opened[-1][0] == slashes:
                self.opened.pop()
            else:
                self._report(index, "unknown-block", name=slashes, nearest="/// tip")
            return
        if name not in BLOCK_NAMES:
            self._report(index, "unknown-block", name=name, nearest=nearest(name, BLOCK_NAMES))
        elif rest and not rest.startswith("|"):
            close = f"/// {name} | {rest}"
            self._report(index, "unknown-block", name=f"{name} {rest}", nearest=close)
        self.opened.append((slashes, name, index))

    def finish(self) -> list[Problem]:
        """Every problem of the text's blocks, those left open included."""
        for _, name, index in self.opened:
            self._report(index, "block-not-closed", name=name)
        return self._problems

    def _report(self, index: int, rule: str, **facts: object) -> None:
        place = Place(self._file, self._first_line + index)
        self._problems.append(make_problem(place, rule, **facts))


def _find_headings(lines: list[str], blocks: _Blocks) -> Iterator[tuple[int, int, str]]:
    for index, (kind, line) in enumerate(walk_fences(lines)):
        if kind != "text":
            continue
        if match := _BLOCK.match(line):
            blocks.read(index, *match.groups())
        elif match := _INNER_BLOCK.match(line):
            blocks.refuse(index, line.strip(), match[1].rstrip(), is_end=not match[2])
        elif (match := _HEADING.match(line)) and not (blocks.opened and len(match[1]) == 2):
            yield index, len(match[1]), match[2]


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
