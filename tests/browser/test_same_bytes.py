"""The same content on the same day gives the same bytes, whoever builds it and with what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from built_sites import BuiltSite, build, copy_shipped, run_module

#: The build with a given number of processes; the command always takes as many as there are.
BUILD_WITH_WORKERS = """
import os, sys
from pathlib import Path
from hatgiong.cli import find_today
from hatgiong.commands.build import run_build
from hatgiong.project import read_project

project = read_project(Path(sys.argv[1]))
run_build(project, today=find_today(dict(os.environ)), strict=False, workers=int(sys.argv[2]))
"""


def read_tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def build_by_command(project_dir: Path) -> None:
    build(project_dir, hash_seed=4711)


def build_by_mkdocs(project_dir: Path) -> None:
    run_module(project_dir, "-m", "mkdocs", "build", "--quiet", hash_seed=1)


def build_by(workers: int) -> Callable[[Path], None]:
    def run(project_dir: Path) -> None:
        arguments = ["-c", BUILD_WITH_WORKERS, str(project_dir), str(workers)]
        run_module(project_dir, *arguments, hash_seed=workers)

    return run


@pytest.mark.parametrize("make", [
    pytest.param(build_by_command, id="a second time"),
    pytest.param(build_by(1), id="one worker"),
    pytest.param(build_by(2), id="two workers"),
    pytest.param(build_by_mkdocs, id="mkdocs build"),
])  # fmt: skip
def test_site_is_the_same_to_the_byte(
    shipped: BuiltSite, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    project_dir = tmp_path / "another-folder" / "site-source"
    project_dir.parent.mkdir()
    copy_shipped(project_dir)
    make(project_dir)
    before, after = read_tree(shipped.folder), read_tree(project_dir / "site")
    assert set(before) == set(after)
    assert "handbook/index.html" in after
    assert {name for name, content in after.items() if content != before[name]} == set()
