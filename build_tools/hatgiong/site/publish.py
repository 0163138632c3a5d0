"""A new site beside the old one, then in its place: a reader never meets a half-written site."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def open_staging(site_dir: Path) -> Iterator[Path]:
    """An empty folder beside `site_dir`, on the same disk; gone afterwards unless published."""
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{site_dir.name}-new-", dir=site_dir.parent))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(staging: Path, site_dir: Path) -> None:
    """Puts `staging` in the place of `site_dir` by renaming; a failure puts the old one back.

    Files whose bytes are the same keep their time, so that servers and copying tools see only
    what changed.
    """
    if not site_dir.exists():
        staging.rename(site_dir)
        return
    _keep_times(site_dir, staging)
    old = Path(tempfile.mkdtemp(prefix=f".{site_dir.name}-old-", dir=site_dir.parent)) / "site"
    site_dir.rename(old)
    try:
        staging.rename(site_dir)
    except OSError:
        old.rename(site_dir)
        raise
    finally:
        shutil.rmtree(old.parent, ignore_errors=True)


def _keep_times(old: Path, new: Path) -> None:
    for folder, _, names in os.walk(new):
        for name in names:
            fresh = Path(folder, name)
            before = old / fresh.relative_to(new)
            try:
                stat = before.stat()
            except OSError:
                continue
            now = fresh.stat()
            if os.path.samestat(stat, now):  # a clip, linked from the store
                continue
            if stat.st_size == now.st_size and before.read_bytes() == fresh.read_bytes():
                os.utime(fresh, ns=(stat.st_atime_ns, stat.st_mtime_ns))
