"""What the store remembers, in SQLite: read in one query however many clips there are.

The index is a quick copy, never the truth: beside each rendition lies a note with the same facts.
So nothing here raises: an index that is lost, broken or cannot be written only costs time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

INDEX_NAME = "index.sqlite3"
#: Raised when a table's columns change; another number in the file means that it is begun anew.
_VERSION = 1
#: How long one process waits for the other's row; a row takes milliseconds.
_BUSY_S = 30.0
_TABLES = (
    "CREATE TABLE renditions (key TEXT PRIMARY KEY, name TEXT NOT NULL, encoded TEXT NOT NULL)"
    " WITHOUT ROWID",
    "CREATE TABLE sources (path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,"
    " sha256 TEXT NOT NULL, probe TEXT NOT NULL) WITHOUT ROWID",
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RenditionRow:
    """A stored file: its name in the store's folder of renditions, and `Encoded` as JSON."""

    name: str
    encoded: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A recording as it was when it was probed; `probe` is `Probe` as JSON."""

    size_bytes: int
    mtime_ns: int
    sha256: str
    probe: str


class Index:
    """The rows. A file that is no index, is broken, or is another version's is begun anew."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / INDEX_NAME

    def read_renditions(self, keys: Iterable[str]) -> dict[str, RenditionRow]:
        """The rows of those keys that have one."""
        query = (
            "SELECT key, name, encoded FROM renditions"
            " WHERE key IN (SELECT value FROM json_each(?))"
        )
        asked = json.dumps(list(keys))
        rows = self._ask(lambda rows: rows.execute(query, (asked,)).fetchall()) or []
        return {key: RenditionRow(name, encoded) for key, name, encoded in rows}

    def write_renditions(self, rows: Mapping[str, RenditionRow]) -> None:
        """Adds or replaces rows."""
        values = [(key, row.name, row.encoded) for key, row in rows.items()]
        self._change("INSERT OR REPLACE INTO renditions VALUES (?, ?, ?)", values)

    def delete_renditions(self, keys: Iterable[str]) -> None:
        """Removes rows; those that are not there stay away."""
        self._change("DELETE FROM renditions WHERE key = ?", [(key,) for key in keys])

    def read_sources(self, paths: Iterable[str]) -> dict[str, SourceRow]:
        """The rows of those paths that have one."""
        query = "SELECT * FROM sources WHERE path IN (SELECT value FROM json_each(?))"
        asked = json.dumps(list(paths))
        rows = self._ask(lambda rows: rows.execute(query, (asked,)).fetchall()) or []
        return {path: SourceRow(*rest) for path, *rest in rows}

    def write_source(self, path: str, row: SourceRow) -> None:
        """Adds or replaces a recording's row."""
        values = [(path, row.size_bytes, row.mtime_ns, row.sha256, row.probe)]
        self._change("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)", values)

    def delete_sources(self, is_gone: Callable[[str], bool]) -> None:
        """Removes the rows of recordings that are gone."""
        paths = self._ask(lambda rows: rows.execute("SELECT path FROM sources").fetchall()) or []
        gone = [(path,) for (path,) in paths if is_gone(path)]
        self._change("DELETE FROM sources WHERE path = ?", gone)

    def _change(self, statement: str, values: Sequence[tuple[str | int, ...]]) -> None:
        def write(rows: sqlite3.Connection) -> None:
            with rows:
                rows.executemany(statement, values)

        self._ask(write)

    def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T | None:
        """The answer; where the file is broken, that of a new one; None where there is no way."""
        for _ in range(2):
            try:
                # Opened for each question (0.3 ms): so any thread may ask, and nothing is held.
                with closing(sqlite3.connect(self._path, timeout=_BUSY_S)) as rows:
                    _prepare(rows)
                    return question(rows)
            except sqlite3.DatabaseError as error:
                if not _is_broken(error):
                    return None
            self._remove()
        return None

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                self._path.with_name(INDEX_NAME + ending).unlink()


def _prepare(rows: sqlite3.Connection) -> None:
    """Makes the tables where they are not. Power may fail: rows can be lost, their notes stay."""
    rows.execute("PRAGMA synchronous = OFF")
    if _is_ready(rows):
        return
    rows.execute("PRAGMA journal_mode = WAL")
    with rows:
        rows.execute("BEGIN IMMEDIATE")
        if not _is_ready(rows):  # another process may just have made them
            for table in ("renditions", "sources"):
                rows.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _TABLES:
                rows.execute(statement)
            rows.execute(f"PRAGMA user_version = {_VERSION}")


def _is_ready(rows: sqlite3.Connection) -> bool:
    return bool(rows.execute("PRAGMA user_version").fetchone()[0] == _VERSION)


def _is_broken(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is spoilt, as against a full disk or another process that is busy."""
    if isinstance(error, sqlite3.OperationalError):
        return any(words in str(error) for words in ("no such table", "no such column"))
    return True
