"""A finished rendition, looked at before anybody gets it."""

from __future__ import annotations

from pathlib import Path

from av.container import InputContainer

from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.job import Encoded, Job
from hatgiong.media.encoding.probe import Probe, open_recording, probe_file
from hatgiong.media.encoding.renditions import plan_size

#: How much shorter or longer than its source a rendition may be: a share of it, and the frames
#: that containers round. A source may lack its last twentieth (see `probe`).
_SHARE, _ROUNDING_S = 0.06, 0.6


def read_encoded(
    made: Path, job: Job, ffmpeg: Ffmpeg, *, vmaf: float | None, quality: int | None
) -> Encoded:
    """What is in the file; raises `MediaFault` where that is not what the job asks for."""
    found = probe_file(made)
    reason = _find_fault(found, job)
    if reason:
        raise MediaFault("clip-not-encoded", {"reason": reason})
    with open_recording(made) as container:
        codecs = ", ".join(_name_codecs(container))
    width, height = (found.video.width_px, found.video.height_px) if found.video else (0, 0)
    codec = job.rendition.video_codec or found.audio[0].codec
    encoder = ffmpeg.find_encoder(codec) if job.rendition.video_codec else codec
    size, duration_s, mime = found.size_bytes, found.duration_s, job.rendition.mime
    return Encoded(size, duration_s, width, height, codecs, mime, vmaf, quality, encoder)


def _find_fault(found: Probe, job: Job) -> str:
    wanted = job.probe
    difference_s = abs(found.duration_s - wanted.duration_s)
    if difference_s > _SHARE * wanted.duration_s + _ROUNDING_S:
        return f"it lasts {found.duration_s:.1f} s instead of {wanted.duration_s:.1f} s"
    if bool(found.audio) != bool(wanted.audio):
        return "its sound is missing"
    if job.rendition.kind == "audio" or wanted.video is None:
        return ""
    if found.video is None:
        return "its picture is missing"
    width, height = plan_size(wanted.video, job.rendition.height_px)
    if (found.video.width_px, found.video.height_px) != (width, height):
        return f"it is {found.video.width_px} x {found.video.height_px} px"
    return ""


def _name_codecs(container: InputContainer) -> list[str]:
    """The codecs as browsers ask for them (RFC 6381), from what their decoders are told first."""
    names = []
    for stream in (*container.streams.video, *container.streams.audio):
        codec, told = stream.codec_context.codec.canonical_name, stream.codec_context.extradata
        naming = _NAMING.get(codec)
        names.append(naming(bytes(told or b"")) if naming else codec)
    return names


def _name_av1(told: bytes) -> str:
    """`av01.profile.level+tier.depth` ("Codecs Parameter String" of AV1-ISOBMFF, section 5), from
    the av1C box: marker and version; profile 3 bits, level 5; tier, high depth, twelve bits."""
    profile, level, flags = told[1] >> 5, told[1] & 31, told[2]
    depth = 8 + 2 * (flags >> 6 & 1) * (1 + (flags >> 5 & 1))
    return f"av01.{profile}.{level:02}{'H' if flags >> 7 else 'M'}.{depth:02}"


def _name_avc(told: bytes) -> str:
    """`avc1.` and profile, constraints, level in hexadecimal (RFC 6381, 3.3), from the avcC box."""
    return f"avc1.{told[1:4].hex().upper()}"


def _name_aac(told: bytes) -> str:
    """`mp4a.40.` and the audio object type, the first 5 bits (ISO/IEC 14496-3, 1.6.2.1)."""
    return f"mp4a.40.{told[0] >> 3}"


def _name_opus(_: bytes) -> str:
    return "opus"


_NAMING = {"av1": _name_av1, "h264": _name_avc, "aac": _name_aac, "opus": _name_opus}
