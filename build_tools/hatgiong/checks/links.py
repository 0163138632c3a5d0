"""Links between lessons lead somewhere, passages name groups that exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from hatgiong.checks.check import Subject
from hatgiong.interface import find_files
from hatgiong.lessons.lesson import GroupPassage, Infographic, Part
from hatgiong.problems import Problem, make_problem, nearest


def check_links(subject: Subject) -> Iterator[Problem]:
    """Every link to another lesson finds that lesson."""
    lessons = subject.catalogue.lessons
    for lesson in lessons.values():
        for text in lesson.texts.values():
            for link in text.links:
                if link.slug not in lessons:
                    close = nearest(link.slug, lessons)
                    facts = {"target": link.target, "nearest": close}
                    yield make_problem(link.place, "link-dead", **facts)


def check_names_in_blocks(subject: Subject) -> Iterator[Problem]:
    """Groups named by `/// group` and icons named in `/// infographic` exist."""
    groups = subject.catalogue.groups
    icons = find_files(subject.project.overrides_dirs, "icons", ".svg")
    for lesson in subject.catalogue.lessons.values():
        for text in lesson.texts.values():
            for step in text.steps:
                for part in step.parts:
                    names, known, rule = _names(part, groups, icons)
                    for name in names:
                        if name not in known:
                            key = "slug" if rule == "unknown-group" else "name"
                            facts = {key: name, "nearest": nearest(name, known)}
                            yield make_problem(step.place, rule, **facts)


def _names(
    part: Part, groups: Collection[str], icons: Collection[str]
) -> tuple[tuple[str, ...], Collection[str], str]:
    match part:
        case GroupPassage():
            return part.groups, groups, "unknown-group"
        case Infographic():
            return tuple(sign.icon for sign in part.signs), icons, "unknown-icon"
        case _:
            return (), (), ""
