"""A lock between processes that ends with its holder, however that ends.

It is SQLite's own lock on an empty file: the one that works on every system without more code.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

#: How often a process that waits looks up, so that Ctrl-C is heard.
_LOOK_UP_S = 0.2


@contextmanager
def hold_lock(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Holds the lock; tells `waiting`, once, when another has it. Raises `OSError`."""
    is_told = False
    while (lock := _take(path)) is None:
        if not is_told:
            waiting()
        is_told = True
    with closing(lock):
        yield


def _take(path: Path) -> sqlite3.Connection | None:
    """The lock, which closing lets go; None where another has it or it was spoilt."""
    with ExitStack() as unless_taken:
        try:
            lock = sqlite3.connect(path, _LOOK_UP_S, isolation_level=None, check_same_thread=False)
            unless_taken.enter_context(closing(lock))
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            code = error.sqlite_errorcode & 0xFF  # the rest says more closely what happened
            if code == sqlite3.SQLITE_NOTADB:  # somebody wrote into it: any file will do
                path.unlink(missing_ok=True)
            elif code != sqlite3.SQLITE_BUSY:
                raise OSError(error.sqlite_errorname, str(error)) from error
            return None
        unless_taken.pop_all()
        return lock
