"""Photographs: measured when they are good, and never more than a problem when they are not."""

from __future__ import annotations

import hashlib
import io
import random
import struct
import zlib
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from hatgiong.lessons.lesson import Photograph, PictureFile
from hatgiong.lessons.picture import read_picture
from hatgiong.problems import Problem
from tiny_site import TinySite

KINDS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP", "avif": "AVIF"}
DAMAGES = 40


def _save(kind: str, size: tuple[int, int] = (64, 48), **options: bytes) -> bytes:
    out = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1, 1, 1), 20).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def _read(site: TinySite, name: str, content: bytes) -> tuple[PictureFile | None, list[Problem]]:
    path: Path = site.write(f"content/lessons/bai-tot/{name}", content)
    return read_picture(path, site.folder)


@pytest.mark.parametrize("ending", [*KINDS, "PNG", "JpG"])
def test_photograph_is_measured_and_stays_where_it_is(ending: str, tiny_site: TinySite) -> None:
    content = _save(KINDS[ending.lower()])
    file, problems = _read(tiny_site, f"a.{ending}", content)
    path = tiny_site.folder / f"content/lessons/bai-tot/a.{ending}"
    seen = Photograph(path, hashlib.sha256(content).hexdigest(), len(content))
    assert problems == []
    assert file == PictureFile(f"a.{ending}", 64, 48, (), b"", seen)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize(("orientation", "size"), [(3, (64, 48)), (6, (48, 64)), (99, (64, 48))])
def test_photograph_is_measured_upright(
    kind: str, orientation: int, size: tuple[int, int], tiny_site: TinySite
) -> None:
    notes = Image.Exif()
    notes[0x0112] = orientation
    file, problems = _read(tiny_site, "a.png", _save(kind, exif=notes.tobytes()))
    assert problems == []
    assert file is not None
    assert (file.width, file.height) == size


def test_photograph_with_spoilt_notes_is_still_one(tiny_site: TinySite) -> None:
    file, problems = _read(tiny_site, "a.jpg", _save("JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"))
    assert problems == []
    assert file is not None


@pytest.mark.parametrize("name", ["a.heic", "a.jpg"])
def test_iphone_photograph_is_read_whatever_it_is_called(name: str, tiny_site: TinySite) -> None:
    pixels = Image.effect_mandelbrot((64, 48), (-2, -1, 1, 1), 20).convert("RGB")
    out = io.BytesIO()
    pillow_heif.from_pillow(pixels).save(out)
    file, problems = _read(tiny_site, name, out.getvalue())
    assert problems == []
    assert file is not None
    assert (file.width, file.height) == (64, 48)


def test_photograph_of_another_kind_than_its_name_says_is_still_one(tiny_site: TinySite) -> None:
    file, problems = _read(tiny_site, "a.png", _save("JPEG"))
    assert problems == []
    assert file is not None


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM", "PDF"])
def test_kind_that_not_every_phone_shows_is_refused(kind: str, tiny_site: TinySite) -> None:
    file, (problem,) = _read(tiny_site, "a.png", _save(kind))
    assert file is None
    assert problem.rule == "picture-not-readable"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_damaged_photograph_is_at_most_one_problem(kind: str, tiny_site: TinySite) -> None:
    chance = random.Random(kind)
    whole = _save(kind, (16, 12))
    for _ in range(DAMAGES):
        content = bytearray(whole[: chance.randrange(1, len(whole) + 1)])
        for _ in range(chance.randrange(4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        file, problems = _read(tiny_site, "a.png", bytes(content))
        assert [one.rule for one in problems] in ([], ["picture-not-readable"])
        assert (file is None) == bool(problems)


def _png(width: int, height: int, extra: tuple[bytes, bytes] | None = None) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    if extra:
        chunks.insert(1, extra)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


@pytest.mark.parametrize(
    ("width", "height"), [(7072, 7072), (10_000, 10_000), (50_000, 50_000), (2**31 - 1, 2**31 - 1)]
)
def test_photograph_that_would_fill_a_memory_is_refused_unopened(
    width: int, height: int, tiny_site: TinySite
) -> None:
    file, (problem,) = _read(tiny_site, "a.png", _png(width, height))
    assert file is None
    assert "more than 50000000 pixels" in problem.message("en")


def test_note_in_a_photograph_that_would_fill_a_memory_is_refused(tiny_site: TinySite) -> None:
    note = b"a\0\0" + zlib.compress(bytes(80_000_000), 9)
    file, problems = _read(tiny_site, "a.png", _png(9, 9, (b"zTXt", note)))
    assert len(problems) <= 1
    assert (file is None) == bool(problems)


def test_photograph_beyond_eight_megabytes_is_refused_unread(tiny_site: TinySite) -> None:
    file, (problem,) = _read(tiny_site, "a.jpg", bytes(8_000_001))
    assert file is None
    assert problem.rule == "file-too-large"
