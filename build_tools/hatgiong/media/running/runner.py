"""Runs the jobs that are missing, as many at once as there is room for, and keeps what they make.

Each job is a chain of programs of one thread each, so a thread of ours per core keeps every core
busy. Threads cannot be interrupted: a run is ended through `report`, which every job calls at
least twice a second while a program runs, and which then raises.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from hatgiong.media.encoding.encode import encode
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.job import Job
from hatgiong.media.encoding.work import Bench, Maker
from hatgiong.media.storage.store import Store, Stored, StoreFailed
from hatgiong.programs import ProgramFailed

#: Windows hears Ctrl-C only between two waits.
_LOOK_UP_S = 0.5
#: A minute of clip takes seconds to a few minutes on one core; an hour means that it hangs.
_LEAST_LIMIT_S, _LIMIT_A_SECOND = 120.0, 60.0


@dataclass(frozen=True, slots=True)
class Task:
    """A job and what it is made from: `source`, or the file that the job with the key `after`
    puts into the store. `make` stands for `encode` where a job is made in another way, and then
    it is made on this machine. `sound` is the key of the job that makes the same sound by itself:
    where its file is there already, the sound is not encoded a second time."""

    job: Job
    source: Path
    after: str = ""
    sound: str = ""
    make: Maker | None = None


@dataclass(frozen=True, slots=True)
class Workers:
    """Where jobs run: how many at once, and by what. `local_count` bounds those that are made on
    this machine in any case."""

    count: int
    local_count: int
    encode: Maker


def use_local_workers(count: int) -> Workers:
    """The cores of this machine."""
    return Workers(count, count, encode)


class Progress(Protocol):
    """Who is told how far things are; `report` is called from the jobs' threads."""

    def begin(self, tasks: Sequence[Task]) -> None: ...
    def report(self, task: Task, share: float) -> None: ...
    def finish(self, task: Task, stored: Stored | None) -> None: ...


class Silence:
    """Nobody is told."""

    def begin(self, tasks: Sequence[Task]) -> None:
        """Says nothing."""

    def report(self, task: Task, share: float) -> None:
        """Says nothing."""

    def finish(self, task: Task, stored: Stored | None) -> None:
        """Says nothing."""


Fault = MediaFault | ProgramFailed


@dataclass(frozen=True, slots=True)
class Results:
    """What is in the store now, by key; what failed, with why; what was not tried as what it is
    made from failed, or as the store is full."""

    encoded: Mapping[str, Stored]
    faults: list[tuple[Task, Fault]]
    untried: Sequence[Task]


class Stopped(Exception):  # noqa: N818  (it names what happened)
    """Somebody ended the run; raised in a job's thread by its `report`."""


def find_time_limit(job: Job) -> float:
    """Seconds after which a job counts as hanging."""
    return max(_LEAST_LIMIT_S, _LIMIT_A_SECOND * job.probe.duration_s)


def run_tasks(
    tasks: Iterable[Task],
    store: Store,
    workers: Workers,
    ffmpeg: Ffmpeg,
    *,
    progress: Progress | None = None,
    time_limit: Callable[[Job], float] = find_time_limit,
    waiting: Callable[[], None] = lambda: None,
) -> Results:
    """Makes what is missing; a failing job does not stop the others.

    Tasks of one key are one. `waiting` is called when another process encodes into this store:
    its renditions are then waited for and used. Ctrl-C ends every program, removes what is half
    made, keeps what was finished, and is raised again.
    """
    wanted = {task.job.key: task for task in reversed(list(tasks))}
    if not wanted:
        return Results({}, [], ())
    with store.hold(waiting):
        run = _Run(store, workers, ffmpeg, progress or Silence(), time_limit)
        return run.run(wanted)


