"""Which files each clip needs: planned from what the sources hold, before any program starts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hatgiong.catalogue import Catalogue
from hatgiong.lessons.recordings import SLIDESHOW, find_captions, find_narration
from hatgiong.media.caption_files import parse_captions
from hatgiong.media.captions import Cue, check_cues
from hatgiong.media.clips import MAIN, Voice
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.job import Job, SourceFile, make_job
from hatgiong.media.encoding.probe import Probe, require_picture, require_sound
from hatgiong.media.encoding.renditions import MASTER, plan_renditions
from hatgiong.media.running.runner import Task
from hatgiong.media.slideshows.look import read_look
from hatgiong.media.slideshows.show_source import MasterMaker, ShowPlanner
from hatgiong.media.slideshows.timeline import Timeline, read_timeline
from hatgiong.media.sources import NamedClip, find_named_clips, probe_recordings
from hatgiong.media.storage.store import KnownSource, Store
from hatgiong.problems import Place, Problem, make_problem
from hatgiong.project import Project
from hatgiong.sources import read_source

#: A slideshow's poster is its title card, which is still to be seen after a second.
TITLE_CARD_S = 1.0


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """One clip: what it is made from and every job that makes a file of it.

    While `is_unknown`, what is made from a slideshow's `master` is left out of `tasks`: its length,
    and whether anything is heard, are not known before it has been made once.
    """

    named: NamedClip
    tasks: tuple[Task, ...]
    master: Task | None
    captions: tuple[Cue, ...]
    voice: Voice
    probe: Probe | None
    is_unknown: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """The jobs that this clip needs, its master's among them."""
        own = {task.job.key for task in self.tasks}
        return frozenset(own | {self.master.job.key} if self.master else own)


@dataclass(frozen=True, slots=True)
class MediaPlan:
    """All clips of a catalogue, and what is wrong with their sources."""

    clips: tuple[ClipPlan, ...]
    problems: tuple[Problem, ...]
    ffmpeg: Ffmpeg

    def unknown_masters(self) -> list[Task]:
        """Slideshows that were never made: they go first, then the plan is made again."""
        return [clip.master for clip in self.clips if clip.master and clip.is_unknown]

    def wanted(self) -> frozenset[str]:
        """The keys of all that lessons use."""
        return frozenset(key for clip in self.clips for key in clip.keys)


def plan_media(project: Project, catalogue: Catalogue, store: Store, ffmpeg: Ffmpeg) -> MediaPlan:
    """Plans every clip. Recordings that are new are probed, all others are known by their time."""
    named = [clip for lesson in catalogue.lessons.values() for clip in find_named_clips(lesson)]
    planner = _Planner(project, catalogue, store, ffmpeg)
    clips = tuple(planner.plan(named))
    return MediaPlan(clips, tuple(planner.problems), ffmpeg)


