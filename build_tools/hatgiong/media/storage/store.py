"""Everything that was encoded, kept under names that say what made it.

`renditions/ab/<key>.<ending>` with its note `<key>.json`; `working/` for what is being made. A
file gets its name only when it is whole, looked at and on the disk, so whoever finds a name finds
a good file, whatever was killed before. One process encodes at a time: its programs keep every
core busy anyway, a second one would make the same files again, and whoever holds the lock knows
that what lies in `working/` was left by the dead. Reading needs no lock.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from hatgiong.media.encoding.job import Encoded
from hatgiong.media.encoding.probe import Probe
from hatgiong.media.storage.hold import hold_lock
from hatgiong.media.storage.index import Index, RenditionRow, SourceRow
from hatgiong.media.storage.verify import check_rendition
from hatgiong.programs import ProgramFailed

NOTE_ENDING = "json"
_LOCK_NAME = "lock.sqlite3"
#: Less is no room: one rendition of a minute, and what it is made from.
_LEAST_ROOM_BYTES = 1_000_000


class StoreFailed(ProgramFailed):
    """The store cannot take a file: its disk is full, or it may not be written."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(
            f"clips cannot be kept in {folder}: {reason}; make room there, or choose a place where"
            " you may write, and run this again: what was finished is kept"
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """A whole rendition in the store: read-only, never to be changed in place."""

    path: Path
    encoded: Encoded


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A recording that has not changed since it was probed."""

    sha256: str
    probe: Probe


@dataclass(frozen=True, slots=True)
class Amount:
    """How many renditions, and their bytes with those of their notes."""

    count: int
    size_bytes: int


class Store:
    """The renditions below `folder`. Nothing is opened or made before it is needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._renditions = folder / "renditions"
        self._working = folder / "working"
        self._index = Index(folder)

    def find(self, key: str) -> Stored | None:
        """The rendition of that key."""
        return self.find_all([key]).get(key)

    def find_all(self, keys: Iterable[str]) -> dict[str, Stored]:
        """Those of the keys that are there, in one query: 1,100 keys take about 10 ms."""
        keys = list(keys)
        rows = self._index.read_renditions(keys)
        noted = {key: row for key in keys if key not in rows and (row := self._read_note(key))}
        found = {key: stored for key, row in (rows | noted).items() if (stored := self._look(row))}
        if new := {key: row for key, row in noted.items() if key in found}:
            self._index.write_renditions(new)
        return found

    def add(self, key: str, path: Path, encoded: Encoded) -> Stored:
        """Moves a finished file into the store under its key, or leaves the one that is there.

        Raises `BadRendition` where the file is not what `encoded` says, `StoreFailed` where it
        cannot be kept. The note goes first: without its file it counts for nothing.
        """
        check_rendition(path, encoded)
        if stored := self.find(key):
            return stored
        row = RenditionRow(f"{key}{path.suffix}", _encoded().dump_json(encoded).decode())
        target = self._place(row.name)
        with self._told(), self.open_working() as folder:
            whole = folder / row.name
            shutil.move(path, whole)  # copies where it comes from another disk
            note = folder / f"{key}.{NOTE_ENDING}"
            note.write_text(f"{row.name}\n{row.encoded}\n", encoding="utf-8")
            target.parent.mkdir(parents=True, exist_ok=True)
            for file in (note, whole):
                _settle(file)
                file.replace(target.with_name(file.name))
            _settle_folder(target.parent)
        self._index.write_renditions({key: row})
        return Stored(target, encoded)

    def find_sources(self, paths: Iterable[Path]) -> dict[Path, KnownSource]:
        """What is known of recordings whose size and time are as they were then."""
        names = {str(path): path for path in paths}
        rows = self._index.read_sources(names)
        known = {}
        for name, row in rows.items():
            if _is_same(name, row) and (probe := _parse_probe(row.probe)):
                known[names[name]] = KnownSource(row.sha256, probe)
        return known

    def remember_source(self, path: Path, seen: os.stat_result, source: KnownSource) -> None:
        """Keeps what a recording holds. `seen` is its state from BEFORE it was read."""
        probe = _probe().dump_json(source.probe).decode()
        row = SourceRow(seen.st_size, seen.st_mtime_ns, source.sha256, probe)
        self._make_folder()
        self._index.write_source(str(path), row)

    def prune(self, wanted: Iterable[str], *, dry_run: bool = False) -> Amount:
        """Removes every rendition that is not wanted; tells what went, or would go."""
        kept = frozenset(wanted)
        files = [file for file in self._list() if file.name.partition(".")[0] not in kept]
        keys = {file.name.partition(".")[0] for file in files}
        amount = Amount(len(keys), sum(file.stat().st_size for file in files))
        if not dry_run:
            with self._told():
                self._index.delete_renditions(keys)
                for file in files:
                    file.chmod(0o644)  # Windows removes nothing that is read-only
                    file.unlink(missing_ok=True)
            self._index.delete_sources(lambda path: not Path(path).exists())
        return amount

    def measure(self) -> Amount:
        """Everything that is in the store."""
        files = list(self._list())
        keys = {file.name.partition(".")[0] for file in files}
        return Amount(len(keys), sum(file.stat().st_size for file in files))

    @contextmanager
    def hold(self, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
        """The right to encode and to prune; `waiting` is told, once, if another process has it.

        What earlier holders left half made is removed.
        """
        self._make_folder()
        with ExitStack() as held:
            with self._told():
                held.enter_context(hold_lock(self.folder / _LOCK_NAME, waiting))
            held.callback(shutil.rmtree, self._working, ignore_errors=True)
            shutil.rmtree(self._working, ignore_errors=True)
            yield

    @contextmanager
    def open_working(self) -> Iterator[Path]:
        """An empty folder on the renditions' disk, gone afterwards."""
        with self._told():
            self._working.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self._working))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def check_room(self) -> None:
        """Raises `StoreFailed` where the disk is full: what fails then fails for that reason."""
        with self._told():
            if shutil.disk_usage(self.folder).free < _LEAST_ROOM_BYTES:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _make_folder(self) -> None:
        with self._told():
            self.folder.mkdir(parents=True, exist_ok=True)

    def _place(self, name: str) -> Path:
        return self._renditions / name[:2] / name

    def _look(self, row: RenditionRow) -> Stored | None:
        """The file, if it is there with the size that it had."""
        path = f"{self._renditions}{os.sep}{row.name[:2]}{os.sep}{row.name}"
        try:
            encoded = _encoded().validate_json(row.encoded)
            if os.stat(path).st_size != encoded.size_bytes:  # noqa: PTH116  (thousands of them)
                return None
        except (OSError, ValidationError):
            return None
        return Stored(Path(path), encoded)

    def _read_note(self, key: str) -> RenditionRow | None:
        try:
            note = self._place(f"{key}.{NOTE_ENDING}").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        name, _, encoded = note.partition("\n")
        return RenditionRow(name, encoded) if name.startswith(f"{key}.") else None

    def _list(self) -> Iterator[Path]:
        return (path for path in self._renditions.glob("??/*") if path.is_file())

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreFailed(self.folder, error.strerror or str(error)) from error


def _settle(path: Path) -> None:
    """On the disk, and read-only: links to it in a site must not change it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    path.chmod(0o444)


def _settle_folder(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):  # Windows has no such thing
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_same(name: str, row: SourceRow) -> bool:
    try:
        state = os.stat(name)  # noqa: PTH116  (as above)
    except OSError:
        return False
    return (state.st_size, state.st_mtime_ns) == (row.size_bytes, row.mtime_ns)


@cache
def _encoded() -> TypeAdapter[Encoded]:
    return TypeAdapter(Encoded)


@cache
def _probe() -> TypeAdapter[Probe]:
    return TypeAdapter(Probe)


def _parse_probe(text: str) -> Probe | None:
    try:
        return _probe().validate_json(text)
    except ValidationError:
        return None
