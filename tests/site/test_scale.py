"""A page's bytes do not grow with the number of lessons, and long lists stay within the promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hatgiong.catalogue import Catalogue, Course
from hatgiong.content import read_content
from hatgiong.lessons.lesson import Lesson
from hatgiong.pages.plan import Page, Site, plan_lesson_pages, plan_other_pages
from hatgiong.pages.render import Renderer
from hatgiong.project import Project, read_project
from hatgiong.site.build import make_site
from hatgiong.site.compressed import Sizes, write_file
from hatgiong.site.record import HEADER_BYTES

ROOT = Path(__file__).parents[2]
PROMISE_BYTES = 14_600


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(ROOT)


def _make_many(project: Project, count: int) -> Site:
    """The shipped site with its lessons repeated under other names until there are `count`."""
    catalogue = read_content(project).catalogue
    originals = sorted(catalogue.lessons.values(), key=lambda lesson: lesson.slug)
    lessons: dict[str, Lesson] = dict(catalogue.lessons)
    for number in range(count - len(lessons)):
        original = originals[number % len(originals)]
        slug = f"{original.slug}-{number:04}"
        lessons[slug] = replace(original, slug=slug)
    courses = {
        group: _lengthen(course, lessons, group) for group, course in catalogue.courses.items()
    }
    many = Catalogue(catalogue.languages, catalogue.groups, catalogue.topics, courses, lessons)
    return make_site(project, many, {}, {}, today=date(2026, 11, 22), has_handbook=True)


def _lengthen(course: Course, lessons: dict[str, Lesson], group: str) -> Course:
    more = (slug for slug, one in lessons.items() if group in one.facts.groups)
    return replace(course, lessons=tuple(dict.fromkeys([*course.lessons, *more])))


def _first_visit(site: Site, renderer: Renderer, page: Page, folder: Path) -> int:
    html = renderer.render(page).encode()
    sizes: Sizes = write_file(folder / page.uri, html, site.project.settings.compression)
    return sizes.gzip + HEADER_BYTES


def test_lesson_page_of_1000_lessons_is_within_300_bytes_of_one_of_10(
    project: Project, tmp_path: Path
) -> None:
    few, many = _make_many(project, 10), _make_many(project, 1000)
    draw_few, draw_many = Renderer(few), Renderer(many)
    for slug in ("ket-noi-wifi", "dung-kho-bai-hoc", "thanh-toan-qr"):
        for page in plan_lesson_pages(few, few.catalogue.lessons[slug]):
            small = _first_visit(few, draw_few, page, tmp_path / "few")
            large = _first_visit(many, draw_many, page, tmp_path / "many")
            assert abs(large - small) <= 300, page.uri


def test_every_list_page_of_1000_lessons_keeps_the_promise(
    project: Project, tmp_path: Path
) -> None:
    site = _make_many(project, 1000)
    renderer = Renderer(site)
    pages = [page for page in plan_other_pages(site) if page.number in (1, 2, 7)]
    worst = max(_first_visit(site, renderer, page, tmp_path) for page in pages)
    assert len(pages) > 30
    assert worst <= PROMISE_BYTES


def test_every_lesson_is_on_exactly_one_page_of_the_list_of_all_lessons(
    project: Project,
) -> None:
    site = _make_many(project, 100)
    renderer = Renderer(site)
    html = "".join(
        renderer.render(page)
        for page in plan_other_pages(site)
        if page.kind == "topics" and page.language.is_default
    )
    for slug in site.catalogue.lessons:
        assert html.count(f'href="lessons/{slug}.html"') == 1, slug
