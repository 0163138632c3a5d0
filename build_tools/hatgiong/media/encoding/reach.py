"""How far a recording can be followed: its beginning and its end are decoded, not believed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame

#: The packets at the beginning that tell whether the frame rate varies: 4 to 8 s of a phone's.
_OPENING_PACKETS = 240
#: How long before its told end a recording is read on.
_TAIL_S = 10.0
#: Frames decoded of the tail: screen recorders put minutes between key frames, and to decode all
#: that leads up to the end could take as long as the clip.
_TAIL_FRAMES = 60
#: No honest file needs this long: reading goes on at hundreds of times a clip's speed.
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first seconds of a stream show; `first` is its first frame's time in s."""

    first: float | None
    width_px: int
    height_px: int
    rotation_degrees: int
    frame_rate: float
    is_variable: bool


def read_opening(container: InputContainer, stream: Stream) -> Opening:
    """Reads the first packets of a stream, decoding only until one frame is whole."""
    frame: Any = None
    times: list[float] = []
    for packet in _packets(container, stream):
        if packet.dts is not None:  # AVI tells the times of decoding alone
            times.append(float(packet.dts * packet.time_base))
        if frame is None:
            frame = next(iter(_decode(packet)), None)
        if len(times) >= _OPENING_PACKETS:
            break
    rate, is_variable = _judge_steps(times)
    if not isinstance(frame, VideoFrame):
        return Opening(None if frame is None else 0.0, 0, 0, 0, rate, is_variable)
    rotation = -round(frame.rotation) % 360
    return Opening(frame.time or 0.0, frame.width, frame.height, rotation, rate, is_variable)


def _judge_steps(times: list[float]) -> tuple[float, bool]:
    """Mean frames a second, and whether the steps differ by more than a container's rounding."""
    ordered = sorted(set(times))
    steps = [later - sooner for sooner, later in pairwise(ordered)]
    if not steps:
        return 0.0, False
    middle = median(steps)
    uneven = sum(abs(step - middle) > max(0.1 * middle, 0.0021) for step in steps)
    return len(steps) / sum(steps), uneven > len(steps) * 0.05


def find_reach_s(
    path: Path, index: int, told_s: float, open_file: Callable[[Path], InputContainer]
) -> float:
    """The end of the last packet that is whole, in s from the recording's start.

    Where a length is told, only the tail is read, and all of it where there is nothing in the
    tail. 0 where the tail cannot be decoded.
    """
    for start_s in [told_s - _TAIL_S, 0.0] if told_s > 2 * _TAIL_S else [0.0]:
        with open_file(path) as container:
            if start_s and not _seek(container, start_s):
                continue
            reach_s = _follow(container, container.streams[index])
        if reach_s > start_s:
            return reach_s
    return reach_s


def _seek(container: InputContainer, start_s: float) -> bool:
    try:
        container.seek(int((start_s + _start_s(container)) * av.time_base))
    except FFmpegError:
        return False
    return True


def _start_s(container: InputContainer) -> float:
    return (container.start_time or 0) / av.time_base


def _follow(container: InputContainer, stream: Stream) -> float:
    """The end of the last whole packet, if anything decodes on the way."""
    reach_s, packets, decoded, tried = 0.0, 0.0, 0, 0
    for packet in _packets(container, stream):
        if packet.is_corrupt or not packet.size:
            continue
        length_s = float((packet.duration or 0) * packet.time_base)
        packets += length_s
        if packet.pts is not None:
            end_s = float(packet.pts * packet.time_base) + length_s - _start_s(container)
            reach_s = max(reach_s, end_s)
        if tried < _TAIL_FRAMES:
            tried += 1
            decoded += len(_decode(packet))
    return max(reach_s, packets) if decoded else 0.0


def _packets(container: InputContainer, stream: Stream) -> Iterator[Packet[Any]]:
    """The stream's packets until its end or its first fault, and not for ever."""
    given_up = time.monotonic() + _PATIENCE_S
    try:
        for packet in container.demux(stream):
            yield packet
            if time.monotonic() > given_up:
                return
    except (FFmpegError, EOFError):
        return


def _decode(packet: Packet[Any]) -> list[Any]:
    try:
        return list(packet.decode())
    except (FFmpegError, EOFError):
        return []
