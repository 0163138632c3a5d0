"""What a recording holds, found by PyAV in bounded time and memory.

Nothing is believed that a file only says of itself: its beginning and its end are decoded.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.reach import Opening, find_reach_s, read_opening

#: Containers that phones, recorders and editors write, by ffmpeg's names. Left out are playlists
#: (hls, dash, concat, image2, sdp …), which make a program read other files or the network.
CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,flv,ogg,wav,w64,mp3,aac,flac,amr,"
    "aiff,caf"
)
PROTOCOLS = "file,pipe"
#: An 8K picture, and what a phone of 2026 films at most; 30000 x 30000 would unpack to 1.3 GB.
PIXEL_LIMIT = 7680 * 4320
#: A lesson's clip is of minutes; an hour's is a mistake, and would keep the computer for a day.
LONGEST_S = 3600.0
#: A clip whose end is missing is cut off in the middle of a sentence.
_LEAST_SHARE = 0.95
#: Less than one frame of the slowest clips.
_SHORTEST_S = 0.04


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """The picture as it is shown: rotation and sample aspect applied; sizes may be odd.

    `rotation_degrees` counts clockwise; `frame_rate` is the mean in frames a second; `matrix` is
    FFmpeg's name of the colour matrix ("" where the file does not tell); `index` counts all
    streams of the file from 0.
    """

    codec: str
    width_px: int
    height_px: int
    rotation_degrees: int
    frame_rate: float
    is_variable: bool
    pixel_format: str
    transfer: str
    matrix: str = ""
    index: int = 0

    @property
    def is_hdr(self) -> bool:
        """Whether brightness is coded as PQ or HLG (ITU-R BT.2100)."""
        return self.transfer in ("smpte2084", "arib-std-b67")


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """One sound track; `index` counts all streams of the file from 0."""

    index: int
    codec: str
    channels: int
    sample_rate: int
    language: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Probe:
    """What a recording holds. The sound track to use stands first in `audio`."""

    container: str
    duration_s: float
    size_bytes: int
    video: VideoFacts | None
    audio: tuple[AudioFacts, ...]


def probe_file(path: Path) -> Probe:
    """What a recording holds; raises `MediaFault` for what cannot be used."""
    size = _read_size(path)
    try:
        with open_recording(path) as container:
            picture = _find_picture(container)
            _refuse_bomb(picture)
            return _probe_streams(path, size, container, picture)
    except (FFmpegError, EOFError, UnicodeError, ValueError, OverflowError) as error:
        raise _unreadable(_say(error)) from error


def open_recording(path: Path) -> InputContainer:
    """The file for reading, whatever its name; no other file is opened for it."""
    options = {"protocol_whitelist": PROTOCOLS, "format_whitelist": CONTAINERS}
    streams = {"max_pixels": str(PIXEL_LIMIT), "threads": "1"}
    return av.open(
        f"file:{path}", options=streams, container_options=options, metadata_errors="replace"
    )


def require_picture(probe: Probe) -> None:
    """Raises `MediaFault` for sound that is called a clip."""
    if probe.video is None:
        raise MediaFault("clip-without-picture")


def require_sound(probe: Probe) -> None:
    """Raises `MediaFault` for a narration in which there is no sound track."""
    if not probe.audio:
        raise MediaFault("recording-without-sound")


def _read_size(path: Path) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable(error.strerror or str(error)) from error
    if not size:
        raise _unreadable("0 byte")
    return size


def _find_picture(container: InputContainer) -> VideoStream | None:
    """The first moving picture; a sound file's cover is none."""
    still = Disposition.attached_pic | Disposition.timed_thumbnails
    moving = [stream for stream in container.streams.video if not stream.disposition & still]
    return moving[0] if moving else None


def _refuse_bomb(picture: VideoStream | None) -> None:
    """Before anything is decoded: a picture is unpacked as a whole."""
    if picture is not None and picture.codec_context.width * picture.codec_context.height > (
        PIXEL_LIMIT
    ):
        width, height = picture.codec_context.width, picture.codec_context.height
        raise MediaFault("clip-too-large-picture", {"width": str(width), "height": str(height)})


