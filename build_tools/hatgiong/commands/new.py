"""`hatgiong new site|course|lesson`: a good beginning, written once, never over anything."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from importlib.resources import as_file, files
from pathlib import Path

from hatgiong.content import read_content
from hatgiong.names import make_plain
from hatgiong.project import Project

#: Procedures on phones change about twice a year.
_REVIEW_AFTER = timedelta(days=180)


class AlreadyThereError(Exception):
    """What was to be made is there already; nothing was written."""


def make_new_site(folder: Path) -> list[Path]:
    """A site of two languages, one group and one lesson; the folder must be empty or new."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AlreadyThereError(str(folder))
    with as_file(files("hatgiong").joinpath("starter")) as starter:
        shutil.copytree(starter, folder, dirs_exist_ok=True)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def make_new_lesson(project: Project, slug: str, title: str, today: date) -> list[Path]:
    """A lesson of ten lines in the site's first language, and its facts."""
    slug = make_plain(slug)
    folder = project.content_dir / "lessons" / slug
    if folder.exists():
        raise AlreadyThereError(str(folder))
    groups = list(read_content(project).catalogue.groups) or ["nguoi-dan"]
    tag = project.default_language.tag
    texts = {
        "lesson.yml": _FACTS.format(
            group=groups[0],
            others=", ".join(groups),
            today=today.isoformat(),
            review=(today + _REVIEW_AFTER).isoformat(),
        ),
        f"index.{tag}.md": _TEXTS.get(tag, _TEXTS["en"]).format(title=_quote(title or slug)),
    }
    return _write_all(folder, texts)


def make_new_course(project: Project, group: str) -> list[Path]:
    """The course of a group that stands in groups.yml."""
    folder = project.content_dir / "courses" / group
    if folder.exists():
        raise AlreadyThereError(str(folder))
    content = read_content(project)
    known = content.catalogue.groups[group]
    lessons = content.catalogue.courses[group].lessons
    texts = {"course.yml": "lessons:\n" + "".join(f"  - {slug}\n" for slug in lessons)}
    if not lessons:
        texts["course.yml"] = "lessons: []\n"
    for language in project.languages:
        name = known.name.say(language.chain)
        texts[f"index.{language.tag}.md"] = f'---\ntitle: {_quote(name)}\nsummary: ""\n---\n'
    return _write_all(folder, texts)


def _quote(text: str) -> str:
    # Text in JSON's quotes is text in YAML's (YAML 1.2.2, 1.2).
    return json.dumps(text, ensure_ascii=False)


def _write_all(folder: Path, texts: dict[str, str]) -> list[Path]:
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


_FACTS = """\
groups: [{group}]          # {others}
minutes: 5
reviewed: {today}
review_by: {review}
"""

_TEXTS = {
    "vi": """\
---
title: {title}
summary: Học xong, bà con làm được một việc.
---
## Bước đầu tiên

Viết một đến ba câu ngắn. **In đậm** chỗ cần bấm.

/// tip
Thêm hình: đặt tệp `buoc-1.svg` vào thư mục này rồi viết `![Hình cho thấy gì](buoc-1.svg)`.
///
""",
    "en": """\
---
title: {title}
summary: After this lesson you can do one thing.
---
## The first step

Write one to three short sentences. **Bold** is what to tap.

/// tip
Add a picture: put `step-1.svg` into this folder, then write `![What it shows](step-1.svg)`.
///
""",
}
