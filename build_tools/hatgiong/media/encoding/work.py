"""One job's programs: run in its folder, told on, within its time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.job import Encoded, Job
from hatgiong.programs import ProgramEndedBadly, ProgramFailed, run_with_progress


class Run(Protocol):
    """Runs a command line that leads from one share of the work to another; gives what the program
    complained of."""

    def __call__(self, arguments: list[str], begin: float, end: float) -> str: ...


@dataclass(frozen=True, slots=True)
class Bench:
    """Where one job is done: an empty folder, the encoder, and how long it may take.

    `report` is told the share that is done, 0 to 1; what it raises ends the work and the program
    that runs. `sound` is the clip's sound if somebody has encoded it already.
    """

    folder: Path
    ffmpeg: Ffmpeg
    report: Callable[[float], None]
    time_limit_s: float
    sound: Path | None = None

    def begin(self, duration_s: float) -> Work:
        """The work on a clip of that length; its time runs from now."""
        ends_at = time.monotonic() + self.time_limit_s
        return Work(self.folder, duration_s, self.report, ends_at)


#: What makes one file from a job and its source: `encode.encode`, a slideshow's master, the farm.
#: Raises `MediaFault` where the recording cannot be used, `ProgramFailed` where a program cannot.
Maker = Callable[[Job, Path, Bench], tuple[Path, Encoded]]


@dataclass(frozen=True, slots=True)
class Work:
    """Where a job is done, how long the clip is, whom to tell, and when it has to be over
    (`time.monotonic`)."""

    folder: Path
    duration_s: float
    report: Callable[[float], None]
    ends_at: float

    def run(self, arguments: list[str], begin: float, end: float) -> str:
        """A `Run`; raises `MediaFault` for what ffmpeg could not make of the recording."""

        def read_line(line: str) -> None:
            name, _, value = line.partition("=")
            if name == "out_time_us" and value.isdigit():
                share = min(1.0, int(value) / 1e6 / max(self.duration_s, 0.1))
                self.report(begin + share * (end - begin))

        left_s = max(0.1, self.ends_at - time.monotonic())
        self.report(begin)
        try:
            done = run_with_progress(
                arguments, folder=self.folder, time_limit_s=left_s, read_line=read_line
            )
        except ProgramEndedBadly as error:
            raise _blame(error) from error
        self.report(end)
        return done.output

    def part(self, first: float, last: float) -> Run:
        """A `Run` for a part of the work: its shares from 0 to 1 are the part's."""
        length = last - first

        def run_part(arguments: list[str], begin: float, end: float) -> str:
            return self.run(arguments, first + begin * length, first + end * length)

        return run_part


def _blame(error: ProgramEndedBadly) -> Exception:
    """A full disk is no fault of the recording."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if "No space left on device" in str(error):
        return ProgramFailed(str(error))
    program = lines[0].replace("\\", "/").rpartition("/")[2]
    telling = [line for line in lines if "took longer" in line] or lines[-1:]
    reason = program if telling == lines[:1] else telling[0]
    return MediaFault("clip-not-encoded", {"reason": reason[-160:]})
