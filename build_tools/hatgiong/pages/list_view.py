"""What the home page, courses, lists and help show."""

from __future__ import annotations

from functools import partial
from typing import Any

from markupsafe import Markup

from hatgiong.catalogue import Group
from hatgiong.languages import SIMPLE, Language, LocalText
from hatgiong.lessons.lesson import Lesson, LessonText, PictureFile
from hatgiong.pages import addresses
from hatgiong.pages.drawing import inline_drawing
from hatgiong.pages.find_index import FIND_FOLDER
from hatgiong.pages.pictures import (
    find_photo,
    name_folder,
    name_rendition,
    view_photo,
)
from hatgiong.pages.plan import Page, Site, count_pages
from hatgiong.pages.words import Words, mark_name


def link(site: Site, page: Page, uri: str) -> str:
    """The link from a page to `uri`. A 404 page is shown at any depth, so its links start at the
    site's root, which only the site's address can tell."""
    if page.kind == "not-found":
        root = "/" + "/".join(site.project.site_url.split("/")[3:])
        return root.rstrip("/") + "/" + uri
    return addresses.relative(page.uri, uri)


def view_languages(site: Site, page: Page) -> list[dict[str, Any]]:
    """The language switch: the same page in every language, or the nearest thing to it."""
    rows = []
    for language in site.catalogue.languages:
        other = _same_page(site, page, language)
        shown = None
        if other.kind == "lesson":
            lesson = site.catalogue.lessons[other.subject]
            shown = site.catalogue.show(lesson, language, other.variant)
        rows.append(
            {
                "tag": language.tag,
                "name": language.name,
                "href": link(site, page, other.uri),
                "is_here": language.tag == page.language.tag,
                "is_fallback": bool(shown and shown.is_fallback),
            }
        )
    return rows


def _same_page(site: Site, page: Page, language: Language) -> Page:
    variant = page.variant
    if variant and not site.catalogue.show(site.catalogue.lessons[page.subject], language, variant):
        variant = ""
    return Page(page.kind, language, page.subject, variant, page.number)


def view_alternates(site: Site, page: Page) -> list[dict[str, str]]:
    """`hreflang` links: every language whose page is really in that language."""
    rows = view_languages(site, page)
    true = [{"tag": row["tag"], "href": row["href"]} for row in rows if not row["is_fallback"]]
    return true if len(true) > 1 else []


def view_group(site: Site, page: Page, group: Group) -> dict[str, Any]:
    """A group's card."""
    return {
        "name": mark_name(group.name, page.language),
        "who": mark_name(group.who, page.language),
        "colour": group.colour,
        "picture": inline_drawing(group.picture.decode(), "") if group.picture else Markup(""),
        "href": link(site, page, addresses.course_uri(page.language, group.slug)),
    }


def view_home(site: Site, page: Page, words: Words) -> dict[str, Any]:
    """Who are you?"""
    project = site.project
    title = project.settings.title.say(page.language.chain) or project.site_name
    summary = project.settings.promise.say(page.language.chain)
    return {
        "groups": [view_group(site, page, group) for group in site.catalogue.groups.values()],
        "guide": _guide(site, page),
        "head": {"title": title, "summary": summary, "alternates": view_alternates(site, page)},
    }


def _guide(site: Site, page: Page) -> str:
    slug = site.project.settings.guide
    if slug is None or slug not in site.catalogue.lessons:
        return ""
    return link(site, page, addresses.lesson_uri(page.language, slug))


def view_about(site: Site, page: Page, words: Words) -> dict[str, Any]:
    """Help, the helper's number, what the site promises."""
    folder = page.language.folder
    handbook = f"{folder}handbook/index.html" if site.has_handbook else ""
    return {
        "guide": _guide(site, page),
        "handbook": handbook and link(site, page, handbook),
        "head": {
            "title": words.plain("about-title"),
            "summary": words.plain("nothing-breaks"),
            "alternates": view_alternates(site, page),
        },
    }


