"""Whatever lines a text is made of, reading it ends, in a value or in problems with places."""

from __future__ import annotations

import faulthandler
import random
from collections.abc import Iterator

import pytest

from hatgiong.lessons.read import parse_lesson_text
from hatgiong.problems import FORMATS
from hatgiong.sources import Source

LINES = """
- a|- [x] b|    - c|1. d|2) e|> f|chữ|## T|### t|```|~~~|    mã|\tmã|/// tip|///|/// quiz
/// notes|//// tip|////|///// group \\| a|/////|   /// tip|   ///|/// infographic|- wifi: x
    attrs: {a: b}|- //// tip|/// practice|- [x] 1 2 3 4 x|![a](b.svg)|[a](../b/index.md)|[1]: a
<div>|</div>|<!-- x|-->|***|---|a\\\\|* /|// /|*/// tip*|`/// tip`|\\\\/// tip||||
""".replace("\n", "|").replace("\\|", "\x00")
CHOICES = [line.replace("\x00", "|") for line in LINES.split("|")]
SECONDS = 20


@pytest.fixture
def ends_in_time() -> Iterator[None]:
    """Ends the whole run with a traceback where a text is read for ever."""
    faulthandler.dump_traceback_later(SECONDS, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.mark.parametrize("seed", range(8))
def test_reading_of_any_lines_ends_and_every_problem_has_a_place(
    seed: int, ends_in_time: None
) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        body = "\n".join(chance.choices(CHOICES, k=chance.randrange(2, 14)))
        source = Source("a.md", f"---\ntitle: A\n---\n## B\n{body}\n")
        text, problems = parse_lesson_text(source, language="vi", variant="")
        assert (text is None) == any(one.level == "error" for one in problems)
        assert all(1 <= one.place.line <= source.text.count("\n") + 1 for one in problems)
        assert all(one.place.column >= 1 for one in problems)
        for write in FORMATS.values():
            write(problems, "vi").encode()
        assert parse_lesson_text(source, language="vi", variant="") == (text, problems)
