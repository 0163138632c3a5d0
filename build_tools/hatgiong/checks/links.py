"""Links between lessons lead somewhere, passages name groups that exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from hatgiong.checks.check import Subject
from hatgiong.content import find_lesson_folders
from hatgiong.interface import find_files
from hatgiong.lessons.lesson import Callout, GroupPassage, Infographic, Part
from hatgiong.problems import Problem, make_problem, nearest


def check_links(subject: Subject) -> Iterator[Problem]:
    """Every link to another lesson finds that lesson."""
    # A lesson whose folder is there but that could not be read has told why.
    slugs = {folder.name for folder in find_lesson_folders(subject.project)}
    for lesson in subject.catalogue.lessons.values():
        for text in lesson.texts.values():
            for link in text.links:
                if link.slug not in slugs:
                    close = nearest(link.slug, slugs)
                    facts = {"target": link.target, "nearest": close}
                    yield make_problem(link.place, "link-dead", **facts)


def check_names_in_blocks(subject: Subject) -> Iterator[Problem]:
    """Groups named by `/// group` and icons named in `/// infographic` exist."""
    groups = subject.group_names
    icons = find_files(subject.project.overrides_dirs, "icons", ".svg")
    for lesson in subject.catalogue.lessons.values():
        for text in lesson.texts.values():
            for step in text.steps:
                for part in _walk(step.parts):
                    names, known, rule = _names(part, groups, icons)
                    for name in names:
                        if known is not None and name not in known:
                            key = "slug" if rule == "unknown-group" else "name"
                            facts = {key: name, "nearest": nearest(name, known)}
                            yield make_problem(step.place, rule, **facts)


def _walk(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        if isinstance(part, Callout | GroupPassage):
            yield from _walk(part.parts)


def _names(
    part: Part, groups: Collection[str] | None, icons: Collection[str]
) -> tuple[tuple[str, ...], Collection[str] | None, str]:
    match part:
        case GroupPassage():
            return part.groups, groups, "unknown-group"
        case Infographic():
            return tuple(sign.icon for sign in part.signs), icons, "unknown-icon"
        case _:
            return (), (), ""
