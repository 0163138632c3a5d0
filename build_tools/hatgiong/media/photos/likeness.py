"""How much an encoded picture is like the one that it was made from."""

from __future__ import annotations

from array import array
from typing import Any

from PIL import Image, ImageMath

_BLOCK_PX = 8
#: The constants of SSIM for 8 bits: Wang et al., "Image quality assessment: from error visibility
#: to structural similarity", IEEE TIP 13 (2004), section III.B.
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
#: A screenshot is mostly empty, and people look at its letters: what counts is the worst
#: twentieth of the blocks, not their mean.
_WORST = 20


def measure_likeness(one: Image.Image, other: Image.Image) -> float:
    """SSIM of brightness in blocks of 8 by 8 pixels, of which a twentieth are worse: 1 is the
    same. Both pictures have the same size; what shows through is white."""
    x, y = _find_brightness(one), _find_brightness(other)
    means = {"mx": x.reduce(_BLOCK_PX), "my": y.reduce(_BLOCK_PX)}
    squares = {"xx": _mean_product(x, x), "yy": _mean_product(y, y), "xy": _mean_product(x, y)}
    map_ = ImageMath.lambda_eval(_compare, **means, **squares)
    values = array("f", map_.tobytes())
    return float(sorted(values)[len(values) // _WORST])


def _find_brightness(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA":
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    return image.convert("L").convert("F")


def _mean_product(one: Image.Image, other: Image.Image) -> Image.Image:
    product: Image.Image = ImageMath.lambda_eval(lambda by: by["x"] * by["y"], x=one, y=other)
    return product.reduce(_BLOCK_PX)


def _compare(by: dict[str, Any]) -> Any:
    mx, my = by["mx"], by["my"]
    shared = (2 * mx * my + _C1) * (2 * (by["xy"] - mx * my) + _C2)
    return shared / ((mx * mx + my * my + _C1) * (by["xx"] + by["yy"] - mx * mx - my * my + _C2))
