"""Reads all of content/: lessons, groups, topics and courses become the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from hatgiong.catalogue import Catalogue, Course, Group, Topic
from hatgiong.lessons.lesson import Lesson
from hatgiong.lessons.picture import read_picture
from hatgiong.lessons.read import LessonReading, read_lesson
from hatgiong.lessons.schema import (
    CourseFacts,
    CourseFrontMatter,
    GroupFacts,
    TopicFacts,
    validate,
)
from hatgiong.lessons.sections import split_front_matter
from hatgiong.problems import Place, Problem, make_problem, nearest
from hatgiong.project import Project
from hatgiong.sources import name_file, read_source
from hatgiong.yaml_places import Written, parse_yaml


@dataclass
class Content:
    """What reading content/ gave: a catalogue, and every problem met on the way."""

    catalogue: Catalogue
    problems: list[Problem] = field(default_factory=list)


#: Below this, starting processes costs more than they save.
_MIN_LESSONS_FOR_PROCESSES = 24


def read_content(project: Project, *, workers: int = 1) -> Content:
    """All of content/; what cannot be read is left out and told."""
    problems: list[Problem] = []
    reader = _TableReader(project, problems)
    groups = {slug: reader.group(slug, facts) for slug, facts in reader.table("groups", GroupFacts)}
    topics = {slug: Topic(slug, facts.name) for slug, facts in reader.table("topics", TopicFacts)}
    lessons = {}
    for reading in read_lessons(project, workers=workers):
        problems += reading.problems
        if reading.lesson:
            lessons[reading.slug] = reading.lesson
    # An easy version alone is no lesson: it may never be the only way to read something.
    lessons = {
        slug: lesson
        for slug, lesson in lessons.items()
        if any(not variant for _, variant in lesson.texts)
    }
    courses = {slug: reader.course(slug, lessons) for slug in groups}
    return Content(Catalogue(project.languages, groups, topics, courses, lessons), problems)


def find_lesson_folders(project: Project) -> list[Path]:
    """The folders of content/lessons, sorted; links to elsewhere are not followed."""
    base = project.content_dir / "lessons"
    if not base.is_dir():
        return []
    return sorted(path for path in base.iterdir() if path.is_dir() and not path.is_symlink())


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

    def _written(self, path: Path) -> Written | None:
        source = read_source(path, self.project.folder)
        if isinstance(source, Problem):
            self.problems.append(source)
            return None
        written, found = parse_yaml(source.text, source.file)
        self.problems += found
        return None if found else written

    def table(self, name: str, model: type[Model]) -> Iterator[tuple[str, Model]]:
        """`content/NAME.yml`: slug to facts, in the file's order."""
        path = self.project.content_dir / f"{name}.yml"
        if not path.exists():
            return
        written = self._written(path)
        if written is None:
            return
        if not isinstance(written.value, dict):
            facts = {"key": path.name, "value": "…", "expected": "slug: {name: …}"}
            self.problems.append(make_problem(written.place(()), "value-wrong", **facts))
            return
        for slug in written.value:
            row, found = validate(model, written.inside((slug,)))
            self.problems += found
            if row is not None:
                yield str(slug), row

    def group(self, slug: str, facts: GroupFacts) -> Group:
        """A group with its portrait read."""
        picture = None
        if facts.picture:
            path = self.project.content_dir / facts.picture
            if ".." in Path(facts.picture).parts or not path.is_file():
                place = Place(
                    name_file(self.project.content_dir / "groups.yml", self.project.folder)
                )
                hint = f"groups/{slug}.svg"
                self.problems.append(
                    make_problem(place, "picture-missing", target=facts.picture, hint=hint)
                )
            else:
                drawing, found = read_picture(path, self.project.folder)
                self.problems += found
                picture = drawing.content if drawing and drawing.is_drawing else None
        return Group(slug, facts.name, facts.who, facts.colour, picture)

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
