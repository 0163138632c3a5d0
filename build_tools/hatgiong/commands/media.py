"""`hatgiong media encode|prune`: makes the files that are missing, removes those not needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from rich.console import Console

from hatgiong.catalogue import Catalogue
from hatgiong.media.encoding.ffmpeg import find_ffmpeg
from hatgiong.media.encoding.job import make_key
from hatgiong.media.encoding.renditions import RENDITIONS
from hatgiong.media.photos.pictures import find_folder, find_unused, make_photos
from hatgiong.media.plan import TITLE_CARD_S, MediaPlan
from hatgiong.media.running.farm import open_farm
from hatgiong.media.running.progress import format_mb, show_progress
from hatgiong.media.running.runner import Workers, use_local_workers
from hatgiong.media.slideshows.timeline import prune_timelines
from hatgiong.media.stage import list_gaps, make_clips, make_plan, open_store
from hatgiong.media.storage.store import Amount, Store
from hatgiong.problems import Locale, Problem, set_levels
from hatgiong.project import Project


@dataclass(frozen=True, slots=True)
class Where:
    """Who encodes: this machine's cores, or a farm's workers."""

    workers: int
    farm: str = ""
    farm_store: str = ""


def run_encode(
    project: Project,
    catalogue: Catalogue,
    slugs: Iterable[str],
    where: Where,
    *,
    locale: Locale,
    tell: Callable[[str], None],
) -> list[Problem]:
    """Makes what is missing of these lessons' clips, of all lessons' where none is named."""
    chosen = set(slugs) or set(catalogue.lessons)
    lessons = {slug: one for slug, one in catalogue.lessons.items() if slug in chosen}
    tell_gaps(project, catalogue, locale, tell)
    console = Console(stderr=True)
    with (
        _open_workers(project, where, tell) as workers,
        show_progress(console, locale) as progress,
    ):
        _, problems = make_clips(
            project,
            replace(catalogue, lessons=lessons),
            workers,
            progress=progress,
            waiting=lambda: tell(_WORDS[locale]["waiting"]),
        )
    return _level(project, problems)


def tell_gaps(
    project: Project, catalogue: Catalogue, locale: Locale, tell: Callable[[str], None]
) -> None:
    """Says once what the encoder lacks and what that costs learners."""
    for gap in list_gaps(project, catalogue, locale):
        tell(f"ffmpeg, {gap.name}: {gap.cost}")


@contextmanager
def _open_workers(project: Project, where: Where, tell: Callable[[str], None]) -> Iterator[Workers]:
    if not where.farm:
        yield use_local_workers(where.workers)
        return
    ffmpeg = find_ffmpeg(project.settings.media.ffmpeg, cache_dir=open_store(project).folder)
    with open_farm(
        where.farm, ffmpeg, shared=where.farm_store, local_count=where.workers, tell=tell
    ) as workers:
        yield workers


def run_prune(
    project: Project, catalogue: Catalogue, *, locale: Locale, dry_run: bool,
    tell: Callable[[str], None],
) -> tuple[str, list[Problem]]:  # fmt: skip
    """Removes what no lesson uses, and says how much; nothing while a clip cannot be planned, as
    nobody then knows what it uses."""
    store = open_store(project)
    with _hold(store, lambda: tell(_WORDS[locale]["waiting"])):
        plan = make_plan(project, catalogue, store)
        problems = _level(project, plan.problems)
        if any(problem.level == "error" for problem in problems):
            return "", problems
        gone = store.prune(find_wanted(plan, store), dry_run=dry_run)
        photos = find_unused(find_folder(project), make_photos(project, catalogue)[0])
        size = gone.size_bytes + sum(path.stat().st_size for path in photos)
        gone = Amount(gone.count + len(photos), size)
        if not dry_run:
            prune_timelines(store.folder, plan.wanted())
            for path in photos:
                path.unlink(missing_ok=True)
    words = _WORDS[locale]["would" if dry_run else "gone"]
    return words.format(count=gone.count, mb=format_mb(gone.size_bytes, locale)) + "\n", problems


@contextmanager
def _hold(store: Store, waiting: Callable[[], None]) -> Iterator[None]:
    """The store, if there is one yet: else there is nothing to hold."""
    if not store.folder.exists():
        yield
        return
    with store.hold(waiting):
        yield


def find_wanted(plan: MediaPlan, store: Store) -> frozenset[str]:
    """All that lessons use. A slideshow's master only as long as something is still to be made
    from it, for it is large and made again in seconds; of a slideshow whose timeline was lost, all
    that it may use."""
    unsure = {
        make_key(rendition, clip.job.source_key, plan.ffmpeg, at_s=at_s)
        for clip in plan.unknown_masters()
        for rendition in RENDITIONS
        for at_s in (None, TITLE_CARD_S)
    }
    there = store.find_all(plan.wanted())
    spent = {
        clip.master.job.key
        for clip in plan.clips
        if clip.master and not clip.is_unknown and all(task.job.key in there for task in clip.tasks)
    }
    return (plan.wanted() | unsure) - spent


def _level(project: Project, problems: Iterable[Problem]) -> list[Problem]:
    return set_levels(problems, project.settings.levels)


_WORDS: dict[Locale, dict[str, str]] = {
    "en": {
        "waiting": "another hatgiong is encoding for this site; waiting for it",
        "gone": "removed {count} files that no lesson uses: {mb} MB",
        "would": "{count} files are used by no lesson: {mb} MB; without --dry-run they are removed",
    },
    "vi": {
        "waiting": "một lệnh hatgiong khác đang nén video cho trang này; đang chờ",
        "gone": "đã xoá {count} tệp không bài nào dùng: {mb} MB",
        "would": "{count} tệp không bài nào dùng: {mb} MB; bỏ --dry-run để xoá",
    },
}