#: The pictures that stand for who learns on a phone: icons, each with its word `face-…`.
FACES = ("flower", "leaf", "fish", "bird", "sun", "star")


def view_mine(site: Site, page: Page, words: Words) -> dict[str, Any]:
    """Who learns on this phone, and a record of each course: only the phone knows what was done."""
    groups = site.catalogue.groups
    platform = site.project.settings.platform
    return {
        "faces": [{"icon": name, "name": words.text(f"face-{name}")} for name in FACES],
        "courses": [
            {
                "name": mark_name(groups[course.group].name, page.language),
                "colour": groups[course.group].colour,
                "slugs": " ".join(course.lessons),
            }
            for course in site.catalogue.courses.values()
            if course.lessons
        ],
        "platform": platform
        and {"name": mark_name(platform.name, page.language), "url": platform.url},
        "script_words": "|".join(words.plain(key) for key in _RECORD_WORDS),
        "head": {
            "title": words.plain("mine"),
            "summary": words.plain("mine-about"),
            "alternates": view_alternates(site, page),
        },
    }


#: The words of mine.js, in the order in which it counts them.
_RECORD_WORDS = ("record-count", "record-steps", "record-quiz", "record-practised")


#: The words of keep.js, in the order in which it counts them.
_KEEP_WORDS = (
    "decimal", "keep-progress", "keep-done", "keep-full", "keep-lost", "keep-stopped",
    "keep-removed", "keep-new",
)  # fmt: skip


def view_course(site: Site, page: Page, words: Words) -> dict[str, Any]:
    """One page of a group's course."""
    course = site.catalogue.courses[page.subject]
    group = site.catalogue.groups[page.subject]
    size = site.project.settings.lessons_on_a_page
    first = (page.number - 1) * size
    slugs = course.lessons[first : first + size]
    lessons = [site.catalogue.lessons[slug] for slug in slugs]
    everything = [site.catalogue.lessons[slug] for slug in course.lessons]
    cost = sum(site.costs.get((one.slug, page.language.tag), 0) for one in everything)
    card = view_group(site, page, group)
    title = LocalText(course.titles) or group.name
    summary = LocalText(course.summaries)
    pages = count_pages(len(course.lessons), size)
    return {
        "course": {
            "title": mark_name(title, page.language),
            "summary": mark_name(summary, page.language),
            "picture": card["picture"],
            "count": len(course.lessons),
            "minutes": sum(lesson.facts.minutes or 0 for lesson in everything),
            "size": words.megabytes(cost) if cost else "",
        },
        "cards": [view_card(site, page, one, first + n) for n, one in enumerate(lessons, 1)],
        "keep_list": link(site, page, addresses.course_list_uri(page.language, course.group)),
        "keep_words": "|".join(words.plain(key) for key in _KEEP_WORDS),
        "pages": view_pager(site, page, pages),
        "head": {
            "title": title.say(page.language.chain),
            "summary": summary.say(page.language.chain),
            "colour": group.colour,
            "alternates": view_alternates(site, page),
        },
    }


def view_card(site: Site, page: Page, lesson: Lesson, number: int | None) -> dict[str, Any]:
    """A lesson in a list; `lang` is set where its title is in another language."""
    shown = site.catalogue.show(lesson, page.language)
    assert shown is not None
    text = shown.text
    return {
        "href": link(site, page, addresses.lesson_uri(page.language, lesson.slug)),
        "title": text.title,
        "lang": text.language if shown.is_fallback else "",
        "easy": has_easy(site, page, lesson),
        "minutes": lesson.facts.minutes,
        "number": number,
        "picture": _thumbnail(site, page, lesson),
    }


def has_easy(site: Site, page: Page, lesson: Lesson) -> bool:
    """Whether a lesson's easy version is there for who asked for such versions once."""
    return site.catalogue.show(lesson, page.language, SIMPLE) is not None


