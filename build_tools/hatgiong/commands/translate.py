"""`hatgiong translate`: what is missing or out of date, and marking a translation as compared."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from hatgiong.catalogue import Catalogue
from hatgiong.languages import SIMPLE
from hatgiong.lessons.lesson import Lesson, LessonText
from hatgiong.problems import Locale
from hatgiong.project import Project

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
                _write_source(project.folder / text.place.file, original.hash)
                count += 1
    return count


_SOURCE = re.compile(r"^source:.*\n", re.MULTILINE)


def _write_source(path: Path, digest: str) -> None:
    text = path.read_text(encoding="utf-8")
    start = text.index("\n") + 1
    end = text.index("\n---", start) + 1
    head = _SOURCE.sub("", text[start:end]) + f'source: "{digest}"\n'
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text[:start] + head + text[end:])
    Path(name).chmod(path.stat().st_mode)
    Path(name).replace(path)
