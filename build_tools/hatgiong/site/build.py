"""The site's files: every page drawn, compressed and counted, then published at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path

from hatgiong import __version__
from hatgiong.catalogue import Catalogue
from hatgiong.lessons.lesson import Lesson, LessonText
from hatgiong.media.clips import Clips
from hatgiong.media.photos.pictures import Photos
from hatgiong.outputs.single_file import make_offered_file
from hatgiong.pages.addresses import keep_uri
from hatgiong.pages.find_view import make_finds
from hatgiong.pages.fonts import make_fonts
from hatgiong.pages.pictures import (
    find_photo,
    list_photo_files,
    make_renditions,
    name_photo_file,
    name_rendition,
)
from hatgiong.pages.plan import Page, Site, plan_lesson_pages, plan_other_pages
from hatgiong.pages.render import Renderer
from hatgiong.pages.scripts import make_scripts
from hatgiong.pages.sharing import list_codes
from hatgiong.problems import Problem
from hatgiong.project import Project
from hatgiong.site.budgets import check_budgets
from hatgiong.site.compressed import Sizes, write_file, write_packed
from hatgiong.site.linked_files import place_clips, place_files
from hatgiong.site.offline import write_offline
from hatgiong.site.record import (
    CATALOGUE_NAME,
    FileRow,
    LessonRow,
    PageRow,
    make_catalogue_file,
    make_clip_row,
    make_file_row,
    make_page_row,
    make_text_row,
)

#: What MkDocs' output is taken for: the handbook and what it needs, nothing at the root.
HANDBOOK_FOLDERS = ("handbook", "assets", "search")
_MIN_JOBS_FOR_PROCESSES = 24

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: a lesson's pages and pictures, or one other page."""

    slug: str = ""
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a job gave."""

    lesson: LessonRow | None = None
    other: tuple[Page, PageRow] | None = None


@dataclass
class Built:
    """What a build wrote: rows for the report, and the problems of the built pages."""

    lessons: list[LessonRow] = field(default_factory=list)
    others: list[tuple[Page, PageRow]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def pages(self) -> Iterator[PageRow]:
        """Every page of the site."""
        yield from (row for _, row in self.others)
        yield from (text.page for lesson in self.lessons for text in lesson.texts)


def make_site(
    project: Project,
    catalogue: Catalogue,
    clips: Clips,
    photos: Photos,
    *,
    today: date,
    has_handbook: bool = False,
) -> Site:
    """Everything that pages are drawn from."""
    fonts = make_fonts(catalogue, project.overrides_dirs)
    scripts = make_scripts(project.overrides_dirs)
    return Site(project, catalogue, fonts, today, clips, has_handbook, photos, scripts)


def build_pages(
    site: Site, folder: Path, *, workers: int = 1, progress: Progress = lambda done, of: None
) -> Built:
    """Writes every page, picture and font, and the catalogue, into the empty `folder`."""
    compression = site.project.settings.compression
    shared = {
        one.uri: write_file(folder / one.uri, one.content, compression)
        for one in site.shared_files()
    }
    jobs = [Job(slug=slug) for slug in site.catalogue.lessons]
    others = list(plan_other_pages(site))
    jobs += [Job(page=page) for page in others if not _tells_costs(page)]
    built = Built()
    for done, drawn in enumerate(_run_jobs(site, folder, shared, jobs, workers), 1):
        if drawn.lesson:
            built.lessons.append(drawn.lesson)
        if drawn.other:
            built.others.append(drawn.other)
        progress(done, len(jobs))
    late = [page for page in others if _tells_costs(page)]
    built.others += _write_late_pages(site, folder, built.lessons, late, shared)
    generator = f"hatgiong {__version__}"
    record = make_catalogue_file(site, built.lessons, built.others, shared, generator)
    text = record.model_dump_json(indent=1) + "\n"
    write_file(folder / CATALOGUE_NAME, text.encode(), compression)
    write_offline(site, record, folder)
    place_clips(chain.from_iterable(site.clips.values()), folder)
    built.problems += check_budgets(site, built.lessons, built.pages())
    return built


def _tells_costs(page: Page) -> bool:
    """Whether a page tells what lessons cost, and waits for them: the search, and a course's
    beginning."""
    return page.kind == "find" or (page.kind == "course" and page.number == 1)


def _write_late_pages(
    site: Site,
    folder: Path,
    lessons: Iterable[LessonRow],
    pages: Iterable[Page],
    shared: dict[str, Sizes],
) -> Iterator[tuple[Page, PageRow]]:
    """The pages that tell what lessons cost. The search's scripts join `shared`."""
    costs = {
        (lesson.slug, text.language): text.default_path_bytes
        for lesson in lessons
        for text in lesson.texts
        if not text.variant
    }
    site = replace(site, costs=costs)
    site = replace(site, finds=make_finds(site))
    for script in chain.from_iterable(index.scripts for index in site.finds.values()):
        sizes = write_file(folder / script.uri, script.content, site.project.settings.compression)
        shared[script.uri] = sizes
    shop = _Workshop(site, folder, shared)
    yield from ((page, shop.write_page(page)) for page in pages)


