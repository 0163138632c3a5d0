"""What the tests of clips share: awkward clips and what was made of them, each made once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import clips
import pytest
from clips import Clip, Made, encode_clip

from hatgiong.media.encoding.job import Encoded

#: Endings that tell a container; everything else is an mp4.
_ENDINGS = {
    "3gp": "3gp", "avi": "avi", "rotated": "mov", "pq": "mov", "hlg": "mov", "placed": "mov",
    "slides": "mkv", "large_picture": "avi", "with_cover": "m4a",
}  # fmt: skip


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """The clip that `clips.make_<name>` makes."""
    folder = tmp_path_factory.mktemp("clips")

    @cache
    def make(name: str) -> Path:
        path = folder / f"{name}.{_ENDINGS.get(name, 'mp4')}"
        getattr(clips, f"make_{name}")(path)
        return path

    return make


@pytest.fixture(scope="session")
def made(clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A rendition of a clip, and what is told of it."""

    @cache
    def make(name: str, rendition: str) -> tuple[Path, Encoded]:
        return encode_clip(clip(name), rendition, tmp_path_factory.mktemp("made"))

    return make