@dataclass
class _Planner:
    project: Project
    catalogue: Catalogue
    store: Store
    ffmpeg: Ffmpeg
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._look = read_look(self.project.overrides_dirs)
        self._shows = ShowPlanner(self.project, self.catalogue, self._look, self.ffmpeg)
        self._known: Mapping[Path, KnownSource] = {}
        self._faults: Mapping[Path, MediaFault] = {}

    def plan(self, named: Sequence[NamedClip]) -> Iterator[ClipPlan]:
        paths = [path for clip in named for path in self._recordings(clip)]
        self._known, self._faults = probe_recordings(paths, self.store)
        for clip in named:
            made = self._show(clip) if clip.file == SLIDESHOW else self._recording(clip)
            if made:
                yield made

    def _folder(self, clip: NamedClip) -> Path:
        return self.project.folder / clip.lesson.place.file

    def _recordings(self, clip: NamedClip) -> Iterator[Path]:
        if clip.file != SLIDESHOW:
            yield self._folder(clip) / clip.file
        if clip.name != MAIN:
            return
        narration = find_narration(clip.lesson.recordings, clip.text.language)
        yield from (self._folder(clip) / name for name in narration.values())

    # --- recordings -------------------------------------------------------------------------
    def _recording(self, clip: NamedClip) -> ClipPlan | None:
        path = self._folder(clip) / clip.file
        if fault := self._find_fault(path, require_picture):
            self.problems.append(fault.as_problem(clip.place, clip.file))
            return None
        source = self._known[path]
        tasks = self._tasks(clip, source.sha256, source.probe, path)
        captions = self._captions(clip, source.probe.duration_s)
        voice: Voice = "recorded" if source.probe.audio else ""
        made = ClipPlan(clip, tasks, None, captions, voice, source.probe)
        can_be_read = clip.text.language in self.project.settings.media.voices
        if clip.name == MAIN and not source.probe.audio and can_be_read:
            return self._add_sound(made)
        return made

    def _add_sound(self, made: ClipPlan) -> ClipPlan:
        """A clip in which nothing is heard: who listens is read the lesson's steps, as a slideshow
        would read them."""
        show = self._show(made.named)
        sounds = tuple(task for task in show.tasks if task.job.rendition.kind == "audio")
        return replace(
            made,
            tasks=(*made.tasks, *sounds),
            master=show.master,
            voice=show.voice,
            is_unknown=show.is_unknown,
        )

    def _find_fault(self, path: Path, require: Callable[[Probe], None]) -> MediaFault | None:
        if path in self._faults:
            return self._faults[path]
        try:
            require(self._known[path].probe)
        except MediaFault as fault:
            return fault
        return None

    def _tasks(
        self, clip: NamedClip, key: str, probe: Probe, source: Path, *, after: str = ""
    ) -> tuple[Task, ...]:
        jobs = list(self._jobs(clip, key, probe))
        sounds = {find_sound(job): job.key for job in jobs if job.rendition.kind == "audio"}
        return tuple(
            Task(job, source, after, sound=sounds.get(find_sound(job), "")) for job in jobs
        )

    def _jobs(self, clip: NamedClip, key: str, probe: Probe) -> Iterator[Job]:
        for rendition in plan_renditions(probe):
            codec = rendition.video_codec
            if codec and not self.ffmpeg.find_encoder(codec):
                continue  # told once for all clips: `find_gaps`
            label = f"{clip.label} {rendition.name}"
            at_s = TITLE_CARD_S if clip.file == SLIDESHOW and rendition.kind == "poster" else None
            yield make_job(rendition, key, probe, self.ffmpeg, label=label, at_s=at_s)

    # --- slideshows -------------------------------------------------------------------------
    def _show(self, clip: NamedClip) -> ClipPlan:
        narration = self._narration(clip)
        key = self._shows.name_show(clip.lesson, clip.text, narration)
        timeline = read_timeline(self.store.folder, key)
        master = self._master(clip, key, narration, timeline)
        # What can be told of captions is told before anything is made.
        captions = self._captions(clip, timeline.probe.duration_s if timeline else math.inf)
        if timeline is None:
            return ClipPlan(clip, (), master, (), "", None, is_unknown=True)
        self._tell(clip, timeline)
        tasks = self._tasks(clip, key, timeline.probe, master.source, after=key)
        captions = captions or timeline.captions
        return ClipPlan(clip, tasks, master, captions, timeline.voice, timeline.probe)

    def _narration(self, clip: NamedClip) -> dict[str, SourceFile]:
        found: dict[str, SourceFile] = {}
        for step, name in find_narration(clip.lesson.recordings, clip.text.language).items():
            path = self._folder(clip) / name
            if fault := self._find_fault(path, require_sound):
                place = Place(f"{clip.lesson.place.file}/{name}")
                self.problems.append(fault.as_problem(place, name))
            else:
                found[step] = SourceFile(path, self._known[path].sha256, name)
        return found

    def _master(
        self,
        clip: NamedClip,
        key: str,
        narration: Mapping[str, SourceFile],
        timeline: Timeline | None,
    ) -> Task:
        """The job of the master; how long it is, is guessed until it was made once."""
        guess = Probe("matroska", max(30.0, clip.text.reading_s), 0, None, ())
        probe = timeline.probe if timeline else guess
        job = Job(key, MASTER, key, probe, f"{clip.label} {MASTER.name}")
        maker = MasterMaker(
            self.project, self.catalogue, clip.lesson, clip.text, self._look, narration,
            self.store.folder,
        )  # fmt: skip
        return Task(job, self._folder(clip), make=maker)

    def _tell(self, clip: NamedClip, timeline: Timeline) -> None:
        for name, rule, facts in timeline.faults:
            place = Place(f"{clip.lesson.place.file}/{name}")
            self.problems.append(MediaFault(rule, facts).as_problem(place, name))
        if timeline.missing_letters:
            letters = " ".join(timeline.missing_letters[:20])
            facts = {"letters": letters, "language": clip.text.language}
            self.problems.append(make_problem(clip.text.place, "slide-letters-missing", **facts))

    # --- captions ---------------------------------------------------------------------------
    def _captions(self, clip: NamedClip, duration_s: float) -> tuple[Cue, ...]:
        """The editor's captions in the clip's own language, and no other's."""
        name = find_captions(clip.lesson.recordings, clip.text.language, clip.stem)
        if name is None:
            return ()
        source = read_source(self._folder(clip) / name, self.project.folder)
        if isinstance(source, Problem):
            self.problems.append(source)
            return ()
        cues, found = parse_captions(source)
        self.problems += found
        self.problems += check_cues(cues, Place(source.file), duration_s)
        return tuple(sorted(cues, key=lambda cue: cue.start_s))


def find_sound(job: Job) -> tuple[str, int]:
    """What makes two renditions sound the same."""
    return job.rendition.audio_codec, job.rendition.audio_kbps
