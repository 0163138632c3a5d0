"""No drawing brings code, or a request to another machine, to a phone."""

from __future__ import annotations

import pytest
from attacks_svg import FILES, HARMLESS, LOADS, SCRIPTS, draw
from dangers import find_dangers

from hatgiong.lessons.lesson import PictureFile
from hatgiong.lessons.picture import read_drawing, write_drawing
from hatgiong.problems import Problem
from tiny_site import Run, TinySite

INSIDES = [(*row, "svg-with-script") for row in SCRIPTS]
INSIDES += [(*row, "svg-with-external-reference") for row in LOADS]


def _read(drawing: str | bytes) -> tuple[PictureFile | None, list[Problem]]:
    content = drawing.encode() if isinstance(drawing, str) else drawing
    return read_drawing(content, "a.svg", "a.svg")


@pytest.mark.parametrize(("what", "inside", "rule"), INSIDES, ids=[row[0] for row in INSIDES])
def test_attack_in_a_drawing_is_one_problem(what: str, inside: str, rule: str) -> None:
    file, problems = _read(draw(inside))
    assert file is None
    assert [one.rule for one in problems] == [rule]
    assert problems[0].place.line >= 2


@pytest.mark.parametrize(("what", "drawing", "rule", "place"), FILES, ids=[row[0] for row in FILES])
def test_attack_by_the_whole_file_is_one_problem_at_its_place(
    what: str, drawing: str | bytes, rule: str, place: str
) -> None:
    file, problems = _read(drawing)
    told = [(one.rule, f"{one.place.line}:{one.place.column}") for one in problems]
    assert (file, told) == (None, [(rule, place)])


@pytest.mark.parametrize(("what", "inside"), HARMLESS, ids=[row[0] for row in HARMLESS])
def test_good_drawing_is_no_problem_and_is_written_without_dangers(what: str, inside: str) -> None:
    file, problems = _read(draw(inside))
    assert problems == []
    assert file is not None
    written = write_drawing(file, {}).decode()
    assert find_dangers(written) == []


def test_no_attack_reaches_a_drawing_or_a_group_of_the_site(empty_site: TinySite, run: Run) -> None:
    groups = ""
    rows = [draw(inside) for _, inside, *_ in (*INSIDES, *HARMLESS)] + [row[1] for row in FILES]
    for number, drawing in enumerate(rows):
        empty_site.add_lesson(f"bai-{number}", "## Một\n\n![Hình](a.svg)\n", a=drawing)
        empty_site.write(f"content/groups/nhom-{number}.svg", drawing)
        groups += f"nhom-{number}: {{name: Nhóm, picture: groups/nhom-{number}.svg}}\n"
    empty_site.write("content/groups.yml", "nguoi-dan: {name: Người dân}\n" + groups)
    ran = run("-C", empty_site.folder, "build")
    built = list((empty_site.folder / "site").rglob("*.svg"))
    pages = [
        path
        for path in (empty_site.folder / "site").rglob("*.html")
        if not path.name.endswith(".keep.html")
    ]
    assert ran.code == 1
    assert len(built) == len(HARMLESS)
    found = {path: find_dangers(path.read_text("utf-8")) for path in (*built, *pages)}
    assert {path.name: dangers for path, dangers in found.items() if dangers} == {}


def test_drawing_with_a_capital_ending_is_written_anew_too(tiny_site: TinySite, run: Run) -> None:
    tiny_site.add_lesson("hinh", "## Một\n\n![Hình](a.SVG)\n")
    drawing = draw('<h:meta http-equiv="refresh" content="0;url=https://example.org"/>')
    tiny_site.write("content/lessons/hinh/a.SVG", drawing)
    assert run("-C", tiny_site.folder, "build").code == 0
    (built,) = (tiny_site.folder / "site/lessons/hinh").glob("*.SVG")
    assert find_dangers(built.read_text("utf-8")) == []
