"""Renditions are as good, as loud and as small as they are to be, whatever breaks meanwhile."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import shutil
import time
from pathlib import Path

import av
import clips
import pytest
from clips import Clip, Made, encode_clip, plan_job, run_ffmpeg
from PIL import Image

from hatgiong.media.encoding.arguments import plan_frame_rate
from hatgiong.media.encoding.encode import encode
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.job import make_job
from hatgiong.media.encoding.loudness import Level, Loudness, fit_level, plan_level
from hatgiong.media.encoding.probe import VideoFacts, probe_file
from hatgiong.media.encoding.quality import Score, parse_ssim, plan_windows, search_quality
from hatgiong.media.encoding.renditions import RENDITIONS, find_rendition
from hatgiong.media.encoding.work import Bench
from hatgiong.programs import ProgramFailed


# --- what a rendition is ----------------------------------------------------------------------
def test_av1_is_told_as_browsers_ask_for_it(made: Made) -> None:
    path, told = made("plain", "240p.av1.mp4")
    assert re.fullmatch(r"av01\.0\.\d\dM\.08, opus", told.codecs)
    assert (told.mime, told.encoder) == ("video/mp4", "libsvtav1")
    probe = probe_file(path)
    assert probe.video is not None
    assert (probe.video.codec, probe.audio[0].codec) == ("av1", "opus")


def test_h264_is_baseline_and_starts_before_all_of_it_is_there(made: Made) -> None:
    path, told = made("plain", "240p.mp4")
    assert re.fullmatch(r"avc1\.42[0-9A-F]{4}, mp4a\.40\.2", told.codecs)
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_sound_alone_is_told_as_browsers_ask_for_it(made: Made) -> None:
    assert made("plain", "audio.opus")[1].codecs == "opus"
    assert made("plain", "audio.m4a")[1].codecs == "mp4a.40.2"
    assert made("sound_only", "audio.opus")[1].width_px == 0


@pytest.mark.parametrize(
    "rendition", ["240p.av1.mp4", "240p.mp4", "audio.opus", "audio.m4a", "poster.avif"]
)
def test_same_source_gives_the_same_bytes(
    clip: Clip, made: Made, tmp_path: Path, rendition: str
) -> None:
    other = tmp_path / "đã đổi tên.mp4"
    shutil.copy(clip("plain"), other)
    again, _ = encode_clip(other, rendition, tmp_path)
    assert again.read_bytes() == made("plain", rendition)[0].read_bytes()


def test_slides_give_the_same_bytes_though_their_frames_come_late(
    clip: Clip, made: Made, tmp_path: Path
) -> None:
    again, _ = encode_clip(clip("slides"), "240p.av1.mp4", tmp_path)
    assert again.read_bytes() == made("slides", "240p.av1.mp4")[0].read_bytes()


def test_frames_stay_in_their_order_where_some_refer_to_later_ones(
    clip: Clip, tmp_path: Path
) -> None:
    """The high profile of the projector's rendition has such frames."""
    row = dataclasses.replace(find_rendition("720p.mp4"), height_px=120, ceiling_kbps=500)
    job = make_job(row, "key", probe_file(clip("plain")), clips.ffmpeg(), label="small")
    path, told = encode(job, clip("plain"), Bench(tmp_path, clips.ffmpeg(), lambda share: None, 60))
    assert told.vmaf is not None
    assert told.vmaf > 80
    with av.open(str(path)) as container:
        times = [frame.pts for frame in container.decode(video=0)]
    assert times == sorted(times)


@pytest.mark.parametrize(("ending", "kind"), [("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")])
def test_poster_is_a_picture_of_the_clip(made: Made, ending: str, kind: str) -> None:
    path, told = made("upright", f"poster.{ending}")
    with Image.open(path) as image:
        assert (image.format, image.size) == (kind, (270, 480))
        assert kind != "JPEG" or image.info["progressive"]
        assert not image.getexif()
    assert (told.width_px, told.height_px, told.codecs) == (270, 480, "")


def test_poster_is_taken_where_it_is_asked_for(clip: Clip, tmp_path: Path) -> None:
    means = []
    for at_s in (1.0, 6.0):
        folder = tmp_path / str(at_s)
        folder.mkdir()
        job = dataclasses.replace(plan_job(clip("slides"), "poster.jpg"), at_s=at_s)
        path, _ = encode(job, clip("slides"), Bench(folder, clips.ffmpeg(), lambda share: None, 60))
        with Image.open(path) as image:
            means.append(image.convert("L").resize((1, 1)).getpixel((0, 0)))
    assert means[0] > means[1] + 30


