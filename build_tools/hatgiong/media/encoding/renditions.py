"""The renditions of a clip, cheapest first: their numbers, each with its reason and its source."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from hatgiong.media.encoding.probe import Probe, VideoFacts

Kind = Literal["video", "audio", "poster"]


@dataclass(frozen=True, slots=True)
class Rendition:
    """One way to offer a clip.

    `height_px` is the length of the picture's SHORT side, so that a clip filmed upright is as wide
    on an upright phone as its text needs: 240 px by 426, where a height of 240 would leave 135 px
    of width. `frame_rate_cap` is in frames a second; `target_vmaf` is what is aimed at and
    `ceiling_kbps` the highest rate of the picture while it is; `speed` is the encoder's preset
    (what a poster has as `quality`); 0, "" and None mean that a row has no such thing.
    """

    name: str
    kind: Kind
    ending: str
    mime: str
    height_px: int = 0
    frame_rate_cap: int = 0
    video_codec: str = ""
    speed: str = ""
    profile: str = ""
    audio_codec: str = ""
    audio_kbps: int = 0
    target_vmaf: float | None = None
    first_quality: int = 0
    ceiling_kbps: int = 0
    reason: str = ""

    def numbers(self) -> dict[str, Any]:
        """Everything that a rendition's bytes depend on: its row without the reason."""
        row = asdict(self)
        del row["reason"]
        return row


#: Order is the order of offers: what is cheapest to fetch stands first within its kind.
#:
#: Targets of VMAF are for the model of 2016 (v0.6.1) at the rendition's own size. Presets were
#: chosen on Big Buck Bunny and on a filmed street at equal VMAF: SVT-AV1 7 takes 2 % more bytes
#: than 6 and 20 % less time, 8 takes 18 % more bytes; x264 medium takes 2 % more than slow.
RENDITIONS: tuple[Rendition, ...] = (
    Rendition(
        "poster.avif", "poster", "avif", "image/avif", height_px=360, first_quality=45,
        reason="half of JPEG's bytes; a poster is as wide as a phone (640 px)",
    ),
    Rendition(
        "poster.webp", "poster", "webp", "image/webp", height_px=360, first_quality=60,
        reason="for browsers of 2014 to 2020, which lack AVIF (caniuse.com)",
    ),
    Rendition(
        "poster.jpg", "poster", "jpg", "image/jpeg", height_px=360, first_quality=60,
        reason="for every browser; progressive, so that something shows at once",
    ),
    Rendition(
        "audio.opus", "audio", "opus", "audio/ogg", audio_codec="opus", audio_kbps=16,
        reason="the least rate at which Opus speech is wideband (opus-codec.org, recommended "
        "settings): 0.12 MB a minute",
    ),
    Rendition(
        "audio.m4a", "audio", "m4a", "audio/mp4", audio_codec="aac", audio_kbps=20,
        reason="AAC-LC plays on every phone; ffmpeg's AAC makes 24 kbit/s when asked for 20, and "
        "garbles speech below (Kolibri issue 5466 tells of it)",
    ),
    Rendition(
        "240p.av1.mp4", "video", "mp4", "video/mp4", height_px=240, frame_rate_cap=15,
        video_codec="av1", speed="6", audio_codec="opus", audio_kbps=16, target_vmaf=85,
        first_quality=50, ceiling_kbps=100,
        reason="the default: under the budget of 1.0 MB a minute even in a market; 85 is fair to "
        "good; made in a quarter of 360p's time, so it can afford SVT-AV1's preset 6",
    ),
    Rendition(
        "240p.mp4", "video", "mp4", "video/mp4", height_px=240, frame_rate_cap=15,
        video_codec="h264", speed="medium", profile="baseline", audio_codec="aac", audio_kbps=20,
        target_vmaf=85, first_quality=29, ceiling_kbps=200,
        reason="the same for every phone: baseline, as ricecooker has it; its ceiling is twice "
        "AV1's, for it takes 2.5 to 3.3 times the bytes at equal VMAF",
    ),
    Rendition(
        "360p.av1.mp4", "video", "mp4", "video/mp4", height_px=360, frame_rate_cap=30,
        video_codec="av1", speed="7", audio_codec="opus", audio_kbps=16, target_vmaf=88,
        first_quality=48, ceiling_kbps=300,
        reason="the least size at which the words of a phone's screen are read; 300 kbit/s is the "
        "openZIM test set's step for 640 x 360",
    ),
    Rendition(
        "360p.mp4", "video", "mp4", "video/mp4", height_px=360, frame_rate_cap=30,
        video_codec="h264", speed="medium", profile="baseline", audio_codec="aac", audio_kbps=20,
        target_vmaf=88, first_quality=27, ceiling_kbps=600,
        reason="the same for every phone",
    ),
    Rendition(
        "720p.mp4", "video", "mp4", "video/mp4", height_px=720, frame_rate_cap=30,
        video_codec="h264", speed="medium", profile="high", audio_codec="aac", audio_kbps=48,
        target_vmaf=92, first_quality=25, ceiling_kbps=2500,
        reason="for the projector, read from a stick or the kiosk, where bytes matter less: any "
        "laptop plays the high profile, which takes 30 % less than baseline; from 92 on a hall "
        "sees no fault",
    ),
)  # fmt: skip


#: What a slideshow's renditions are made from: lossless, in the store alone, never offered.
MASTER = Rendition(
    "master", "video", "mkv", "video/x-matroska", height_px=720, frame_rate_cap=25,
    reason="the size of the largest rendition; Matroska tells the times of single frames",
)  # fmt: skip


def find_rendition(name: str) -> Rendition:
    """The rendition of that name; a `KeyError` is a bug of ours."""
    return {rendition.name: rendition for rendition in RENDITIONS}[name]


def plan_renditions(probe: Probe) -> tuple[Rendition, ...]:
    """The renditions that a recording gets: none larger than it is, no sound where it has none.

    What is smaller than the smallest gets that one, at its own size.
    """
    return tuple(rendition for rendition in RENDITIONS if _is_fit(rendition, probe))


def _is_fit(rendition: Rendition, probe: Probe) -> bool:
    if rendition.kind == "audio":
        return bool(probe.audio)
    if probe.video is None:
        return False
    if rendition.kind == "poster" or rendition.height_px == _SMALLEST_PX:
        return True
    return min(probe.video.width_px, probe.video.height_px) >= rendition.height_px


_SMALLEST_PX = min(row.height_px for row in RENDITIONS if row.kind == "video")
#: A strip four times as long as it is high is no clip for a phone; encoders refuse longer ones.
_LONGEST = 4


def plan_size(video: VideoFacts, short_px: int) -> tuple[int, int]:
    """Width and height in even pixels, the short side at most `short_px`, never enlarged."""
    width, height = video.width_px, video.height_px
    share = min(1, short_px / min(width, height), _LONGEST * short_px / max(width, height))
    return _even(width * share), _even(height * share)


def _even(length: float) -> int:
    """4:2:0 colour has one sample for each 2 by 2 pixels."""
    return max(2, 2 * round(length / 2))