@dataclass
class _Run:
    store: Store
    workers: Workers
    ffmpeg: Ffmpeg
    progress: Progress
    time_limit: Callable[[Job], float]
    encoded: dict[str, Stored] = field(default_factory=dict)
    faults: list[tuple[Task, Fault]] = field(default_factory=list)
    ready: list[tuple[int, float, str, Task, Path]] = field(default_factory=list)
    later: dict[str, list[Task]] = field(default_factory=dict)
    under_way: dict[Future[Stored], Task] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)
    is_full: bool = False

    def __post_init__(self) -> None:
        self.local = threading.BoundedSemaphore(self.workers.local_count)

    def run(self, wanted: Mapping[str, Task]) -> Results:
        self._plan(wanted)
        with ThreadPoolExecutor(self.workers.count, thread_name_prefix="encode") as pool:
            try:
                while self.under_way or (self.ready and not self.is_full):
                    self._start(pool)
                    done, _ = wait(self.under_way, _LOOK_UP_S, return_when=FIRST_COMPLETED)
                    for future in done:
                        self._finish(self.under_way.pop(future), future)
            except BaseException:
                self.stop.set()
                raise
        tried = {*self.encoded, *(task.job.key for task, _ in self.faults)}
        untried = tuple(task for key, task in wanted.items() if key not in tried)
        return Results(self.encoded, self.faults, untried)

    def _plan(self, wanted: Mapping[str, Task]) -> None:
        masters = {task.after for task in wanted.values() if task.after}
        found = self.store.find_all({*wanted, *masters})
        self.encoded = {key: found[key] for key in wanted if key in found}
        missing = [task for key, task in wanted.items() if key not in found]
        self.progress.begin(missing)
        is_later = {task.job.key: task.after and task.after not in found for task in missing}
        for task in missing:
            if is_later[task.job.key]:
                self.later.setdefault(task.after, []).append(task)
        for task in missing:
            if not is_later[task.job.key]:
                self._make_ready(task, found[task.after].path if task.after else task.source)

    def _make_ready(self, task: Task, source: Path) -> None:
        """What others wait for goes first, then sounds, which others use, then what takes longest,
        so that all end together."""
        is_first = task.job.key in self.later or task.make is not None
        turn = 0 if is_first else 1 if task.job.rendition.kind == "audio" else 2
        heapq.heappush(self.ready, (turn, -find_cost(task), task.job.key, task, source))

    def _start(self, pool: ThreadPoolExecutor) -> None:
        while self.ready and len(self.under_way) < self.workers.count and not self.is_full:
            *_, task, source = heapq.heappop(self.ready)
            self.under_way[pool.submit(self._make, task, source)] = task

    def _make(self, task: Task, source: Path) -> Stored:
        furthest = 0.0

        def report(share: float) -> None:
            nonlocal furthest
            if self.stop.is_set():
                raise Stopped
            furthest = max(furthest, share)  # a search for the quality goes over the same ground
            self.progress.report(task, furthest)

        make = task.make or self.workers.encode
        turn = self.local if task.make else nullcontext()
        with turn, self.store.open_working() as folder:
            report(0.0)
            ready = self.encoded.get(task.sound)
            sound, limit_s = ready.path if ready else None, self.time_limit(task.job)
            try:
                bench = Bench(folder, self.ffmpeg, report, limit_s, sound)
                path, encoded = make(task.job, source, bench)
            except (MediaFault, ProgramFailed, OSError):
                # On a full disk everything fails, in many words; soon this folder makes room.
                self.store.check_room()
                raise
            return self.store.add(task.job.key, path, encoded)

    def _finish(self, task: Task, future: Future[Stored]) -> None:
        try:
            stored = future.result()
        except (MediaFault, ProgramFailed, OSError) as error:
            fault = ProgramFailed(str(error)) if isinstance(error, OSError) else error
            self.faults.append((task, fault))
            self.is_full = self.is_full or isinstance(fault, StoreFailed)
            self.progress.finish(task, None)
            return
        self.encoded[task.job.key] = stored
        self.progress.finish(task, stored)
        for dependant in self.later.pop(task.job.key, ()):
            self._make_ready(dependant, stored.path)


#: What a rendition costs, in pixels a second: SVT-AV1 at preset 6 takes about twice x264's time;
#: sound costs as little as a picture of 100 by 100.
_AV1_COST, _SOUND_COST_PX, _POSTER_COST = 2.0, 10_000.0, 50_000.0


def find_cost(task: Task) -> float:
    """How long a job takes, in no unit: it orders jobs, and weighs them on the progress bar."""
    rendition, duration_s = task.job.rendition, task.job.probe.duration_s
    if rendition.kind == "poster":
        return _POSTER_COST
    if rendition.kind == "audio":
        return _SOUND_COST_PX * duration_s
    weight = _AV1_COST if rendition.video_codec == "av1" else 1.0
    return weight * max(rendition.height_px, 1) ** 2 * duration_s
