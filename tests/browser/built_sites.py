"""Sites built once for all tests, and what their catalogue.json says of each page."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from hatgiong.programs import run_program

REPOSITORY: Final = Path(__file__).resolve().parents[2]
FIXTURES: Final = REPOSITORY / "tests" / "fixtures"
#: 22 November 2026: builds of one content on one day are the same bytes.
EPOCH: Final = "1795305600"
BUILD_LIMIT_S: Final = 900.0
#: The lesson with a recording of this site; slideshows are built in tests of their own.
CLIPS_KEPT: Final = ("dung-kho-bai-hoc",)


@dataclass(frozen=True)
class SitePage:
    """One learner page; `shown_language` and `slug` are those of a lesson, else empty."""

    url: str
    kind: str
    language: str
    first_visit_bytes: int
    slug: str = ""
    variant: str = ""
    shown_language: str = ""
    steps: int = 0


@dataclass(frozen=True)
class BuiltSite:
    """A project's folder with the site built in it."""

    project_dir: Path

    @property
    def folder(self) -> Path:
        return self.project_dir / "site"

    @cached_property
    def catalogue(self) -> dict[str, Any]:
        text = (self.folder / "catalogue.json").read_text("utf-8")
        return dict(json.loads(text))

    @cached_property
    def pages(self) -> tuple[SitePage, ...]:
        """Every learner page."""
        rows = [*self.catalogue["pages"]]
        rows += [row for course in self.catalogue["courses"] for row in course["pages"]]
        others = [_page(row) for row in rows]
        lessons = [
            _page(text["page"], lesson["slug"], text)
            for lesson in self.catalogue["lessons"]
            for text in lesson["texts"]
        ]
        return tuple(sorted([*others, *lessons], key=lambda page: page.url))

    @property
    def languages(self) -> list[str]:
        return [row["tag"] for row in self.catalogue["languages"]]

    @property
    def lessons(self) -> list[SitePage]:
        return [page for page in self.pages if page.kind == "lesson"]

    def page(self, url: str) -> SitePage:
        return next(page for page in self.pages if page.url == url)

    def page_types(self, language: str) -> list[SitePage]:
        """One page of each kind in a language, the one with most on it; easy versions are a kind
        of their own."""
        chosen: dict[tuple[str, str], SitePage] = {}
        for page in sorted(self.pages, key=lambda one: one.first_visit_bytes):
            if page.language == language:
                chosen[page.kind, page.variant] = page
        return list(chosen.values())


def _page(row: dict[str, Any], slug: str = "", text: dict[str, Any] | None = None) -> SitePage:
    text = text or {}
    return SitePage(
        url=row["url"],
        kind=row["kind"],
        language=row["language"],
        first_visit_bytes=row["first_visit_bytes"],
        slug=slug,
        variant=text.get("variant", ""),
        shown_language=text.get("shown_language", ""),
        steps=text.get("steps", 0),
    )


#: Gives a site by name; the function makes its project where nobody has built it yet.
BuildOnce = Callable[[str, Callable[[Path], None]], BuiltSite]


def copy_shipped(
    project_dir: Path, *, source_dir: Path = REPOSITORY, handbook: bool = True
) -> None:
    """The repository's own content, looks and settings, or another project's, in a new folder."""
    project_dir.mkdir(parents=True)
    skipped = shutil.ignore_patterns("__pycache__", *([] if handbook else ["handbook"]))
    for name in ("content", "overrides"):
        shutil.copytree(source_dir / name, project_dir / name, ignore=skipped)
    shutil.copy(source_dir / "mkdocs.yml", project_dir)
    # One lesson keeps its clips: to make all of them takes minutes.
    for path in project_dir.glob("content/lessons/*/lesson.yml"):
        if path.parent.name not in CLIPS_KEPT:
            text = path.read_text("utf-8")
            path.write_text(re.sub(r"^clip:.*\n", "", text, flags=re.MULTILINE), "utf-8")
    # Clips are encoded once for all copies: what they are made from is the same.
    (source_dir / ".cache").mkdir(exist_ok=True)
    (project_dir / ".cache").symlink_to(source_dir / ".cache")


def copy_languages(project_dir: Path) -> None:
    """The small site of many languages."""
    shutil.copytree(FIXTURES / "languages", project_dir)


def change_settings(project_dir: Path, change: Callable[[str], str]) -> None:
    """Writes mkdocs.yml anew."""
    path = project_dir / "mkdocs.yml"
    before = path.read_text("utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, "utf-8")


def run_module(project_dir: Path, *arguments: str, hash_seed: int = 0) -> str:
    """Runs a Python module in a project's folder on the day `EPOCH`; returns what it printed."""
    variables = [f"SOURCE_DATE_EPOCH={EPOCH}", f"PYTHONHASHSEED={hash_seed}"]
    silence = ["NO_MKDOCS_2_WARNING=1", "LC_ALL=C.UTF-8"]
    command = ["env", *variables, *silence, sys.executable, *arguments]
    return run_program(command, folder=project_dir, time_limit_s=BUILD_LIMIT_S).output


def build(project_dir: Path, *, hash_seed: int = 0) -> BuiltSite:
    """Builds by the command that people use."""
    arguments = ["-m", "hatgiong", "-C", str(project_dir), "build"]
    run_module(project_dir, *arguments, hash_seed=hash_seed)
    return BuiltSite(project_dir)
