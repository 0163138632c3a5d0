"""Names that Windows and USB sticks can hold, folders whose names can be addresses."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Set
from pathlib import Path

from hatgiong.checks.check import Subject
from hatgiong.checks.recordings import find_used
from hatgiong.content import find_lesson_folders
from hatgiong.lessons.picture import PICTURE_ENDINGS
from hatgiong.lessons.read import is_text_name
from hatgiong.names import find_fault, is_plain, make_plain, make_plain_file
from hatgiong.problems import Place, Problem, make_problem, nearest
from hatgiong.sources import name_file

_PATH_LIMIT = 150


def check_file_names(subject: Subject) -> Iterator[Problem]:
    """Every name under content/: no loop, no sign that Windows refuses, no twins by case."""
    base = subject.project.content_dir
    for folder, folders, files in os.walk(base):
        here = Path(folder)
        seen: dict[str, str] = {}
        with os.scandir(folder) as entries:
            links = {entry.name for entry in entries if entry.is_symlink()}
        for name in sorted([*folders, *files]):
            place = Place(name_file(here / name, subject.project.folder))
            if name in links:
                yield from _check_link(here / name, place, base)
            yield from _check_name(name, place)
            folded = _fold(name)
            if folded in seen:
                facts = {"name": name, "other": seen[folded]}
                yield make_problem(place, "file-names-differ-by-case", **facts)
            seen[folded] = name


def _check_link(path: Path, place: Place, base: Path) -> Iterator[Problem]:
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        if isinstance(error, FileNotFoundError):
            yield make_problem(place, "file-not-readable", reason=error.strerror)
        else:
            yield make_problem(place, "symlink-loop")
        return
    if not real.is_relative_to(base.resolve()):
        yield make_problem(place, "path-outside-content", target=path.name)
    elif real.is_dir() and path.parent.resolve().is_relative_to(real):
        yield make_problem(place, "symlink-loop")


def _check_name(name: str, place: Place) -> Iterator[Problem]:
    too_long = f"> {_PATH_LIMIT}" if len(place.file) > _PATH_LIMIT else ""
    if reason := find_fault(name) or too_long:
        facts = {"name": name, "reason": reason, "better": make_plain_file(name)}
        yield make_problem(place, "file-name-not-portable", **facts)


def check_folders(subject: Subject) -> Iterator[Problem]:
    """Lesson folders: plain slugs, no two alike."""
    seen: dict[str, str] = {}
    for folder in find_lesson_folders(subject.project):
        slug, place = folder.name, Place(name_file(folder, subject.project.folder))
        if not is_plain(slug):
            facts = {"slug": slug, "better": make_plain(slug)}
            yield make_problem(place, "slug-not-plain", **facts)
        plain = make_plain(slug)
        if plain in seen:
            yield make_problem(place, "duplicate-slug", slug=slug, other=seen[plain])
        seen.setdefault(plain, slug)


def check_unused(subject: Subject) -> Iterator[Problem]:
    """Nothing lies in a lesson's folder, or beside the courses, that nobody will ever see."""
    base = subject.project.content_dir
    # What has no usable name is told so already; a twin by case is named by the other's problem.
    told = {_fold(problem.place.file) for problem in check_file_names(subject)}
    for lesson in subject.catalogue.lessons.values():
        recordings = find_used(lesson)
        for path in sorted((base / "lessons" / lesson.slug).iterdir()):
            place = Place(name_file(path, subject.project.folder))
            if not _is_used(path, recordings) and _fold(place.file) not in told:
                yield make_problem(place, "file-not-used", name=path.name)
    if (groups := subject.group_names) is None:
        return
    for path in sorted((base / "courses").glob("*/")):
        if path.name not in groups:
            place = Place(name_file(path, subject.project.folder))
            facts = {"slug": path.name, "nearest": nearest(path.name, groups)}
            yield make_problem(place, "unknown-group", **facts)


def _is_used(path: Path, recordings: Set[str]) -> bool:
    name = unicodedata.normalize("NFC", path.name)
    # A folder of that name cannot be read, which is told where it is tried.
    if name == "lesson.yml" or name in recordings or is_text_name(name):
        return True
    if path.is_dir():
        return any(one.startswith(f"{name}/") for one in recordings)
    return name.startswith(".") or path.suffix.lower() in PICTURE_ENDINGS


def _fold(name: str) -> str:
    """Alike for names that Windows and sticks take for one."""
    return unicodedata.normalize("NFC", name).casefold()
