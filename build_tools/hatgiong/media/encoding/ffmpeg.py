"""The encoder: where it is, which version, what it can do, and what is missing."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from hatgiong.problems import Locale
from hatgiong.programs import ProgramFailed, run_program

_TIME_LIMIT_S = 30.0
_HOW_TO_INSTALL = (
    "install it with: pip install imageio-ffmpeg, or name another one in mkdocs.yml: "
    "plugins, hatgiong, media, ffmpeg"
)


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """A program that was asked what it can do. `version` is part of every rendition's key."""

    path: Path
    version: str
    encoders: frozenset[str]
    filters: frozenset[str]

    def find_encoder(self, codec: str) -> str:
        """The best encoder that it has for `av1`, `h264`, `opus` or `aac`; "" where none is."""
        return next((name for name in ENCODERS[codec] if name in self.encoders), "")


#: Best first. SVT-AV1 reaches libaom's size in a tenth of its time (measured in DEPENDENCIES).
ENCODERS = {
    "av1": ("libsvtav1", "libaom-av1"),
    "h264": ("libx264",),
    "opus": ("libopus",),
    "aac": ("aac",),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the program lacks, and what that costs."""

    name: str
    cost: str


def find_ffmpeg(setting: str | None, *, cache_dir: Path | None = None) -> Ffmpeg:
    """The ffmpeg of the settings, else imageio-ffmpeg's, else the system's.

    Its answers are kept in `cache_dir` as long as the program's file stays as it is. Raises
    `ProgramFailed` with how to install one.
    """
    path = _find_path(setting)
    info = path.stat()
    seen = [str(path), info.st_mtime_ns, info.st_size]
    kept = cache_dir / "ffmpeg.json" if cache_dir else None
    answer = _read_answer(kept, seen) or _ask(path)
    if kept and not (kept.exists() and _read_answer(kept, seen)):
        _write_answer(kept, seen, answer)
    return answer


def _find_path(setting: str | None) -> Path:
    named = setting or _find_bundled() or "ffmpeg"
    found = shutil.which(named)
    if not found:
        raise ProgramFailed(f"{named} is not there or cannot be run; {_HOW_TO_INSTALL}")
    return Path(found).absolute()


def _find_bundled() -> str | None:
    """imageio-ffmpeg's program, found without importing it: its import runs the program."""
    spec = importlib.util.find_spec("imageio_ffmpeg")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        for path in sorted(Path(folder, "binaries").glob("ffmpeg-*"), reverse=True):
            return str(path)
    return None


def _ask(path: Path) -> Ffmpeg:
    try:
        version = _run(path, "-version")
        encoders, filters = _run(path, "-encoders"), _run(path, "-filters")
    except ProgramFailed as error:
        raise ProgramFailed(f"{error}\n{_HOW_TO_INSTALL}") from error
    named = re.match(r"ffmpeg version (\S+)", version)
    if not named:
        raise ProgramFailed(f"{path} is not ffmpeg; {_HOW_TO_INSTALL}")
    return Ffmpeg(path, named[1], _names(encoders), _names(filters))


def _run(path: Path, question: str) -> str:
    arguments = [str(path), "-hide_banner", question]
    return run_program(arguments, folder=path.parent, time_limit_s=_TIME_LIMIT_S).output


def _names(listing: str) -> frozenset[str]:
    """The second word of each line that begins with flags, as `ffmpeg -encoders` has them."""
    return frozenset(re.findall(r"^ [A-Z.|]{2,6} +([\w-]+) ", listing, re.MULTILINE))


def _read_answer(kept: Path | None, seen: list[object]) -> Ffmpeg | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        row = json.loads(kept.read_text("utf-8")) if kept else {}
        if row["seen"] == seen:
            names = frozenset(row["encoders"]), frozenset(row["filters"])
            return Ffmpeg(Path(row["seen"][0]), row["version"], *names)
    return None


def _write_answer(kept: Path, seen: list[object], answer: Ffmpeg) -> None:
    """What cannot be kept is asked again the next time."""
    row = {
        "seen": seen,
        "version": answer.version,
        "encoders": sorted(answer.encoders),
        "filters": sorted(answer.filters),
    }
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        temporary = kept.with_suffix(f".{os.getpid()}")
        temporary.write_text(json.dumps(row), "utf-8")
        temporary.replace(kept)


def find_gaps(ffmpeg: Ffmpeg, locale: Locale = "en") -> list[Gap]:
    """What is missing and what it costs, to be said once. Empty where nothing is."""
    have = ffmpeg.encoders | ffmpeg.filters
    gaps = []
    for names, costs in _COSTS.items():
        missing = [name for name in names if name not in have]
        if missing and not (names[0] == "libsvtav1" and not ffmpeg.find_encoder("av1")):
            gaps.append(Gap(", ".join(missing), costs[locale]))
    if not ffmpeg.find_encoder("av1"):
        gaps.append(Gap("libsvtav1, libaom-av1", _NO_AV1[locale]))
    return gaps


_NO_AV1 = {
    "en": "no AV1: newer phones fetch the H.264 clips too, about twice the bytes",
    "vi": "không có AV1: điện thoại mới cũng phải tải bản H.264, tốn dữ liệu gần gấp đôi",
}
#: Encoders and filters that the renditions use, and what their absence costs.
_COSTS = {
    ("libsvtav1",): {
        "en": "AV1 is made by libaom-av1: several times slower",
        "vi": "AV1 được tạo bằng libaom-av1: chậm hơn nhiều lần",
    },
    ("libx264",): {
        "en": "no H.264 clips: many phones of before 2020 cannot play any",
        "vi": "không có bản H.264: nhiều điện thoại đời trước 2020 không xem được",
    },
    ("libopus",): {
        "en": "no Opus sound: AAC instead, half as much again for the same speech",
        "vi": "không có âm thanh Opus: dùng AAC, tốn thêm khoảng một nửa dữ liệu",
    },
    ("libvmaf",): {
        "en": "quality is judged by SSIM, less close to what eyes see",
        "vi": "chất lượng hình được đo bằng SSIM, kém sát với mắt nhìn hơn",
    },
    ("zscale", "tonemap"): {
        "en": "HDR clips of newer phones look pale",
        "vi": "clip HDR của điện thoại mới sẽ bị nhạt màu",
    },
    ("ebur128", "alimiter", "acompressor"): {
        "en": "sound keeps its recorded loudness: some clips too quiet, some too loud",
        "vi": "giữ nguyên độ to khi ghi: có clip quá nhỏ, có clip quá to",
    },
    ("mpdecimate",): {
        "en": "still pictures are sent again and again: slideshows cost more bytes",
        "vi": "hình đứng yên bị gửi lặp lại: clip trình chiếu tốn thêm dữ liệu",
    },
}
