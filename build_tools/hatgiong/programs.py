"""The one door through which programs are started."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class ProgramFailed(Exception):  # noqa: N818  (it names what happened)
    """A program is missing or ended badly; says which, and its last lines."""


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
