"""Each text of `parsing/` is read into the values that stand beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from hatgiong.lessons.lesson import (
    Answer,
    Callout,
    GroupPassage,
    Infographic,
    LessonText,
    Part,
    Picture,
    Practice,
    Prose,
    Quiz,
    TeacherNotes,
)
from hatgiong.lessons.read import parse_lesson_text
from hatgiong.lessons.schema import FrontMatter
from hatgiong.lessons.sections import split_front_matter, split_sections
from hatgiong.problems import Problem, format_text
from hatgiong.sources import Source

CASES = sorted((Path(__file__).parent / "parsing").glob("*.md"))


def _parse(path: Path) -> tuple[LessonText | None, list[Problem]]:
    source = Source(path.name, path.read_text("utf-8"))
    return parse_lesson_text(source, language="vi", variant="")


def _outline(text: LessonText) -> Iterator[str]:
    yield f"title {text.title!r}"
    yield f"summary {text.summary!r}"
    yield f"keywords {text.keywords}, words {dict(text.words)}, draft {text.is_draft}"
    yield f"reading {text.reading_s} s, hash {text.hash}, rare {sorted(text.rare_letters)}"
    for link in text.links:
        yield f"link {link.target!r} to {link.slug} at {link.place}"
    for step in text.steps:
        yield f"step {step.title!r} = {step.plain_title!r} at {step.place}"
        yield from _indent(line for part in step.parts for line in _part(part))


def _indent(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines)


def _part(part: Part) -> Iterator[str]:
    match part:
        case Prose(html) | TeacherNotes(html):
            yield f"{type(part).__name__} {html}"
        case Picture():
            yield _picture(part)
        case Callout(kind, title, inner):
            yield f"Callout {kind} {title!r}"
            yield from _indent(line for one in inner for line in _part(one))
        case GroupPassage(groups, inner):
            yield f"GroupPassage {groups}"
            yield from _indent(line for one in inner for line in _part(one))
        case Quiz(question, answers):
            yield f"Quiz {question}"
            yield from _indent(_answer(one) for one in answers)
        case Practice(title, scenes):
            yield f"Practice {title!r}"
            for scene in scenes:
                yield from _indent((f"scene {scene.html}", _picture(scene.picture)))
                yield from _indent(f"area {area}" for area in scene.areas)
        case Infographic(signs):
            yield "Infographic"
            yield from _indent(f"{sign.icon}: {sign.html}" for sign in signs)


def _picture(picture: Picture) -> str:
    return f"Picture {picture.name} {picture.description!r} at {picture.place}"


def _answer(answer: Answer) -> str:
    mark = "right" if answer.is_right else "wrong"
    picture = f" with {_picture(answer.picture)}" if answer.picture else ""
    return f"{mark} {answer.html!r} because {answer.explanation!r}{picture}"


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_text_is_read_into_the_values_beside_it(path: Path, request: pytest.FixtureRequest) -> None:
    text, problems = _parse(path)
    lines = [*(_outline(text) if text else ["no text"])]
    found = "".join(f"{line}\n" for line in lines) + format_text(sorted(problems), "en")
    golden = path.with_suffix(".txt")
    if request.config.getoption("--rewrite-golden"):
        golden.write_text(found, "utf-8", newline="\n")
    assert found == golden.read_text("utf-8")


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_text_read_twice_gives_equal_values_whatever_was_read_between(path: Path) -> None:
    first = _parse(path)
    for other in CASES:
        _parse(other)
    assert _parse(path) == first


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_front_matter_and_steps_together_hold_every_line_of_the_text(path: Path) -> None:
    source = Source(path.name, path.read_text("utf-8"))
    parts = split_front_matter(source)
    assert isinstance(parts, tuple)
    head, body, first_line = parts
    sections, _ = split_sections(body, source.file, first_line)
    lines = source.text.split("\n")
    assert head.split("\n") == lines[1 : first_line - 2]
    for section in sections:
        after = section.body.split("\n")
        assert section.title in lines[section.line - 1]
        assert after == lines[section.line : section.line + len(after)]


def test_every_key_of_the_front_matter_stands_in_a_golden_text() -> None:
    heads = "".join(path.read_text("utf-8").split("\n---\n")[0] for path in CASES)
    assert {key for key in FrontMatter.model_fields if f"{key}:" not in heads} <= {"source"}
