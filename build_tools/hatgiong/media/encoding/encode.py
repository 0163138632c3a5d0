"""Everything for one rendition: loudness, quality, the encode itself, and a look at the result."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from hatgiong.media.encoding.arguments import plan_encode, plan_frame_rate, read_shaped
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.finished import read_encoded
from hatgiong.media.encoding.job import Encoded, Job
from hatgiong.media.encoding.poster import encode_poster
from hatgiong.media.encoding.probe import require_picture, require_sound
from hatgiong.media.encoding.quality import (
    Score,
    parse_ssim,
    plan_windows,
    read_vmaf,
    search_quality,
)
from hatgiong.media.encoding.sound import encode_sound
from hatgiong.media.encoding.trials import (
    SAMPLES,
    SCORES,
    TRIED,
    plan_comparison,
    plan_samples,
    plan_try,
    read_samples,
)
from hatgiong.media.encoding.work import Bench, Run, Work

#: Frames that VMAF looks at: of the samples every second one, of a finished clip about so many.
_SAMPLE_EVERY, _FRAMES_JUDGED = 2, 100


def encode(job: Job, source: Path, bench: Bench) -> tuple[Path, Encoded]:
    """Makes the job's rendition on the bench; gives the file and what was read from it.

    One thread; the same source, rendition and ffmpeg give the same bytes. Raises `MediaFault`
    where the recording cannot be used, `ProgramFailed` where ffmpeg or the disk cannot.
    """
    ffmpeg, work = bench.ffmpeg, bench.begin(job.probe.duration_s)
    if job.rendition.kind == "audio":
        require_sound(job.probe)
        made = bench.folder / encode_sound(job, source, ffmpeg, work.part(0.0, 0.95))
        done = made, read_encoded(made, job, ffmpeg, vmaf=None, quality=None)
    else:
        require_picture(job.probe)
        if job.rendition.kind == "poster":
            done = encode_poster(job, source, ffmpeg, work)
        else:
            done = _encode_clip(job, source, ffmpeg, work, bench.sound)
    bench.report(1.0)
    return done


def _encode_clip(
    job: Job, source: Path, ffmpeg: Ffmpeg, work: Work, ready: Path | None
) -> tuple[Path, Encoded]:
    if not ffmpeg.find_encoder(job.rendition.video_codec):
        raise MediaFault("clip-not-encoded", {"reason": f"no {job.rendition.video_codec} encoder"})
    sound = ""
    if ready:
        sound = shutil.copyfile(ready, work.folder / f"sound{ready.suffix}").name
    elif job.probe.audio:
        sound = encode_sound(job, source, ffmpeg, work.part(0.0, 0.15))
    quality = _find_quality(job, source, ffmpeg, work)
    made = work.folder / f"made.{job.rendition.ending}"
    arguments = plan_encode(job, source, quality, ffmpeg, sound=sound, made=made.name)
    work.run(arguments, 0.4, 0.85)
    reference, every = read_shaped(job, source, ffmpeg), _plan_every(job)
    vmaf = _judge(made.name, reference, every, ffmpeg, work.folder, work.part(0.85, 1.0))
    measured = vmaf if "libvmaf" in ffmpeg.filters else None
    return made, read_encoded(made, job, ffmpeg, vmaf=measured, quality=quality)


def _plan_every(job: Job) -> int:
    """Of how many frames of the finished clip one is judged."""
    video = job.probe.video
    rate = plan_frame_rate(video, job.rendition.frame_rate_cap) if video else 1
    frames = job.probe.duration_s * min(float(rate), video.frame_rate if video else 1)
    return max(1, int(frames / _FRAMES_JUDGED))


def _find_quality(job: Job, source: Path, ffmpeg: Ffmpeg, work: Work) -> int:
    """The CRF for the row's target, tried on samples."""
    row, video = job.rendition, job.probe.video
    if row.target_vmaf is None or video is None:
        return row.first_quality
    windows = plan_windows(job.probe.duration_s, video.frame_rate)
    work.run(plan_samples(job, source, windows, ffmpeg), 0.15, 0.2)
    length_s = sum(length for _, length in windows)

    def measure(quality: int) -> Score:
        work.run(plan_try(job, quality, windows, ffmpeg), 0.2, 0.4)
        vmaf = _judge(
            TRIED, read_samples(), _SAMPLE_EVERY, ffmpeg, work.folder, work.part(0.2, 0.4)
        )
        size = (work.folder / TRIED).stat().st_size
        return Score(vmaf, size * 8 / 1000 / length_s)

    quality = search_quality(
        row.video_codec, row.target_vmaf, row.first_quality, row.ceiling_kbps, measure,
        trifle_kbps=row.audio_kbps,
    )  # fmt: skip
    for name in (SAMPLES, TRIED):
        (work.folder / name).unlink()
    return quality


def _judge(made: str, reference: Any, every: int, ffmpeg: Ffmpeg, folder: Path, run: Run) -> float:
    """How near a file comes to its reference, on VMAF's scale."""
    complaints = run(plan_comparison(made, ffmpeg, reference, every), 0.0, 1.0)
    if "libvmaf" in ffmpeg.filters:
        return read_vmaf(folder / SCORES)
    score = parse_ssim(complaints)
    if score is None:
        raise MediaFault("clip-not-encoded", {"reason": "its quality could not be measured"})
    return score
