"""Reads all of content/: lessons, groups, topics and courses become the catalogue."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Set
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from hatgiong.catalogue import Catalogue, Course, Group, Term, Topic
from hatgiong.lessons.lesson import Lesson
from hatgiong.lessons.picture import read_picture, write_drawing
from hatgiong.lessons.read import LessonReading, read_lesson
from hatgiong.lessons.schema import (
    CourseFacts,
    CourseFrontMatter,
    GroupFacts,
    TermFacts,
    TopicFacts,
    validate,
)
from hatgiong.lessons.sections import split_front_matter
from hatgiong.names import is_plain, make_plain
from hatgiong.problems import Place, Problem, make_problem, nearest
from hatgiong.project import Project
from hatgiong.sources import name_file, read_source
from hatgiong.yaml_places import Written, parse_yaml


@dataclass
class Content:
    """What reading content/ gave: a catalogue, and every problem met on the way."""

    catalogue: Catalogue
    problems: list[Problem] = field(default_factory=list)
    #: The names written in groups.yml and topics.yml, usable or not; None for a file that could
    #: not be read.
    group_names: Set[str] | None = None
    topic_names: Set[str] | None = None
    terms: tuple[Term, ...] = ()


#: Below this, starting processes costs more than they save.
_MIN_LESSONS_FOR_PROCESSES = 24


def read_content(project: Project, *, workers: int = 1) -> Content:
    """All of content/; what cannot be read is left out and told."""
    problems: list[Problem] = []
    reader = _TableReader(project, problems)
    groups = {one.slug: one for one in reader.groups()}
    topics = {one.slug: one for one in reader.topics()}
    lessons = {}
    for reading in read_lessons(project, workers=workers):
        problems += reading.problems
        if reading.lesson:
            lessons[reading.slug] = reading.lesson
    # An easy version alone is no lesson: it may never be the only way to read something. And a
    # name that is not plain is no address: `javascript:…` is a good name for a folder.
    lessons = {
        slug: lesson
        for slug, lesson in lessons.items()
        if is_plain(slug) and any(not variant for _, variant in lesson.texts)
    }
    courses = {slug: reader.course(slug, lessons) for slug in groups}
    catalogue = Catalogue(project.languages, groups, topics, courses, lessons)
    names = reader.names.get("groups"), reader.names.get("topics")
    return Content(catalogue, problems, *names, tuple(reader.terms()))


def find_lesson_folders(project: Project) -> list[Path]:
    """The folders of content/lessons, sorted; links to elsewhere are not followed."""
    base = project.content_dir / "lessons"
    if not base.is_dir():
        return []
    with os.scandir(base) as entries:
        names = sorted(one.name for one in entries if one.is_dir(follow_symlinks=False))
    return [base / name for name in names]


def read_lessons(project: Project, *, workers: int = 1) -> Iterable[LessonReading]:
    """Each lesson's folder read, in order of slug, by as many processes as pay off."""
    folders = find_lesson_folders(project)
    read = partial(read_lesson, project_dir=project.folder)
    if workers < 2 or len(folders) < _MIN_LESSONS_FOR_PROCESSES:
        return [read(folder) for folder in folders]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(read, folders, chunksize=8))


Model = TypeVar("Model", bound=BaseModel)


