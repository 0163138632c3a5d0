"""Speech at one loudness, by EBU R128: measured, set, and measured again as the listener has it.

The sound is encoded on its own and measured after coding, for coding moves both numbers: at
16 to 24 kbit/s peaks rise by 1 to 3 dB and loudness moves by half a unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg as graph

from hatgiong.media.arguments import CLEAN, compile_arguments, open_source
from hatgiong.media.ffmpeg import Ffmpeg
from hatgiong.media.job import Job
from hatgiong.media.work import Run

#: For phones and speech, as podcasts have it (AES TD1008, 2021: -16 to -20 LUFS).
TARGET_LUFS = -16.0
#: True peak in dB under full scale that loudspeakers of phones reproduce (EBU R128, AES TD1008).
PEAK_DBTP = -1.5
#: Under this there is no speech: the noise of a room and of a phone's own microphone.
_SILENCE_LUFS = -62.0
#: More would only raise noise: a whisper at -60 LUFS needs 44 dB.
_MOST_GAIN_DB = 46.0
#: Near enough for ears, which notice about 1 LU, and half of what is promised.
_NEAR_LU = 0.5
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS and true peak in dBTP (ITU-R BS.1770)."""

    integrated_lufs: float
    peak_dbtp: float

    @property
    def is_silent(self) -> bool:
        return self.integrated_lufs < _SILENCE_LUFS


@dataclass(frozen=True, slots=True)
class Level:
    """What is done to the sound: a gain, and a ceiling for its peaks where one is needed."""

    gain_db: float = 0.0
    ceiling_dbtp: float | None = None


def parse_loudness(complaints: str) -> Loudness | None:
    """What ffmpeg's ebur128 says last; None where there was no sound at all."""
    integrated = re.findall(r"\bI:\s+(-?[\d.]+) LUFS", complaints)
    peak = re.findall(r"\bPeak:\s+(-?[\d.]+) dBFS", complaints)
    if not integrated or not peak:
        return None
    return Loudness(float(integrated[-1]), float(peak[-1]))


def plan_level(heard: Loudness | None, codec: str) -> Level:
    """The first try: gain alone where peaks stay low, which changes nothing but loudness; else a
    ceiling for peaks too."""
    if heard is None or heard.is_silent:
        return Level()
    gain_db = min(TARGET_LUFS - heard.integrated_lufs, _MOST_GAIN_DB)
    ceiling = PEAK_DBTP - _CODING_DB[codec]
    is_low = heard.peak_dbtp + gain_db <= ceiling
    return Level(gain_db, None if is_low else ceiling)


#: How far coding raised the peaks of speech in our measurements, in dB.
_CODING_DB = {"opus": 3.7, "aac": 3.8}
#: Loudness that is gained for each dB of gain while a ceiling takes off peaks: at first guess.
_YIELD = 0.5


def settle_gain(tried: list[tuple[float, float]]) -> float | None:
    """The next gain in dB after those that gave these loudnesses in LUFS; None where the last is
    near enough or nothing more can be won."""
    gain_db, lufs = tried[-1]
    missing_lu = TARGET_LUFS - lufs
    if abs(missing_lu) <= _NEAR_LU / 2:
        return None
    slope = _YIELD
    if len(tried) > 1 and tried[-2][0] != gain_db:
        slope = (lufs - tried[-2][1]) / (gain_db - tried[-2][0])
    following = min(gain_db + missing_lu / min(max(slope, 0.2), 1.0), _MOST_GAIN_DB)
    return None if abs(following - gain_db) < 0.1 else following


def improve_level(level: Level, heard: Loudness | None, codec: str) -> Level | None:
    """The next try after coding was heard to give this, or None where it is good enough."""
    if heard is None or heard.is_silent or level == Level():
        return None
    missing_lu = TARGET_LUFS - heard.integrated_lufs
    over_db = heard.peak_dbtp - PEAK_DBTP
    is_loudest = missing_lu > 0 and level.gain_db >= _MOST_GAIN_DB
    if over_db <= 0 and (abs(missing_lu) <= _NEAR_LU or is_loudest):
        return None
    ceiling = level.ceiling_dbtp
    if over_db > 0:
        before = PEAK_DBTP - _CODING_DB[codec] if ceiling is None else ceiling
        ceiling = max(before - over_db - 0.2, -14.0)
        missing_lu += 0.2 * over_db
    slope = 1.0 if level.ceiling_dbtp is None else _YIELD
    return Level(min(level.gain_db + missing_lu / slope, _MOST_GAIN_DB), ceiling)


