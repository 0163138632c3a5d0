"""A farm of real processes makes what this machine would make, and loses nothing with a worker."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from encoding_tasks import Endless, ffmpeg, find_programs, make_clip, plan_tasks, wait_until

from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.running import farm
from hatgiong.media.running.farm import FarmFailed, open_farm
from hatgiong.media.running.runner import Results, Silence, Task, run_tasks, use_local_workers
from hatgiong.media.storage.store import Store

distributed = pytest.importorskip("distributed")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="encoders are found in /proc")


@dataclass
class Farm:
    """A scheduler and its workers, each a process of its own."""

    folder: Path
    stack: ExitStack
    address: str = ""
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, *command: str, **place: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{command[0]}-{len(self.workers)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                cwd=self.folder, stdout=log, stderr=log, env={**os.environ, **place},
            )  # fmt: skip
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        return process

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        process = self.start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter"
        )
        log = self.folder / "scheduler-0.log"
        wait_until(lambda: "Scheduler at:" in log.read_text("utf-8"))
        match = re.search(r"Scheduler at: +(\S+)", log.read_text("utf-8"))
        assert match is not None
        self.address = match[1]
        return process

    def start_worker(self, name: str, **place: str) -> None:
        """Waits until it is at work."""
        self.workers[name] = self.start(
            "worker", self.address, "--name", name, "--nworkers", "1", "--nthreads", "1",
            "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder / name),
            **place,
        )  # fmt: skip
        log = self.folder / f"worker-{len(self.workers) - 1}.log"
        wait_until(lambda: "Registered to" in log.read_text("utf-8"))


def open_empty_farm(folder: Path) -> Iterator[Farm]:
    """A scheduler without workers."""
    with ExitStack() as stack:
        one = Farm(folder, stack)
        one.start_scheduler()
        yield one
        for number in find_programs(folder):  # of workers that were killed
            os.kill(number, signal.SIGKILL)


@pytest.fixture
def empty_farm(tmp_path: Path) -> Iterator[Farm]:
    """For tests that start workers, or kill them."""
    yield from open_empty_farm(tmp_path)


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """For tests that leave it as it is."""
    for one in open_empty_farm(tmp_path_factory.mktemp("farm")):
        for name in ("a", "b"):
            one.start_worker(name)
        yield one


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> list[Task]:
    """Two clips in a few renditions, of about a second each."""
    folder = tmp_path_factory.mktemp("clips")
    first = make_clip(folder / "chợ & 100% #1.mp4")
    other = make_clip(folder / "b.mp4", hue=90)
    names = ("poster.jpg", "audio.opus", "240p.mp4", "240p.av1.mp4")
    return plan_tasks(first, names) + plan_tasks(other, names[2:], "scan en")


@pytest.fixture(scope="module")
def local(tasks: list[Task], tmp_path_factory: pytest.TempPathFactory) -> Results:
    """What this machine makes of them."""
    store = Store(tmp_path_factory.mktemp("local"))
    return run_tasks(tasks, store, use_local_workers(2), ffmpeg())


def run_on(one: Farm, tasks: list[Task], folder: Path, **choices: str) -> tuple[Results, list[str]]:
    """What the farm makes into a store in that folder, and whom it refused."""
    told: list[str] = []
    store = Store(folder / "media")
    with open_farm(one.address, ffmpeg(), local_count=1, tell=told.append, **choices) as workers:
        return run_tasks(tasks, store, workers, ffmpeg()), told


def assert_equal(made: Results, local: Results) -> None:
    """Nothing failed, and everything is as this machine makes it: the probed facts, and as every
    job is of one thread, the bytes too."""
    assert (made.faults, made.untried) == ([], ())
    for key, stored in made.encoded.items():
        assert stored.encoded == local.encoded[key].encoded
        assert stored.path.read_bytes() == local.encoded[key].path.read_bytes()


@pytest.mark.parametrize("is_shared", [False, True], ids=["bytes in tasks", "shared folder"])
def test_a_farm_makes_what_this_machine_makes(
    is_shared: bool, two_workers: Farm, tasks: list[Task], local: Results, tmp_path: Path
) -> None:
    def find_kept() -> list[Path]:
        return [path for name in "ab" for path in two_workers.folder.glob(f"{name}/**/*.mp4")]

    for path in find_kept():
        path.unlink()
    shared = tmp_path / "shared"
    url = f"file://{shared}" if is_shared else ""
    made, told = run_on(two_workers, tasks, tmp_path, shared=url)
    assert_equal(made, local)
    assert set(made.encoded) == set(local.encoded)
    assert told == []
    assert len({path.name for path in find_kept()}) == 2  # each source under its hash, no more
    assert len(find_kept()) <= 4
    travelled = [path for path in shared.rglob("*") if path.is_file()]
    assert len(travelled) == (len(tasks) + 2 if is_shared else 0)


def test_a_worker_killed_in_mid_job_loses_nothing(
    empty_farm: Farm, tasks: list[Task], local: Results
) -> None:
    for name in ("a", "b"):
        empty_farm.start_worker(name)
    victim = empty_farm.workers["a"]
    killed: list[float] = []

    def kill() -> None:
        wait_until(lambda: bool(find_programs(empty_farm.folder / "a")))
        victim.kill()
        killed.append(time.monotonic())

    thread = threading.Thread(target=kill)
    thread.start()
    made, _ = run_on(empty_farm, tasks, empty_farm.folder)
    thread.join()
    assert killed
    assert victim.wait() == -signal.SIGKILL
    assert_equal(made, local)
    assert set(made.encoded) == set(local.encoded)


def test_sources_that_were_lost_with_their_worker_are_sent_again(
    empty_farm: Farm, tasks: list[Task], local: Results
) -> None:
    """The only worker dies; another comes, which has nothing."""
    few = [task for task in tasks if task.job.rendition.name != "poster.jpg"]
    empty_farm.start_worker("a")

    def replace_worker() -> None:
        wait_until(lambda: bool(find_programs(empty_farm.folder / "a")))
        empty_farm.workers["a"].kill()
        empty_farm.start_worker("b")

    thread = threading.Thread(target=replace_worker)
    thread.start()
    made, _ = run_on(empty_farm, few, empty_farm.folder)
    thread.join()
    assert_equal(made, local)


def test_a_worker_that_would_make_other_bytes_is_refused(
    empty_farm: Farm, tasks: list[Task], local: Results
) -> None:
    few = tasks[:2]
    packages = empty_farm.folder / "packages"
    other = packages / "imageio_ffmpeg" / "binaries" / "ffmpeg-other"
    other.parent.mkdir(parents=True)
    (packages / "imageio_ffmpeg" / "__init__.py").touch()
    other.write_text(
        f'#!/bin/sh\n"{ffmpeg().path}" "$@" | sed "1s/version [^ ]*/version 0.1/"\n', "utf-8"
    )
    other.chmod(0o755)
    empty_farm.start_worker("a", PYTHONPATH=str(packages))
    with pytest.raises(FarmFailed, match="has no worker with hatgiong"):
        run_on(empty_farm, few, empty_farm.folder)
    empty_farm.start_worker("b")
    made, told = run_on(empty_farm, few, empty_farm.folder)
    assert_equal(made, local)
    assert len(told) == 1
    assert re.search(r"the worker tcp://\S+ is not used: it has .* ffmpeg 0\.1", told[0])


def test_a_fault_found_by_a_worker_comes_back_as_it_is(two_workers: Farm, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    task, good = plan_tasks(clip, ("240p.mp4", "audio.opus"))
    clip = make_clip(tmp_path / "b.mp4")
    clip.write_bytes(clip.read_bytes()[:3000])
    made, _ = run_on(two_workers, [Task(task.job, clip), good], tmp_path)
    assert [type(fault) for _, fault in made.faults] == [MediaFault]
    assert set(made.encoded) == {good.job.key}


def test_masters_are_made_on_this_machine(
    two_workers: Farm, tasks: list[Task], tmp_path: Path
) -> None:
    note = tmp_path / "note"
    task = Task(tasks[0].job, tasks[0].source, make=Endless(note))
    store = Store(tmp_path / "media")
    with open_farm(two_workers.address, ffmpeg(), local_count=1) as workers:
        made = run_tasks([task], store, workers, ffmpeg(), time_limit=lambda job: 0.5)
    assert "took longer" in str(made.faults[0][1])
    assert note.read_text("utf-8").startswith(str(store.folder))


class Interrupting(Silence):
    """Presses Ctrl-C when the first encoder runs on the farm."""

    def __init__(self, is_time: Callable[[], bool]) -> None:
        self.is_time = is_time

    def begin(self, tasks: object) -> None:
        def press() -> None:
            wait_until(self.is_time)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

        threading.Thread(target=press).start()


def test_ctrl_c_ends_the_encoders_of_the_farm(two_workers: Farm, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "long.mp4", 30.0, "320x240")
    long = plan_tasks(clip, ("240p.mp4", "240p.av1.mp4"))
    store = Store(tmp_path / "media")
    progress = Interrupting(lambda: len(find_programs(two_workers.folder)) == 2)
    with (
        pytest.raises(KeyboardInterrupt),
        open_farm(two_workers.address, ffmpeg(), local_count=1) as workers,
    ):
        run_tasks(long, store, workers, ffmpeg(), progress=progress)
    begun = time.monotonic()
    wait_until(lambda: not find_programs(two_workers.folder), limit_s=10)
    print(f"ended {time.monotonic() - begun:.1f} s after Ctrl-C")


def test_a_farm_that_is_not_there_is_told_in_plain_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(farm, "_CONNECT_S", 1.0)
    for address in ("tcp://127.0.0.1:9", "nothing://x", "tls://127.0.0.1:9"):
        with pytest.raises(FarmFailed), open_farm(address, ffmpeg(), local_count=1):
            pass


def test_a_scheduler_that_dies_ends_the_run_with_a_fault(
    empty_farm: Farm, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    import dask

    few = tasks[:4]
    monkeypatch.setattr(farm, "_CONNECT_S", 2.0)
    monkeypatch.setattr(farm, "_LONELY_S", 3.0)
    empty_farm.start_worker("a")

    def kill() -> None:
        wait_until(lambda: bool(find_programs(empty_farm.folder / "a")))
        empty_farm.stack.close()

    thread = threading.Thread(target=kill)
    thread.start()
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        made, _ = run_on(empty_farm, few, empty_farm.folder)
    thread.join()
    assert made.faults
    assert all("farm" in str(fault) for _, fault in made.faults)
