"""The media stage as a whole: a catalogue becomes clips that pages can link to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hatgiong.catalogue import Catalogue
from hatgiong.media.clips import Clip, Clips, Quality, Track
from hatgiong.media.faults import MediaFault
from hatgiong.media.ffmpeg import find_ffmpeg
from hatgiong.media.plan import ClipPlan, MediaPlan, plan_media
from hatgiong.media.runner import Fault, Progress, Task, Workers, run_tasks
from hatgiong.media.store import Store, Stored, StoreFailed
from hatgiong.problems import Place, Problem, make_problem
from hatgiong.project import Project


def open_store(project: Project) -> Store:
    """Where the project keeps what it encoded."""
    return Store(project.cache_dir / "media")


def make_plan(project: Project, catalogue: Catalogue, store: Store) -> MediaPlan:
    """What the catalogue's clips need, made or not. Starts no program when nothing has changed."""
    ffmpeg = find_ffmpeg(project.settings.media.ffmpeg, cache_dir=store.folder)
    return plan_media(project, catalogue, store, ffmpeg)


def make_clips(
    project: Project,
    catalogue: Catalogue,
    workers: Workers,
    *,
    progress: Progress | None = None,
    waiting: Callable[[], None] = lambda: None,
) -> tuple[Clips, list[Problem]]:
    """Makes what is missing and gives all that there is, with a problem for each clip that could
    not be made whole. A lesson without clips asks for no encoder."""
    if not any(lesson.has_clips() for lesson in catalogue.lessons.values()):
        return {}, []
    store = open_store(project)
    plan = make_plan(project, catalogue, store)
    results = run_tasks(
        plan.tasks, store, workers, plan.ffmpeg, progress=progress, waiting=waiting
    )
    full = [fault for _, fault in results.faults if isinstance(fault, StoreFailed)]
    if full:
        raise full[0]
    problems = [*plan.problems, *tell_faults(plan, results.faults)]
    return gather_clips(plan, results.encoded), problems


def tell_faults(plan: MediaPlan, faults: list[tuple[Task, Fault]]) -> list[Problem]:
    """One problem for each clip that failed: all of its renditions fail for the same reason."""
    told: dict[tuple[Place, str], Problem] = {}
    for task, fault in faults:
        for clip in plan.clips:
            if task.job.key not in clip.keys:
                continue
            if isinstance(fault, MediaFault):
                problem = fault.as_problem(clip.place, clip.label)
            else:
                last = str(fault).strip().splitlines()[-1]
                facts = {"name": clip.label, "reason": last}
                problem = make_problem(clip.place, "clip-not-encoded", **facts)
            told.setdefault((clip.place, problem.rule), problem)
    return list(told.values())
