"""What a lesson's page shows."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from hatgiong.catalogue import Course, Shown
from hatgiong.languages import SIMPLE
from hatgiong.lessons.lesson import (
    Lesson,
)
from hatgiong.pages import addresses
from hatgiong.pages.list_view import has_easy, link, view_alternates
from hatgiong.pages.part_view import PartView
from hatgiong.pages.plan import Page, Site
from hatgiong.pages.sharing import view_sharing
from hatgiong.pages.words import Words, mark_name

#: What listen.js says, in the order in which it counts its words.
_LISTEN_WORDS = (
    "listen-pause", "listen-go-on", "listen-stop", "listen-slower", "listen-usual", "listen-now",
)  # fmt: skip


def view_lesson(site: Site, page: Page, words: Words) -> dict[str, Any]:
    """The lesson as its template needs it, and what the page's head says."""
    lesson = site.catalogue.lessons[page.subject]
    shown = site.catalogue.show(lesson, page.language, page.variant)
    assert shown is not None
    text = shown.text
    parts = PartView(site, page, lesson, shown, words.inside(text.language))
    steps = [
        {
            "number": number,
            "title": Markup(step.title),  # noqa: S704  (checked when read)
            "parts": parts.view_step(number, step.parts),
        }
        for number, step in enumerate(text.steps, 1)
    ]
    colour = _main_colour(site, lesson)
    view = {
        "slug": lesson.slug,
        "title": text.title,
        "summary": text.summary,
        "lang": f"{text.language}-{SIMPLE}" if text.variant else text.language,
        "clip": (clip := parts.main_clip()),
        # Where people have recorded the lesson, no machine needs to read it.
        "is_recorded": bool(clip and clip["sound"] and clip["voice"] == "recorded"),
        "listen_words": "|".join(parts.said.plain(key) for key in _LISTEN_WORDS),
        "sharing": view_sharing(site, page),
        "steps": steps,
        "practices": parts.practices,
        "quizzes": parts.quizzes,
        "has_pictures": parts.has_pictures,
        **_view_state(site, page, lesson, shown, words),
        **_view_facts(site, page, lesson, words),
        "courses": _view_courses(site, page, lesson),
        "next": [_view_way(site, page, lesson, one) for one in site.catalogue.courses_of(lesson)],
    }
    head = {"title": text.title, "summary": text.summary, "colour": colour}
    return {
        "lesson": view,
        "said": words.inside(text.language).text,
        "head": head | _view_origin(site, page, lesson, shown),
    }


def _view_origin(site: Site, page: Page, lesson: Lesson, shown: Shown) -> dict[str, Any]:
    """A page that shows another language's text points to that language's page, and is no
    alternate itself."""
    if not shown.is_fallback:
        return {"alternates": view_alternates(site, page)}
    tag = shown.text.language
    origin = next((one for one in site.catalogue.languages if one.tag == tag), None)
    if origin is None:
        return {}
    uri = addresses.lesson_uri(origin, lesson.slug, page.variant)
    return {"canonical": link(site, page, uri)}


def _main_colour(site: Site, lesson: Lesson) -> str:
    groups = (site.catalogue.groups.get(slug) for slug in lesson.facts.groups)
    return next((group.colour for group in groups if group), "green")


def _view_state(
    site: Site, page: Page, lesson: Lesson, shown: Shown, words: Words
) -> dict[str, Any]:
    """What the reader must know of this version: its language, its age, its other versions."""
    names = {one.tag: one.name for one in site.catalogue.languages}
    text = shown.text
    view: dict[str, Any] = dict.fromkeys(("fallback", "outdated", "overdue", "easy", "normal"))
    view["draft"] = text.is_draft
    if shown.is_fallback:
        name = names.get(text.language, text.language)
        view["fallback"] = {"wanted": page.language.name, "shown": name}
    if shown.is_outdated:
        original = site.catalogue.original(lesson, text.variant)
        assert original is not None
        origin = next(one for one in site.catalogue.languages if one.tag == original.language)
        href = link(site, page, addresses.lesson_uri(origin, lesson.slug, text.variant))
        name = names.get(text.language, text.language)
        view["outdated"] = {"language": name, "href": href}
    if lesson.facts.review_by and lesson.facts.review_by < site.today:
        view["overdue"] = words.date(lesson.facts.review_by)
    other = "" if page.variant else SIMPLE
    if site.catalogue.show(lesson, page.language, other):
        href = link(site, page, addresses.lesson_uri(page.language, lesson.slug, other))
        view["easy" if other else "normal"] = href
    return view


def _view_facts(site: Site, page: Page, lesson: Lesson, words: Words) -> dict[str, Any]:
    facts = lesson.facts
    groups = (site.catalogue.groups.get(slug) for slug in facts.groups)
    return {
        "minutes": facts.minutes,
        "groups": [mark_name(group.name, page.language) for group in groups if group],
        "owner": mark_name(facts.owner, page.language),
        "reviewed": words.date(facts.reviewed),
        "review_by": words.date(facts.review_by),
        "apps": [" ".join(filter(None, (app.name, app.version))) for app in facts.apps],
        "sources": [
            {
                "title": mark_name(one.title, page.language),
                "issuer": mark_name(one.issuer, page.language),
                "url": one.url,
            }
            for one in facts.sources
        ],
    }


#: A lesson for more groups than this is for everybody: its way back is the home page.
_MOST_WAYS_BACK = 2


def _view_courses(site: Site, page: Page, lesson: Lesson) -> list[dict[str, str]]:
    courses = site.catalogue.courses_of(lesson)
    if len(courses) > _MOST_WAYS_BACK:
        return []
    return [
        {
            "name": mark_name(site.catalogue.groups[course.group].name, page.language),
            "href": _course_link(site, page, lesson, course),
        }
        for course in courses
    ]


def _course_link(site: Site, page: Page, lesson: Lesson, course: Course) -> str:
    """The page of the course's list on which the lesson stands."""
    size = site.project.settings.lessons_on_a_page
    number = course.lessons.index(lesson.slug) // size + 1
    return link(site, page, addresses.course_uri(page.language, course.group, number))


def _view_way(site: Site, page: Page, lesson: Lesson, course: Course) -> dict[str, Any]:
    """Where one course leads from here."""
    group = site.catalogue.groups[course.group]
    index = course.lessons.index(lesson.slug)
    after = course.lessons[index + 1] if index + 1 < len(course.lessons) else None
    before = course.lessons[index - 1] if index else None
    return {
        "course": mark_name(group.name, page.language),
        "colour": group.colour,
        "href": _course_link(site, page, lesson, course),
        "next": after and _view_neighbour(site, page, after),
        "previous": before and _view_neighbour(site, page, before),
    }


def _view_neighbour(site: Site, page: Page, slug: str) -> dict[str, Any]:
    shown = site.catalogue.show(site.catalogue.lessons[slug], page.language)
    assert shown is not None
    return {
        "title": shown.text.title,
        "lang": shown.text.language if shown.is_fallback else "",
        "easy": has_easy(site, page, site.catalogue.lessons[slug]),
        "href": link(site, page, addresses.lesson_uri(page.language, slug)),
    }
