"""Speech at one loudness, by EBU R128: measured, set, and measured again as the listener has it.

The sound is encoded on its own and measured after coding, for coding moves both numbers: at
16 to 24 kbit/s peaks rise by 1 to 3 dB and loudness moves by half a unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ffmpeg as graph

from hatgiong.media.encoding.arguments import compile_arguments, open_source
from hatgiong.media.encoding.ffmpeg import Ffmpeg

#: For phones and speech, as podcasts have it (AES TD1008, 2021: -16 to -20 LUFS).
TARGET_LUFS = -16.0
#: True peak in dB under full scale that loudspeakers of phones reproduce (EBU R128, AES TD1008).
PEAK_DBTP = -1.5
#: What coding may make of that: it moves peaks by half a decibel whatever is asked for.
CODED_PEAK_DBTP = -1.0
#: Under this there is no speech: the noise of a room and of a phone's own microphone.
_SILENCE_LUFS = -62.0
#: More would only raise noise: a whisper at -60 LUFS needs 44 dB.
_MOST_GAIN_DB = 46.0
#: Near enough: ears notice about 1 LU.
_NEAR_LU = 0.3


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
    """What is done to the sound: a gain; where peaks would then be too high, a ceiling for them,
    and a second gain that makes up for it; and a compressor before both where speech has its
    syllables far under its peaks."""

    gain_db: float = 0.0
    ceiling_dbtp: float | None = None
    makeup_db: float = 0.0
    is_squeezed: bool = False


def parse_loudness(complaints: str) -> Loudness | None:
    """What ffmpeg's ebur128 says last; None where there was no sound at all."""
    integrated = re.findall(r"\bI:\s+(-?[\d.]+) LUFS", complaints)
    peak = re.findall(r"\bPeak:\s+(-?[\d.]+) dBFS", complaints)
    if not integrated or not peak:
        return None
    return Loudness(float(integrated[-1]), float(peak[-1]))


def plan_level(heard: Loudness | None, codec: str) -> Level:
    """The first try: gain alone where peaks stay low, which changes nothing but loudness."""
    if heard is None or heard.is_silent:
        return Level()
    gain_db = min(TARGET_LUFS - heard.integrated_lufs, _MOST_GAIN_DB)
    ceiling = PEAK_DBTP - _CODING_DB[codec]
    if heard.peak_dbtp + gain_db <= ceiling:
        return Level(gain_db)
    crest_db = heard.peak_dbtp - heard.integrated_lufs
    return Level(gain_db, ceiling, is_squeezed=crest_db > _CREST_DB)


#: How far coding raised the peaks of speech in our measurements, in dB.
_CODING_DB = {"opus": 3.0, "aac": 2.4}
#: Loudness that coding took from speech, in LU.
_CODING_LU = 0.3
#: From this distance between loudness and peaks on, a ceiling alone makes speech harsh.
_CREST_DB = 15.0
#: Loudness that is gained for each dB of gain while a ceiling takes off peaks: at first guess.
_YIELD = 0.6


def settle_makeup(level: Level, tried: list[tuple[float, float]]) -> float | None:
    """The next second gain in dB after those that gave these loudnesses in LUFS; None where the
    last is near enough or no more can be won."""
    most_db = _MOST_GAIN_DB - level.gain_db
    makeup_db, lufs = tried[-1]
    missing_lu = TARGET_LUFS + _CODING_LU - lufs
    if abs(missing_lu) <= _NEAR_LU:
        return None
    slope = _YIELD
    if len(tried) > 1 and tried[-2][0] != makeup_db:
        slope = (lufs - tried[-2][1]) / (makeup_db - tried[-2][0])
    following = min(makeup_db + missing_lu / min(max(slope, 0.25), 1.0), most_db)
    return None if abs(following - makeup_db) < 0.1 else following


def fit_level(level: Level, heard: Loudness | None) -> Level | None:
    """The level after one that gave this once coded, or None where it is good enough.

    Everything is moved up or down at once, so that what was heard stays as it is: down where a
    peak is too high, as a little too quiet is better than crackling; up where it is too quiet and
    peaks leave room.
    """
    if heard is None or heard.is_silent or level == Level():
        return None
    room_db = PEAK_DBTP - heard.peak_dbtp
    missing_lu = TARGET_LUFS - heard.integrated_lufs
    shift_db = min(room_db, missing_lu)
    is_loud = min(abs(shift_db), abs(missing_lu)) <= _NEAR_LU or level.gain_db >= _MOST_GAIN_DB
    if is_loud and heard.peak_dbtp <= CODED_PEAK_DBTP:
        return None
    shift_db -= 0.1
    if level.ceiling_dbtp is None:
        return replace(level, gain_db=level.gain_db + shift_db)
    return replace(
        level,
        makeup_db=level.makeup_db + shift_db,
        ceiling_dbtp=min(level.ceiling_dbtp + shift_db, PEAK_DBTP),
    )


def plan_measure(path: Path | str, index: int | None, ffmpeg: Ffmpeg) -> list[str]:
    """A command that tells the loudness of a track of a recording, or of a file that we made."""
    opened = open_source(path) if isinstance(path, Path) else graph.input(f"file:{path}")
    stream = mix_down(opened["a:0" if index is None else str(index)])
    return plan_meter(stream, ffmpeg)


def plan_meter(stream: Any, ffmpeg: Ffmpeg) -> list[str]:
    """A command that listens to a stream of a graph."""
    meter = stream.filter("ebur128", peak="true", framelog="quiet")
    return compile_arguments(meter.output("-", f="null"), ffmpeg)


def mix_down(stream: Any) -> Any:
    """A phone has one loudspeaker, and one channel costs half."""
    return stream.filter("aformat", channel_layouts="mono")
