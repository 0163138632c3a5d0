"""The search page over as many made-up lessons as one likes, in a folder of its own.

The lessons' words are those of the speed tests (tests/benchmarks/corpus.py), their pictures and
groups those of the shipped site.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from built_sites import REPOSITORY

from hatgiong.content import read_content
from hatgiong.lessons.lesson import Lesson, LessonText, PictureFile, Step
from hatgiong.pages.find_view import make_finds
from hatgiong.pages.plan import Page, Site
from hatgiong.pages.render import Renderer
from hatgiong.project import Project, read_project
from hatgiong.site.build import make_site
from hatgiong.site.compressed import write_file

sys.path.append(str(REPOSITORY / "tests" / "benchmarks"))
from corpus import make_lessons

LANGUAGES: Final = ("vi", "en")


@dataclass(frozen=True)
class MadeSearch:
    """A folder with search pages over so many lessons; `gzip_bytes` are those of each script by its
    address, `page_bytes` those of the pages by language."""

    folder: Path
    lessons: int
    gzip_bytes: dict[str, int]
    page_bytes: dict[str, int]


def make_search(folder: Path, count: int) -> MadeSearch:
    """Writes the search pages in all languages, and their scripts, into the empty `folder`."""
    site = _make_site(read_project(REPOSITORY), count)
    costs = {
        (slug, language.tag): 200_000 + number * 7919 % 900_000
        for number, slug in enumerate(site.catalogue.lessons)
        for language in site.catalogue.languages
    }
    site = replace(site, costs=costs)
    site = replace(site, finds=make_finds(site))
    files = [*site.shared_files(), *(one for find in site.finds.values() for one in find.scripts)]
    sizes = {one.uri: write_file(folder / one.uri, one.content, "best").gzip for one in files}
    pages = {}
    for language in site.catalogue.languages:
        page = Page("find", language)
        html = Renderer(site).render(page).encode()
        pages[language.tag] = write_file(folder / page.uri, html, "best").gzip
    return MadeSearch(folder, count, sizes, pages)


def _make_site(project: Project, count: int) -> Site:
    shipped = read_content(project).catalogue
    models = list(shipped.lessons.values())
    lessons = [
        _make_lesson(models[number % len(models)], made)
        for number, made in enumerate(make_lessons(count))
    ]
    catalogue = replace(
        shipped,
        courses={},
        lessons={one.slug: one for one in sorted(lessons, key=lambda x: x.slug)},
    )
    return make_site(project, catalogue, {}, {}, today=date(2026, 11, 22))


def _make_lesson(model: Lesson, made: Any) -> Lesson:
    facts = model.facts.model_copy(update={"groups": (made.group,), "topic": made.topic})
    pictures = {name: _mark(file, made.slug) for name, file in model.pictures.items()}
    texts = {
        (tag, ""): _make_text(model.texts[tag, ""], made, index)
        for index, tag in enumerate(LANGUAGES)
    }
    return replace(model, slug=made.slug, facts=facts, texts=texts, pictures=pictures)


def _mark(file: PictureFile, slug: str) -> PictureFile:
    """The same picture under a name of its own, as every lesson's has."""
    return replace(file, content=file.content + f"<!-- {slug} -->".encode())


def _make_text(model: LessonText, made: Any, index: int) -> LessonText:
    first = model.first_picture()
    steps = tuple(
        Step(step.title[index], step.title[index], (first,) if first else (), model.place)
        for step in made.steps
    )
    return replace(
        model,
        title=made.title[index],
        summary=made.summary[index],
        keywords=tuple(pair[index] for pair in made.keywords),
        steps=steps,
    )
