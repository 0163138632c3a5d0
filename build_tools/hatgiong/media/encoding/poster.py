"""A clip's poster: one frame, in the formats that browsers know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from hatgiong.media.encoding.arguments import FRAME, plan_frame
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.job import Encoded, Job
from hatgiong.media.encoding.work import Work

#: A clip's first moments are dark or shaky: the frame is looked for after this share of it.
_SKIP = 0.1

#: Pillow's options: WebP and AVIF at their slowest useful effort, as a poster is made once;
#: a progressive JPEG shows something after its first kilobytes.
_OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "speed": 4, "subsampling": "4:2:0", "max_threads": 1},
    "webp": {"format": "WEBP", "method": 6},
    "jpg": {"format": "JPEG", "progressive": True, "optimize": True},
}


def encode_poster(job: Job, source: Path, ffmpeg: Ffmpeg, work: Work) -> tuple[Path, Encoded]:
    """The poster in the work's folder."""
    frame = _take_frame(job, source, ffmpeg, work)
    row = job.rendition
    made = work.folder / f"made.{row.ending}"
    with Image.open(frame, formats=("PNG",)) as image:
        picture = image.convert("RGB")
    picture.save(made, quality=row.first_quality, **_OPTIONS[row.ending])
    size = made.stat().st_size
    width, height = picture.size
    encoder = f"pillow-{row.ending}"
    facts = Encoded(size, 0.0, width, height, "", row.mime, None, row.first_quality, encoder)
    return made, facts


def _take_frame(job: Job, source: Path, ffmpeg: Ffmpeg, work: Work) -> Path:
    """A frame at the told time, else a usual one near the start; the first one where there is
    nothing later, as in a recording with one frame."""
    duration_s = job.probe.duration_s
    told_s = duration_s * _SKIP if job.at_s is None else job.at_s
    for start_s in (min(told_s, max(0.0, duration_s - 0.5)), 0.0):
        work.run(plan_frame(job, source, start_s, ffmpeg), 0.0, 0.9)
        if (work.folder / FRAME).exists():
            return work.folder / FRAME
    raise MediaFault("clip-not-encoded", {"reason": "no frame for a poster"})
