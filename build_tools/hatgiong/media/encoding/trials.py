"""Command lines that try a quality on samples of a clip, and that judge what was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ffmpeg as graph

from hatgiong.media.encoding.arguments import (
    compile_arguments,
    open_source,
    picture_of,
    picture_options,
    plan_frame_rate,
    shape_picture,
    thin_frames,
)
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.job import Job

#: Files in a job's folder.
SAMPLES, TRIED, SCORES = "samples.mkv", "tried.mp4", "scores.json"


def plan_samples(
    job: Job, source: Path, windows: list[tuple[float, float]], ffmpeg: Ffmpeg
) -> list[str]:
    """Some windows (start and length in s) of the shaped picture, one after another, lossless."""
    parts = []
    for (start_s, length_s), at_s in zip(windows, place_windows(windows), strict=True):
        opened = open_source(source, ss=round(start_s, 3), t=round(length_s, 3))
        part = thin_frames(shape_picture(opened, job, ffmpeg), job, ffmpeg, start_time=0)
        parts.append(part.filter("setpts", f"PTS+{at_s}/TB"))
    joined = graph.filter(parts, "interleave", nb_inputs=len(parts)) if len(parts) > 1 else parts[0]
    options = {"c:v": "ffv1", "slices": 4, "g": 1, "threads": 1, "fps_mode": "vfr"}
    return compile_arguments(joined.output(f"file:{SAMPLES}", **options), ffmpeg)


def place_windows(windows: list[tuple[float, float]]) -> list[float]:
    """Where each window begins among the samples, in s: half a second after the one before."""
    return [round(number * (length_s + 0.5), 3) for number, (_, length_s) in enumerate(windows)]


def plan_try(
    job: Job, quality: int, windows: list[tuple[float, float]], ffmpeg: Ffmpeg
) -> list[str]:
    """The samples as the rendition would have them at that quality, each from a key frame on."""
    rate = plan_frame_rate(picture_of(job), job.rendition.frame_rate_cap)
    opened = graph.input(f"file:{SAMPLES}", threads=1)
    options = picture_options(job.rendition, quality, rate, ffmpeg)
    options["force_key_frames"] = ",".join(str(at_s) for at_s in place_windows(windows))
    return compile_arguments(opened["0"].output(f"file:{TRIED}", **options), ffmpeg)


def plan_comparison(made: str, ffmpeg: Ffmpeg, reference: Any, every: int) -> list[str]:
    """What is in `made` against the reference it was made from, frame by frame in their order.

    Clocks differ by rounding, so frames are numbered anew; VMAF looks at one frame of `every`.
    """
    pair = [_number(graph.input(f"file:{made}", threads=1)["v:0"]), _number(reference)]
    if "libvmaf" in ffmpeg.filters:
        told = {"log_fmt": "json", "log_path": SCORES, "n_subsample": every, "n_threads": 1}
        judged = graph.filter(pair, "libvmaf", shortest=1, **told)
    else:
        judged = graph.filter(pair, "ssim", shortest=1)
    return compile_arguments(judged.output("-", f="null", fps_mode="passthrough"), ffmpeg)


def _number(stream: Any) -> Any:
    return stream.filter("settb", "1/1000").filter("setpts", "N/25/TB")


def read_samples() -> Any:
    """The lossless samples as a reference."""
    return graph.input(f"file:{SAMPLES}", threads=1)["v:0"]
