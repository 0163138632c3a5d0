"""Photographs in a lesson's folder: seen to be readable, measured, and left where they are.

Their bytes stay on the disk: a lesson's photographs together may be larger than all other lessons.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from hatgiong.lessons.lesson import Photograph, PictureFile
from hatgiong.problems import Place, Problem, make_problem

PHOTOGRAPH_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".heic", ".heif")
#: 50 million pixels is beyond any phone that a lesson was drawn for, and 200 MB once unpacked.
PIXEL_LIMIT = 50_000_000

#: What phones take and show; Pillow itself reads dozens of kinds, whatever the file is called.
_FORMATS = ("PNG", "JPEG", "WEBP", "AVIF")
#: HEIC's major brands (ISO/IEC 23008-12, annex B.4): what iPhones write, often called `.jpg`.
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_ORIENTATION = 0x0112  # CIPA DC-008 (EXIF), 4.6.4
#: What decoders raise for what is damaged.
FAULTS = (
    *(OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError),
    *(OverflowError, RuntimeError, struct.error),
)


class PhotographFault(Exception):  # noqa: N818  (it names what was found, as a problem does)
    """Why a photograph cannot be used, in a few words."""


def read_photograph(content: bytes, path: Path, name: str, file: str) -> PictureFile | Problem:
    """What a photograph's head says of it, or why it cannot be used; `name` is its name in texts,
    `file` the one in problems. Its pixels are not unpacked: what is wrong with them is found when
    they are."""
    try:
        with open_photograph(content) as image:
            width, height = image.size
            if find_orientation(image) >= 5:  # on its side
                width, height = height, width
            image.verify()
    except PhotographFault as fault:
        return make_problem(Place(file), "picture-not-readable", name=path.name, reason=fault)
    digest = hashlib.sha256(content).hexdigest()
    return PictureFile(name, width, height, (), b"", Photograph(path, digest, len(content)))


@contextmanager
def open_photograph(content: bytes) -> Iterator[Image.Image]:
    """A photograph opened and not yet unpacked. Raises `PhotographFault` for what is no
    photograph, is damaged or would fill a memory, within the `with` block too."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of notes that are spoilt, while the picture is not
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_find_formats(content)) as image:
                if image.width * image.height > PIXEL_LIMIT:
                    raise Image.DecompressionBombError
                yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotographFault(f"more than {PIXEL_LIMIT} pixels") from None
    except UnidentifiedImageError:
        raise PhotographFault(f"not {', '.join((*_FORMATS, 'HEIC'))}") from None
    except FAULTS as error:
        said = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
        raise PhotographFault(said) from error


def _find_formats(content: bytes) -> tuple[str, ...]:
    """The formats to try; HEIC's reader is loaded for HEIC alone, and where there is one."""
    if content[4:8] != b"ftyp" or content[8:12] not in _HEIF_BRANDS:
        return _FORMATS
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        return _FORMATS
    register_heif_opener(thumbnails=False)
    return (*_FORMATS, "HEIF")


def find_orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8; 1 where notes are spoilt. HEIC says it by itself, and is
    upright when it is read. (Pillow's own `getexif` would unpack a PNG.)"""
    notes = Image.Exif()
    try:
        notes.load(image.info.get("exif", b""))
        value = notes.get(_ORIENTATION, 1)
    except FAULTS:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def read_bytes_again(file: PictureFile) -> bytes:
    """A photograph's bytes. Raises `PhotographFault` where they are gone or others by now."""
    assert file.photograph is not None
    try:
        content = file.photograph.path.read_bytes()
    except OSError as error:
        raise PhotographFault(error.strerror or str(error)) from error
    if hashlib.sha256(content).hexdigest() != file.photograph.sha256:
        raise PhotographFault("it was changed while it was read")
    return content
