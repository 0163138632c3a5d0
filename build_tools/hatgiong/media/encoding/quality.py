"""The highest compression that still looks as good as it is to: found on samples of the clip."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log
from pathlib import Path

#: The samples of a clip: how many, and each one's length in s and in frames at least.
_WINDOWS, _WINDOW_S, _WINDOW_FRAMES = 4, 3.0, 6
#: A score this near to the target is the target: a step of CRF moves VMAF by about 1.
_BELOW, _ABOVE = 0.5, 1.5
_TRIES = 5
#: Share of the ceiling from which the ceiling, not the quality, decides.
_AT_CEILING = 0.85
#: CRF of each codec: from what is far better than any target to what nobody can look at.
_BOUNDS = {"av1": (15, 62), "h264": (14, 44)}
#: VMAF that one step of CRF costs, measured at 240 and 360 lines, for the first guess.
_STEP = {"av1": 0.9, "h264": 1.9}
#: Share of the rate that one step of CRF saves (measured: 5 to 9 %).
_RATE_STEP = 0.07


@dataclass(frozen=True, slots=True)
class Score:
    """How a quality did on the samples: VMAF (or what stands for it), and its rate."""

    vmaf: float
    rate_kbps: float


def plan_windows(duration_s: float, frame_rate: float) -> list[tuple[float, float]]:
    """Start and length in s of the samples, spread evenly; all of a short clip."""
    length_s = max(_WINDOW_S, _WINDOW_FRAMES / max(frame_rate, 0.01))
    if duration_s <= _WINDOWS * length_s:
        return [(0.0, duration_s)]
    step_s = (duration_s - length_s) / (_WINDOWS - 1)
    shift_s = step_s / 8  # away from the title, which is no sample of the rest
    return [
        (min(number * step_s + shift_s, duration_s - length_s), length_s)
        for number in range(_WINDOWS)
    ]


def search_quality(
    codec: str,
    target: float,
    first: int,
    ceiling_kbps: int,
    measure: Callable[[int], Score],
    *,
    trifle_kbps: int = 0,
) -> int:
    """The highest CRF whose score is the target's, by interpolation in at most five tries.

    Where that would cost more than `ceiling_kbps`, the lowest CRF that does not. A picture that is
    good enough and costs less than `trifle_kbps`, as slides do, may be better than that: there is
    nothing to spare.
    """
    low, high = _BOUNDS[codec]
    tried: dict[int, Score] = {}
    quality: int | None = first
    while quality is not None and len(tried) < _TRIES:
        score = tried[quality] = measure(quality)
        if score.rate_kbps > ceiling_kbps:
            low = max(low, quality + 1)
            following = quality + ceil(log(score.rate_kbps / ceiling_kbps) / _RATE_STEP)
        elif _is_enough(score, target, ceiling_kbps, trifle_kbps):
            return quality
        else:
            following = _guess(tried, target, _STEP[codec])
        following = min(max(following, low), high)
        quality = None if following in tried else following
    return _choose(tried, target, ceiling_kbps)


def _is_enough(score: Score, target: float, ceiling_kbps: int, trifle_kbps: int) -> bool:
    if score.vmaf < target - _BELOW:
        return score.rate_kbps >= _AT_CEILING * ceiling_kbps
    return score.vmaf <= target + _ABOVE or score.rate_kbps <= trifle_kbps


def _choose(tried: dict[int, Score], target: float, ceiling_kbps: int) -> int:
    """The best of what was tried."""
    paid = {crf: score for crf, score in tried.items() if score.rate_kbps <= ceiling_kbps}
    good = [crf for crf, score in paid.items() if score.vmaf >= target - _BELOW]
    return max(good) if good else min(paid) if paid else max(tried)


def _guess(tried: dict[int, Score], target: float, step: float) -> int:
    """Between the nearest scores on both sides of the target, else on by a usual slope."""
    better = [crf for crf, score in tried.items() if score.vmaf >= target]
    worse = [crf for crf, score in tried.items() if score.vmaf < target]
    if better and worse:
        left, right = max(better), min(worse)
        if right <= left + 1:
            return left
        drop = tried[left].vmaf - tried[right].vmaf
        share = (tried[left].vmaf - target) / drop if drop > 0 else 0.5
        return min(max(left + int((right - left) * share), left + 1), right - 1)
    crf = max(better) if better else min(worse)
    move = (tried[crf].vmaf - target) / step
    return crf + (max(1, int(move)) if move > 0 else min(-1, int(move)))


def read_vmaf(path: Path) -> float:
    """The mean of the log that libvmaf wrote, on its scale from 0 to 100."""
    log = json.loads(path.read_text("utf-8"))
    return round(float(log["pooled_metrics"]["vmaf"]["mean"]), 2)


def parse_ssim(complaints: str) -> float | None:
    """A mean SSIM as ffmpeg prints it, on VMAF's scale; None where it is not there."""
    found = re.findall(r"SSIM .*All:([\d.]+)", complaints)
    return round(_score_ssim(float(found[-1])), 2) if found else None


#: SSIM and the VMAF of the same frames, measured on filmed clips and slides at 240 to 720 lines.
_SSIM_VMAF = ((0.0, 0.0), (0.90, 60.0), (0.95, 78.0), (0.97, 87.0), (0.98, 92.0), (1.0, 100.0))


def _score_ssim(ssim: float) -> float:
    for (low, from_score), (high, to_score) in pairwise(_SSIM_VMAF):
        if ssim <= high:
            return from_score + (ssim - low) / (high - low) * (to_score - from_score)
    return 100.0
