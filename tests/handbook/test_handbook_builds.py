"""MkDocs builds the handbook without a warning, in both languages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from generated import HANDBOOK, ROOT

from hatgiong.programs import run_program


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook as MkDocs builds it under --strict, where a dead link is an error."""
    folder = tmp_path_factory.mktemp("handbook")
    arguments = [sys.executable, "-m", "hatgiong_mkdocs.handbook"]
    arguments += [str(ROOT / "mkdocs.yml"), str(folder), "--strict"]
    run_program(arguments, folder=ROOT, time_limit_s=120)
    return folder


@pytest.mark.parametrize("base", ["", "en/"])
def test_every_chapter_is_in_both_languages(site: Path, base: str) -> None:
    names = {page.relative_to(HANDBOOK).as_posix() for page in HANDBOOK.rglob("*.md")}
    for name in names:
        stem = name.removesuffix(".md").removesuffix(".vi").removesuffix(".en")
        assert (site / base / "handbook" / f"{stem}.html").is_file(), stem


def test_kit_and_schema_are_beside_the_chapters(site: Path) -> None:
    for name in ("picture-kit.svg", "catalogue.schema.json"):
        assert (site / "handbook" / name).read_bytes() == (HANDBOOK / name).read_bytes()
