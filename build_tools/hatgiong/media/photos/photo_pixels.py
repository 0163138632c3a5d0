"""A photograph's pixels as phones show them: upright, sRGB, 8 bits, nothing else."""

from __future__ import annotations

import io

from PIL import Image, ImageCms

from hatgiong.lessons.photograph import find_orientation, open_photograph

_TURN = Image.Transpose
#: What makes a picture upright, by its orientation (CIPA DC-008, 4.6.4).
_TURNS = {
    2: _TURN.FLIP_LEFT_RIGHT,
    3: _TURN.ROTATE_180,
    4: _TURN.FLIP_TOP_BOTTOM,
    5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_270,
    7: _TURN.TRANSVERSE,
    8: _TURN.ROTATE_90,
}
_SRGB = ImageCms.createProfile("sRGB")
#: What pixels can be averaged as they stand, and what colour profiles are for.
_PLAIN_MODES = ("RGB", "CMYK", "L")
#: So many times the size that is needed, a picture is made smaller at once: 48 million pixels take
#: 144 MB, and each step after this one as much again.
_ENOUGH = 2
#: Whole numbers of 16 bits (PNG) and of more; decoders have already reduced colours to 8.
_DEEP_MODES = ("I;16", "I;16B", "I;16L", "I;16N", "I")


def read_pixels(content: bytes, width_px: int, height_px: int) -> Image.Image:
    """The photograph's first picture, as RGB or, where something shows through it, RGBA.

    A JPEG is unpacked no larger than needed for `width_px` by `height_px`, upright. Raises
    `PhotographFault`.
    """
    with open_photograph(content) as image:
        longest = max(width_px, height_px)
        orientation = find_orientation(image)
        image.draft(image.mode, (longest, longest))
        image.load()
        profile = image.info.get("icc_profile")
        shrink = max(image.size) // (_ENOUGH * longest)
        if image.mode in _PLAIN_MODES and shrink > 1:
            image = image.reduce(shrink)
        pixels = image.transpose(_TURNS[orientation]) if orientation in _TURNS else image
        opacity = _take_opacity(pixels)
        colours = _make_srgb(pixels, profile)
        if opacity is not None:
            # What cannot be seen is not there either: somebody may have meant to hide it.
            hidden = opacity.point([255, *[0] * 255])
            colours.paste((255, 255, 255), mask=hidden)
            colours.putalpha(opacity)
    colours.info = {}
    return colours


def _take_opacity(image: Image.Image) -> Image.Image | None:
    """The picture's opacity; None where nothing shows through, whatever the file allows for."""
    if not image.has_transparency_data:
        return None
    opacity = image.convert("RGBA").getchannel("A")
    lowest = opacity.getextrema()[0]
    return opacity if isinstance(lowest, int) and lowest < 255 else None


def _make_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode in _DEEP_MODES:
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        profile = None
    elif image.mode not in _PLAIN_MODES:
        image = image.convert("RGB")
    if profile:
        try:
            made = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), _SRGB, outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):  # for other colours than the picture's, or spoilt
            made = None
        if made is not None:
            return made
    return image.convert("RGB")
