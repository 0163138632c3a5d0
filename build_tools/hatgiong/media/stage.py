"""The media stage as a whole: a catalogue becomes clips that pages can link to."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace

from hatgiong.catalogue import Catalogue
from hatgiong.media.clips import MAIN, Clip, Clips, Quality, Track
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.ffmpeg import Ffmpeg, Gap, find_ffmpeg, find_gaps
from hatgiong.media.plan import ClipPlan, MediaPlan, plan_media
from hatgiong.media.running.farm import FarmFailed
from hatgiong.media.running.runner import Fault, Progress, Silence, Task, Workers, run_tasks
from hatgiong.media.storage.store import Store, Stored, StoreFailed
from hatgiong.problems import Locale, Place, Problem, make_problem, set_levels
from hatgiong.project import SETTINGS_NAME, Project

#: How many names a message lists.
_SHOWN_NAMES = 3


def open_store(project: Project) -> Store:
    """Where the project keeps what it encoded."""
    return Store(project.cache_dir / "media")


def make_plan(project: Project, catalogue: Catalogue, store: Store) -> MediaPlan:
    """What the catalogue's clips need, made or not. Starts no program when nothing has changed."""
    ffmpeg = find_ffmpeg(project.settings.media.ffmpeg, cache_dir=store.folder)
    return plan_media(project, catalogue, store, ffmpeg)


def check_clips(project: Project, catalogue: Catalogue) -> list[Problem]:
    """What is wrong with recordings and captions, as far as that shows before they are encoded."""
    if not has_clips(catalogue):
        return []
    plan = make_plan(project, catalogue, open_store(project))
    return set_levels(plan.problems, project.settings.levels)


def list_gaps(project: Project, catalogue: Catalogue, locale: Locale) -> list[Gap]:
    """What the site's ffmpeg lacks, and what that costs; nothing where there is no clip."""
    if not has_clips(catalogue):
        return []
    cache_dir = open_store(project).folder
    return find_gaps(find_ffmpeg(project.settings.media.ffmpeg, cache_dir=cache_dir), locale)


def has_clips(catalogue: Catalogue) -> bool:
    """Whether anything is to be encoded: else no encoder is asked for."""
    return any(lesson.has_clips() for lesson in catalogue.lessons.values())


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
    if not has_clips(catalogue):
        return {}, []
    store = open_store(project)
    run = _Run(store, workers, progress or Silence(), waiting)
    plan = make_plan(project, catalogue, store)
    if masters := plan.unknown_masters():
        run.run(masters, plan.ffmpeg)
        plan = make_plan(project, catalogue, store)
    there = store.find_all(plan.wanted())
    if missing := list_missing(plan, there):
        run.run(missing, plan.ffmpeg)
        there = store.find_all(plan.wanted())
    problems = [*plan.problems, *tell_faults(plan, run.faults)]
    return gather_clips(plan, there), problems


def find_clips(project: Project, catalogue: Catalogue) -> tuple[Clips, list[Problem]]:
    """The clips that have been made whole; nothing is made now. What there is of others is left
    out, for it may be the dearest file alone. One problem tells how many those are."""
    if not has_clips(catalogue):
        return {}, []
    store = open_store(project)
    plan = make_plan(project, catalogue, store)
    there = store.find_all(plan.wanted())
    unknown = {task.job.key for task in plan.unknown_masters()}
    whole = [
        clip
        for clip in plan.clips
        if all(task.job.key in there for task in clip.tasks)
        and not (clip.master and clip.master.job.key in unknown)
    ]
    left_out = [clip.named.label for clip in plan.clips if clip not in whole]
    problems = list(plan.problems)
    if left_out:
        names = ", ".join(left_out[:_SHOWN_NAMES]) + (", …" if left_out[_SHOWN_NAMES:] else "")
        facts = {"count": len(left_out), "names": names}
        problems.append(make_problem(Place(SETTINGS_NAME), "clip-left-out", **facts))
    return gather_clips(replace(plan, clips=tuple(whole)), there), problems


