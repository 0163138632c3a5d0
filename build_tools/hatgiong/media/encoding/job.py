"""One rendition to be made, as a value that any process or machine can work on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.probe import Probe
from hatgiong.media.encoding.renditions import Rendition

#: Raised when the same job would be encoded with other arguments: old renditions are then stale.
RECIPE_VERSION = 4


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A recording in `content/`: where it lies, what it holds, what its author calls it."""

    path: Path
    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class Job:
    """One rendition of one source. `label` is for people: `thanh-toan-qr vi 240p.av1`.

    `at_s` is where a poster's frame is taken; None leaves the choice to the encoder.
    """

    key: str
    rendition: Rendition
    source_key: str
    probe: Probe
    label: str
    at_s: float | None = None


@dataclass(frozen=True, slots=True)
class Encoded:
    """What was made, as read from the finished file.

    `codecs` is written as RFC 6381 has it, for `type="video/mp4; codecs=..."`. `vmaf` is measured
    on the whole of the finished file, None where it was not; `quality` is the encoder's CRF.
    """

    size_bytes: int
    duration_s: float
    width_px: int
    height_px: int
    codecs: str
    mime: str
    vmaf: float | None
    quality: int | None
    encoder: str


def make_job(
    rendition: Rendition,
    source_key: str,
    probe: Probe,
    ffmpeg: Ffmpeg,
    *,
    label: str,
    at_s: float | None = None,
) -> Job:
    """The job under the key that names everything its bytes depend on, and nothing else."""
    key = make_key(rendition, source_key, ffmpeg, at_s=at_s)
    return Job(key, rendition, source_key, probe, label, at_s)


def make_key(
    rendition: Rendition, source_key: str, ffmpeg: Ffmpeg, *, at_s: float | None = None
) -> str:
    """SHA-256 of the source's bytes, the rendition's numbers, our recipe and the encoder."""
    facts = [_write_text(source_key), _write_row(rendition), _write(RECIPE_VERSION)]
    facts += [_write_text(ffmpeg.version), "null" if at_s is None else _write(at_s)]
    return hashlib.sha256(f"[{','.join(facts)}]".encode()).hexdigest()


@lru_cache(maxsize=64)
def _write_row(rendition: Rendition) -> str:
    """A row's numbers: they are the same for every clip, and each build asks for all of them."""
    return _write(rendition.numbers())


@lru_cache(maxsize=1024)
def _write_text(fact: str) -> str:
    """A source's key is the same for all its renditions, the encoder for all clips."""
    return _write(fact)


def _write(fact: object) -> str:
    return json.dumps(fact, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
