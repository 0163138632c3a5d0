"""Awkward clips as phones, recorders and mistakes make them, made by ffmpeg when asked for."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hatgiong.media.encoding.encode import encode
from hatgiong.media.encoding.ffmpeg import Ffmpeg, find_ffmpeg
from hatgiong.media.encoding.job import Encoded, Job, make_job
from hatgiong.media.encoding.probe import probe_file
from hatgiong.media.encoding.renditions import find_rendition
from hatgiong.media.encoding.work import Bench

#: What the fixtures of `conftest` give: a clip by its name, and a rendition of one.
Clip = Callable[[str], Path]
Made = Callable[[str, str], tuple[Path, Encoded]]

LENGTH_S = 2.0
PICTURE = "testsrc2=size=160x120:rate=25:duration=2"
#: Noise that swells four times a second, about as loud as somebody who talks.
SPEECH = "aevalsrc='0.35*(random(0)-0.5)*(0.5+0.5*sin(2*PI*4*t))+0.1*sin(2*PI*180*t)':s=48000:d=2"
X264 = ("-c:v", "libx264", "-preset", "ultrafast")
AAC = ("-c:a", "aac", "-b:a", "64k")


@cache
def ffmpeg() -> Ffmpeg:
    """The one that is installed with the project."""
    return find_ffmpeg(None)


def run_ffmpeg(*arguments: str | Path) -> str:
    """Runs it, and gives what it says."""
    command = [str(ffmpeg().path), "-hide_banner", "-nostdin", "-nostats", "-y", *arguments]
    ran = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, errors="replace",
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stderr


def plan_job(source: Path, rendition: str) -> Job:
    """The job for one rendition of a file."""
    return make_job(find_rendition(rendition), "key", probe_file(source), ffmpeg(), label=rendition)


def encode_clip(source: Path, rendition: str, folder: Path) -> tuple[Path, Encoded]:
    """One rendition of a file, made in a new folder below `folder`."""
    own = Path(tempfile.mkdtemp(dir=folder))
    job = plan_job(source, rendition)
    return encode(job, source, Bench(own, ffmpeg(), lambda share: None, 120))


def _make(path: Path, *arguments: str | Path, picture: str = PICTURE, sound: str = SPEECH) -> None:
    inputs = [
        part for source in (picture, sound) if source for part in ("-f", "lavfi", "-i", source)
    ]
    run_ffmpeg(*inputs, *arguments, f"file:{path}")


def make_plain(path: Path) -> None:
    """What everything else is compared with: H.264 and AAC, 25 frames a second."""
    _make(path, *X264, *AAC)


def make_larger(path: Path) -> None:
    """Large enough for a rendition at 360 lines."""
    _make(path, *X264, *AAC, picture="testsrc2=size=640x360:rate=25:duration=2")


def make_rotated(path: Path) -> None:
    """Filmed upright: stored lying, with the rotation told beside it, as phones do."""
    plain = path.with_name("lying.mp4")
    _make(plain, *X264, *AAC, picture="testsrc2=size=320x180:rate=25:duration=2")
    run_ffmpeg("-display_rotation", "-90", "-i", plain, "-c", "copy", f"file:{path}")


def make_variable(path: Path) -> None:
    """Frames as they came: some at 30 and some at 12 a second."""
    kept = "select='lt(mod(n,20),8)+not(mod(n,3))'"
    _make(path, "-vf", kept, "-fps_mode", "vfr", *X264, *AAC,
          picture="testsrc2=size=160x120:rate=30:duration=2")  # fmt: skip


def make_fast(path: Path) -> None:
    """60 frames a second."""
    _make(path, *X264, *AAC, picture="testsrc2=size=160x120:rate=60:duration=2")


def _make_hdr(path: Path, transfer: str) -> None:
    """The same picture with its white at 203 cd/m2, as ITU-R BT.2408 has it."""
    linear = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv,"
    linear += "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020,"
    coded = f"zscale=t={transfer}:m=bt2020nc:r=limited:npl=203,format=yuv420p10le"
    _make(path, "-vf", linear + coded, "-c:v", "libx265", "-preset", "ultrafast",
          "-x265-params", "log-level=none:pools=1", "-tag:v", "hvc1", *AAC)  # fmt: skip


def make_pq(path: Path) -> None:
    """10-bit HEVC in PQ, as newer phones film."""
    _make_hdr(path, "smpte2084")


def make_hlg(path: Path) -> None:
    """10-bit HEVC in HLG, as other newer phones film."""
    _make_hdr(path, "arib-std-b67")


def make_full_colour(path: Path) -> None:
    """4:4:4, as screen recorders write."""
    _make(path, "-pix_fmt", "yuv444p", *X264, *AAC)


def make_odd(path: Path) -> None:
    """An odd number of pixels both ways."""
    _make(path, "-pix_fmt", "yuv444p", *X264, *AAC,
          picture="testsrc=size=161x121:rate=25:duration=2")  # fmt: skip


def make_upright(path: Path) -> None:
    """9:16 without any rotation."""
    _make(path, *X264, *AAC, picture="testsrc2=size=270x480:rate=25:duration=2")


def make_wide_pixels(path: Path) -> None:
    """Pixels that are wider than high, as on DVDs."""
    _make(path, "-vf", "setsar=2/1", *X264, *AAC)


def make_silent_film(path: Path) -> None:
    """No sound track; the picture stands still for its last second."""
    _make(path, *X264, picture="color=c=teal:size=160x120:rate=25:duration=2", sound="")


def make_two_tracks(path: Path) -> None:
    """Two sound tracks, the second of which is to be used."""
    _make(path, "-f", "lavfi", "-i", "sine=frequency=880:duration=2", "-map", "0", "-map", "1",
          "-map", "2", *X264, *AAC, "-disposition:a:0", "0", "-disposition:a:1", "default",
          "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=vie")  # fmt: skip


def make_3gp(path: Path) -> None:
    """A phone of 2008: H.263 and AMR."""
    amr = ("-ac", "1", "-ar", "8000", "-c:a", "libopencore_amrnb", "-b:a", "12.2k")
    _make(path, "-s", "176x144", "-c:v", "h263", *amr)


def make_avi(path: Path) -> None:
    """An old camera: MPEG-4 Part 2 and MP3 in AVI."""
    _make(path, "-c:v", "mpeg4", "-c:a", "libmp3lame")


def make_placed(path: Path) -> None:
    """A clip that tells where and when and by what it was filmed, with a chapter."""
    chapters = path.with_name("chapters.txt")
    chapters.write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle=Nha\n")
    _make(path, "-i", chapters, "-map", "0", "-map", "1", "-map_metadata", "2", *X264, *AAC,
          "-metadata", "location=+21.0285+105.8542/", "-metadata", "make=Phone",
          "-metadata", "creation_time=2026-11-01T08:00:00Z",
          "-movflags", "use_metadata_tags")  # fmt: skip


def make_slides(path: Path) -> None:
    """The master of a slideshow: stills with a frame a second, 8 s long, and a voice."""
    still = "color=c=white:size=320x180:rate=1:duration=8,drawbox=w=90:enable='gte(t,4)':t=fill"
    _make(path, "-af", "apad=whole_dur=8", "-pix_fmt", "yuv444p", "-c:v", "libx264", "-qp", "0",
          "-c:a", "flac", picture=still)  # fmt: skip


def _with_volume(filters: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        _make(path, "-af", filters, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac",
              "-b:a", "128k", picture="color=size=64x64:rate=5:duration=6",
              sound=SPEECH.replace(":d=2", ":d=6"))  # fmt: skip

    return make


#: Sounds for loudness: 6 s, as EBU R128 leaves out what is under 0.4 s.
make_whispered = _with_volume("volume=-35dB")
make_clipping = _with_volume("volume=30dB")
make_peaky = _with_volume("volume='if(lt(mod(t,0.5),0.03),4,0.35)':eval=frame")
make_soundless = _with_volume("volume=0")


def make_sound_only(path: Path) -> None:
    """Sound that is called a clip."""
    _make(path, *AAC, picture="")


def make_with_cover(path: Path) -> None:
    """Sound with the picture of a cover, which is no clip either."""
    cover = path.with_name("cover.jpg")
    run_ffmpeg("-f", "lavfi", "-i", "color=size=64x64", "-frames:v", "1", cover)
    _make(path, "-i", cover, "-map", "0", "-map", "1", "-c:v", "copy", *AAC,
          "-disposition:v", "attached_pic", picture="")  # fmt: skip


def make_long(path: Path) -> None:
    """Three hours, a frame a minute."""
    _make(path, *X264, picture="color=size=64x48:rate=1/60:duration=10800", sound="")


def make_one_frame(path: Path) -> None:
    """A photograph that is called a clip."""
    _make(path, *X264, "-frames:v", "1", picture="color=size=64x48:rate=50", sound="")


def make_bomb(path: Path) -> None:
    """A few kilobytes that say they are 30000 pixels wide and high.

    No encoder makes that: it is a small film whose numbers are changed where it tells its size.
    """
    small = path.with_name("small.mkv")
    _make(small, "-c:v", "ffv1", picture="color=size=258x258:rate=5:duration=1", sound="")
    size, huge = (258).to_bytes(2, "big"), (30000).to_bytes(2, "big")
    content = small.read_bytes()
    for name in (b"\xb0\x82", b"\xba\x82"):  # PixelWidth and PixelHeight of Matroska, 2 bytes each
        assert name + size in content
        content = content.replace(name + size, name + huge)
    path.write_bytes(content)


def make_large_picture(path: Path) -> None:
    """A real picture beyond 8K, small as a file and huge once unpacked."""
    _make(path, "-c:v", "mjpeg", "-q:v", "31", "-frames:v", "1",
          picture="color=size=8192x4352:rate=5", sound="")  # fmt: skip


def make_playlist(path: Path) -> None:
    """A playlist that is called a clip and names another file."""
    make_plain(path.with_name("secret.mp4"))
    lines = ("#EXTM3U", "#EXT-X-TARGETDURATION:2", "#EXTINF:2,", "secret.mp4", "#EXT-X-ENDLIST")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def make_concat(path: Path) -> None:
    """A list for ffmpeg's concat that is called a clip."""
    make_plain(path.with_name("secret.mp4"))
    path.write_text("ffconcat version 1.0\nfile secret.mp4\n", "utf-8")
