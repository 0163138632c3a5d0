"""A look at a finished rendition, whoever made it: is it what its maker says?"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, UnidentifiedImageError

from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.job import Encoded
from hatgiong.media.encoding.probe import probe_file
from hatgiong.programs import ProgramFailed

#: Sound is coded in frames of up to 1,024 samples at 16 kHz, padded at both ends (Opus: RFC 7845).
_TOLERANCE_S, _TOLERANCE = 0.25, 0.01


class BadRendition(ProgramFailed):
    """What was made is not what its maker says it is."""


def check_rendition(path: Path, encoded: Encoded) -> None:
    """Looks at a file: its size, and its length or its picture; raises `BadRendition`."""
    try:
        size = path.stat().st_size
        found = _measure_picture(path) if encoded.mime.startswith("image/") else _measure_clip(path)
    except (OSError, MediaFault, UnidentifiedImageError) as error:
        raise BadRendition(f"{path.name} cannot be read back: {error}") from error
    width, height, duration = found
    allowed = max(_TOLERANCE_S, _TOLERANCE * encoded.duration_s)
    said = (encoded.size_bytes, encoded.width_px, encoded.height_px)
    if said != (size, width, height) or abs(duration - encoded.duration_s) > allowed:
        facts = f"{size} bytes, {width}x{height}, {duration:.2f} s"
        raise BadRendition(f"{path.name} has {facts}, where its maker said {encoded}")


def _measure_picture(path: Path) -> tuple[int, int, float]:
    with Image.open(path) as picture:
        picture.load()
        return picture.width, picture.height, 0.0


def _measure_clip(path: Path) -> tuple[int, int, float]:
    probe = probe_file(path)
    video = probe.video
    return (
        (video.width_px, video.height_px, probe.duration_s) if video else (0, 0, probe.duration_s)
    )
