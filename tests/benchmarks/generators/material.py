"""MkDocs with stock Material and mkdocs-static-i18n in suffix mode."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus import LANGUAGES, Lesson, language_index

from generators.installing import install_python
from generators.lesson_markdown import (
    SITE_NAME,
    WELCOME,
    first_lesson_links,
    front_matter,
    lesson_body,
    write_pictures,
    write_text,
)

PINS = {"mkdocs": "1.6.1", "mkdocs-material": "9.8.1", "mkdocs-static-i18n": "1.3.1"}
SITE_FOLDER = "site"
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1"}

MKDOCS_YML: Final = f"""\
site_name: {SITE_NAME[0]}
theme:
  name: material
  language: vi
  font: false
plugins:
  - search
  - i18n:
      docs_structure: suffix
      languages:
        - {{locale: vi, name: Tiếng Việt, default: true, build: true}}
        - {{locale: en, name: English, build: true, site_name: {SITE_NAME[1]}}}
markdown_extensions:
  - admonition
"""


def install(tools_dir: Path) -> None:
    """Install into a virtual environment of its own."""
    install_python(tools_dir, PINS)


def write_project(lessons: Sequence[Lesson], project_dir: Path) -> None:
    """Write docs/<group>/<slug>.<language>.md: the automatic navigation groups by folder."""
    docs = project_dir / "docs"
    write_text(project_dir / "mkdocs.yml", MKDOCS_YML)
    for language in LANGUAGES:
        links = first_lesson_links(lessons, language, lambda item: f"{item.group}/{item.slug}.md")
        index = language_index(language)
        home = f"# {SITE_NAME[index]}\n\n{WELCOME[index]}\n\n{links}"
        write_text(docs / f"index.{language}.md", home)
    for lesson in lessons:
        folder = docs / lesson.group
        write_pictures(lesson, folder / lesson.slug)
        for language in LANGUAGES:
            write_text(folder / f"{lesson.slug}.{language}.md", lesson_page(lesson, language))


def build_commands(tools_dir: Path, project_dir: Path) -> list[list[str]]:
    """Run the stock build."""
    return [[str(tools_dir / "venv/bin/mkdocs"), "build", "--quiet"]]


def page_path(lesson: Lesson, language: str) -> str:
    """Pages are folders; Vietnamese lies at the root."""
    prefix = "" if language == LANGUAGES[0] else f"{language}/"
    return f"{prefix}{lesson.group}/{lesson.slug}/index.html"


def lesson_page(lesson: Lesson, language: str) -> str:
    """Write one page in the Markdown that Material and Zensical read."""
    title = lesson.title[language_index(language)]
    body = lesson_body(lesson, language, lesson.slug, _admonition)
    return f"{front_matter(title)}# {title}\n\n{body}"


def _admonition(kind: str, title: str, text: str) -> str:
    return f'!!! {kind} "{title}"\n\n    {text}'