def _probe_streams(
    path: Path, size: int, container: InputContainer, picture: VideoStream | None
) -> Probe:
    tracks = _find_audio(container)
    leading = picture or (container.streams[tracks[0].index] if tracks else None)
    if leading is None:
        raise _unreadable("there is neither picture nor sound in it")
    opening = read_opening(container, leading)
    if opening.first is None:
        raise _unreadable("nothing in it can be decoded")
    if opening.width_px * opening.height_px > PIXEL_LIMIT:
        _refuse_bomb(picture)
    said_s = container.duration / av.time_base if container.duration else 0.0
    if said_s > LONGEST_S:
        raise MediaFault("clip-too-long", {"minutes": f"{said_s / 60:.0f}"})
    reach_s = find_reach_s(path, leading.index, said_s, open_recording)
    duration_s = _judge_duration(container.format.name, said_s, reach_s)
    video = _video_facts(picture, opening, duration_s) if picture else None
    return Probe(container.format.name.split(",")[0], duration_s, size, video, tracks)


#: Kinds without a table of contents: their length is guessed from the first seconds' bit rate.
_GUESSING = ("aac", "amr", "mp3", "mpegts", "mpeg")


def _judge_duration(container: str, said_s: float, reach_s: float) -> float:
    duration_s = reach_s if not said_s or container in _GUESSING else said_s
    if duration_s < _SHORTEST_S:
        raise MediaFault("clip-without-length")
    if duration_s > LONGEST_S:
        raise MediaFault("clip-too-long", {"minutes": f"{duration_s / 60:.0f}"})
    if reach_s < _LEAST_SHARE * duration_s and duration_s - reach_s > 1.0:
        raise _unreadable(f"{reach_s:.0f} / {duration_s:.0f} s")
    return round(duration_s, 3)


def _video_facts(stream: VideoStream, opening: Opening, duration_s: float) -> VideoFacts:
    context = stream.codec_context
    aspect = stream.sample_aspect_ratio or Fraction(1)
    width, height = opening.width_px or context.width, opening.height_px or context.height
    if Fraction(1, 8) < aspect < 8:  # beyond it the number is a mistake of the file's
        width = round(width * aspect)
    if opening.rotation_degrees % 180:
        width, height = height, width
    return VideoFacts(
        codec=context.codec.canonical_name,
        width_px=width,
        height_px=height,
        rotation_degrees=opening.rotation_degrees,
        frame_rate=_frame_rate(stream, opening, duration_s),
        is_variable=opening.is_variable,
        pixel_format=context.pix_fmt or "",
        transfer=_TRANSFERS.get(int(context.color_trc), ""),
        matrix=_MATRICES.get(int(context.colorspace), ""),
        index=stream.index,
    )


def _frame_rate(stream: VideoStream, opening: Opening, duration_s: float) -> float:
    told = float(stream.average_rate or 0)
    if not 0.01 < told <= 1000 and stream.frames:
        told = stream.frames / duration_s
    return round(told if 0.01 < told <= 1000 else opening.frame_rate, 3)


#: ITU-T H.273, table 3: transfer characteristics; by FFmpeg's names.
_TRANSFERS = {1: "bt709", 6: "smpte170m", 13: "iec61966-2-1", 16: "smpte2084", 18: "arib-std-b67"}
#: ITU-T H.273, table 4: matrix coefficients.
_MATRICES = {0: "gbr", 1: "bt709", 5: "bt470bg", 6: "smpte170m", 9: "bt2020nc", 10: "bt2020c"}


def _find_audio(container: InputContainer) -> tuple[AudioFacts, ...]:
    """The sound tracks that can be heard: the default one first, else in the file's order."""
    found = [
        AudioFacts(
            index=stream.index,
            codec=stream.codec_context.codec.canonical_name,
            channels=stream.codec_context.channels,
            sample_rate=stream.codec_context.sample_rate,
            language=stream.language or "",
            is_default=bool(stream.disposition & Disposition.default),
        )
        for stream in container.streams.audio
        if stream.codec_context is not None and stream.codec_context.sample_rate
    ]
    return tuple(sorted(found, key=lambda track: not track.is_default))


def _unreadable(reason: str) -> MediaFault:
    """The reason is in numbers where it can be, which every language reads."""
    return MediaFault("clip-not-readable", {"reason": reason})


def _say(error: Exception) -> str:
    """The library's own words for what it found, without paths."""
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(words).splitlines()[0][:80].lower()
