"""What the search finds lessons by, and what it shows of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hatgiong.catalogue import VARIANTS
from hatgiong.interface import find_phrases
from hatgiong.languages import Language
from hatgiong.lessons.lesson import Lesson
from hatgiong.pages.find_index import Findable, FindIndex, make_index
from hatgiong.pages.list_view import view_card
from hatgiong.pages.plan import Page, Site
from hatgiong.pages.words import Words


def make_finds(site: Site) -> dict[str, FindIndex]:
    """The index of every language by its tag, once the site knows what lessons cost. Topics stand
    together: their lessons share words."""
    finds = {}
    for language in site.catalogue.languages:
        words = Words(find_phrases(site.project.overrides_dirs, language), language.tag)
        finds[language.tag] = make_index(
            [_view_lesson(site, language, one, words) for _, one in site.topic_order()]
        )
    return finds


def _view_lesson(site: Site, language: Language, lesson: Lesson, words: Words) -> Findable:
    shown = (site.catalogue.show(lesson, language, variant) for variant in VARIANTS)
    card = view_card(site, Page("find", language), lesson, None)
    groups = list(site.catalogue.groups)
    known = (groups.index(slug) for slug in lesson.facts.groups if slug in groups)
    rows = (card["title"], lesson.slug, _name_files(card["picture"]), next(known, -1))
    cost = words.megabytes(site.costs[lesson.slug, language.tag])
    facts = (card["minutes"] or 0, cost, card["lang"], int(card["easy"]))
    return Findable(tuple(one.text for one in shown if one), rows + facts)


def _name_files(picture: Mapping[str, Any] | None) -> str:
    """The names of a picture's files, that which every browser shows last."""
    if picture is None:
        return ""
    links = [*(one["srcset"] for one in picture["sources"]), picture["src"]]
    return " ".join(link.rpartition("/")[2] for link in links)
