"""When a clip begins each step, found in what its captions say."""

from __future__ import annotations

import re

import pytest

from hatgiong.media.captions import Cue
from hatgiong.media.clips import Clip
from hatgiong.pages.clip_view import find_step_times

LONG = "Bấm vào hình khung vuông rồi đưa máy ảnh lại gần mã cho đến khi máy kêu một tiếng nhỏ"


def make_clip(*said: str) -> Clip:
    """A clip that says these captions, one each three seconds."""
    cues = tuple(Cue(3.0 * n + 0.04, 3.0 * n + 3, text) for n, text in enumerate(said))
    return Clip("bai", "clip", "vi", 3.0 * len(said), (), (), (), cues, "machine")


@pytest.mark.parametrize(
    ("said", "steps", "times"),
    [
        (["Tên bài", "Mở máy", "Bấm.", "Gọi đi\nnhé", "Xong."], ["Mở máy", "Gọi đi nhé"], [3, 9]),
        (["Mở máy. Bấm nút xanh.", "Gọi đi"], ["Mở máy", "Gọi đi"], [0, 3]),
        (["Tên", *re.findall(r".{1,36}(?:\s|$)", LONG), "Xong"], [LONG, "Xong"], [3, 12]),
        (["Mở máy", "Mở máy", "Hai"], ["Mở máy", "Mở máy"], [0, 3]),
        # Not all are said, or not in their order: none is told.
        (["Mở máy", "Bấm."], ["Mở máy", "Gọi đi"], []),
        (["Gọi đi", "Mở máy"], ["Mở máy", "Gọi đi"], []),
        ([], ["Mở máy"], []),
        (["Mở máy"], [], []),
    ],
)
def test_steps_begin_where_the_captions_say_their_titles(
    said: list[str], steps: list[str], times: list[float]
) -> None:
    assert find_step_times(make_clip(*said), steps) == times
