"""One photograph becomes its files: each as light as it can be while it still looks right."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image

from hatgiong.lessons.photograph import FAULTS, PhotographFault
from hatgiong.media.photos.likeness import measure_likeness
from hatgiong.media.photos.photo_pixels import read_pixels
from hatgiong.media.photos.photo_plan import Coding, PhotoRendition

#: SSIM that all but the worst twentieth of a picture must reach. Photographs and screenshots of
#: apps made so were looked at beside their originals: letters of 11 CSS pixels stay clean.
_AIM = 0.9
#: The aim is looked for on a picture of this width, at two dots to a CSS pixel, and quickly. Wider
#: files are shown denser, so that what grain they lose is seen by nobody.
_PROBE_PX = 600
#: Beyond this many colours a picture is a photograph and no screenshot or drawing.
_FLAT_COLOURS = 4096
_PALETTE_COLOURS = 256


@dataclass(frozen=True, slots=True)
class _Encoder:
    """A coding's name in Pillow, the qualities to choose from, what each file is made with, and
    what serves for looking for the quality."""

    name: str
    qualities: tuple[int, ...]
    options: Mapping[str, Any]
    probe: Mapping[str, Any]


#: One thread each: photographs are encoded side by side, and all machines make the same bytes.
_ENCODERS: dict[Coding, _Encoder] = {
    # libaom's speed 6 is Pillow's own choice; 4 saves 0 to 7 % and takes 5 to 10 times as long, 8
    # looks the same or a little worse, so that what it finds is good enough (measured, 600 pixels).
    "avif": _Encoder(
        "AVIF",
        tuple(range(30, 81, 5)),
        {"speed": 6, "max_threads": 1},
        {"speed": 8, "max_threads": 1},
    ),
    # Method 6 saves 1 to 9 % of method 4 (measured), and is quick enough.
    "webp": _Encoder("WEBP", tuple(range(25, 91, 5)), {"method": 6}, {"method": 4}),
    # Progressive is smaller from about 10 kB on, and shows something early on a slow line.
    "plain": _Encoder("JPEG", tuple(range(25, 91, 5)), {"optimize": True, "progressive": True}, {}),
}


def encode_photo(
    content: bytes, renditions: Iterable[PhotoRendition]
) -> Iterator[tuple[PhotoRendition, str, bytes]]:
    """Each rendition's file: its ending and bytes. The same bytes in, the same bytes out; nothing
    of what a camera or a program wrote beside the pixels is in them. Raises `PhotographFault`."""
    wanted = list(renditions)
    widest = max(wanted, key=lambda one: one.width_px)
    pixels = read_pixels(content, widest.width_px, widest.height_px)
    try:
        is_flat = pixels.getcolors(_FLAT_COLOURS) is not None
        aims: dict[Coding, int] = {}
        for one in wanted:
            small = _resize(pixels, one.width_px, one.height_px)
            if one.coding == "plain" and (png := _try_png(small, is_flat=is_flat, one=one)):
                yield one, "png", png
                continue
            if one.coding not in aims:
                aims[one.coding] = _find_quality(_ENCODERS[one.coding], pixels, is_flat=is_flat)
            yield one, *_encode_within(small, one, aims[one.coding], is_flat=is_flat)
    except FAULTS as error:
        raise PhotographFault(str(error)[:80] or type(error).__name__) from error


def _resize(pixels: Image.Image, width_px: int, height_px: int) -> Image.Image:
    if pixels.size == (width_px, height_px):
        return pixels
    return pixels.resize((width_px, height_px), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encode_within(
    small: Image.Image, one: PhotoRendition, quality: int, *, is_flat: bool
) -> tuple[str, bytes]:
    """The file at `quality`, or at the best lower one that keeps the limit, or at the lowest."""
    encoder = _ENCODERS[one.coding]
    lower = [each for each in encoder.qualities if each <= quality]

    def save(index: int, options: Mapping[str, Any] = encoder.options) -> bytes:
        return _save(small, encoder, lower[index], options, is_flat=is_flat)

    best = len(lower) - 1
    made = save(best)
    if len(made) > one.limit_bytes:
        heavy = _find_first(best, lambda index: len(save(index, encoder.probe)) > one.limit_bytes)
        best = max(heavy - 1, 0)
        made = save(best)
    while len(made) > one.limit_bytes and best > 0:
        best -= 1
        made = save(best)
    return "jpg" if one.coding == "plain" else one.coding, made


def _find_quality(encoder: _Encoder, pixels: Image.Image, *, is_flat: bool) -> int:
    """The lowest quality at which the picture looks right."""
    width = min(_PROBE_PX, pixels.width)
    small = _resize(pixels, width, max(1, round(pixels.height * width / pixels.width)))

    def is_right(index: int) -> bool:
        made = _save(small, encoder, encoder.qualities[index], encoder.probe, is_flat=is_flat)
        with Image.open(io.BytesIO(made)) as again:
            return measure_likeness(small, again.convert(small.mode)) >= _AIM

    return encoder.qualities[_find_first(len(encoder.qualities) - 1, is_right)]


def _find_first(last: int, holds: Callable[[int], bool]) -> int:
    """The first number up to `last` for which a thing holds that stays true from there on;
    `last` where it never does."""
    low, high = 0, last
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _save(
    image: Image.Image,
    encoder: _Encoder,
    quality: int,
    options: Mapping[str, Any],
    *,
    is_flat: bool,
) -> bytes:
    if encoder.name == "JPEG" and image.mode == "RGBA":
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image).convert("RGB")
    # Coloured letters and lines of screenshots blur where two pixels share a colour.
    subsampling = {"subsampling": "4:4:4" if is_flat else "4:2:0"}
    extra = {} if encoder.name == "WEBP" else subsampling
    out = io.BytesIO()
    image.save(out, encoder.name, quality=quality, **options, **extra)
    return out.getvalue()


def _try_png(image: Image.Image, *, is_flat: bool, one: PhotoRendition) -> bytes | None:
    """A PNG where that is the better plain file: for what shows through, unless it is too heavy
    (then it stands on white), and for few flat colours, where it is lighter than JPEG."""
    if image.mode != "RGBA" and not is_flat:
        return None
    method = Image.Quantize.FASTOCTREE if image.mode == "RGBA" else Image.Quantize.MEDIANCUT
    flat = image.quantize(_PALETTE_COLOURS, method, dither=Image.Dither.NONE)
    out = io.BytesIO()
    flat.save(out, "PNG", optimize=True)
    png = out.getvalue()
    if image.mode == "RGBA":
        return png if len(png) <= one.limit_bytes else None
    jpeg = _ENCODERS["plain"]
    quality = _find_quality(jpeg, image, is_flat=is_flat)
    return (
        png if len(png) < len(_save(image, jpeg, quality, jpeg.options, is_flat=is_flat)) else None
    )
