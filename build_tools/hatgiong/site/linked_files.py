"""Clips and photographs on their way from the store into the site: the same bytes, no copies."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from hatgiong.media.clips import Clip


def place_clips(clips: Iterable[Clip], folder: Path) -> None:
    """Puts every file of the clips at its address in the site. Hard links take no time and no
    room; where the disk has none (or the store is on another), the bytes are copied."""
    place_files({track.uri: track.path for clip in clips for track in clip.tracks()}, folder)


def place_files(files: Mapping[str, Path], folder: Path) -> None:
    """Puts files, by their addresses, into the site."""
    for start in {uri.rpartition("/")[0] for uri in files}:
        (folder / start).mkdir(parents=True, exist_ok=True)
    top = f"{folder}{os.sep}"
    for uri, path in files.items():
        target = top + uri  # thousands of them: a `Path` takes as long as the link
        try:
            os.link(path, target)
        except OSError:
            shutil.copyfile(path, target)
