"""What recordings hold, and which of them are refused."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import clips
import pytest
from clips import Clip

from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.probe import (
    Probe,
    VideoFacts,
    probe_file,
    require_picture,
    require_sound,
)
from hatgiong.problems import Place


def _picture(probe: Probe) -> VideoFacts:
    assert probe.video is not None
    return probe.video


def _refuse(path: Path) -> MediaFault:
    with pytest.raises(MediaFault) as refused:
        probe_file(path)
    return refused.value


def test_plain_clip_is_told_as_it_is(clip: Clip) -> None:
    probe = probe_file(clip("plain"))
    assert probe.container == "mov"
    assert probe.duration_s == pytest.approx(2.0, abs=0.05)
    assert probe.size_bytes == clip("plain").stat().st_size
    video = _picture(probe)
    assert (video.codec, video.width_px, video.height_px) == ("h264", 160, 120)
    assert (video.frame_rate, video.is_variable, video.rotation_degrees) == (25.0, False, 0)
    assert not video.is_hdr
    assert [track.codec for track in probe.audio] == ["aac"]


@pytest.mark.parametrize(
    ("name", "size"),
    [("rotated", (180, 320)), ("odd", (161, 121)), ("upright", (270, 480)),
     ("wide_pixels", (320, 120))],
)  # fmt: skip
def test_size_is_told_as_it_is_shown(clip: Clip, name: str, size: tuple[int, int]) -> None:
    video = _picture(probe_file(clip(name)))
    assert (video.width_px, video.height_px) == size


def test_rotation_is_told_clockwise(clip: Clip) -> None:
    assert _picture(probe_file(clip("rotated"))).rotation_degrees == 90


@pytest.mark.parametrize(
    ("name", "is_variable"), [("variable", True), ("fast", False), ("avi", False)]
)
def test_variable_frame_rate_is_noticed(clip: Clip, name: str, is_variable: bool) -> None:
    assert _picture(probe_file(clip(name))).is_variable == is_variable


@pytest.mark.parametrize("name", ["pq", "hlg"])
def test_hdr_is_noticed(clip: Clip, name: str) -> None:
    video = _picture(probe_file(clip(name)))
    assert video.is_hdr
    assert (video.codec, video.pixel_format) == ("hevc", "yuv420p10le")


@pytest.mark.parametrize(
    ("name", "codecs"), [("3gp", ("h263", "amr_nb")), ("avi", ("mpeg4", "mp3"))]
)
def test_old_phones_and_cameras_are_read(clip: Clip, name: str, codecs: tuple[str, str]) -> None:
    probe = probe_file(clip(name))
    assert (_picture(probe).codec, probe.audio[0].codec) == codecs


def test_default_sound_track_stands_first(clip: Clip) -> None:
    tracks = probe_file(clip("two_tracks")).audio
    assert [(track.language, track.is_default) for track in tracks] == [
        ("vie", True),
        ("eng", False),
    ]


def test_silent_film_has_no_sound_track(clip: Clip) -> None:
    probe = probe_file(clip("silent_film"))
    assert probe.audio == ()
    with pytest.raises(MediaFault, match="recording-without-sound"):
        require_sound(probe)


@pytest.mark.parametrize("name", ["sound_only", "with_cover"])
def test_sound_called_a_clip_has_no_picture(clip: Clip, name: str) -> None:
    with pytest.raises(MediaFault, match="clip-without-picture"):
        require_picture(probe_file(clip(name)))


@pytest.mark.parametrize(
    "name", ["Bước 1 – quét mã.mp4", "50% #1 & 'hai'.mp4", "-dash %d [x].mp4", "a:b\\c.mp4"]
)
def test_any_name_is_read(clip: Clip, tmp_path: Path, name: str) -> None:
    shutil.copy(clip("plain"), tmp_path / name)
    assert probe_file(tmp_path / name).duration_s == pytest.approx(2.0, abs=0.05)


# --- what is refused ------------------------------------------------------------------------------
def test_missing_and_empty_files_are_refused(tmp_path: Path) -> None:
    assert _refuse(tmp_path / "none.mp4").rule == "clip-not-readable"
    (tmp_path / "empty.mp4").touch()
    assert _refuse(tmp_path / "empty.mp4").facts == {"reason": "0 byte"}


@pytest.mark.parametrize(
    "content", [b"Mo Cai dat, roi bam Wi-Fi.\n" * 200, random.Random(1).randbytes(60_000)]
)
def test_text_and_random_bytes_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    assert _refuse(path).rule == "clip-not-readable"


@pytest.mark.parametrize("share", [0.3, 0.7, 0.9])
@pytest.mark.parametrize("flags", ["+faststart", "0"])
def test_clip_that_was_cut_off_in_copying_is_refused(
    tmp_path: Path, clip: Clip, share: float, flags: str
) -> None:
    whole, cut = tmp_path / "whole.mp4", tmp_path / "cut.mp4"
    clips.run_ffmpeg(
        "-stream_loop", "9", "-i", clip("plain"), "-c", "copy", "-movflags", flags, whole
    )
    content = whole.read_bytes()
    cut.write_bytes(content[: int(len(content) * share)])
    assert probe_file(whole).duration_s == pytest.approx(20, abs=0.5)
    assert _refuse(cut).rule == "clip-not-readable"


def test_clip_whose_last_moment_is_missing_is_used(tmp_path: Path, clip: Clip) -> None:
    whole, cut = tmp_path / "whole.mp4", tmp_path / "cut.mp4"
    clips.run_ffmpeg(
        "-stream_loop", "9", "-i", clip("plain"), "-c", "copy", "-movflags", "+faststart", whole
    )
    content = whole.read_bytes()
    cut.write_bytes(content[: int(len(content) * 0.98)])
    assert probe_file(cut).duration_s == pytest.approx(20, abs=0.5)


def test_three_hours_and_a_single_frame_are_refused(clip: Clip) -> None:
    assert _refuse(clip("long")).facts == {"minutes": "180"}
    assert _refuse(clip("one_frame")).rule == "clip-without-length"


def test_huge_picture_is_refused_before_it_is_unpacked(clip: Clip) -> None:
    huge = _refuse(clip("large_picture"))
    assert (huge.rule, huge.facts) == (
        "clip-too-large-picture",
        {"width": "8192", "height": "4352"},
    )
    before = time.monotonic()
    assert _refuse(clip("bomb")).rule == "clip-not-readable"
    assert time.monotonic() - before < 2


@pytest.mark.parametrize("name", ["playlist", "concat"])
def test_list_of_other_files_is_refused(clip: Clip, name: str) -> None:
    assert _refuse(clip(name)).rule == "clip-not-readable"


def test_fault_becomes_a_problem_in_both_languages(clip: Clip) -> None:
    problem = _refuse(clip("long")).as_problem(Place("content/lessons/a/lesson.yml", 2), "dài.mp4")
    assert "dài.mp4" in problem.message("vi")
    assert "180" in problem.message("en")