@dataclass
class _Run:
    store: Store
    workers: Workers
    progress: Progress
    waiting: Callable[[], None]
    faults: list[tuple[Task, Fault]] = field(default_factory=list)

    def run(self, tasks: list[Task], ffmpeg: Ffmpeg) -> None:
        """Runs tasks; a full disk ends everything, as all others would fail alike."""
        results = run_tasks(
            tasks, self.store, self.workers, ffmpeg, progress=self.progress, waiting=self.waiting
        )
        for _, fault in results.faults:
            if isinstance(fault, StoreFailed | FarmFailed):
                raise fault
        self.faults += results.faults


def list_missing(plan: MediaPlan, there: Container[str]) -> list[Task]:
    """What is not in the store; a master only where something has to be made from it."""
    tasks: list[Task] = []
    for clip in plan.clips:
        own = [task for task in clip.tasks if task.job.key not in there]
        from_master = any(task.after for task in own)
        if from_master and clip.master and clip.master.job.key not in there:
            own.append(clip.master)
        tasks += own
    return tasks


def tell_faults(plan: MediaPlan, faults: list[tuple[Task, Fault]]) -> list[Problem]:
    """One problem for each clip that failed: all of its renditions fail for the same reason."""
    told: dict[tuple[Place, str], Problem] = {}
    for task, fault in faults:
        for clip in plan.clips:
            if task.job.key not in clip.keys:
                continue
            if isinstance(fault, MediaFault):
                problem = fault.as_problem(clip.named.place, clip.named.label)
            else:
                last = str(fault).strip().splitlines()[-1]
                facts = {"name": clip.named.label, "reason": last}
                problem = make_problem(clip.named.place, "clip-not-encoded", **facts)
            told.setdefault((clip.named.place, problem.rule), problem)
    return list(told.values())


def gather_clips(plan: MediaPlan, stored: Mapping[str, Stored]) -> Clips:
    """The clips of each lesson, with the files that are there."""
    clips: dict[str, list[Clip]] = {}
    for planned in plan.clips:
        clip = _gather(planned, stored)
        if clip.qualities or clip.sounds:
            clips.setdefault(clip.slug, []).append(clip)
    return {slug: tuple(found) for slug, found in clips.items()}


def _gather(planned: ClipPlan, stored: Mapping[str, Stored]) -> Clip:
    tracks = [
        _make_track(planned, task, stored[task.job.key])
        for task in planned.tasks
        if task.job.key in stored
    ]
    videos: dict[str, list[Track]] = {}
    for track in tracks:
        if track.kind == "video":
            videos.setdefault(track.rendition.partition(".")[0], []).append(track)
    return Clip(
        slug=planned.named.lesson.slug,
        name=planned.named.name,
        language=planned.named.text.language,
        duration_s=planned.probe.duration_s if planned.probe else 0.0,
        posters=tuple(track for track in tracks if track.kind == "poster"),
        sounds=tuple(track for track in tracks if track.kind == "audio"),
        qualities=tuple(Quality(name, tuple(found)) for name, found in videos.items()),
        captions=planned.captions,
        voice=planned.voice,
    )


def _make_track(planned: ClipPlan, task: Task, made: Stored) -> Track:
    """A file's address tells what it is and changes with what it was made from: a browser may
    keep it for ever."""
    named, rendition, encoded = planned.named, task.job.rendition, made.encoded
    stem = named.name if named.name == MAIN else named.stem
    language = "" if named.is_shared else f".{named.text.language}"
    middle = rendition.name.removesuffix(f".{rendition.ending}")
    name = f"{stem}{language}.{middle}.{task.job.key[:8]}.{rendition.ending}"
    codecs = f'; codecs="{encoded.codecs}"' if encoded.codecs else ""
    return Track(
        rendition=middle,
        kind=rendition.kind,
        uri=f"lessons/{named.lesson.slug}/{name}",
        path=made.path,
        mime=f"{encoded.mime}{codecs}",
        size_bytes=encoded.size_bytes,
        width_px=encoded.width_px,
        height_px=encoded.height_px,
    )
