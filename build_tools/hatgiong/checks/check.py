"""What a check is given, and how all of them run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date

from hatgiong.catalogue import Catalogue, Term
from hatgiong.content import Content
from hatgiong.problems import Problem, set_levels
from hatgiong.project import Project


@dataclass(frozen=True, slots=True)
class Subject:
    """What checks look at. `today` is an argument, so that a check gives the same answer again.

    `group_names` and `topic_names` are what the files name, usable or not; None where a file could
    not be read: what it would have named is not known, and its own problem says so.
    """

    project: Project
    catalogue: Catalogue
    today: date
    group_names: Set[str] | None
    topic_names: Set[str] | None
    terms: tuple[Term, ...]


Check = Callable[[Subject], Iterator[Problem]]


def check_content(
    project: Project, content: Content, today: date, checks: Iterable[Check]
) -> list[Problem]:
    """Every problem of the content, sorted by place, at the levels that the settings give."""
    tables = content.group_names, content.topic_names, content.terms
    subject = Subject(project, content.catalogue, today, *tables)
    found = [problem for check in checks for problem in check(subject)]
    return set_levels([*content.problems, *found], project.settings.levels)
