"""What a build says when it is done: what pages cost, and what each lesson costs with its clip."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from hatgiong.media.running.progress import format_mb
from hatgiong.problems import Locale
from hatgiong.project import Project
from hatgiong.site.build import Built
from hatgiong.site.record import ClipRow, LessonRow, TextRow

_SHOWN_PAGES = 5
#: The files of a clip that the table has columns for.
_COLUMNS = ("240p.av1", "240p", "360p.av1", "360p", "720p", "audio")


def format_report(project: Project, built: Built, locale: Locale) -> str:
    """What was built and what its pages cost on the wire, dearest first; then each lesson's parts
    in MB, where there are clips."""
    rows = sorted(built.pages(), key=lambda row: (-row.first_visit_bytes, row.url))
    sizes = [row.first_visit_bytes for row in rows]
    pictures = sum(file.gzip_bytes for lesson in built.lessons for file in lesson.pictures)
    words = _WORDS[locale]
    budgets = project.settings.budgets
    cost = {"worst": sizes[0], "median": round(statistics.median(sizes))}
    lines = [
        words["head"].format(pages=len(rows), lessons=len(built.lessons), where=project.site_dir),
        words["cost"].format(**cost, limit=budgets.page_bytes),
        words["pictures"].format(bytes=pictures),
        *(f"  {row.first_visit_bytes:>7}  {row.url}" for row in rows[:_SHOWN_PAGES]),
    ]
    if any(lesson.clips for lesson in built.lessons):
        lines.append(words["lessons"].format(limit=format_mb(budgets.lesson_bytes, locale)))
        lines += _align(list(_list_lessons(built, locale)))
    return "\n".join(lines) + "\n"


def _list_lessons(built: Built, locale: Locale) -> Iterator[list[str]]:
    words = _WORDS[locale]
    yield [words["lesson"], words["way"], words["page"], *_COLUMNS]
    for lesson in built.lessons:
        for text in lesson.texts:
            clip = _find_clip(lesson, text)
            if clip and not text.variant:
                sizes = [text.default_path_bytes, text.page.first_visit_bytes]
                parts = [_sum(clip, name) for name in _COLUMNS]
                cells = [format_mb(size, locale) if size else "-" for size in (*sizes, *parts)]
                yield [f"{lesson.slug} {text.language}", *cells]


def _find_clip(lesson: LessonRow, text: TextRow) -> ClipRow | None:
    found = (clip for clip in lesson.clips if clip.language == text.shown_language)
    return next((clip for clip in found if clip.name in text.clips), None)


def _sum(clip: ClipRow, rendition: str) -> int:
    """The bytes of a rendition; of sound, which has two codings, the lighter."""
    return min((track.bytes for track in clip.tracks if track.rendition == rendition), default=0)


def _align(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(
            cell.rjust(width) if index else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]  # fmt: skip


_WORDS: dict[Locale, dict[str, str]] = {
    "en": {
        "head": "{pages} pages of {lessons} lessons are in {where}",
        "cost": "first visit over plain http: worst {worst} bytes, median {median}, budget {limit}",
        "pictures": "all pictures together: {bytes} bytes; the dearest pages:",
        "lessons": "each lesson in MB: all of its default path (budget {limit}), and its parts",
        "lesson": "lesson",
        "way": "default path",
        "page": "page",
    },
    "vi": {
        "head": "{pages} trang của {lessons} bài học đã có trong {where}",
        "cost": "lần mở đầu qua http: nặng nhất {worst} byte, trung vị {median}, mức {limit}",
        "pictures": "tất cả hình: {bytes} byte; những trang nặng nhất:",
        "lessons": "từng bài, tính bằng MB: cả bài mặc định (mức cho phép {limit}), và từng phần",
        "lesson": "bài",
        "way": "cả bài",
        "page": "trang",
    },
}
