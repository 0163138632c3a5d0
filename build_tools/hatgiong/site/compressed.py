"""Compressed copies beside every text file, so that the smallest server can send them.

Phones on plain http ask for gzip only (browsers offer brotli on HTTPS and localhost), so both are
made. A browser's own compression level is nothing we can choose: 11 and 9 are each format's best.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import brotli

TEXT_ENDINGS = frozenset(
    {
        ".html",
        ".css",
        ".js",
        ".mjs",
        ".json",
        ".svg",
        ".xml",
        ".txt",
        ".vtt",
        ".map",
        ".webmanifest",
    }
)
#: brotli's window as a power of two: 64 kB holds any page, and a smaller one starts faster.
_WINDOW_BITS = 16
#: Below this the compressed copy would be larger, or save less than one packet's header.
_SMALLEST_BYTES = 64


@dataclass(frozen=True, slots=True)
class Sizes:
    """A file's bytes as stored, with gzip and with brotli."""

    raw: int
    gzip: int
    brotli: int


def write_file(path: Path, content: bytes) -> Sizes:
    """Writes a new file, with `.gz` and `.br` beside it where it is text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if path.suffix not in TEXT_ENDINGS or len(content) < _SMALLEST_BYTES:
        return Sizes(len(content), len(content), len(content))
    window = max(_WINDOW_BITS, min(22, len(content).bit_length()))
    small = brotli.compress(content, mode=brotli.MODE_TEXT, quality=11, lgwin=window)
    zipped = gzip.compress(content, 9, mtime=0)
    path.with_name(path.name + ".br").write_bytes(small)
    path.with_name(path.name + ".gz").write_bytes(zipped)
    return Sizes(len(content), len(zipped), len(small))
