"""What the tests of the store, the runner and the farm share: a small clip and jobs on it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hatgiong.media.encoding.ffmpeg import Ffmpeg, find_ffmpeg
from hatgiong.media.encoding.job import Encoded, Job, make_job
from hatgiong.media.encoding.probe import probe_file
from hatgiong.media.encoding.renditions import find_rendition
from hatgiong.media.encoding.work import Bench
from hatgiong.media.running.runner import Task

#: One of each kind, quick to make.
NAMES = ("poster.jpg", "audio.opus", "240p.mp4", "240p.av1.mp4")


@cache
def ffmpeg() -> Ffmpeg:
    """The one that is installed with the project."""
    return find_ffmpeg(None)


def make_clip(path: Path, length_s: float = 1.0, size: str = "160x120", hue: int = 0) -> Path:
    """A clip with a moving picture and a tone; `hue` makes another one."""
    picture = f"testsrc2=size={size}:rate=10:duration={length_s},hue=h={hue}"
    command = [
        str(ffmpeg().path), "-v", "error", "-f", "lavfi", "-i", picture, "-f", "lavfi",
        "-i", f"sine=frequency=300:duration={length_s}", "-c:v", "libx264", "-preset", "ultrafast",
        "-c:a", "aac", str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def plan_tasks(clip: Path, names: tuple[str, ...] = NAMES, label: str = "bai vi") -> list[Task]:
    """A task for each of those renditions."""
    probe, key = probe_file(clip), clip.read_bytes().hex()[-64:] + clip.name
    return [
        Task(make_job(find_rendition(name), key, probe, ffmpeg(), label=f"{label} {name}"), clip)
        for name in names
    ]


@dataclass(frozen=True)
class Endless:
    """A maker that runs the real ffmpeg for ever on one frame in real time, and says where."""

    note: Path

    def __call__(self, job: Job, source: Path, bench: Bench) -> tuple[Path, Encoded]:
        """Never ends by itself."""
        from hatgiong.programs import run_with_progress

        self.note.write_text(str(bench.folder), encoding="utf-8")
        command = [
            str(bench.ffmpeg.path), "-v", "error", "-nostdin", "-progress", "pipe:1", "-re",
            "-f", "lavfi", "-i", "testsrc2=size=64x64", "-c:v", "libx264", "endless.mp4",
        ]  # fmt: skip
        run_with_progress(
            command,
            folder=bench.folder,
            time_limit_s=bench.time_limit_s,
            read_line=lambda line: bench.report(0.5),
        )
        raise AssertionError("it ended")


def wait_until(is_so: Callable[[], bool], *, limit_s: float = 30.0) -> None:
    """Looks again and again; fails after `limit_s`."""
    end = time.monotonic() + limit_s
    while not is_so():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.03)


def find_programs(folder: Path) -> list[int]:
    """The encoders that work below a folder."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            is_ours = link.readlink().is_relative_to(folder)
            is_encoder = b"ffmpeg" in (link.parent / "cmdline").read_bytes().split(b"\0")[0]
        except OSError:
            continue
        if is_ours and is_encoder:
            found.append(int(link.parent.name))
    return found
