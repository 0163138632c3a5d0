"""`hatgiong pack lesson`: one lesson as one file, with everything inside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rich.console import Console

from hatgiong.catalogue import Catalogue
from hatgiong.content import Content
from hatgiong.media.clips import Clips
from hatgiong.media.photos.pictures import make_photos
from hatgiong.media.running.progress import format_mb, show_progress
from hatgiong.media.running.runner import use_local_workers
from hatgiong.media.stage import make_clips
from hatgiong.outputs.single_file import (
    Rendition,
    list_renditions,
    make_single_file,
)
from hatgiong.pages.plan import Page, Site
from hatgiong.pages.render import Renderer
from hatgiong.problems import Locale, Problem, make_problem, set_levels
from hatgiong.project import Project
from hatgiong.site.build import make_site
from hatgiong.sources import name_file

#: Where files to hand on are put, beside the site.
OUT_DIR = "dist"


@dataclass(frozen=True, slots=True)
class Order:
    """Which lesson, in which language, with what of its clips; where to, or None for `dist/`."""

    slug: str
    tag: str
    rendition: Rendition
    out: Path | None


@dataclass(frozen=True, slots=True)
class Packed:
    """The file that was written, or None, its size, and what is to be told of it."""

    path: Path | None
    size_bytes: int
    problems: tuple[Problem, ...]


class LackingError(Exception):
    """The lesson has no such rendition; `there` are those that it has."""

    def __init__(self, there: tuple[Rendition, ...]) -> None:
        self.there = there
        super().__init__(", ".join(there))


class NotWrittenError(Exception):
    """The file cannot be written: its disk is full, its folder is not ours, a folder has its
    name."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


def find_faults(project: Project, content: Content, slug: str) -> list[Problem]:
    """Why a lesson that is there could not be read; nothing for one that was, or is not there."""
    if slug in content.catalogue.lessons:
        return []
    start = name_file(project.content_dir / "lessons", project.folder) + f"/{slug}/"
    found = [one for one in content.problems if f"{one.place.file}/".startswith(start)]
    return set_levels(found, project.settings.levels)


def pack_lesson(
    project: Project,
    catalogue: Catalogue,
    order: Order,
    *,
    today: date,
    strict: bool,
    workers: int,
    locale: Locale,
) -> Packed:
    """Writes the lesson's file. One over the site's budget is written too, and told; with
    `strict` any problem keeps it from being written. Raises `LackingError` and
    `NotWrittenError`."""
    site, problems = _make_site(project, catalogue, order.slug, today, workers, locale)
    language = next(one for one in project.languages if one.tag == order.tag)
    page, renderer = Page("lesson", language, order.slug), Renderer(site)
    there = list_renditions(site, page)
    if order.rendition not in there:
        raise LackingError(there)
    content = make_single_file(site, renderer, page, order.rendition)
    path = order.out or project.folder / OUT_DIR / f"{order.slug}.{order.tag}.html"
    limit = project.settings.budgets.keep_bytes
    if len(content) > limit:
        sizes = {one: len(make_single_file(site, renderer, page, one)) for one in there}
        facts = {"file": path.name, "size": len(content), "limit": limit}
        place = site.catalogue.lessons[order.slug].place
        instead = _tell_instead(sizes, limit, locale)
        problems.append(make_problem(place, "pack-over-budget", **facts, instead=instead))
    told = tuple(set_levels(problems, project.settings.levels))
    if strict and told:
        return Packed(None, len(content), told)
    write_whole(path, content)
    return Packed(path, len(content), told)


def _tell_instead(sizes: dict[Rendition, int], limit: int, locale: Locale) -> str:
    """The choices that fit with their sizes, or the lightest where none does."""
    fitting = [one for one, size in sizes.items() if size <= limit]
    return ", ".join(
        f"{one} ({format_mb(sizes[one], locale)} MB)"
        for one in fitting or [min(sizes, key=lambda one: sizes[one])]
    )


def _make_site(
    project: Project, catalogue: Catalogue, slug: str, today: date, workers: int, locale: Locale
) -> tuple[Site, list[Problem]]:
    """The whole site's values, with this lesson's clips and photographs alone."""
    alone = replace(catalogue, lessons={slug: catalogue.lessons[slug]})
    clips: Clips
    with show_progress(Console(stderr=True), locale) as progress:
        clips, problems = make_clips(project, alone, use_local_workers(workers), progress=progress)
    photos, heavy = make_photos(project, alone, workers=workers)
    return make_site(project, catalogue, clips, photos, today=today), [*problems, *heavy]


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file that is either as it was or whole: beside its place first, then renamed."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise NotWrittenError(path, error.strerror or str(error)) from error