def _thumbnail(site: Site, page: Page, lesson: Lesson) -> dict[str, Any] | None:
    shown = site.catalogue.show(lesson, page.language)
    picture = shown.text.first_picture() if shown else None
    file = lesson.pictures.get(picture.name) if picture else None
    if shown is None or file is None:
        return None
    return view_picture(site, page, lesson, shown.text, file, is_small=True)


def view_picture(
    site: Site, page: Page, lesson: Lesson, text: LessonText, file: PictureFile, *, is_small: bool
) -> dict[str, Any] | None:
    """A picture as `picture.html` draws it; None for a photograph that could not be unpacked."""
    if file.photograph:
        photo = find_photo(site.photos, file)
        here = partial(link, site, page)
        return view_photo(lesson, file, photo, here, is_small=is_small) if photo else None
    made = name_rendition(lesson, file, text.language, site.catalogue.picture_words(lesson, text))
    size = {"width": made.width, "height": made.height}
    return {"src": link(site, page, made.uri), "sources": [], **size}


def view_topics(site: Site, page: Page, words: Words) -> dict[str, Any]:
    """One page of the list of all lessons, by topic."""
    size = site.project.settings.lessons_on_a_page
    rows = site.topic_order()
    first = (page.number - 1) * size
    sections: list[dict[str, Any]] = []
    for slug, lesson in rows[first : first + size]:
        if not sections or sections[-1]["slug"] != slug:
            topic = site.catalogue.topics.get(slug)
            name = mark_name(topic.name, page.language) if topic else ""
            section = {"slug": slug, "id": slug or "khac", "name": name, "cards": []}
            sections.append(section)
        sections[-1]["cards"].append(view_card(site, page, lesson, None))
    pages = count_pages(len(rows), size)
    return {
        "sections": sections,
        "jumps": _view_jumps(site, page, rows, size, words),
        "pages": view_pager(site, page, pages),
        "head": {
            "title": words.plain("all-lessons"),
            "summary": words.plain("find-topics"),
            "alternates": view_alternates(site, page),
        },
    }


def _view_jumps(
    site: Site, page: Page, rows: list[tuple[str, Lesson]], size: int, words: Words
) -> list[dict[str, str]]:
    """Links to where each topic begins, whichever page that is on."""
    jumps: dict[str, dict[str, str]] = {}
    for index, (slug, _) in enumerate(rows):
        if slug in jumps:
            continue
        uri = addresses.topics_uri(page.language, index // size + 1)
        topic = site.catalogue.topics.get(slug)
        name = mark_name(topic.name, page.language) if topic else words.text("other-topic")
        jumps[slug] = {"name": name, "href": link(site, page, f"{uri}#{slug or 'khac'}")}
    return list(jumps.values())


def view_find(site: Site, page: Page, words: Words) -> dict[str, Any]:
    """The search, and under it the topics, which need no typing."""
    size = site.project.settings.lessons_on_a_page
    index = site.finds.get(page.language.tag)
    groups = site.catalogue.groups.values()
    return {
        "index": index
        and {
            "base": link(site, page, FIND_FOLDER),
            "lesson": link(site, page, addresses.lesson_uri(page.language, "{}")),
            "easy": link(site, page, addresses.lesson_uri(page.language, "{}", SIMPLE)),
            "picture": link(site, page, name_folder("{}")),
            "words": index.words,
            "cards": index.cards,
            "size": index.cards_in_script,
        },
        "groups": [mark_name(group.name, page.language) for group in groups],
        "topics": _view_jumps(site, page, site.topic_order(), size, words),
        "head": {
            "title": words.plain("find"),
            "summary": words.plain("find-label"),
            "alternates": view_alternates(site, page),
        },
    }


def view_pager(site: Site, page: Page, count: int) -> list[dict[str, Any]]:
    """The first page, the last, and this one's neighbours: never more than seven links."""
    here = page.number
    numbers = sorted({1, here - 1, here, here + 1, count} & set(range(1, count + 1)))
    return [
        {
            "number": number,
            "label": number,
            "is_here": number == here,
            "href": link(site, page, Page(page.kind, page.language, page.subject, "", number).uri),
        }
        for number in numbers
    ]
