"""Photographs' files: made once, kept under names that tell what made them, given to pages."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hatgiong.catalogue import Catalogue
from hatgiong.lessons.lesson import PictureFile
from hatgiong.lessons.photograph import PhotographFault, read_bytes_again
from hatgiong.media.photos.photo_encode import encode_photo
from hatgiong.media.photos.photo_plan import Coding, PhotoRendition, plan_photo
from hatgiong.problems import Place, Problem, make_problem
from hatgiong.programs import ProgramFailed
from hatgiong.project import Project

_ENDINGS: Mapping[Coding, tuple[str, ...]] = {
    "avif": ("avif",),
    "webp": ("webp",),
    "plain": ("jpg", "png"),
}
_MIMES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
_UNFINISHED = ".part"
#: What is unfinished for so long was left behind by something that was killed.
_DEAD_S = 3600.0

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """One finished file of a photograph, in the store."""

    path: Path
    mime: str
    row_px: int
    width_px: int
    height_px: int
    size_bytes: int

    @property
    def ending(self) -> str:
        """`avif`, `webp`, `jpg` or `png`."""
        return self.path.suffix[1:]

    @property
    def is_plain(self) -> bool:
        """Whether every browser shows it."""
        return self.ending in _ENDINGS["plain"]


@dataclass(frozen=True)
class Photo:
    """A photograph's files, narrow ones first. `mark` is part of their addresses: eight digits
    that change with the photograph and with how it is encoded."""

    mark: str
    files: tuple[PhotoFile, ...]

    @cached_property
    def plain(self) -> PhotoFile:
        """The file for browsers that know neither AVIF nor WebP, and for sizes in HTML."""
        return [one for one in self.files if one.is_plain][-1]

    @cached_property
    def usual_bytes(self) -> int:
        """What a phone of today or an old one takes, whichever is more."""
        return max(one.size_bytes for one in self.files if one.row_px == self.plain.row_px)


#: By the photograph's SHA-256. What could not be unpacked is not there: its page is without it.
Photos = Mapping[str, Photo]


def make_photos(
    project: Project,
    catalogue: Catalogue,
    *,
    workers: int = 1,
    progress: Progress = lambda done, of: None,
) -> tuple[Photos, list[Problem]]:
    """Every photograph that a text shows, encoded where it is not yet; what cannot be, or is too
    heavy, is told. Raises `ProgramFailed` where the store cannot be written."""
    folder, budget = find_folder(project), project.settings.budgets.picture_bytes
    named = list(_find_photographs(catalogue))
    files = {file.photograph.sha256: file for file, _ in named if file.photograph}
    missing = [
        (file, lacking)
        for file in files.values()
        if (lacking := [one for one in plan_photo(file, budget) if not _find(folder, one)])
    ]
    faults: dict[str, str] = {}
    if missing:
        faults = _encode_missing(folder, missing, workers, progress)
    photos = {
        digest: photo
        for digest, file in files.items()
        if digest not in faults and (photo := _gather(folder, plan_photo(file, budget)))
    }
    return photos, [*_tell_faults(named, faults), *_weigh(named, photos, budget)]


def find_folder(project: Project) -> Path:
    """Where photographs' files are kept."""
    return project.cache_dir / "media" / "pictures"


def _find_photographs(catalogue: Catalogue) -> Iterator[tuple[PictureFile, Place]]:
    """Each photograph that some text shows, in each lesson, with its place."""
    for lesson in catalogue.lessons.values():
        shown = {one.name for text in lesson.texts.values() for one in text.pictures()}
        for name, file in lesson.pictures.items():
            if name in shown and file.photograph:
                yield file, Place(f"{lesson.place.file}/{name}")


def _gather(folder: Path, plan: Iterable[PhotoRendition]) -> Photo | None:
    plan = tuple(plan)
    files = tuple(found for one in plan if (found := _find(folder, one)))
    seed = "".join(one.key for one in plan)
    mark = hashlib.sha256(seed.encode()).hexdigest()[:8]
    return Photo(mark, files) if len(files) == len(plan) else None


def _find(folder: Path, one: PhotoRendition) -> PhotoFile | None:
    for ending in _ENDINGS[one.coding]:
        path = folder / f"{one.key}.{ending}"
        try:
            info = path.stat()
        except OSError:
            continue
        if stat.S_ISREG(info.st_mode) and info.st_size:
            size = (one.row_px, one.width_px, one.height_px)
            return PhotoFile(path, _MIMES[ending], *size, info.st_size)
    return None


_Task = tuple[Path, PictureFile, list[PhotoRendition]]


def _encode_missing(
    folder: Path,
    missing: list[tuple[PictureFile, list[PhotoRendition]]],
    workers: int,
    progress: Progress,
) -> dict[str, str]:
    """Encodes photographs side by side; returns why some could not be, by their SHA-256."""
    tasks: list[_Task] = [(folder, file, lacking) for file, lacking in missing]
    faults: dict[str, str] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        for done, (digest, fault) in enumerate(_run(tasks, workers), 1):
            if fault:
                faults[digest] = fault
            progress(done, len(tasks))
    except OSError as error:
        raise ProgramFailed(f"pictures cannot be kept in {folder}: {error.strerror}") from error
    return faults


def _run(tasks: list[_Task], workers: int) -> Iterator[tuple[str, str]]:
    if workers < 2 or len(tasks) < 2:
        yield from map(encode_into, tasks)
        return
    with ProcessPoolExecutor(min(workers, len(tasks))) as pool:
        yield from pool.map(encode_into, tasks)


def encode_into(task: _Task) -> tuple[str, str]:
    """Encodes a photograph's renditions into the store; returns its SHA-256 and what was wrong
    with it, if anything was. A file gets its name when it is whole and on the disk. Raises
    `OSError` where the disk does not take it."""
    folder, file, lacking = task
    assert file.photograph is not None
    try:
        for one, ending, content in encode_photo(read_bytes_again(file), lacking):
            _keep(folder / f"{one.key}.{ending}", content)
    except PhotographFault as fault:
        return file.photograph.sha256, str(fault)
    return file.photograph.sha256, ""


def _keep(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=_UNFINISHED, delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).chmod(0o444)
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def _sweep(folder: Path) -> None:
    """Removes what a killed build has left half-written."""
    now = time.time()
    for path in folder.glob(f"*{_UNFINISHED}"):
        try:
            if now - path.stat().st_mtime > _DEAD_S:
                path.unlink()
        except OSError:  # another build was quicker
            continue


def _tell_faults(
    named: list[tuple[PictureFile, Place]], faults: Mapping[str, str]
) -> Iterator[Problem]:
    for file, place in named:
        if file.photograph and (reason := faults.get(file.photograph.sha256)):
            yield make_problem(place, "picture-not-readable", name=file.name, reason=reason)


def _weigh(named: list[tuple[PictureFile, Place]], photos: Photos, limit: int) -> Iterator[Problem]:
    for file, place in named:
        photo = photos.get(file.photograph.sha256) if file.photograph else None
        if photo and photo.usual_bytes > limit:
            facts = {"name": file.name, "size": photo.usual_bytes, "limit": limit}
            yield make_problem(place, "picture-too-heavy", **facts)


def find_unused(folder: Path, photos: Photos) -> tuple[Path, ...]:
    """The store's files that no photograph of today is made of."""
    used = {one.path for photo in photos.values() for one in photo.files}
    return tuple(sorted(path for path in folder.glob("*.*") if path not in used))