@dataclass
class _TableReader:
    """Reads the small YAML files beside the lessons."""

    project: Project
    problems: list[Problem]
    names: dict[str, Set[str]] = field(default_factory=dict)

    def _report(self, place: Place, rule: str, **facts: object) -> None:
        self.problems.append(make_problem(place, rule, **facts))

    def _written(self, path: Path) -> Written | None:
        source = read_source(path, self.project.folder)
        if isinstance(source, Problem):
            self.problems.append(source)
            return None
        written, found = parse_yaml(source.text, source.file)
        self.problems += found
        return None if found else written

    def groups(self) -> Iterator[Group]:
        """The learner groups of groups.yml, in its order."""
        if not (self.project.content_dir / "groups.yml").exists():
            place = Place(name_file(self.project.content_dir, self.project.folder))
            self._report(place, "file-missing", name="groups.yml")
            return
        for slug, facts, row in self._table("groups", GroupFacts):
            picture = self._portrait(slug, facts.picture, row) if facts.picture else None
            yield Group(slug, facts.name, facts.who, facts.colour, picture)

    def topics(self) -> Iterator[Topic]:
        """The topics of topics.yml, in its order; a site may have none."""
        if not (self.project.content_dir / "topics.yml").exists():
            self.names["topics"] = frozenset()
            return
        for slug, facts, _ in self._table("topics", TopicFacts):
            yield Topic(slug, facts.name)

    def terms(self) -> Iterator[Term]:
        """The words of glossary.yml, in its order; a site may have none."""
        if (self.project.content_dir / "glossary.yml").exists():
            for _, facts, _ in self._table("glossary", TermFacts):
                yield Term(facts.term, facts.avoid)

    def _table(self, name: str, model: type[Model]) -> Iterator[tuple[str, Model, Written]]:
        written = self._written(self.project.content_dir / f"{name}.yml")
        if written is None:
            return
        if not isinstance(written.value, dict):
            place = written.place(())
            expected = "slug: {name: …}"
            self._report(place, "value-wrong", key=f"{name}.yml", value="…", expected=expected)
            return
        self.names[name] = written.value.keys()
        for slug in written.value:
            row = written.inside((slug,))
            if not is_plain(slug):
                place = written.key_place((slug,))
                self._report(place, "slug-not-plain", slug=slug, better=make_plain(slug))
                continue
            facts, found = validate(model, row)
            self.problems += found
            if facts is not None:
                yield slug, facts, row

    def _portrait(self, slug: str, name: str, row: Written) -> bytes | None:
        """A group's drawing as it stands in pages: written anew, for pages are no XML."""
        base, place = self.project.content_dir, row.place(("picture",))
        path = Path(os.path.normpath(base / name))
        hint = f"picture: groups/{slug}.svg"
        if not path.is_relative_to(base):
            self._report(place, "path-outside-content", target=name)
        elif not path.is_file():
            self._report(place, "picture-missing", target=name, near=hint)
        elif path.suffix.lower() != ".svg":
            self._report(place, "value-wrong", key=f"{slug}.picture", value=name, expected=hint)
        else:
            drawing, found = read_picture(path, self.project.folder)
            self.problems += found
            return write_drawing(drawing, {}) if drawing else None
        return None

    def course(self, group: str, lessons: Mapping[str, Lesson]) -> Course:
        """A group's course: the order of course.yml, then its other lessons by slug."""
        folder = self.project.content_dir / "courses" / group
        path = folder / "course.yml"
        order: tuple[str, ...] = ()
        if path.exists() and (written := self._written(path)):
            facts, found = validate(CourseFacts, written)
            self.problems += found
            order = self._known(facts, written, group, lessons) if facts else ()
        rest = [s for s, one in lessons.items() if group in one.facts.groups and s not in order]
        titles, summaries = self._course_texts(folder)
        place = Place(name_file(path, self.project.folder))
        return Course(group, (*order, *rest), titles, summaries, place)

    def _known(
        self, facts: CourseFacts, written: Written, group: str, lessons: Mapping[str, Lesson]
    ) -> tuple[str, ...]:
        known: list[str] = []
        exist = {path.name for path in find_lesson_folders(self.project)}
        for index, slug in enumerate(facts.lessons):
            place = written.place(("lessons", index))
            if slug not in exist:
                facts_ = {"slug": slug, "nearest": nearest(slug, exist)}
                self.problems.append(make_problem(place, "unknown-lesson", **facts_))
            elif slug in known:
                self.problems.append(make_problem(place, "lesson-twice-in-course", slug=slug))
            elif slug in lessons:
                known.append(slug)
                if group not in lessons[slug].facts.groups:
                    facts_ = {"slug": slug, "group": group}
                    self.problems.append(make_problem(place, "lesson-of-another-group", **facts_))
        return tuple(known)

    def _course_texts(self, folder: Path) -> tuple[dict[str, str], dict[str, str]]:
        titles: dict[str, str] = {}
        summaries: dict[str, str] = {}
        for path in sorted(folder.glob("index.*.md")):
            tag = path.name.split(".")[1]
            source = read_source(path, self.project.folder)
            parts = source if isinstance(source, Problem) else split_front_matter(source)
            if isinstance(parts, Problem):
                self.problems.append(parts)
                continue
            place = name_file(path, self.project.folder)
            written, found = parse_yaml(parts[0], place, first_line=2)
            self.problems += found
            front, found = validate(CourseFrontMatter, written) if written else (None, [])
            self.problems += found
            if front:
                titles[tag], summaries[tag] = front.title, front.summary
        return titles, summaries
