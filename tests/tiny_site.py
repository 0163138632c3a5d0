"""A tiny site in a folder of its own, and what came of running the command on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hatgiong.content import read_content
from hatgiong.media.running.runner import use_local_workers
from hatgiong.media.stage import make_clips
from hatgiong.project import Project
from hatgiong.site.assemble import Outcome, build_site

#: 21 November 2026: the day on which every check and every build of a test happens.
TODAY = "1795219200"
SETTINGS = """\
site_name: Tiny
docs_dir: content
plugins:
  - hatgiong:
      languages:
        - {tag: vi}
"""
GROUPS = "nguoi-dan: {name: {vi: Người dân, en: Citizens}}\n"
FACTS = "groups: [nguoi-dan]\n"
TEXT = "---\ntitle: Bài học\n---\n"


@dataclass(frozen=True)
class TinySite:
    """A site in a folder of its own; every file is given by its path and its content."""

    folder: Path

    def write(self, path: str, content: str | bytes) -> Path:
        """Writes a file as it is given, without changing its line ends."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def add_lesson(self, slug: str, body: str = "## Một\n\nChữ.\n", **files: str | bytes) -> Path:
        """A lesson in Vietnamese; `files` are pictures, each named `NAME.svg`."""
        self.write(f"content/lessons/{slug}/lesson.yml", FACTS)
        for name, content in files.items():
            self.write(f"content/lessons/{slug}/{name}.svg", content)
        return self.write(f"content/lessons/{slug}/index.vi.md", TEXT + body)


@dataclass(frozen=True)
class Ran:
    """What the command printed, and its exit code."""

    code: int
    output: str
    errors: str


Run = Callable[..., Ran]


def build_lessons(project: Project) -> Outcome:
    """Builds lessons and clips on the tests' day, without the handbook."""
    return build_site(
        project,
        read_content(project),
        today=date(2026, 11, 21),
        make_clips=lambda catalogue: make_clips(project, catalogue, use_local_workers(1)),
        find_handbook=lambda: None,
    )
