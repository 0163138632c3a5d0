"""The same content on the same day gives the same bytes, whoever builds it and with what."""

from __future__ import annotations

from pathlib import Path

import pytest
from built_sites import BuiltSite, copy_shipped, run_module

from hatgiong.site.build import HANDBOOK_FOLDERS

#: The build with a given number of processes; the command always takes as many as there are.
#: The handbook, which MkDocs builds in a process of its own, is left out.
BUILD_WITH_WORKERS = """
import os, sys
from pathlib import Path
from hatgiong.cli import find_today
from hatgiong.content import read_content
from hatgiong.media.running.runner import use_local_workers
from hatgiong.media.stage import make_clips
from hatgiong.project import read_project
from hatgiong.site.assemble import build_site

project, workers = read_project(Path(sys.argv[1])), int(sys.argv[2])
build_site(project, read_content(project, workers=workers), today=find_today(dict(os.environ)),
           make_clips=lambda catalogue: make_clips(project, catalogue, use_local_workers(workers)),
           find_handbook=lambda: None, workers=workers)
"""


@pytest.fixture
def project_dir(shipped: BuiltSite, tmp_path: Path) -> Path:
    """What the shipped site was built from, in a folder of another name and depth."""
    folder = tmp_path / "another-folder" / "source"
    folder.parent.mkdir()
    copy_shipped(folder, source_dir=shipped.project_dir)
    return folder


def read_tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def read_learner_pages(folder: Path, languages: list[str]) -> dict[str, bytes]:
    """The site without what MkDocs made."""
    bases = ["", *(f"{tag}/" for tag in languages)]
    starts = tuple(f"{base}{name}/" for base in bases for name in HANDBOOK_FOLDERS)
    return {name: read for name, read in read_tree(folder).items() if not name.startswith(starts)}


def find_differences(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


@pytest.mark.parametrize("workers", [1, 2])
def test_site_is_the_same_to_the_byte_with_any_number_of_workers(
    shipped: BuiltSite, project_dir: Path, workers: int
) -> None:
    arguments = ["-c", BUILD_WITH_WORKERS, str(project_dir), str(workers)]
    run_module(project_dir, *arguments, hash_seed=workers)
    before = read_learner_pages(shipped.folder, shipped.languages)
    after = read_learner_pages(project_dir / "site", shipped.languages)
    assert len(after) > len(shipped.pages)
    assert find_differences(before, after) == set()


def test_mkdocs_build_gives_the_same_site_as_the_command(
    shipped: BuiltSite, project_dir: Path
) -> None:
    run_module(project_dir, "-m", "mkdocs", "build", "--quiet", hash_seed=3)
    after = read_tree(project_dir / "site")
    assert "handbook/index.html" in after
    assert find_differences(read_tree(shipped.folder), after) == set()