def plan_measure(path: Path | str, index: int | None, ffmpeg: Ffmpeg) -> list[str]:
    """A command that tells the loudness of a track of a recording, or of a file that we made."""
    opened = open_source(path) if isinstance(path, Path) else graph.input(f"file:{path}")
    stream = _mono(opened["a:0" if index is None else str(index)])
    return _plan_meter(stream, ffmpeg)


def plan_rehearsal(job: Job, source: Path, level: Level, ffmpeg: Ffmpeg) -> list[str]:
    """A command that tells the loudness that a level would give, before coding."""
    return _plan_meter(_set_level(job, source, level), ffmpeg)


def _plan_meter(stream: Any, ffmpeg: Ffmpeg) -> list[str]:
    meter = stream.filter("ebur128", peak="true", framelog="quiet")
    return compile_arguments(meter.output("-", f="null"), ffmpeg)


def plan_sound(job: Job, source: Path, level: Level, ffmpeg: Ffmpeg, made: str) -> list[str]:
    """A command that encodes the chosen track at that level, in mono, from the clip's start."""
    codec = find_sound_codec(job, ffmpeg)
    options = _SOUND[codec] | CLEAN | {"b:a": f"{job.rendition.audio_kbps}k"}
    stream = _set_level(job, source, level)
    return compile_arguments(stream.output(f"file:{made}", **options), ffmpeg)


def _set_level(job: Job, source: Path, level: Level) -> Any:
    stream = _mono(open_source(source)[str(job.probe.audio[0].index)])
    stream = stream.filter("aresample", 48000, **{"async": 1, "first_pts": 0})
    if level.gain_db:
        stream = stream.filter("volume", f"{level.gain_db:.2f}dB")
    if level.ceiling_dbtp is not None:
        stream = stream.filter(
            "alimiter", limit=f"{level.ceiling_dbtp:.2f}dB", level=0, attack=5, release=50,
            latency=1,
        )  # fmt: skip
    return stream


def _mono(stream: Any) -> Any:
    """A phone has one loudspeaker, and one channel costs half."""
    return stream.filter("aformat", channel_layouts="mono")


def find_sound_codec(job: Job, ffmpeg: Ffmpeg) -> str:
    """The row's codec, or AAC for an ffmpeg that has no Opus."""
    codec = job.rendition.audio_codec
    return codec if ffmpeg.find_encoder(codec) else "aac"


#: Opus: `voip` is its mode for speech; packets of 60 ms spare 18 % of an mp4 against 20 ms
#: (measured). AAC: 24 kHz is what 24 kbit/s can fill; ffmpeg's own AAC has no better mode.
_SOUND: dict[str, dict[str, Any]] = {
    "opus": {"c:a": "libopus", "application": "voip", "frame_duration": 60, "vbr": "on"},
    "aac": {"c:a": "aac", "ar": 24000, "profile:a": "aac_low"},
}


def encode_sound(job: Job, source: Path, ffmpeg: Ffmpeg, run: Run) -> str:
    """Encodes the sound until it is as loud as it is to be; gives the file's name in the folder.

    `run` starts a command line, told from which share of the work to which it leads, and gives
    what the program complained of.
    """
    codec = find_sound_codec(job, ffmpeg)
    made = f"sound.{'opus' if codec == 'opus' else 'm4a'}"
    if not {"ebur128", "alimiter"} <= ffmpeg.filters:
        run(plan_sound(job, source, Level(), ffmpeg, made), 0.0, 1.0)
        return made
    heard = run(plan_measure(source, job.probe.audio[0].index, ffmpeg), 0.0, 0.2)
    level: Level | None = plan_level(parse_loudness(heard), codec)
    if level and level.ceiling_dbtp is not None:
        level = _rehearse(job, source, level, ffmpeg, run)
    for _ in range(_ROUNDS):
        if level is None:
            break
        run(plan_sound(job, source, level, ffmpeg, made), 0.4, 0.8)
        heard = run(plan_measure(made, None, ffmpeg), 0.8, 1.0)
        level = improve_level(level, parse_loudness(heard), codec)
    return made


def _rehearse(job: Job, source: Path, level: Level, ffmpeg: Ffmpeg, run: Run) -> Level:
    """The level whose gain makes up for what its ceiling takes; coding takes three times as long
    as to listen."""
    tried: list[tuple[float, float]] = []
    gain_db: float | None = level.gain_db
    while gain_db is not None and len(tried) < _ROUNDS:
        level = Level(gain_db, level.ceiling_dbtp)
        heard = parse_loudness(run(plan_rehearsal(job, source, level, ffmpeg), 0.2, 0.4))
        if heard is None:
            break
        tried.append((gain_db, heard.integrated_lufs))
        gain_db = settle_gain(tried)
    return level
