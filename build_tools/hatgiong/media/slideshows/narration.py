"""What is heard in a slideshow: recordings, each at one loudness, or a machine's voice."""

from __future__ import annotations

import wave
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hatgiong.media.encoding.arguments import compile_arguments, open_source
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.job import SourceFile
from hatgiong.media.encoding.loudness import PEAK_DBTP, TARGET_LUFS, parse_loudness, plan_measure
from hatgiong.media.encoding.work import Run
from hatgiong.media.slideshows.slide_times import LEAD_S, Narration
from hatgiong.media.slideshows.slides import Slide
from hatgiong.media.slideshows.speech import Speech

SAMPLE_RATE = 48_000
_SAMPLE_BYTES = 2
#: No step takes ten minutes to say; what is longer is a mistake, or a clip of its own.
LONGEST_S = 600
#: Once speech is at its loudness, this is the silence before and after it; a click of less than
#: 50 ms, as of the button that began the recording, is no speech.
_SILENCE = {"start_periods": 1, "start_threshold": "-42dB", "start_duration": 0.05}
#: A tenth of a second, beside the 50 ms in which sound was recognised: ffmpeg counts both.
_KEPT_SILENCE_S = 0.15
#: Gain that would raise nothing but a room's noise is not given.
_MOST_GAIN_DB = 46.0
#: Coding at 24 kbit/s raises peaks by up to 3 dB: with this much room it need be done only once.
_CEILING_DBTP = PEAK_DBTP - 3.5
#: A limiter lowers loudness: a second try makes up for more than this.
_NEAR_LU = 0.6


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard of a step: a WAV file at 48 kHz in mono, where in it, and how long."""

    path: Path
    begin_s: float
    narration: Narration
    is_machine: bool = False


def level_recording(source: SourceFile, folder: Path, name: str, ffmpeg: Ffmpeg, run: Run) -> Heard:
    """A recording at -16 LUFS without the silence at its ends, as `folder/name.wav`.

    Recordings of one lesson differ by 20 dB and more, as each was made at another distance: each
    is measured by itself. Raises `MediaFault` for one in which nothing can be heard.
    """
    try:
        made = _level(source.path, folder / f"{name}.wav", ffmpeg, run, is_trimmed=True)
    except MediaFault as fault:
        reason = fault.facts.get("reason", "")
        raise MediaFault(
            fault.rule, {**fault.facts, "reason": f"{source.name}: {reason}"}
        ) from fault
    duration_s = _measure_length(made) if made else 0.0
    if made is None or not duration_s:
        raise MediaFault("narration-silent", {"name": source.name})
    return Heard(made, 0.0, Narration(duration_s))


def level_speech(speech: Speech, folder: Path, ffmpeg: Ffmpeg, run: Run) -> dict[str, Heard]:
    """A machine's voice at the same loudness, by the names of the sections that it reads."""
    made = _level(speech.path, folder / "speech-levelled.wav", ffmpeg, run, is_trimmed=False)
    if made is None:
        return {}
    heard = {}
    for name, utterances in speech.utterances.items():
        if utterances:
            begin_s, (last_s, length_s) = utterances[0][0], utterances[-1]
            inside = tuple((start_s - begin_s, one_s) for start_s, one_s in utterances)
            narration = Narration(last_s + length_s - begin_s, inside)
            heard[name] = Heard(made, begin_s, narration, is_machine=True)
    return heard


def _level(path: Path, made: Path, ffmpeg: Ffmpeg, run: Run, *, is_trimmed: bool) -> Path | None:
    loudness = parse_loudness(run(plan_measure(path, None, ffmpeg), 0.0, 0.3))
    if loudness is None or loudness.is_silent:
        return None
    gain_db = min(TARGET_LUFS - loudness.integrated_lufs, _MOST_GAIN_DB)
    is_limited = loudness.peak_dbtp + gain_db > _CEILING_DBTP
    run(_plan_levelling(path, made, gain_db, ffmpeg, is_trimmed=is_trimmed), 0.3, 0.7)
    if not is_limited:
        return made
    after = parse_loudness(run(plan_measure(made, None, ffmpeg), 0.7, 0.8))
    if after and TARGET_LUFS - after.integrated_lufs > _NEAR_LU:
        gain_db = min(gain_db + 1.3 * (TARGET_LUFS - after.integrated_lufs), _MOST_GAIN_DB)
        run(_plan_levelling(path, made, gain_db, ffmpeg, is_trimmed=is_trimmed), 0.8, 1.0)
    return made


def _plan_levelling(
    path: Path, made: Path, gain_db: float, ffmpeg: Ffmpeg, *, is_trimmed: bool
) -> list[str]:
    """A command that writes the sound at its level, with peaks held under the ceiling."""
    stream = open_source(path, t=LONGEST_S)["a:0"]
    stream = stream.filter("aformat", channel_layouts="mono").filter("aresample", SAMPLE_RATE)
    stream = stream.filter("volume", f"{gain_db:.2f}dB").filter(
        "alimiter", limit=f"{_CEILING_DBTP:.2f}dB", level=0, attack=5, release=50, latency=1
    )
    if is_trimmed:
        stream = _trim(stream)
    output = stream.output(
        f"file:{made}", **{"c:a": "pcm_s16le", "fflags": "+bitexact", "map_metadata": -1}
    )
    return compile_arguments(output, ffmpeg)


def _trim(stream: Any) -> Any:
    """Silence is cut off the beginning, and off the end as the beginning of the reverse."""
    for _ in range(2):
        stream = stream.filter("silenceremove", **_SILENCE, start_silence=_KEPT_SILENCE_S)
        stream = stream.filter("areverse")
    return stream


def _measure_length(path: Path) -> float:
    with wave.open(str(path), "rb") as file:
        return file.getnframes() / file.getframerate()


def write_sound(slides: Sequence[Slide], heard: Mapping[str, Heard], path: Path) -> None:
    """One WAV file as long as the slides, each narration at the beginning of its slide."""
    end_s = slides[-1].start_s + slides[-1].duration_s
    with wave.open(str(path), "wb") as file:
        file.setparams((1, _SAMPLE_BYTES, SAMPLE_RATE, 0, "NONE", ""))
        written = 0
        for at_s, one in _place(slides, heard):
            written += _write_silence(file, round(at_s * SAMPLE_RATE) - written)
            written += _copy(file, one, round(end_s * SAMPLE_RATE) - written)
        _write_silence(file, round(end_s * SAMPLE_RATE) - written)


def _place(slides: Iterable[Slide], heard: Mapping[str, Heard]) -> Iterable[tuple[float, Heard]]:
    return (
        (slide.start_s + LEAD_S, heard[slide.narration])
        for slide in slides
        if slide.narration is not None and slide.narration in heard
    )


def _write_silence(file: wave.Wave_write, samples: int) -> int:
    count = max(0, samples)
    for start in range(0, count, SAMPLE_RATE):
        file.writeframesraw(bytes(_SAMPLE_BYTES * min(SAMPLE_RATE, count - start)))
    return count


def _copy(file: wave.Wave_write, one: Heard, most: int) -> int:
    """The samples of a narration, at most so many."""
    with wave.open(str(one.path), "rb") as source:
        source.setpos(min(source.getnframes(), round(one.begin_s * SAMPLE_RATE)))
        frames = source.readframes(min(most, round(one.narration.duration_s * SAMPLE_RATE)))
    file.writeframesraw(frames)
    return len(frames) // _SAMPLE_BYTES
