"""Cold builds of the made-up corpus by any generator, measured."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus import Lesson
from generators import GENERATORS
from running import run_program

COMPRESSED: Final = frozenset({".gz", ".br", ".zst"})


@dataclass(frozen=True)
class Build:
    """One measured build. `site_bytes` leaves compressed copies out."""

    generator: str
    wall_s: float
    peak_memory_bytes: int
    pages: int
    site_bytes: int
    site_dir: Path


def install_generators(names: Sequence[str], work_dir: Path, hugo_theme: Path | None) -> None:
    """Install every generator of `names`; `hugo_theme` is a folder with a Hugo theme."""
    for name in names:
        GENERATORS[name].install(work_dir / name)
    if "hugo" in names:
        if hugo_theme is None:
            raise SystemExit("hugo needs --hugo-theme DIR: no package registry serves its themes")
        theme = work_dir / "hugo/themes/book"
        shutil.rmtree(theme, ignore_errors=True)
        shutil.copytree(hugo_theme, theme)


def build_cold(name: str, lessons: Sequence[Lesson], work_dir: Path) -> Build:
    """Write a fresh project and build it: no cache of an earlier build is left to help."""
    generator, tools_dir = GENERATORS[name], (work_dir / name).resolve()
    project_dir = tools_dir / f"project-{len(lessons)}"
    shutil.rmtree(project_dir, ignore_errors=True)
    for cache in ("node_modules/.astro", "node_modules/.vite"):
        shutil.rmtree(tools_dir / cache, ignore_errors=True)
    generator.write_project(lessons, project_dir)
    runs = [
        run_program(command, project_dir, generator.ENVIRONMENT)
        for command in generator.build_commands(tools_dir, project_dir)
    ]
    site_dir = project_dir / generator.SITE_FOLDER
    files = [path for path in site_dir.rglob("*") if path.is_file()]
    return Build(
        generator=name,
        wall_s=sum(run.wall_s for run in runs),
        peak_memory_bytes=max(run.peak_memory_bytes for run in runs),
        pages=sum(path.suffix == ".html" for path in files),
        site_bytes=sum(path.stat().st_size for path in files if path.suffix not in COMPRESSED),
        site_dir=site_dir,
    )
