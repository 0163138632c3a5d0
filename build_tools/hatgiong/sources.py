"""The one door through which authors' files are read: inside the project, small, UTF-8."""

from __future__ import annotations

import errno
import stat
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hatgiong.problems import Place, Problem, make_problem

#: A lesson of 600 words has about 5 kB; this is far beyond any honest lesson, and still parses
#: at once. A longer text is refused before any parser sees it.
TEXT_LIMIT_BYTES = 200_000
#: An SVG or photograph beyond this is a mistake in export, whatever the budget says.
PICTURE_LIMIT_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """One text file as read: its `/`-path relative to the project, and its text with `\\n` ends."""

    file: str
    text: str


def name_file(path: Path, project_dir: Path) -> str:
    """The `/`-path by which problems name a file."""
    return path.relative_to(project_dir).as_posix()


def read_source(path: Path, project_dir: Path) -> Source | Problem:
    """An author's text file, or the one problem that keeps it from being read."""
    place = Place(name_file(path, project_dir))
    raw = read_bytes(path, project_dir, limit=TEXT_LIMIT_BYTES)
    if isinstance(raw, Problem):
        return raw
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        at = Place(place.file, line, column)
        return make_problem(at, "file-not-utf8", byte=f"0x{raw[error.start]:02x}")
    if not text.strip():
        return make_problem(place, "file-empty")
    # One stored form for each letter: macOS hands out decomposed marks, which sort and search
    # as other words.
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return Source(place.file, text)


@lru_cache(maxsize=4096)
def _resolve(folder: Path) -> Path:
    return folder.resolve()


def read_bytes(path: Path, project_dir: Path, *, limit: int) -> bytes | Problem:
    """A file's bytes, when it lies inside the project, links followed, and fits `limit`."""
    place = Place(name_file(path, project_dir))
    try:
        # Its folder's links are followed once for all files in it; its own, where it is one.
        real, info = _resolve(path.parent) / path.name, path.lstat()
        if stat.S_ISLNK(info.st_mode):
            real = path.resolve(strict=True)
            info = real.stat()
        if not real.is_relative_to(_resolve(project_dir)):
            return make_problem(place, "path-outside-content", target=path.name)
        if not stat.S_ISREG(info.st_mode):  # reading a pipe or a device might never end
            return make_problem(place, "file-not-readable", reason="not a file")
        if info.st_size > limit:
            return make_problem(place, "file-too-large", size=info.st_size, limit=limit)
        return real.read_bytes()
    except (OSError, RuntimeError) as error:  # Python 3.11 and 3.12 raise RuntimeError for a loop
        if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
            return make_problem(place, "symlink-loop")
        return make_problem(place, "file-not-readable", reason=error.strerror or error)
