"""A small site in two releases: two courses that share a lesson with a clip."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from built_sites import BuildOnce
from clip_site import SETTINGS, film

from tiny_site import TinySite

GROUPS: Final = """\
nguoi-dan: {name: {vi: Người dân, en: Citizens}}
hoc-sinh: {name: {vi: Học sinh, en: Pupils}}
"""
FILMED: Final = "groups: [nguoi-dan, hoc-sinh]\nclip: clip.mp4\n"
PICTURE: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="160" height="90"/></svg>
"""
#: In the second release a lesson says something else, and one lesson is gone.
BEFORE, AFTER = "Gọi số cũ.", "Gọi số mới."
LESSON, FILMED_LESSON, GONE_LESSON = (
    f"lessons/{slug}.html" for slug in ("goi-dien", "quay-phim", "se-bo")
)
COURSE, OTHER_COURSE = (f"courses/{group}.html" for group in ("nguoi-dan", "hoc-sinh"))


@dataclass(frozen=True)
class Releases:
    """The site's folder in each of its releases."""

    first: Path
    second: Path


def build_releases(build_once: BuildOnce) -> Releases:
    """Both releases, built once for all tests."""
    first = build_once("offline-1", _write_first)

    def write_second(folder: Path) -> None:
        shutil.copytree(first.project_dir, folder, ignore=shutil.ignore_patterns("site"))
        text = folder / "content/lessons/goi-dien/index.vi.md"
        text.write_text(text.read_text("utf-8").replace(BEFORE, AFTER), "utf-8")
        shutil.rmtree(folder / "content/lessons/se-bo")

    return Releases(first.folder, build_once("offline-2", write_second).folder)


def _write_first(folder: Path) -> None:
    site = TinySite(folder)
    site.write("mkdocs.yml", SETTINGS)
    site.write("content/groups.yml", GROUPS)
    site.add_lesson("se-bo")
    site.add_lesson("goi-dien", f"## Một\n\n![Cái điện thoại](may.svg)\n\n{BEFORE}\n", may=PICTURE)
    site.add_lesson("quay-phim")
    site.write("content/lessons/quay-phim/lesson.yml", FILMED)
    film(folder / "content/lessons/quay-phim/clip.mp4", "testsrc2=s=426x240:r=15:d=6")
