"""hatgiong itself, run from this checkout: its content format and its build."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus import LANGUAGES, Lesson, Step, language_index
from corpus_pictures import PICTURE_WORDS, draw_picture
from corpus_words import COLOURS, GROUPS, TOPICS, Pair
from running import run_program

from generators.lesson_markdown import write_pictures, write_text

PINS: dict[str, str] = {}
SITE_FOLDER = "site"
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1"}

MKDOCS_YML: Final = """\
site_name: Bài học số
docs_dir: content
use_directory_urls: false
theme:
  name: material
  font: false
plugins:
  - hatgiong:
      keep_files: false  # nobody else makes each lesson as one file too
      title: {vi: Bài học số, en: Digital lessons}
      languages:
        - {tag: vi, name: Tiếng Việt}
        - {tag: en, name: English, fallback: vi}
  - search
  - i18n:
      docs_structure: suffix
      fallback_to_default: true
      languages:
        - {locale: vi, default: true, name: Tiếng Việt, build: true}
        - {locale: en, name: English, build: true, site_name: Digital lessons}
"""
LESSON_YML: Final = """\
groups: [{group}]
topic: {topic}
minutes: 8
reviewed: 2026-11-21
review_by: 2027-05-31
owner:
  vi: Tổ công nghệ số cộng đồng
  en: Community digital team
apps: []
sources:
  - title: {{vi: "Tài liệu đo tốc độ", en: "Material for measuring"}}
    issuer: {{vi: "Dự án này", en: "This project"}}
"""


def install(tools_dir: Path) -> None:
    """Install nothing: the Python that runs the benchmark has hatgiong."""
    tools_dir.mkdir(parents=True, exist_ok=True)


def write_project(lessons: Sequence[Lesson], project_dir: Path) -> None:
    """Write mkdocs.yml and content/: groups, topics, courses, one folder a lesson.

    English is marked as compared with Vietnamese by the command itself, which must be installed.
    """
    content = project_dir / "content"
    write_text(project_dir / "mkdocs.yml", MKDOCS_YML)
    write_text(content / "topics.yml", _topics_yml())
    write_text(content / "groups.yml", _groups_yml())
    for number, group in enumerate(GROUPS):
        write_text(content / "groups" / f"{group}.svg", draw_picture(number))
        _write_course(group, lessons, content / "courses" / group)
    for lesson in lessons:
        _write_lesson(lesson, content / "lessons" / lesson.slug)
    slugs = [lesson.slug for lesson in lessons]
    run_program([*_command(project_dir), "translate", "done", LANGUAGES[1], *slugs], project_dir)


def build_commands(tools_dir: Path, project_dir: Path) -> list[list[str]]:
    """Run the command as an author would."""
    return [[*_command(project_dir), "build"]]


def page_path(lesson: Lesson, language: str) -> str:
    """Pages end in a file name; Vietnamese lies at the root."""
    prefix = "" if language == LANGUAGES[0] else f"{language}/"
    return f"{prefix}lessons/{lesson.slug}.html"


def _command(project_dir: Path) -> list[str]:
    return [sys.executable, "-m", "hatgiong", "-C", str(project_dir.resolve())]


def _topics_yml() -> str:
    return "".join(f"{topic}: {{name: {_both(name)}}}\n" for topic, name in TOPICS.items())


def _groups_yml() -> str:
    return "".join(
        f"{group}:\n  colour: {colour}\n  picture: groups/{group}.svg\n"
        f"  name: {_both(name)}\n  who: {_both(name)}\n"
        for (group, name), colour in zip(GROUPS.items(), COLOURS, strict=True)
    )


def _both(pair: Pair) -> str:
    return f'{{vi: "{pair[0]}", en: "{pair[1]}"}}'


def _write_course(group: str, lessons: Sequence[Lesson], folder: Path) -> None:
    slugs = ", ".join(lesson.slug for lesson in lessons if lesson.group == group)
    write_text(folder / "course.yml", f"lessons: [{slugs}]\n")
    for language in LANGUAGES:
        name = GROUPS[group][language_index(language)]
        head = f'---\ntitle: "{name}"\nsummary: "{name}."\n---\n'
        write_text(folder / f"index.{language}.md", head)


def _write_lesson(lesson: Lesson, folder: Path) -> None:
    facts = LESSON_YML.format(group=lesson.group, topic=lesson.topic)
    write_text(folder / "lesson.yml", facts)
    write_pictures(lesson, folder)
    for language in LANGUAGES:
        write_text(folder / f"index.{language}.md", _lesson_text(lesson, language_index(language)))


def _lesson_text(lesson: Lesson, index: int) -> str:
    steps = [_step_text(step, number, index) for number, step in enumerate(lesson.steps, 1)]
    steps[1] += _block("tip", lesson.tip[index])
    steps[2] += _block("warning", lesson.warning[index])
    steps[-1] += _block("quiz", _quiz_text(lesson, index))
    return _front_matter(lesson, index) + "\n".join(steps)


def _front_matter(lesson: Lesson, index: int) -> str:
    keywords = ", ".join(f'"{pair[index]}"' for pair in lesson.keywords)
    words = {
        key: word for step in lesson.steps for key, word in PICTURE_WORDS[step.picture].items()
    }
    lines = [
        "---",
        f'title: "{lesson.title[index]}"',
        f'summary: "{lesson.summary[index]}"',
        f"keywords: [{keywords}]",
        "words:",
        *(f'  {key}: "{pair[index]}"' for key, pair in sorted(words.items())),
        "---",
    ]
    return "\n".join(lines) + "\n"


def _step_text(step: Step, number: int, index: int) -> str:
    picture = f"![{step.description[index]}](step-{number}.svg)"
    sentences = " ".join(pair[index] for pair in step.sentences)
    return f"## {step.title[index]}\n\n{picture}\n\n{sentences}\n"


def _block(kind: str, text: str) -> str:
    return f"\n/// {kind}\n{text}\n///\n"


def _quiz_text(lesson: Lesson, index: int) -> str:
    answers = [
        f"- [{'x' if answer.is_right else ' '}] {answer.text[index]}\n  {answer.explanation[index]}"
        for answer in lesson.answers
    ]
    return "\n".join([lesson.question[index], "", *answers])
