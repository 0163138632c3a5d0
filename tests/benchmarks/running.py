"""Starting programs: the one place of the benchmarks that does, with time and memory measured."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

SAMPLE_S: Final = 0.1
LAST_LINES: Final = 25


class ProgramFailedError(RuntimeError):
    """A program that the benchmark needs ended badly; the text has its last lines."""


@dataclass(frozen=True)
class Run:
    """What one program used; the memory is of it and all its children at the worst moment."""

    wall_s: float
    peak_memory_bytes: int


def run_program(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Run:
    """Run `command` in `folder` to its end and measure it; its output shows only on failure."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        program = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        watch = _MemoryWatch(program.pid)
        watch.start()
        _, status, usage = os.wait4(program.pid, 0)
        wall_s = time.perf_counter() - started
        watch.stop()
        program.returncode = os.waitstatus_to_exitcode(status)
        if program.returncode != 0:
            ending = f"ended with {program.returncode}\n{_last_lines(output)}"
            raise ProgramFailedError(f"{' '.join(command)} {ending}")
    # The kernel's own figure (in kB) is exact for the largest single process, however short.
    return Run(wall_s, max(watch.peak_bytes, usage.ru_maxrss * 1024))


@contextmanager
def running_program(command: Sequence[str], folder: Path) -> Iterator[None]:
    """Keep `command` running, and end it when the block is left."""
    program = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        program.terminate()
        program.wait(timeout=10)


class _MemoryWatch(threading.Thread):
    """Adds up the resident memory of a session of processes every SAMPLE_S seconds."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._session = session
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(SAMPLE_S):
            self.peak_bytes = max(self.peak_bytes, _session_memory_bytes(self._session))

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def _session_memory_bytes(session: int) -> int:
    """Sum RSS over a session: memory that forked workers share counts once for each of them."""
    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # proc(5): after the name in brackets come state, ppid, pgrp, session, ...; rss is 24th.
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            pages += int(fields[21])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _last_lines(output: IO[bytes]) -> str:
    output.seek(0)
    lines = output.read().decode("utf-8", "replace").splitlines()
    return "\n".join(lines[-LAST_LINES:])
