"""A clip's sound, encoded on its own until it is as loud as it is to be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hatgiong.media.encoding.arguments import CLEAN, compile_arguments, open_source
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.job import Job
from hatgiong.media.encoding.loudness import (
    Level,
    fit_level,
    mix_down,
    parse_loudness,
    plan_level,
    plan_measure,
    plan_meter,
    settle_makeup,
)
from hatgiong.media.encoding.probe import Probe
from hatgiong.media.encoding.work import Run

_ROUNDS = 4


def encode_sound(job: Job, source: Path, ffmpeg: Ffmpeg, run: Run) -> str:
    """Encodes the sound until it is as loud as it is to be; gives the file's name in the folder.

    `run` starts a command line, told from which share of the work to which it leads, and gives
    what the program complained of.
    """
    codec = find_sound_codec(job, ffmpeg)
    made = f"sound.{'opus' if codec == 'opus' else 'm4a'}"
    if not {"ebur128", "alimiter", "acompressor"} <= ffmpeg.filters:
        run(plan_sound(job, source, Level(), ffmpeg, made), 0.0, 1.0)
        return made
    known = (job.source_key, job.probe, codec, job.rendition.audio_kbps, ffmpeg.version)
    if known in _FOUND:
        run(plan_sound(job, source, _FOUND[known], ffmpeg, made), 0.0, 1.0)
        return made
    heard = run(plan_measure(source, job.probe.audio[0].index, ffmpeg), 0.0, 0.2)
    level = plan_level(parse_loudness(heard), codec)
    if level.ceiling_dbtp is not None:
        level = _rehearse(job, source, level, ffmpeg, run)
    following: Level | None = level
    for _ in range(_ROUNDS):
        if following is None:
            break
        level = following
        run(plan_sound(job, source, level, ffmpeg, made), 0.4, 0.8)
        heard = run(plan_measure(made, None, ffmpeg), 0.8, 1.0)
        following = fit_level(level, parse_loudness(heard))
    if len(_FOUND) < _MOST_FOUND:
        _FOUND[known] = level
    return made


#: Levels found by this program, for who has not been given the sound itself, as a farm's workers:
#: to find a level takes five times as long as to encode. What would be found again is the same.
_FOUND: dict[tuple[str, Probe, str, int, str], Level] = {}
_MOST_FOUND = 4096


def _rehearse(job: Job, source: Path, level: Level, ffmpeg: Ffmpeg, run: Run) -> Level:
    """The level whose second gain makes up for what its ceiling takes: to listen is three times as
    quick as to encode."""
    tried: list[tuple[float, float]] = []
    makeup_db: float | None = 0.0
    while makeup_db is not None and len(tried) < _ROUNDS:
        level = replace(level, makeup_db=makeup_db)
        heard = parse_loudness(run(plan_rehearsal(job, source, level, ffmpeg), 0.2, 0.4))
        if heard is None:
            break
        tried.append((makeup_db, heard.integrated_lufs))
        makeup_db = settle_makeup(level, tried)
    return level


def plan_rehearsal(job: Job, source: Path, level: Level, ffmpeg: Ffmpeg) -> list[str]:
    """A command that tells the loudness that a level would give, before coding."""
    return plan_meter(_set_level(job, source, level), ffmpeg)


def plan_sound(job: Job, source: Path, level: Level, ffmpeg: Ffmpeg, made: str) -> list[str]:
    """A command that encodes the chosen track at that level, in mono, from the clip's start."""
    codec = find_sound_codec(job, ffmpeg)
    options = _sound_options(codec, job.rendition.audio_kbps) | CLEAN
    stream = _set_level(job, source, level)
    return compile_arguments(stream.output(f"file:{made}", **options), ffmpeg)


def _set_level(job: Job, source: Path, level: Level) -> Any:
    stream = mix_down(open_source(source)[str(job.probe.audio[0].index)])
    stream = stream.filter("aresample", 48000, **{"async": 1, "first_pts": 0})
    if level.gain_db:
        stream = stream.filter("volume", f"{level.gain_db:.2f}dB")
    if level.is_squeezed:
        stream = stream.filter("acompressor", **_COMPRESSOR)
    if level.makeup_db:
        stream = stream.filter("volume", f"{level.makeup_db:.2f}dB")
    if level.ceiling_dbtp is not None:
        stream = stream.filter("alimiter", limit=f"{level.ceiling_dbtp:.2f}dB", **_LIMITER)
    return stream


#: For speech that is already at its loudness: an attack short enough for consonants, a release
#: long enough for a word; chosen by the peaks that were left after coding (1 to 2 dB fewer).
_COMPRESSOR = {
    "threshold": "-24dB", "ratio": 6, "attack": 0.3, "release": 150, "knee": 4, "makeup": 1,
}  # fmt: skip
_LIMITER = {"level": 0, "attack": 3, "release": 30, "latency": 1}


def find_sound_codec(job: Job, ffmpeg: Ffmpeg) -> str:
    """The row's codec, or AAC for an ffmpeg that has no Opus."""
    codec = job.rendition.audio_codec
    return codec if ffmpeg.find_encoder(codec) else "aac"


def _sound_options(codec: str, kbps: int) -> dict[str, Any]:
    """The encoder's options. 24 kHz is what AAC can fill at 24 kbit/s; ffmpeg's coder called fast
    raises peaks by 2 dB less than the default one, in fewer bytes (measured)."""
    if codec == "aac":
        sampling = 24000 if kbps < 40 else 48000
        coder = {"profile:a": "aac_low", "aac_coder": "fast"}
        return {"c:a": "aac", "ar": sampling, "b:a": f"{kbps}k", **coder}
    return {"c:a": "libopus", "b:a": f"{kbps}k", "vbr": "on", **_OPUS[kbps >= _FULL_BAND_KBPS]}


#: Under this rate Opus is kept to wideband (8 kHz), where it has one mode for all speech: between
#: its modes libopus at 16 to 20 kbit/s lets out bursts at full scale, some a minute (measured; in
#: packets of 40 and 60 ms they come oftenest). Without them packets of 60 ms are safe and, wideband
#: and all, spare 20 %.
_FULL_BAND_KBPS = 28
_OPUS: dict[bool, dict[str, Any]] = {
    False: {"application": "voip", "cutoff": 8000, "frame_duration": 60},
    True: {"application": "audio", "frame_duration": 20},
}
