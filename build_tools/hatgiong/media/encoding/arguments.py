"""Command lines for ffmpeg, built from graphs: pure, so that they can be read and compared.

Every program runs in the job's own folder: what it writes has a plain name there, and only the
recording has a path. Paths begin with `file:`, so that no name is taken for an option, a pattern
or an address.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import ffmpeg as graph

from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.job import Job
from hatgiong.media.encoding.probe import CONTAINERS, PIXEL_LIMIT, PROTOCOLS, VideoFacts
from hatgiong.media.encoding.renditions import Rendition, plan_size

#: A file in a job's folder.
FRAME = "frame.png"
#: In an mp4 a phone can jump only to key frames: one at least each 5 s of frames, and each 10 s of
#: time where a still picture has few frames (2 s more would cost a slideshow a third more bytes).
_KEY_S, _STILL_KEY_S = 5, 20
#: The longest time in s that a still picture goes without a frame: players stall on longer gaps.
_STILL_S = 1
#: Sum of differences of 8 x 8 samples from which a block counts as changed, surely or in number,
#: and the share of blocks that may do so in a repeated frame. Stricter than mpdecimate's defaults
#: (768, 320, 0.33), which lose a blinking cursor and slow fades.
_DECIMATE = {"hi": 64 * 8, "lo": 64 * 3, "frac": 0.1}


def open_source(source: Path, **options: Any) -> Any:
    """An input that reads this one file, and refuses playlists and pictures of any size."""
    return graph.input(
        f"file:{source.absolute()}",
        protocol_whitelist=PROTOCOLS,
        format_whitelist=CONTAINERS,
        max_pixels=PIXEL_LIMIT,
        threads=1,
        **options,
    )


def compile_arguments(output: Any, ffmpeg: Ffmpeg) -> list[str]:
    """The command line: one thread, so that the bytes are the same on every computer."""
    quiet = ("-hide_banner", "-nostdin", "-nostats", "-progress", "pipe:1", "-y")
    single = ("-filter_threads", "1", "-filter_complex_threads", "1")
    arguments: list[str] = output.global_args(*quiet, *single).compile(cmd=str(ffmpeg.path))
    return arguments


def plan_frame_rate(video: VideoFacts, cap: int) -> Fraction:
    """Frames a second: every one, every second or every third of the source's, whichever is the
    first to stay under the cap: any other share would stutter. A varying rate gets the cap."""
    if video.is_variable or video.frame_rate <= 0:
        return Fraction(cap)
    rate = Fraction(video.frame_rate).limit_denominator(1001)
    return rate / ceil(rate / Fraction(cap) / Fraction(102, 100))


def shape_picture(opened: Any, job: Job, ffmpeg: Ffmpeg) -> Any:
    """The picture as the rendition has it: upright, its size, BT.709, 8 bits, its frame rate.

    Rotation was applied by the decoder (ffmpeg's -autorotate, which is on by itself).
    """
    video = picture_of(job)
    width, height = plan_size(video, job.rendition.height_px)
    stream = opened[str(video.index)]
    if video.is_hdr and {"zscale", "tonemap"} <= ffmpeg.filters:
        stream = _map_tones(stream.filter("scale", width, height, flags="lanczos"), video)
    else:
        stream = stream.filter(
            "scale", width, height, flags="lanczos", in_color_matrix=_matrix(video),
            out_color_matrix="bt709", out_range="tv",
        )  # fmt: skip
    stream = stream.filter("format", "yuv420p").filter("setsar", 1)
    return stream.filter(
        "setparams", range="tv", colorspace="bt709", color_primaries="bt709", color_trc="bt709"
    )


def _map_tones(stream: Any, video: VideoFacts) -> Any:
    """HDR to what every screen shows: in linear light, to BT.709's colours.

    203 cd/m2 is the white of HDR by ITU-R BT.2408. Moebius leaves all that is darker as it is and
    bends only what is brighter (white becomes 232 of 255; Hable's curve made it 157).
    """
    stream = stream.filter(
        "zscale", transferin=video.transfer, primariesin="bt2020", matrixin="bt2020nc",
        transfer="linear", npl=203,
    )  # fmt: skip
    stream = stream.filter("format", "gbrpf32le").filter("zscale", primaries="bt709")
    stream = stream.filter("tonemap", "mobius", param=0.6, desat=0)
    return stream.filter("zscale", transfer="bt709", matrix="bt709", range="limited")


def _matrix(video: VideoFacts) -> str:
    """Where a file does not tell: BT.709 for high definition, as every player takes it."""
    if video.matrix:
        return "auto"
    return "bt709" if min(video.width_px, video.height_px) >= 720 else "bt601"


def thin_frames(stream: Any, job: Job, ffmpeg: Ffmpeg, **start: Any) -> Any:
    """Even steps in time, then without the frames that only repeat."""
    video = picture_of(job)
    rate = plan_frame_rate(video, job.rendition.frame_rate_cap)
    stream = stream.filter("fps", fps=str(rate), **start)
    dropped = round(rate * _STILL_S) - 1
    if dropped < 1 or "mpdecimate" not in ffmpeg.filters:
        return stream
    return stream.filter("mpdecimate", max=dropped, **_DECIMATE)


def plan_encode(
    job: Job, source: Path, quality: int, ffmpeg: Ffmpeg, *, sound: str, made: str
) -> list[str]:
    """The rendition itself: the picture encoded, the sound copied from the file `sound`."""
    rate = plan_frame_rate(picture_of(job), job.rendition.frame_rate_cap)
    shaped = shape_picture(open_source(source), job, ffmpeg)
    streams = [thin_frames(shaped, job, ffmpeg, start_time=0)]
    if sound:
        streams.append(graph.input(f"file:{sound}")["a"])
    options = picture_options(job.rendition, quality, rate, ffmpeg) | CLEAN
    options |= {"c:a": "copy", "movflags": "+faststart", "brand": "mp42"}
    options["max_interleave_delta"] = 0  # wait for late frames, or chunks differ from run to run
    options["bsf:v"] = _hold_last_frame(job.probe.duration_s)
    return compile_arguments(graph.output(*streams, f"file:{made}", **options), ffmpeg)


#: Nothing of the source's is told on: not the place where it was filmed, not the phone, no
#: chapters, and no date, so that the same source gives the same bytes.
CLEAN = {
    "map_metadata": -1,
    "map_chapters": -1,
    "fflags": "+bitexact",
    "flags:v": "+bitexact",
    "flags:a": "+bitexact",
    "max_muxing_queue_size": 4096,
}


def _hold_last_frame(duration_s: float) -> str:
    """The last frame stays until the end: the frames that repeated it were dropped.

    In decoding time, as mp4 counts: with frames that refer to later ones, the last to be decoded
    is not the last to be shown.
    """
    rest = f"max(1,{duration_s:.3f}/TB-DTS+STARTDTS)"
    return f"setts=pts=PTS:dts=DTS:duration='if(eq(NEXT_DTS,NOPTS),{rest},DURATION)'"


def picture_options(
    rendition: Rendition, quality: int, rate: Fraction, ffmpeg: Ffmpeg
) -> dict[str, Any]:
    """The encoder's options for a quality (CRF) under the row's ceiling."""
    encoder = ffmpeg.find_encoder(rendition.video_codec)
    ceiling = rendition.ceiling_kbps
    options: dict[str, Any] = {
        "c:v": encoder,
        "crf": quality,
        "g": max(1, round(rate * _KEY_S)),
        "force_key_frames": f"expr:gte(t,n_forced*{_STILL_KEY_S})",
        "fps_mode": "vfr",
        "threads": 1,
        "pix_fmt": "yuv420p",
    }
    if encoder == "libsvtav1":
        options |= {"preset": rendition.speed, "svtav1-params": _SVT}
    elif encoder == "libaom-av1":  # as fast as it goes in this mode; no threads, no tiles
        options |= {"cpu-used": 6, "row-mt": 0, "b:v": 0}
    else:
        options |= {"preset": rendition.speed, "profile:v": rendition.profile}
        options |= {"maxrate": f"{ceiling}k", "bufsize": f"{2 * ceiling}k"}
    return options


#: SVT-AV1's own options: one core; matrices and more bits for faint differences, such as grey
#: words on white, spare 2 to 4 % at equal VMAF (measured). Its temporal filter is off: it spares
#: 1 % of a filmed clip, and takes 1 to 2 points of VMAF from slides at the same bytes. Its own
#: ceiling (mbr) counts frames, not time, and spoils slides that have one a second: the ceiling is
#: kept by the search for the quality.
_SVT = "lp=1:enable-tf=0:enable-variance-boost=1:enable-qm=1:qm-min=0"


def read_shaped(job: Job, source: Path, ffmpeg: Ffmpeg) -> Any:
    """The whole source, shaped as the rendition is, as a reference."""
    shaped = shape_picture(open_source(source), job, ffmpeg)
    return thin_frames(shaped, job, ffmpeg, start_time=0)


def plan_frame(job: Job, source: Path, start_s: float, ffmpeg: Ffmpeg) -> list[str]:
    """One frame for the poster: the one at `at_s`, else the most usual one of the next 20 s."""
    shaped = shape_picture(open_source(source, ss=round(start_s, 3)), job, ffmpeg)
    if job.at_s is None and "thumbnail" in ffmpeg.filters:
        shaped = shaped.filter("fps", fps=1, round="up", start_time=0).filter("thumbnail", n=20)
    options = {"frames:v": 1, "update": 1, "pix_fmt": "rgb24", "threads": 1} | CLEAN
    return compile_arguments(shaped.output(f"file:{FRAME}", **options), ffmpeg)


def picture_of(job: Job) -> VideoFacts:
    """What is known of the job's picture; to ask for one that is not there is a bug of ours."""
    if job.probe.video is None:
        raise ValueError(f"{job.label} has no picture")
    return job.probe.video
