"""`hatgiong media status`: what clips there are, what is missing, and what all of it costs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from hatgiong.catalogue import Catalogue
from hatgiong.media.clips import MAIN
from hatgiong.media.encoding.renditions import RENDITIONS
from hatgiong.media.plan import ClipPlan
from hatgiong.media.running.progress import format_mb
from hatgiong.media.stage import make_plan, open_store
from hatgiong.media.storage.store import Amount, Stored
from hatgiong.problems import Locale, Problem, set_levels
from hatgiong.project import Project


@dataclass(frozen=True, slots=True)
class ClipRow:
    """A clip in a language: bytes of each file by rendition, None where it is missing."""

    lesson: str
    name: str
    language: str
    sizes: Mapping[str, int | None]
    total_bytes: int
    cheapest_bytes: int
    missing: int


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course in a language: all files of its clips, and its clips in their cheapest quality."""

    course: str
    language: str
    clips: int
    total_bytes: int
    cheapest_bytes: int
    missing: int


@dataclass(frozen=True, slots=True)
class Status:
    """What there is and what it costs. `stored` counts what no lesson uses any more, too."""

    clips: tuple[ClipRow, ...]
    courses: tuple[CourseRow, ...]
    stored: Amount


def read_status(project: Project, catalogue: Catalogue) -> tuple[Status, list[Problem]]:
    """Looks at sources and store; encodes nothing."""
    store = open_store(project)
    plan = make_plan(project, catalogue, store)
    stored = store.find_all(plan.wanted())
    rows = tuple(_find_row(clip, stored) for clip in plan.clips)
    courses = tuple(_find_courses(catalogue, rows))
    problems = set_levels(plan.problems, project.settings.levels)
    return Status(rows, courses, store.measure()), problems


def _find_row(clip: ClipPlan, stored: Mapping[str, Stored]) -> ClipRow:
    made = {task.job.rendition.name: stored.get(task.job.key) for task in clip.tasks}
    # A slideshow that was never made gets everything, as far as anybody knows.
    names = made or {rendition.name: None for rendition in RENDITIONS}
    sizes = {name: one.encoded.size_bytes if one else None for name, one in names.items()}
    there = [size for size in sizes.values() if size is not None]
    videos = [sizes[row.name] for row in RENDITIONS if row.kind == "video" and row.name in sizes]
    return ClipRow(
        lesson=clip.named.lesson.slug,
        name=clip.named.name,
        language=clip.named.text.language,
        sizes=sizes,
        total_bytes=sum(there),
        cheapest_bytes=next((size for size in videos if size is not None), 0),
        missing=len(sizes) - len(there),
    )


def _find_courses(catalogue: Catalogue, rows: tuple[ClipRow, ...]) -> Iterator[CourseRow]:
    for course in catalogue.courses.values():
        for language in catalogue.languages:
            own = [
                row for row in rows if row.lesson in course.lessons and row.language == language.tag
            ]
            if own:
                total, cheapest, missing = (
                    sum(getattr(row, name) for row in own)
                    for name in ("total_bytes", "cheapest_bytes", "missing")
                )
                yield CourseRow(course.group, language.tag, len(own), total, cheapest, missing)


def format_status(status: Status, locale: Locale) -> str:
    """Tables for people: sizes in MB."""
    words = _WORDS[locale]
    used = {name for row in status.clips for name in row.sizes}
    names = [row.name for row in RENDITIONS if row.name in used]
    head = [words["lesson"], words["language"], *(_shorten(name) for name in names)]
    lines = [[*head, words["total"], words["missing"]]]
    for row in status.clips:
        sizes = [_show(row.sizes, name, locale) for name in names]
        label = row.lesson if row.name == MAIN else f"{row.lesson} {row.name}"
        total = format_mb(row.total_bytes, locale)
        lines.append([label, row.language, *sizes, total, str(row.missing)])
    courses = [[words[name] for name in ("course", "language", "clips", "cheapest", "total",
                                         "missing")]]  # fmt: skip
    for one in status.courses:
        sizes = [format_mb(size, locale) for size in (one.cheapest_bytes, one.total_bytes)]
        courses.append([one.course, one.language, str(one.clips), *sizes, str(one.missing)])
    kept = words["store"].format(
        count=status.stored.count, mb=format_mb(status.stored.size_bytes, locale)
    )
    return f"{_align(lines)}\n{_align(courses)}\n{kept}\n"


def _shorten(name: str) -> str:
    return name.removesuffix(".mp4")


def _show(sizes: Mapping[str, int | None], name: str, locale: Locale) -> str:
    """A size; `-` where the clip has no such file, `?` where it has not been made."""
    size = sizes.get(name)
    return format_mb(size, locale) if size is not None else "?" if name in sizes else "-"


def _align(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(
        "  ".join(
            cell.ljust(width) if index < 2 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        + "\n"
        for row in rows
    )


def format_status_json(status: Status) -> str:
    """The same for programs, in bytes."""
    return json.dumps(asdict(status), ensure_ascii=False, indent=1) + "\n"


_WORDS: dict[Locale, dict[str, str]] = {
    "en": {
        "lesson": "lesson",
        "language": "language",
        "course": "course",
        "clips": "clips",
        "cheapest": "cheapest",
        "total": "all MB",
        "missing": "missing",
        "store": "in the store: {count} files, {mb} MB",
    },
    "vi": {
        "lesson": "bài",
        "language": "tiếng",
        "course": "khoá",
        "clips": "video",
        "cheapest": "nhẹ nhất",
        "total": "tổng MB",
        "missing": "còn thiếu",
        "store": "trong kho: {count} tệp, {mb} MB",
    },
}