class _Workshop:
    """Draws jobs into a folder; one instance serves one process."""

    def __init__(self, site: Site, folder: Path, shared: dict[str, Sizes]) -> None:
        self._site, self._folder, self._shared = site, folder, shared
        self._compression = site.project.settings.compression
        self._renderer = Renderer(site)

    def run(self, job: Job) -> Drawn:
        if job.page is not None:
            return Drawn(other=(job.page, self.write_page(job.page)))
        return Drawn(lesson=self._write_lesson(job.slug))

    def write_page(self, page: Page, keep: FileRow | None = None) -> PageRow:
        """Draws a page and tells what it costs."""
        html = self._renderer.render(page, keep_bytes=keep.bytes if keep else 0).encode()
        sizes = write_file(self._folder / page.uri, html, self._compression)
        return make_page_row(self._site, page, sizes, self._shared)

    def _write_keep(self, page: Page) -> FileRow | None:
        """The lesson as one file, with what its clip leaves room for; easy versions have none."""
        settings = self._site.project.settings
        if page.variant or not settings.keep_files:
            return None
        limit = settings.budgets.keep_bytes
        content = make_offered_file(self._site, self._renderer, page, limit)
        uri = keep_uri(page.language, page.subject)
        return make_file_row(uri, write_packed(self._folder / uri, content))

    def _write_lesson(self, slug: str) -> LessonRow:
        site, lesson = self._site, self._site.catalogue.lessons[slug]
        shown = {
            page: found.text
            for page in plan_lesson_pages(site, lesson)
            if (found := site.catalogue.show(lesson, page.language, page.variant))
        }
        texts = {text.place: text for text in shown.values()}
        files = {
            uri: make_file_row(uri, write_file(self._folder / uri, content, self._compression))
            for uri, content in make_renditions(site.catalogue, lesson, tuple(texts.values()))
        }
        photos = list_photo_files(lesson, tuple(texts.values()), site.photos)
        place_files({uri: one.path for uri, one in photos.items()}, self._folder)
        for uri, one in photos.items():
            files[uri] = make_file_row(uri, Sizes(*[one.size_bytes] * 3))
        keeps = {page: self._write_keep(page) for page in shown}
        rows = [
            make_text_row(
                site,
                page,
                self.write_page(page, keeps[page]),
                {
                    uri: usual_bytes or files[uri].gzip_bytes
                    for uri, usual_bytes in self._pictures(lesson, text)
                },
                site.clips_of(lesson, text),
                keeps[page],
            )
            for page, text in shown.items()
        ]
        facts = lesson.facts
        return LessonRow(
            slug=slug,
            groups=facts.groups,
            topic=facts.topic,
            minutes=facts.minutes,
            reviewed=facts.reviewed,
            review_by=facts.review_by,
            texts=tuple(rows),
            pictures=tuple(files.values()),
            qr_codes=tuple(self._write_codes(shown)),
            clips=tuple(make_clip_row(clip) for clip in site.clips.get(slug, ())),
        )

    def _write_codes(self, pages: Iterable[Page]) -> Iterator[FileRow]:
        for page in pages:
            for code in list_codes(self._site, page):
                sizes = write_file(self._folder / code.uri, code.content, self._compression)
                yield make_file_row(code.uri, sizes)

    def _pictures(self, lesson: Lesson, text: LessonText) -> Iterator[tuple[str, int]]:
        """The address of each of a text's pictures, and what a photograph costs on a phone,
        which takes one of its many files."""
        words = self._site.catalogue.picture_words(lesson, text)
        for picture in text.pictures():
            file = lesson.pictures.get(picture.name)
            if file is None:
                continue
            if file.is_drawing:
                yield name_rendition(lesson, file, text.language, words).uri, 0
            elif photo := find_photo(self._site.photos, file):
                yield name_photo_file(lesson, file, photo, photo.plain), photo.usual_bytes


_workshop: _Workshop | None = None


def _open_workshop(site: Site, folder: Path, shared: dict[str, Sizes]) -> None:
    global _workshop
    _workshop = _Workshop(site, folder, shared)


def _run_job(job: Job) -> Drawn:
    assert _workshop is not None
    return _workshop.run(job)


def _run_jobs(
    site: Site, folder: Path, shared: dict[str, Sizes], jobs: list[Job], workers: int
) -> Iterable[Drawn]:
    if workers < 2 or len(jobs) < _MIN_JOBS_FOR_PROCESSES:
        shop = _Workshop(site, folder, shared)
        yield from (shop.run(job) for job in jobs)
        return
    with ProcessPoolExecutor(
        workers, initializer=_open_workshop, initargs=(site, folder, shared)
    ) as pool:
        yield from pool.map(_run_job, jobs, chunksize=4)


def add_handbook(handbook: Path, folder: Path, project: Project) -> None:
    """Copies the handbook's pages from MkDocs' output into the site, with compressed copies."""
    bases = ["", *(f"{language.tag}/" for language in project.languages)]
    for base in bases:
        for name in HANDBOOK_FOLDERS:
            start = handbook / base / name
            for path in sorted(start.rglob("*")) if start.is_dir() else ():
                target = folder / path.relative_to(handbook)
                if path.is_file() and not target.exists() and path.suffix != ".gz":
                    write_file(target, path.read_bytes(), project.settings.compression)
