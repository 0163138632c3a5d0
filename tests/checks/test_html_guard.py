"""No lesson's text brings code, or a request to another machine, into a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from attacks_html import ATTACKS, HARMLESS, TITLES
from attacks_svg import draw
from dangers import find_dangers

from hatgiong.lessons.lesson import LessonText
from hatgiong.lessons.read import parse_lesson_text
from hatgiong.problems import Problem
from hatgiong.sources import Source
from tiny_site import Run, TinySite


def _parse(title: str, body: str) -> tuple[LessonText | None, list[Problem]]:
    source = Source("index.vi.md", f"---\ntitle: Bài\n---\n## {title}\n\n{body}\n")
    return parse_lesson_text(source, language="vi", variant="")


def _name(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    return [row[0] for row in rows]


@pytest.mark.parametrize(("what", "body", "rule", "place"), ATTACKS, ids=_name(ATTACKS))
def test_attack_in_a_step_is_one_problem_at_its_place(
    what: str, body: str, rule: str, place: str
) -> None:
    text, problems = _parse("Một", body)
    told = [(one.rule, f"{one.place.line}:{one.place.column}") for one in problems]
    assert (text, told) == (None, [(rule, place)])


@pytest.mark.parametrize(("what", "title", "rule"), TITLES, ids=_name(TITLES))
def test_attack_in_a_title_is_one_problem_at_the_title(what: str, title: str, rule: str) -> None:
    text, problems = _parse(title, "Chữ.")
    told = [(one.rule, f"{one.place.line}:{one.place.column}") for one in problems]
    assert (text, told) == (None, [(rule, "4:1")])


@pytest.mark.parametrize(("what", "body"), HARMLESS, ids=_name(HARMLESS))
def test_what_only_looks_like_an_attack_is_no_problem(what: str, body: str) -> None:
    text, problems = _parse("Một", body)
    assert text is not None
    assert problems == []


def _add_all(site: TinySite) -> None:
    rows = [(f"## Một\n\n{row[1]}\n") for row in (*ATTACKS, *HARMLESS)]
    rows += [f"## {title}\n\nChữ.\n" for _, title, _ in TITLES]
    for number, body in enumerate(rows):
        site.add_lesson(f"bai-{number}", body, a=draw("<rect/>"))


def _read_built(folder: Path) -> dict[str, str]:
    # A lesson as one file is its page again, with the site's own scripts inside.
    paths = (
        path
        for path in folder.rglob("*")
        if path.suffix in (".html", ".svg") and not path.name.endswith(".keep.html")
    )
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def test_no_attack_reaches_a_page_and_the_other_lessons_are_built(
    tiny_site: TinySite, run: Run
) -> None:
    _add_all(tiny_site)
    ran = run("-C", tiny_site.folder, "build")
    built = _read_built(tiny_site.folder / "site")
    assert ran.code == 1
    assert "Traceback" not in ran.errors
    lessons = {name for name in built if name.startswith("lessons/") and name.count("/") == 1}
    first = len(ATTACKS)
    good = {f"lessons/bai-{first + number}.html" for number in range(len(HARMLESS))}
    assert lessons == {"lessons/bai-tot.html", *good}
    dangers = {name: find_dangers(text) for name, text in built.items()}
    assert {name: found for name, found in dangers.items() if found} == {}


@pytest.mark.parametrize(
    "danger",
    [
        "<!--><img src=x onerror=alert(1)>-->",
        "<script>",
        '<a href="javascript&colon;alert(1)">',
        '<img src="https://example.org/a.png">',
        "<style>@import 'a'</style>",
        '<rect fill="url(//a.b)">',
        "<style>g{fill:url(https://a.b)}</style>",
        '<meta http-equiv="refresh" content="0">',
    ],
)
def test_the_search_for_dangers_finds_them(danger: str) -> None:
    assert find_dangers(danger)
