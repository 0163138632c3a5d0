"""Compressed copies beside every text file, so that the smallest server can send them.

Phones on plain http ask for gzip only (browsers offer brotli on HTTPS and localhost), so both are
made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli
import deflate

from hatgiong.project import Compression

TEXT_ENDINGS = frozenset(
    ".html .css .js .mjs .json .svg .xml .txt .vtt .map .webmanifest".split()  # noqa: SIM905
)
#: brotli's window as a power of two: 64 kB holds any page, and a larger one only starts slower.
_WINDOW_BITS = 16
#: Below this the compressed copy would be larger, or save less than one packet's header.
_SMALLEST_BYTES = 64


@dataclass(frozen=True, slots=True)
class Levels:
    """How hard to try: brotli's quality (RFC 7932 says nothing of it; 0 to 11), libdeflate's."""

    brotli: int
    gzip: int


#: Measured on 1,000 generated lessons, a page of 16 kB: brotli 9 takes 0.5 ms and gives 5,284
#: bytes, 11 takes 24 ms and gives 4,932; libdeflate 9 takes 0.2 ms and gives 5,741, 12 takes
#: 2.5 ms and gives 5,589 (zlib's best: 5,714).
LEVELS: dict[Compression, Levels] = {
    "fast": Levels(brotli=9, gzip=9),
    "best": Levels(brotli=11, gzip=12),
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """A file's bytes as stored, with gzip and with brotli."""

    raw: int
    gzip: int
    brotli: int


@lru_cache(maxsize=256)
def _compress(content: bytes, levels: Levels) -> tuple[bytes, bytes]:
    """With brotli and with gzip. Lessons that share a drawing have it in each folder."""
    window = max(_WINDOW_BITS, min(22, len(content).bit_length()))
    small = brotli.compress(content, mode=brotli.MODE_TEXT, quality=levels.brotli, lgwin=window)
    return small, bytes(deflate.gzip_compress(content, levels.gzip))


def write_packed(path: Path, content: bytes) -> Sizes:
    """Writes a new file that is mostly packed already (a clip in base64), with `.gz` alone beside
    it: that wins back base64's quarter in 20 ms a file, and nothing wins more."""
    zipped = bytes(deflate.gzip_compress(content, LEVELS["fast"].gzip))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.with_name(path.name + ".gz").write_bytes(zipped)
    return Sizes(len(content), len(zipped), len(content))


def write_file(path: Path, content: bytes, compression: Compression) -> Sizes:
    """Writes a new file, with `.gz` and `.br` beside it where it is text."""
    try:
        path.write_bytes(content)
    except FileNotFoundError:  # asking first would cost more: most folders are there
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if path.suffix not in TEXT_ENDINGS or len(content) < _SMALLEST_BYTES:
        return Sizes(len(content), len(content), len(content))
    small, zipped = _compress(content, LEVELS[compression])
    path.with_name(path.name + ".br").write_bytes(small)
    path.with_name(path.name + ".gz").write_bytes(zipped)
    return Sizes(len(content), len(zipped), len(small))
