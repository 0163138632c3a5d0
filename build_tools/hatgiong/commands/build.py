"""`hatgiong build`: the site, its handbook, and what each page costs."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from hatgiong.commands.media import tell_gaps
from hatgiong.content import read_content
from hatgiong.media.running.progress import show_progress
from hatgiong.media.running.runner import use_local_workers
from hatgiong.media.stage import find_clips, make_clips
from hatgiong.problems import Locale
from hatgiong.programs import run_program
from hatgiong.project import SETTINGS_NAME, Project
from hatgiong.site.assemble import Outcome, build_site, has_handbook
from hatgiong.site.build import Progress

_HANDBOOK_LIMIT_S = 600.0


def run_build(
    project: Project,
    *,
    today: date,
    strict: bool,
    quick: bool,
    workers: int,
    locale: Locale,
    tell: Callable[[str], None],
) -> Outcome:
    """Builds the lessons in this process and the handbook in another, at the same time; `quick`
    leaves out clips that are not made yet."""
    console = Console(stderr=True)
    with (
        _start_handbook(project, strict=strict) as handbook,
        show_progress(console, locale) as clips,
        _show_progress(console) as progress,
    ):
        content = read_content(project, workers=workers)
        tell_gaps(project, content.catalogue, locale, tell)
        return build_site(
            project,
            content,
            today=today,
            make_clips=lambda catalogue: (
                find_clips(project, catalogue)
                if quick
                else make_clips(project, catalogue, use_local_workers(workers), progress=clips)
            ),
            find_handbook=handbook.result,
            strict=strict,
            workers=workers,
            progress=progress,
        )


@contextmanager
def _start_handbook(project: Project, *, strict: bool) -> Iterator[Future[Path | None]]:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as pool:
        yield pool.submit(_build_handbook, project, Path(folder), strict)


def _build_handbook(project: Project, folder: Path, strict: bool) -> Path | None:
    if not has_handbook(project) or importlib.util.find_spec("hatgiong_mkdocs") is None:
        return None
    settings = str(project.folder / SETTINGS_NAME)
    command = [sys.executable, "-m", "hatgiong_mkdocs.handbook", settings, str(folder)]
    if strict:
        command.append("--strict")
    run_program(command, folder=project.folder, time_limit_s=_HANDBOOK_LIMIT_S)
    return folder


@contextmanager
def _show_progress(console: Console) -> Iterator[Progress]:
    if not console.is_terminal:
        yield lambda done, of: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("hatgiong", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
