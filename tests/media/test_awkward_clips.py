"""What phones really record comes out as every phone plays it: compared by what is in the files."""

from __future__ import annotations

import itertools
from pathlib import Path

import av
import pytest
from clips import Clip, Made, encode_clip, run_ffmpeg

from hatgiong.media.encoding.probe import VideoFacts, probe_file
from hatgiong.media.encoding.renditions import plan_renditions, plan_size

H264 = "240p.mp4"


def _frames(path: Path) -> list[float]:
    """The time in s of each frame."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return [float(frame.pts * stream.time_base) for frame in container.decode(stream)]


def _mean_colour(path: Path) -> tuple[float, float, float]:
    """The first frame's mean red, green and blue, 0 to 255."""
    with av.open(str(path)) as container:
        image = next(container.decode(video=0)).to_image().resize((1, 1))
    red, green, blue = image.convert("RGB").getpixel((0, 0))
    return red, green, blue


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("plain", (160, 120)),
        ("rotated", (180, 320)),
        ("variable", (160, 120)),
        ("fast", (160, 120)),
        ("pq", (160, 120)),
        ("hlg", (160, 120)),
        ("full_colour", (160, 120)),
        ("odd", (160, 120)),
        ("upright", (240, 426)),
        ("wide_pixels", (320, 120)),
        ("silent_film", (160, 120)),
        ("two_tracks", (160, 120)),
        ("3gp", (192, 144)),
        ("avi", (160, 120)),
        ("placed", (160, 120)),
        ("slides", (320, 180)),
    ],
)
def test_every_clip_becomes_one_that_every_phone_plays(
    clip: Clip, made: Made, name: str, size: tuple[int, int]
) -> None:
    source = probe_file(clip(name))
    path, told = made(name, H264)
    probe = probe_file(path)
    video = probe.video
    assert video is not None
    assert (video.width_px, video.height_px) == size == (told.width_px, told.height_px)
    assert (video.codec, video.pixel_format) == ("h264", "yuv420p")
    assert (video.rotation_degrees, video.transfer, video.matrix) == (0, "bt709", "bt709")
    assert probe.duration_s == pytest.approx(source.duration_s, abs=0.12)
    assert [track.codec for track in probe.audio] == ["aac"][: len(source.audio)]
    assert all(track.channels == 1 for track in probe.audio)
    assert told.size_bytes == path.stat().st_size


def test_frame_rate_is_a_whole_share_of_the_source_under_the_cap(made: Made) -> None:
    for name, rate in (("fast", 15), ("plain", 12.5)):
        steps = [b - a for a, b in itertools.pairwise(_frames(made(name, H264)[0]))]
        assert min(steps) == pytest.approx(1 / rate, abs=0.003)


def test_still_picture_has_a_frame_a_second_and_its_whole_length(made: Made) -> None:
    times = _frames(made("slides", H264)[0])
    assert len(times) <= 12
    assert max(b - a for a, b in itertools.pairwise(times)) <= 1.1
    assert probe_file(made("slides", H264)[0]).duration_s == pytest.approx(8, abs=0.1)
    assert probe_file(made("silent_film", H264)[0]).duration_s == pytest.approx(2, abs=0.1)


def test_slide_changes_when_it_should(made: Made) -> None:
    change = min(time for time in _frames(made("slides", H264)[0]) if time > 3.5)
    assert change == pytest.approx(4, abs=0.6)


@pytest.mark.parametrize("name", ["pq", "hlg"])
def test_hdr_is_brought_to_what_every_screen_shows(clip: Clip, made: Made, name: str) -> None:
    """As bright as the same picture without HDR, not the grey veil of a plain conversion."""
    path, _ = made(name, H264)
    video = probe_file(path).video
    assert video is not None
    assert not video.is_hdr
    assert _mean_colour(path) == pytest.approx(_mean_colour(made("plain", H264)[0]), abs=10)


def test_colours_stay_as_they_were(clip: Clip, made: Made) -> None:
    for name in ("plain", "full_colour"):
        before, after = _mean_colour(clip(name)), _mean_colour(made(name, H264)[0])
        assert after == pytest.approx(before, abs=6)


def test_chosen_track_is_the_one_that_is_heard(made: Made) -> None:
    """The second track is a tone of 880 Hz, the first one is speech-like noise."""
    path, _ = made("two_tracks", "audio.opus")
    told = run_ffmpeg(
        "-i", path, "-af", "bandreject=f=880:width_type=h:w=200,volumedetect", "-f", "null", "-"
    )
    whole = run_ffmpeg("-i", path, "-af", "volumedetect", "-f", "null", "-")
    assert _mean_db(told) < _mean_db(whole) - 8


def _mean_db(told: str) -> float:
    return float(told.rpartition("mean_volume:")[2].split()[0])


def test_place_time_maker_and_chapters_are_left_out(clip: Clip, made: Made) -> None:
    assert "+21.0285" in run_ffmpeg("-i", clip("placed"), "-f", "null", "-")
    for rendition in (H264, "audio.m4a", "audio.opus", "poster.jpg"):
        content = made("placed", rendition)[0].read_bytes()
        for secret in (b"+21.0285", b"Phone", b"2026-11", b"Nha"):
            assert secret not in content
    with av.open(str(made("placed", H264)[0])) as container:
        assert not container.chapters()


@pytest.mark.parametrize("name", ["Bước 1 – quét mã.mp4", "50% #1 & 'hai'.mp4", "-dash %d [x].mp4"])
def test_any_name_is_encoded(clip: Clip, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(clip("plain").read_bytes())
    path, told = encode_clip(tmp_path / name, "audio.opus", tmp_path)
    assert told.codecs == "opus"
    assert path.stat().st_size > 1000


# --- which renditions a clip gets -----------------------------------------------------------------
def test_nothing_is_enlarged(clip: Clip) -> None:
    def names(clip_name: str) -> set[str]:
        rows = plan_renditions(probe_file(clip(clip_name)))
        return {row.name for row in rows if row.kind != "poster"}

    smallest = {"240p.av1.mp4", "240p.mp4"}
    assert names("plain") == {"audio.opus", "audio.m4a"} | smallest
    assert names("larger") == names("plain") | {"360p.av1.mp4", "360p.mp4"}
    assert names("silent_film") == smallest
    assert names("sound_only") == {"audio.opus", "audio.m4a"}


@pytest.mark.parametrize(
    ("size", "short_px", "wanted"),
    [
        ((1920, 1080), 240, (426, 240)),
        ((1080, 1920), 240, (240, 426)),
        ((1080, 2400), 360, (360, 800)),
        ((161, 121), 240, (160, 120)),
        ((720, 720), 360, (360, 360)),
        ((4000, 100), 240, (960, 24)),
    ],
)
def test_short_side_is_what_a_rendition_is_named_by(
    size: tuple[int, int], short_px: int, wanted: tuple[int, int]
) -> None:
    video = VideoFacts("h264", *size, 0, 25.0, False, "yuv420p", "")
    assert plan_size(video, short_px) == wanted
