"""Which files a photograph becomes: decided from its size alone, before anything is encoded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import PIL

from hatgiong.lessons.lesson import PictureFile

#: "plain" is what every browser shows: JPEG, or PNG where `encode_photo` finds it the better one.
Coding = Literal["avif", "webp", "plain"]


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A width and its codings. `budget_share` times the picture budget is what a file may weigh;
    a picture taller than `longest_px` is made narrower."""

    width_px: int
    codings: tuple[Coding, ...]
    budget_share: float = 1.0
    longest_px: int = 16_000


#: A lesson's picture is 244 CSS pixels wide on a phone of 320, 284 on one of 360, 336 on one of
#: 412 (overrides/learner/lesson.css); half as much more again is seen by nobody.
#: Which browsers take which coding: https://caniuse.com/avif, https://caniuse.com/webp.
PHOTO_ROWS = (
    # Lists and answers (97 to 126 CSS pixels, at up to 2.6 to one) and phones of one to one: in
    # every coding, as the only width that lists have.
    PhotoRow(320, ("avif", "webp", "plain")),
    # What most phones take (284 at 2 to one are 568) and the page on a laptop (503 at one to
    # one). JPEG ends here: browsers without WebP are of 2020 and before, on phones of that time.
    PhotoRow(600, ("avif", "webp", "plain")),
    # Phones of 3 to one (284 are 852) and of 2.6 (336 are 883); tablets held upright (up to 691).
    PhotoRow(900, ("avif", "webp")),
    # The projector: two thirds of 1,280, and all of it when somebody looks closely. The laptop
    # that drives it has a browser of today. No phone takes it, so it may weigh more, though less
    # than its pixels (4.5 times those of 600).
    PhotoRow(1280, ("avif",), budget_share=3.0, longest_px=1280),
)
#: A width that is this close to the one before it is not worth a file of its own.
_SAME_WIDTH = 1.2
#: Raised whenever `encode_photo` would make other bytes of the same photograph and row.
_RECIPE = 1


@dataclass(frozen=True, slots=True)
class PhotoRendition:
    """One file that a photograph becomes. `key` names everything that makes its bytes; `row` is
    the width of the table that it stands for, `width_px` its own."""

    key: str
    row_px: int
    width_px: int
    height_px: int
    coding: Coding
    limit_bytes: int


def plan_photo(file: PictureFile, limit_bytes: int) -> tuple[PhotoRendition, ...]:
    """A photograph's files for a picture budget of `limit_bytes`; none is larger than itself."""
    assert file.photograph is not None
    made = []
    for row, width, height in _fit_rows(file.width, file.height):
        limit = round(limit_bytes * row.budget_share)
        for coding in row.codings:
            recipe = [_RECIPE, PIL.__version__, width, height, coding, limit]
            seed = json.dumps([file.photograph.sha256, *recipe])
            key = hashlib.sha256(seed.encode()).hexdigest()
            made.append(PhotoRendition(key, row.width_px, width, height, coding, limit))
    return tuple(made)


def _fit_rows(width: int, height: int) -> Iterator[tuple[PhotoRow, int, int]]:
    """The rows that a picture of this size needs, each with the size that it has then."""
    before = 0.0
    for row in PHOTO_ROWS:
        shrink = min(1.0, row.width_px / width, row.longest_px / height)
        if width * shrink >= before * _SAME_WIDTH:
            before = width * shrink
            yield row, max(1, round(width * shrink)), max(1, round(height * shrink))
