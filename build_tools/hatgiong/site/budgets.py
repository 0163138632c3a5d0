"""What pages, lessons and clips may cost, held against what they were built to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from hatgiong.media.clips import MAIN
from hatgiong.pages.plan import Site
from hatgiong.problems import Place, Problem, make_problem
from hatgiong.site.record import LessonRow, PageRow, find_default_bytes


def check_budgets(
    site: Site, lessons: Iterable[LessonRow], pages: Iterable[PageRow]
) -> Iterator[Problem]:
    """Each page, lesson and clip that costs more than the site's settings allow."""
    budgets = site.project.settings.budgets
    rows = {text.page.url: (one, text) for one in lessons for text in one.texts}
    for row in pages:
        lesson, text = rows.get(row.url, (None, None))
        place = Place(f"content/lessons/{lesson.slug}" if lesson else "content")
        if row.first_visit_bytes > budgets.page_bytes:
            facts = {"page": row.url, "size": row.first_visit_bytes, "limit": budgets.page_bytes}
            yield make_problem(place, "page-over-budget", **facts)
        if text and text.default_path_bytes > budgets.lesson_bytes:
            size, limit = text.default_path_bytes, budgets.lesson_bytes
            yield make_problem(place, "lesson-over-budget", page=row.url, size=size, limit=limit)
        if text and text.keep and text.keep.bytes > budgets.keep_bytes:
            size, limit = text.keep.bytes, budgets.keep_bytes
            yield make_problem(
                place, "keep-over-budget", file=text.keep.url, size=size, limit=limit
            )
    for clip in chain.from_iterable(site.clips.values()):
        size = round(find_default_bytes(clip) * 60 / max(clip.duration_s, 60))
        if size > budgets.clip_bytes_a_minute:
            name = clip.slug if clip.name == MAIN else clip.name
            facts = {"name": f"{name} ({clip.language})", "size": size}
            place = Place(f"content/lessons/{clip.slug}")
            limit = budgets.clip_bytes_a_minute
            yield make_problem(place, "clip-over-budget", **facts, limit=limit)