# --- quality ----------------------------------------------------------------------------------
def test_quality_is_what_was_aimed_at(made: Made) -> None:
    for rendition in ("240p.av1.mp4", "240p.mp4"):
        _, told = made("upright", rendition)
        target = find_rendition(rendition).target_vmaf
        assert told.vmaf is not None
        assert target is not None
        assert target - 4 < told.vmaf <= 100


def test_without_libvmaf_quality_is_aimed_at_by_ssim(clip: Clip, tmp_path: Path) -> None:
    poor = dataclasses.replace(
        clips.ffmpeg(), filters=clips.ffmpeg().filters - {"libvmaf", "mpdecimate", "zscale"}
    )
    job = plan_job(clip("plain"), "240p.mp4")
    _, told = encode(job, clip("plain"), Bench(tmp_path, poor, lambda share: None, 60))
    assert told.vmaf is None
    assert told.quality is not None


def test_without_svt_and_opus_others_take_their_place(clip: Clip, tmp_path: Path) -> None:
    full = clips.ffmpeg()
    poor = dataclasses.replace(full, encoders=full.encoders - {"libsvtav1", "libopus"})
    job = plan_job(clip("plain"), "240p.av1.mp4")
    _, told = encode(job, clip("plain"), Bench(tmp_path, poor, lambda share: None, 60))
    assert told.encoder == "libaom-av1"
    assert told.codecs.endswith("mp4a.40.2")


def _curve(at_target: int, slope: float = 1.0) -> tuple[list[int], object]:
    asked: list[int] = []

    def measure(quality: int) -> Score:
        asked.append(quality)
        return Score(min(99.0, 85 + slope * (at_target - quality)), 50)

    return asked, measure


@pytest.mark.parametrize("at_target", [20, 35, 48, 60])
@pytest.mark.parametrize("slope", [0.6, 1.0, 2.0])
def test_search_finds_the_quality_in_five_tries(at_target: int, slope: float) -> None:
    asked, measure = _curve(at_target, slope)
    found = search_quality("av1", 85, 45, 100, measure)  # type: ignore[arg-type]
    assert len(asked) <= 5
    assert -1.5 <= slope * (at_target - found) <= 3


def test_search_stops_where_the_ceiling_decides() -> None:
    assert search_quality("h264", 85, 29, 100, lambda quality: Score(60, 96)) == 29


def test_search_pays_no_more_than_the_ceiling() -> None:
    def busy(quality: int) -> Score:
        return Score(110 - quality, 4000 * 0.93**quality)

    found = search_quality("av1", 85, 40, 100, busy)
    assert 80 < busy(found).rate_kbps <= 100


def test_search_lets_slides_be_better_than_they_need_to_be() -> None:
    found = search_quality("av1", 85, 50, 100, lambda quality: Score(95, 10), trifle_kbps=16)
    assert found == 50


def test_samples_are_spread_over_a_long_clip() -> None:
    assert plan_windows(8, 25) == [(0.0, 8)]
    windows = plan_windows(180, 25)
    assert len(windows) == 4
    assert all(start > 0 and start + length <= 180 for start, length in windows)
    assert plan_windows(180, 1 / 60) == [(0.0, 180)]


def test_ssim_is_read_onto_the_scale_of_vmaf() -> None:
    assert parse_ssim("SSIM Y:0.97 U:0.98 V:0.98 All:0.970000 (15.2)") == 87.0
    assert parse_ssim("nothing") is None


@pytest.mark.parametrize(
    ("rate", "is_variable", "cap", "wanted"),
    [(60, False, 30, 30), (29.97, False, 15, 14.985), (25, False, 15, 12.5), (24, False, 30, 24),
     (58.3, True, 30, 30), (8, False, 15, 8), (30.01, False, 30, 30.01)],
)  # fmt: skip
def test_frame_rate_never_stutters(rate: float, is_variable: bool, cap: int, wanted: float) -> None:
    video = VideoFacts("h264", 640, 360, 0, rate, is_variable, "yuv420p", "")
    assert float(plan_frame_rate(video, cap)) == pytest.approx(wanted, abs=0.01)


# --- loudness ---------------------------------------------------------------------------------
def _measure(path: Path) -> tuple[float, float]:
    told = run_ffmpeg("-i", path, "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-")
    loudness = re.findall(r"I:\s+(-?[\d.]+) LUFS", told)[-1]
    return float(loudness), float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", told)[-1])


@pytest.mark.parametrize("name", ["whispered", "clipping", "peaky"])
@pytest.mark.parametrize("rendition", ["audio.opus", "audio.m4a"])
def test_speech_is_as_loud_everywhere(made: Made, name: str, rendition: str) -> None:
    lufs, peak_dbtp = _measure(made(name, rendition)[0])
    assert lufs == pytest.approx(-16, abs=1)
    assert peak_dbtp <= -1.0


