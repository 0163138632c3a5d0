"""The runner makes what is missing, keeps what was finished, and can be ended at any moment."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from encoding_tasks import (
    NAMES,
    Endless,
    ffmpeg,
    find_programs,
    make_clip,
    plan_tasks,
    wait_until,
)
from rich.console import Console

from hatgiong.media.encoding.encode import encode
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.job import Encoded, Job
from hatgiong.media.encoding.probe import probe_file
from hatgiong.media.encoding.work import Bench
from hatgiong.media.running.progress import show_progress
from hatgiong.media.running.runner import (
    Maker,
    Task,
    Workers,
    find_time_limit,
    run_tasks,
    use_local_workers,
)
from hatgiong.media.storage.store import Store, Stored, StoreFailed
from hatgiong.programs import ProgramFailed

LOCAL = use_local_workers(2)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "media")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "chợ phiên & 100% #1.mp4")


@dataclass
class Listener:
    """Hears everything that a run tells."""

    begun: list[str] = field(default_factory=list)
    ended: list[tuple[str, bool]] = field(default_factory=list)
    shares: dict[str, list[float]] = field(default_factory=dict)

    def begin(self, tasks: object) -> None:
        assert isinstance(tasks, list)
        self.begun = [task.job.rendition.name for task in tasks]

    def report(self, task: Task, share: float) -> None:
        self.shares.setdefault(task.job.rendition.name, []).append(share)

    def finish(self, task: Task, stored: Stored | None) -> None:
        self.ended.append((task.job.rendition.name, stored is not None))


@dataclass(frozen=True)
class Counting:
    """A maker of quick files that notes when it was asked for what, and can be told to fail."""

    made: list[str]
    failing: dict[str, Exception] = field(default_factory=dict)
    at_once: list[int] = field(default_factory=list)

    def __call__(self, job: Job, source: Path, bench: Bench) -> tuple[Path, Encoded]:
        self.made.append(job.label)
        if job.label in self.failing:
            raise self.failing[job.label]
        return encode(job, source, bench)


def counting(**failing: Exception) -> tuple[list[str], Workers]:
    """One worker that counts; underscores stand for spaces."""
    made: list[str] = []
    maker: Maker = Counting(made, {name.replace("_", " "): why for name, why in failing.items()})
    return made, Workers(1, 1, maker)


def test_missing_renditions_are_made_once(store: Store, clip: Path) -> None:
    tasks, listener = plan_tasks(clip), Listener()
    results = run_tasks([*tasks, *tasks], store, LOCAL, ffmpeg(), progress=listener)
    assert (results.faults, results.untried) == ([], ())
    assert set(results.encoded) == {task.job.key for task in tasks}
    assert sorted(listener.ended) == sorted((name, True) for name in NAMES)
    for shares in listener.shares.values():
        assert (shares[0], shares[-1], shares) == (0.0, 1.0, sorted(shares))
    for task in tasks:
        path = results.encoded[task.job.key].path
        if task.job.rendition.kind != "poster":
            assert probe_file(path).duration_s == pytest.approx(1.0, abs=0.1)
    assert not (store.folder / "working").exists()
    again = Listener()
    assert run_tasks(tasks, store, LOCAL, ffmpeg(), progress=again) == results
    assert (again.begun, again.ended) == ([], [])


def test_nothing_to_do_touches_nothing(store: Store) -> None:
    assert run_tasks([], store, LOCAL, ffmpeg()).encoded == {}
    assert not store.folder.exists()


def test_sounds_go_first_then_the_longest_jobs(store: Store, clip: Path) -> None:
    made, workers = counting()
    run_tasks(plan_tasks(clip, label="b"), store, workers, ffmpeg())
    assert made == ["b audio.opus", "b 240p.av1.mp4", "b 240p.mp4", "b poster.jpg"]


def test_a_failing_job_does_not_stop_the_others(store: Store, clip: Path) -> None:
    made, workers = counting(
        **{"bai_vi_240p.mp4": MediaFault("clip-not-encoded"), "bai_vi_poster.jpg": OSError(5, "io")}
    )
    results = run_tasks(plan_tasks(clip), store, workers, ffmpeg())
    assert len(made) == 4
    assert len(results.encoded) == 2
    faults = {task.job.rendition.name: fault for task, fault in results.faults}
    assert isinstance(faults["240p.mp4"], MediaFault)
    assert isinstance(faults["poster.jpg"], ProgramFailed)
    assert results.untried == ()


def test_a_recording_cut_short_is_a_fault_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    whole = make_clip(tmp_path / "a.mp4")
    task, *_ = plan_tasks(whole, ("240p.mp4",))
    whole.write_bytes(whole.read_bytes()[:3000])
    results = run_tasks([task], store, LOCAL, ffmpeg())
    assert [type(fault) for _, fault in results.faults] == [MediaFault]
    assert store.measure().count == 0


def master_of(clip: Path, maker: Maker | None = None) -> list[Task]:
    """A stand-in for a slideshow: a master made by another maker, and what is made from it."""
    first, *rest = plan_tasks(clip, ("240p.mp4", "poster.jpg", "audio.opus"))
    master = replace(first, make=maker or encode)
    return [*(replace(task, source=Path("none"), after=first.job.key) for task in rest), master]


def test_what_is_made_from_a_master_waits_for_it(store: Store, clip: Path) -> None:
    made: list[str] = []
    tasks = master_of(clip, Counting(made))
    workers = Workers(2, 1, Counting(made))
    results = run_tasks(tasks, store, workers, ffmpeg())
    assert results.faults == []
    assert made[0] == "bai vi 240p.mp4"
    assert len(results.encoded) == 3
    poster = tasks[0].job.key
    (store.folder / "renditions" / poster[:2] / f"{poster}.jpg").unlink()
    made.clear()
    run_tasks(tasks[:1], store, workers, ffmpeg())  # the master is in the store already
    assert made == ["bai vi poster.jpg"]


def test_what_is_made_from_a_failed_master_is_not_tried(store: Store, clip: Path) -> None:
    fault = ProgramFailed("no typst")
    tasks = master_of(clip, Counting([], {"bai vi 240p.mp4": fault}))
    made, workers = counting()
    results = run_tasks(tasks, store, workers, ffmpeg())
    assert [(task.job.rendition.name, why) for task, why in results.faults] == [("240p.mp4", fault)]
    assert {task.job.rendition.name for task in results.untried} == {"poster.jpg", "audio.opus"}
    assert made == []


def test_after_a_full_disk_nothing_else_is_begun(store: Store, clip: Path) -> None:
    full = StoreFailed(store.folder, "No space left on device")
    made, workers = counting(**{"bai_vi_audio.opus": full})
    results = run_tasks(plan_tasks(clip), store, workers, ffmpeg())
    assert len(made) == 1
    assert [fault for _, fault in results.faults] == [full]
    assert len(results.untried) == 3


def test_a_job_that_hangs_ends_at_its_time_limit(store: Store, clip: Path, tmp_path: Path) -> None:
    hanging, other = plan_tasks(clip, ("240p.mp4", "audio.opus"))
    tasks = [replace(hanging, make=Endless(tmp_path / "note")), other]

    def limit(job: Job) -> float:
        return 1.0 if job.rendition.name == "240p.mp4" else 60.0

    results = run_tasks(tasks, store, LOCAL, ffmpeg(), time_limit=limit)
    assert set(results.encoded) == {other.job.key}
    (fault,) = (fault for _, fault in results.faults)
    assert "took longer than 1 s" in str(fault)


def test_the_time_limit_grows_with_the_clip(clip: Path) -> None:
    (task,) = plan_tasks(clip, ("240p.mp4",))
    long = replace(task.job, probe=replace(task.job.probe, duration_s=600.0))
    assert (find_time_limit(task.job), find_time_limit(long)) == (120.0, 36_000.0)


SCRIPT = """
import sys
from dataclasses import replace
from pathlib import Path
from encoding_tasks import Endless, ffmpeg, plan_tasks
from hatgiong.media.running.runner import run_tasks, use_local_workers
from hatgiong.media.storage.store import Store
clip, folder = Path(sys.argv[1]), Path(sys.argv[2])
tasks = plan_tasks(clip, ("audio.opus", "240p.mp4", "360p.mp4"))
tasks[1:] = [replace(one, make=Endless(folder / one.job.rendition.name)) for one in tasks[1:]]
(folder / "begun").touch()
try:
    run_tasks(tasks, Store(folder / "media"), use_local_workers(3), ffmpeg())
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.fixture
def running(clip: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run in another process: a quick job that is done, and two that never end."""
    command = [sys.executable, "-c", SCRIPT, str(clip), str(tmp_path)]
    place = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    with subprocess.Popen(command, env=place, start_new_session=True) as process:
        wait_until(lambda: len(list(tmp_path.glob("*p.mp4"))) == 2)
        wait_until(lambda: Store(tmp_path / "media").measure().count == 1)
        wait_until(lambda: len(find_programs(tmp_path / "media")) == 2)
        yield process
        process.kill()
        for number in find_programs(tmp_path / "media"):
            os.kill(number, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="encoders are found in /proc")
def test_ctrl_c_ends_every_encoder_at_once_and_keeps_what_was_finished(
    running: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    begun = time.monotonic()
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to everything in the foreground
    assert running.wait(10) == 130
    took_s = time.monotonic() - begun
    print(f"ended {took_s:.2f} s after Ctrl-C")
    assert took_s < 2
    assert find_programs(tmp_path / "media") == []
    store = Store(tmp_path / "media")
    assert not (store.folder / "working").exists()
    assert store.measure().count == 1


@pytest.mark.skipif(sys.platform != "linux", reason="encoders are found in /proc")
def test_after_kill_9_the_next_run_goes_on_and_cleans_up(
    running: subprocess.Popen[bytes], tmp_path: Path, clip: Path
) -> None:
    running.kill()
    running.wait()
    store = Store(tmp_path / "media")
    assert list((store.folder / "working").iterdir())
    renditions = [path for path in (store.folder / "renditions").rglob("*") if path.is_file()]
    assert sorted(path.suffix for path in renditions) == [".json", ".opus"]
    tasks, listener = plan_tasks(clip, ("audio.opus", "240p.mp4")), Listener()
    results = run_tasks(tasks, store, LOCAL, ffmpeg(), progress=listener)
    assert listener.begun == ["240p.mp4"]
    assert len(results.encoded) == 2
    assert not (store.folder / "working").exists()


def test_two_runs_at_once_make_each_rendition_once(store: Store, clip: Path) -> None:
    made: list[str] = []
    workers, told = Workers(1, 1, Counting(made)), []
    tasks = plan_tasks(clip, ("audio.opus", "240p.mp4"))

    def run() -> None:
        run_tasks(tasks, store, workers, ffmpeg(), waiting=lambda: told.append("waiting"))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == ["bai vi 240p.mp4", "bai vi audio.opus"]
    assert told == ["waiting"]


@pytest.mark.parametrize("is_terminal", [True, False])
def test_progress_tells_each_finished_clip(is_terminal: bool, store: Store, clip: Path) -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=is_terminal, width=120)
    first = plan_tasks(clip, ("audio.opus",), label="chợ [b] vi")
    other = plan_tasks(make_clip(store.folder.parent / "b.mp4", hue=90), ("240p.mp4",), "scan en")
    with show_progress(console, "vi") as progress:
        run_tasks([*first, *other], store, LOCAL, ffmpeg(), progress=progress)
    text = screen.getvalue()
    size = f"{clip.stat().st_size / 1e6:.2f}".replace(".", ",")
    assert f"chợ [b] vi: 1 tệp, 0,00 MB, từ bản quay {size} MB\n" in text.replace("\r", "")
    assert "scan en: 1 tệp" in text
    assert ("\x1b[" in text) == is_terminal
    assert ("scan en 240p.mp4" in text) == is_terminal
