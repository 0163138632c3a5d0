"""The whole build: check, draw beside the old site, add the handbook, publish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hatgiong.catalogue import Catalogue
from hatgiong.checks import CHECKS, check_content
from hatgiong.content import Content
from hatgiong.media.clips import Clips
from hatgiong.media.photos.pictures import make_photos
from hatgiong.problems import Place, Problem, make_problem, set_levels
from hatgiong.project import Project
from hatgiong.site.build import Built, Progress, add_handbook, build_pages, make_site
from hatgiong.site.publish import open_staging, publish
from hatgiong.sources import name_file

#: Makes a catalogue's clips, or what can be made of them, and tells what could not.
MakeClips = Callable[[Catalogue], tuple[Clips, list[Problem]]]
#: Gives the folder of the handbook as MkDocs built it, or None where there is no handbook.
FindHandbook = Callable[[], Path | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a build: `built` is None where nothing could be drawn."""

    problems: tuple[Problem, ...]
    built: Built | None
    is_published: bool

    @property
    def has_errors(self) -> bool:
        """Whether something was left out."""
        return any(problem.level == "error" for problem in self.problems)


def has_handbook(project: Project) -> bool:
    """Whether the content has a handbook for MkDocs to build."""
    return (project.content_dir / "handbook").is_dir()


def build_site(
    project: Project,
    content: Content,
    *,
    today: date,
    make_clips: MakeClips,
    find_handbook: FindHandbook,
    strict: bool = False,
    workers: int = 1,
    progress: Progress = lambda done, of: None,
) -> Outcome:
    """Builds and publishes. Lessons with errors are left out and told; with `strict`, any problem
    leaves the old site as it is. So does anything that raises."""
    problems = check_content(project, content, today, CHECKS)
    # A lesson that is in no course is found by nobody.
    if not any(course.lessons for course in content.catalogue.courses.values()):
        place = Place(name_file(project.content_dir, project.folder))
        return Outcome((*problems, make_problem(place, "nothing-to-build")), None, False)
    if strict and problems:
        return Outcome(tuple(problems), None, False)
    clips, found = make_clips(content.catalogue)
    photos, heavy = make_photos(project, content.catalogue, workers=workers, progress=progress)
    problems = set_levels([*problems, *found, *heavy], project.settings.levels)
    if strict and problems:
        return Outcome(tuple(problems), None, False)
    site = make_site(
        project,
        content.catalogue,
        clips,
        photos,
        today=today,
        has_handbook=has_handbook(project),
    )
    with open_staging(project.site_dir) as folder:
        built = build_pages(site, folder, workers=workers, progress=progress)
        levels = project.settings.levels
        problems = set_levels([*problems, *built.problems], levels)
        if strict and problems:
            return Outcome(tuple(problems), built, False)
        handbook = find_handbook()
        if handbook is not None:
            add_handbook(handbook, folder, project)
        publish(folder, project.site_dir)
    return Outcome(tuple(problems), built, True)