def test_silence_is_left_alone(made: Made) -> None:
    assert _measure(made("soundless", "audio.opus")[0])[0] <= -69


def test_gain_alone_is_used_where_peaks_stay_low() -> None:
    assert plan_level(Loudness(-30, -20), "opus") == Level(14.0)
    assert plan_level(Loudness(-75, -60), "opus") == Level()
    assert plan_level(None, "aac") == Level()
    assert plan_level(Loudness(-20, -6), "aac").ceiling_dbtp is not None
    assert plan_level(Loudness(-30, -6), "aac").is_squeezed


def test_a_peak_that_coding_raised_is_lowered_again() -> None:
    level = fit_level(Level(10.0, -4.0, 2.0), Loudness(-16, 0.0))
    assert level is not None
    assert level.makeup_db < 0.6
    assert fit_level(Level(10.0, -4.0, 2.0), Loudness(-16.2, -1.6)) is None


# --- when something breaks ----------------------------------------------------------------------
def test_report_counts_up_to_the_whole(clip: Clip, tmp_path: Path) -> None:
    shares: list[float] = []
    job = plan_job(clip("plain"), "audio.m4a")
    encode(job, clip("plain"), Bench(tmp_path, clips.ffmpeg(), shares.append, 60))
    assert shares[-1] == 1.0
    assert all(0 <= share <= 1 for share in shares)


def test_what_a_report_raises_ends_the_work(clip: Clip, tmp_path: Path) -> None:
    def stop(share: float) -> None:
        raise KeyboardInterrupt

    job = plan_job(clip("plain"), "240p.mp4")
    with pytest.raises(KeyboardInterrupt):
        encode(job, clip("plain"), Bench(tmp_path, clips.ffmpeg(), stop, 60))


def test_job_that_takes_too_long_is_ended(clip: Clip, tmp_path: Path) -> None:
    job, start = plan_job(clip("upright"), "240p.av1.mp4"), time.monotonic()
    with pytest.raises(MediaFault, match="took longer"):
        encode(job, clip("upright"), Bench(tmp_path, clips.ffmpeg(), lambda share: None, 0.3))
    assert time.monotonic() - start < 5


def test_source_that_changed_since_it_was_probed_is_told(clip: Clip, tmp_path: Path) -> None:
    source, folder = tmp_path / "clip.mp4", tmp_path / "work"
    folder.mkdir()
    shutil.copy(clip("plain"), source)
    job = plan_job(source, "240p.mp4")
    source.write_bytes(b"no clip any more")
    with pytest.raises(MediaFault, match="clip-not-encoded") as fault:
        encode(job, source, Bench(folder, clips.ffmpeg(), lambda share: None, 60))
    assert str(tmp_path) not in fault.value.facts["reason"]


def test_missing_program_is_no_fault_of_the_clip(clip: Clip, tmp_path: Path) -> None:
    nowhere = dataclasses.replace(clips.ffmpeg(), path=tmp_path / "ffmpeg")
    job = plan_job(clip("plain"), "audio.opus")
    with pytest.raises(ProgramFailed, match="not installed"):
        encode(job, clip("plain"), Bench(tmp_path, nowhere, lambda share: None, 60))


def test_sound_is_not_made_of_a_silent_film(clip: Clip, tmp_path: Path) -> None:
    with pytest.raises(MediaFault, match="recording-without-sound"):
        encode_clip(clip("silent_film"), "audio.opus", tmp_path)
    with pytest.raises(MediaFault, match="clip-without-picture"):
        encode_clip(clip("sound_only"), "240p.mp4", tmp_path)


# --- keys ---------------------------------------------------------------------------------------
def test_key_names_everything_that_the_bytes_depend_on(clip: Clip) -> None:
    row, probe, program = RENDITIONS[5], probe_file(clip("plain")), clips.ffmpeg()

    def key(**changes: object) -> str:
        changed = dataclasses.replace(row, **changes)  # type: ignore[arg-type]
        return make_job(changed, "source", probe, program, label="").key

    newer = dataclasses.replace(program, version="10")
    assert key() == key(reason="another") != key(target_vmaf=86)
    assert make_job(row, "source", probe, newer, label="").key != key()
    assert make_job(row, "other", probe, program, label="").key != key()
    assert make_job(row, "source", probe, program, label="", at_s=1.0).key != key()
    assert len(key()) == hashlib.sha256().digest_size * 2


def test_every_rendition_tells_its_reason() -> None:
    assert len({row.name for row in RENDITIONS}) == len(RENDITIONS)
    assert all(row.reason for row in RENDITIONS)
