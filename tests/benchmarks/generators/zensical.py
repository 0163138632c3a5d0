"""Zensical: it has no languages of its own, so two projects, English built into /en/ of the other.

0.0.73 is the last version whose package carries its own theme files; later ones need
zensical-ui, which the package registry did not serve in November 2026.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus import LANGUAGES, Lesson, language_index

from generators.installing import install_python
from generators.lesson_markdown import (
    SITE_NAME,
    WELCOME,
    first_lesson_links,
    write_pictures,
    write_text,
)
from generators.material import lesson_page, page_path

__all__ = [
    "ENVIRONMENT",
    "PINS",
    "SITE_FOLDER",
    "build_commands",
    "install",
    "page_path",
    "write_project",
]

PINS = {"zensical": "0.0.73"}
SITE_FOLDER = "site"
ENVIRONMENT: dict[str, str] = {}

ZENSICAL_TOML: Final = """\
[project]
site_name = "{site_name}"
docs_dir = "docs-{language}"
site_dir = "{site_dir}"

[project.theme]
language = "{language}"
font = false

[project.extra]
alternate = [
  {{ name = "Tiếng Việt", link = "/", lang = "vi" }},
  {{ name = "English", link = "/en/", lang = "en" }},
]
"""


def install(tools_dir: Path) -> None:
    """Install into a virtual environment of its own."""
    install_python(tools_dir, PINS)


def write_project(lessons: Sequence[Lesson], project_dir: Path) -> None:
    """Write docs-vi/, docs-en/ and a configuration for each, with a language menu."""
    for language in LANGUAGES:
        docs, index = project_dir / f"docs-{language}", language_index(language)
        site_dir = SITE_FOLDER if index == 0 else f"{SITE_FOLDER}/{language}"
        config = ZENSICAL_TOML.format(
            site_name=SITE_NAME[index], language=language, site_dir=site_dir
        )
        write_text(project_dir / f"zensical.{language}.toml", config)
        links = first_lesson_links(lessons, language, lambda item: f"{item.group}/{item.slug}.md")
        write_text(docs / "index.md", f"# {SITE_NAME[index]}\n\n{WELCOME[index]}\n\n{links}")
        for lesson in lessons:
            folder = docs / lesson.group
            write_pictures(lesson, folder / lesson.slug)
            write_text(folder / f"{lesson.slug}.md", lesson_page(lesson, language))


def build_commands(tools_dir: Path, project_dir: Path) -> list[list[str]]:
    """Build Vietnamese first: English lies in a folder of its site."""
    program = str(tools_dir / "venv/bin/zensical")
    return [[program, "build", "-f", f"zensical.{language}.toml"] for language in LANGUAGES]
