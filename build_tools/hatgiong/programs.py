"""The one door through which programs are started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO


class ProgramFailed(Exception):  # noqa: N818  (it names what happened)
    """A program is missing or ended badly; says which, and its last lines."""


class ProgramEndedBadly(ProgramFailed):
    """A program was started and found fault with its work, or took too long over it."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program printed."""

    output: str


def run_program(arguments: Sequence[str], *, folder: Path, time_limit_s: float) -> Ran:
    """Runs a program to its end; raises `ProgramFailed` when that end is not good."""
    try:
        done = subprocess.run(
            list(arguments),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=time_limit_s,
            check=False,
        )
    except FileNotFoundError as error:
        raise ProgramFailed(f"{arguments[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise ProgramFailed(f"{arguments[0]} took longer than {time_limit_s:.0f} s") from error
    output = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        last = "\n".join(output.rstrip().splitlines()[-15:])
        raise ProgramFailed(f"{' '.join(arguments[:4])} ended with {done.returncode}\n{last}")
    return Ran(output)


#: What is kept of a program's complaints: enough to see why, whatever it goes on saying.
_LINES_KEPT, _LETTERS_KEPT = 40, 400


def run_with_progress(
    arguments: Sequence[str],
    *,
    folder: Path,
    time_limit_s: float,
    read_line: Callable[[str], None],
) -> Ran:
    """Runs a program whose output lines are read as they come; what it has complained of by its
    end, at least the last of it, is the answer's `output`.

    Raises `ProgramEndedBadly` when its end is not good or later than `time_limit_s`. Whatever
    `read_line` raises, and Ctrl-C, ends the program and all that it started before it goes on.
    """
    running = _start(arguments, folder)
    complaints: deque[str] = deque(maxlen=_LINES_KEPT)
    listener = threading.Thread(target=_keep_last, args=(running, complaints), daemon=True)
    is_late = threading.Event()
    alarm = threading.Timer(time_limit_s, _end_late, args=(running, is_late))
    alarm.daemon = True
    try:
        alarm.start()
        listener.start()
        for line in _lines(running.stdout):
            read_line(line)
        ended = running.wait()
    finally:
        alarm.cancel()
        _kill(running)
        running.wait()
        listener.join()
        _close(running)
    last = "\n".join(complaints)
    if is_late.is_set():
        raise ProgramEndedBadly(f"{arguments[0]} took longer than {time_limit_s:.0f} s\n{last}")
    if ended:
        raise ProgramEndedBadly(f"{arguments[0]} ended with {ended}\n{last}")
    return Ran(last)


def _start(arguments: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            list(arguments),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # a group of its own: Ctrl-C reaches us alone, we end them all
        )
    except OSError as error:
        reason = "is not installed" if isinstance(error, FileNotFoundError) else error.strerror
        raise ProgramFailed(f"{arguments[0]} {reason}") from error


def _lines(stream: IO[bytes] | None) -> Iterator[str]:
    """Lines of bounded length: a program that never ends a line must not fill the memory."""
    while stream and (line := stream.readline(65536)):
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _keep_last(running: subprocess.Popen[bytes], complaints: deque[str]) -> None:
    for line in _lines(running.stderr):
        complaints.extend(part[:_LETTERS_KEPT] for part in line.split("\r"))


def _kill(running: subprocess.Popen[bytes]) -> None:
    """Ends the program and everything in its group, unless it has ended by itself: its number may
    by then be another program's."""
    if running.poll() is not None:
        return
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(running.pid, signal.SIGKILL)
    else:
        running.kill()


def _end_late(running: subprocess.Popen[bytes], is_late: threading.Event) -> None:
    is_late.set()
    _kill(running)


def _close(running: subprocess.Popen[bytes]) -> None:
    for stream in (running.stdout, running.stderr):
        if stream:
            stream.close()
