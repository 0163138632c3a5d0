"""`hatgiong translate`: what is missing or out of date, and marking a translation as compared."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from hatgiong.catalogue import Catalogue
from hatgiong.languages import SIMPLE
from hatgiong.lessons.lesson import Lesson, LessonText
from hatgiong.lessons.sections import split_front_matter
from hatgiong.problems import Locale
from hatgiong.project import Project
from hatgiong.sources import Source, read_source
from hatgiong.yaml_places import parse_yaml

_STATES: dict[Locale, dict[str, str]] = {
    "en": {"original": "original", "good": "up to date", "old": "OUT OF DATE",
           "unknown": "source not given", "missing": "missing", "draft": "draft"},
    "vi": {"original": "bản gốc", "good": "đã khớp", "old": "ĐÃ CŨ",
           "unknown": "chưa ghi bản gốc", "missing": "chưa dịch", "draft": "bản nháp"},
}  # fmt: skip


def format_status(catalogue: Catalogue, locale: Locale) -> str:
    """A line for each lesson, language and variant."""
    lines = []
    for lesson in catalogue.lessons.values():
        for variant in sorted({variant for _, variant in lesson.texts}):
            for language in catalogue.languages:
                state = find_state(catalogue, lesson, lesson.texts.get((language.tag, variant)))
                name = f"{variant or 'index'}.{language.tag}.md"
                lines.append(f"{lesson.slug:<28} {name:<22} {_STATES[locale][state]}\n")
    return "".join(lines)


def find_state(catalogue: Catalogue, lesson: Lesson, text: LessonText | None) -> str:
    """`missing`, `original`, `unknown`, `old`, `draft` or `good`."""
    if text is None:
        return "missing"
    original = catalogue.original(lesson, text.variant)
    if original is text or original is None:
        return "original"
    if text.made_from is None:
        return "unknown"
    if text.made_from != original.hash:
        return "old"
    return "draft" if text.is_draft else "good"


def mark_compared(project: Project, catalogue: Catalogue, slugs: tuple[str, ...], tag: str) -> int:
    """Writes the original's hash into the translations of these lessons; returns how many."""
    count = 0
    for slug in slugs:
        lesson = catalogue.lessons[slug]
        for variant in ("", SIMPLE):
            text = lesson.texts.get((tag, variant))
            original = catalogue.original(lesson, variant)
            if text and original and text is not original and text.made_from != original.hash:
                _write_source(project, text, original.hash)
                count += 1
    return count


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


def _write_source(project: Project, text: LessonText, digest: str) -> None:
    """Changes the one value, or adds its line to the front matter; every other byte stays."""
    path = project.folder / text.place.file
    lines = _LINE.findall(path.read_bytes().decode())
    if text.made_from is None:
        end = next(n for n, line in enumerate(lines) if n and line.rstrip() in ("---", "..."))
        ending = lines[0][len(lines[0].rstrip("\r\n")) :]
        lines.insert(end, f'source: "{digest}"{ending}')
    else:
        index = _find_source(project, path)
        lines[index] = lines[index].replace(text.made_from, digest, 1)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write("".join(lines).encode())
    Path(name).chmod(path.stat().st_mode)
    Path(name).replace(path)


def _find_source(project: Project, path: Path) -> int:
    """The index of the line on which the value of `source` stands."""
    source = read_source(path, project.folder)
    assert isinstance(source, Source)
    parts = split_front_matter(source)
    assert isinstance(parts, tuple)
    written, _ = parse_yaml(parts[0], source.file, first_line=2)
    assert written is not None
    return written.place(("source",)).line - 1
