"""A slideshow's master: as long as its slides, each sound in its place, one loudness."""

from __future__ import annotations

from array import array
from itertools import pairwise
from math import log10
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops
from slideshow_parts import DRAWING, SAMPLE_RATE, make_slideshow, write_tones

from hatgiong.media.captions import check_cues
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.ffmpeg import Ffmpeg, find_ffmpeg
from hatgiong.media.encoding.work import Bench
from hatgiong.media.slideshows.master import FADE_FRAME_S, Master, make_master
from hatgiong.media.slideshows.slide_times import FADE_S, LEAD_S
from hatgiong.media.slideshows.slides import CardWords
from hatgiong.media.slideshows.slideshow import Slideshow
from hatgiong.problems import Place

TWO_STEPS = "## Một\n\n![Hình](a.svg)\n\nChữ.\n\n## Hai\n\nChữ nữa.\n"
#: What is kept of the silence before a recording's first sound.
KEPT_S = 0.1


@pytest.fixture(scope="module")
def ffmpeg() -> Ffmpeg:
    return find_ffmpeg(None)


def make(show: Slideshow, folder: Path, ffmpeg: Ffmpeg) -> Master:
    told: list[float] = []
    made = make_master(show, Bench(folder, ffmpeg, told.append, 60))
    assert told == sorted(told)
    assert told[-1] == 1.0
    return made


def make_show(**options: object) -> Slideshow:
    """Two steps without cards that take time."""
    return make_slideshow(TWO_STEPS, card=CardWords(), a=DRAWING, **options)  # type: ignore[arg-type]


def read_sound(path: Path) -> array[int]:
    samples = array("h")
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            assert isinstance(frame, av.AudioFrame)
            samples.frombytes(bytes(frame.planes[0])[: frame.samples * 2])
    return samples


def measure_level(samples: array[int], start_s: float, length_s: float) -> float:
    """Root mean square in decibels under full scale."""
    part = samples[round(start_s * SAMPLE_RATE) : round((start_s + length_s) * SAMPLE_RATE)]
    power = sum(one * one for one in part) / len(part)
    return 10 * log10(max(power, 0.01)) - 20 * log10(32_768)


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory, ffmpeg: Ffmpeg) -> Master:
    return make(make_show(), tmp_path_factory.mktemp("silent"), ffmpeg)


def test_silent_master_is_as_long_as_its_slides(silent: Master) -> None:
    total_s = sum(slide.duration_s for slide in silent.slides)
    assert silent.probe.duration_s == pytest.approx(total_s, abs=0.1)
    assert silent.probe.audio == ()
    assert silent.voice == ""
    assert silent.probe.video is not None
    assert (silent.probe.video.width_px, silent.probe.video.height_px) == (1280, 720)


def test_frames_are_few_and_near_enough_to_seek(silent: Master) -> None:
    with av.open(str(silent.path)) as container:
        times = [float(frame.time or 0) for frame in container.decode(video=0)]
    gaps = [after - before for before, after in pairwise(times)]
    assert max(gaps) <= 1.5
    assert min(gaps) >= 0.039
    fades = round(FADE_S / FADE_FRAME_S) * (len(silent.slides) - 1)
    assert len(times) <= silent.probe.duration_s * 1.3 + fades + 2


def test_slides_are_shown_at_their_times_and_fade_between(silent: Master) -> None:
    frames = {}
    with av.open(str(silent.path)) as container:
        for frame in container.decode(video=0):
            assert isinstance(frame, av.VideoFrame)
            frames[round(float(frame.time or 0), 2)] = frame.to_image()
    pages = [Image.open(silent.path.with_name(f"slide-{n:03}.png")).convert("RGB") for n in (1, 2)]
    start_s = silent.slides[1].start_s
    before = [time for time in frames if time < start_s - 0.01]
    fading = [time for time in frames if start_s - 0.01 <= time < start_s + FADE_S - 0.01]
    shown = [time for time in frames if start_s + FADE_S - 0.01 <= time < start_s + 4]
    assert find_difference(frames[max(before)], pages[0]) < 6
    assert find_difference(frames[shown[0]], pages[1]) < 6
    assert len(fading) == round(FADE_S / FADE_FRAME_S)
    for time in fading:
        assert min(find_difference(frames[time], page) for page in pages) > 20


def find_difference(one: Image.Image, other: Image.Image) -> int:
    return max(high for _, high in ImageChops.difference(one.convert("RGB"), other).getextrema())  # type: ignore[misc]


def test_sound_of_a_recording_is_heard_at_its_slide(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    (tmp_path / "made").mkdir()
    recording = write_tones(tmp_path / "2.wav", (1.0, 0.4), (2.2, 0.4), length_s=4.5)
    made = make(make_show(narration={"2": recording}), tmp_path / "made", ffmpeg)
    assert [row.sample_rate for row in made.probe.audio] == [48_000]
    assert (made.probe.audio[0].channels, made.voice) == (1, "recorded")
    total_s = sum(slide.duration_s for slide in made.slides)
    assert made.probe.duration_s == pytest.approx(total_s, abs=0.1)
    sound = read_sound(made.path)
    loud = [index / SAMPLE_RATE for index, one in enumerate(sound) if abs(one) > 2000]
    begin_s = made.slides[2].start_s + LEAD_S + KEPT_S
    assert loud[0] == pytest.approx(begin_s, abs=0.03)
    second = next(at for at in loud if at > begin_s + 0.6)
    assert second == pytest.approx(begin_s + 1.2, abs=0.03)
    assert loud[-1] == pytest.approx(begin_s + 1.6, abs=0.03)


def test_recordings_of_any_loudness_are_heard_alike(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    (tmp_path / "made").mkdir()
    narration = {
        "1": write_tones(tmp_path / "1.wav", (0.2, 2.0), length_s=2.4, loudness=0.01),
        "2": write_tones(tmp_path / "2.wav", (0.2, 2.0), length_s=2.4, loudness=0.95),
    }
    made = make(make_show(narration=narration), tmp_path / "made", ffmpeg)
    sound = read_sound(made.path)
    begins = [slide.start_s + LEAD_S + KEPT_S + 0.3 for slide in made.slides[1:]]
    quiet, loud = (measure_level(sound, begin_s, 1.2) for begin_s in begins)
    assert quiet == pytest.approx(loud, abs=1.0)
    assert quiet == pytest.approx(-16, abs=1.5)


def test_recording_in_which_nothing_is_heard_is_told_and_left_out(
    tmp_path: Path, ffmpeg: Ffmpeg
) -> None:
    (tmp_path / "made").mkdir()
    empty = write_tones(tmp_path / "1.wav", length_s=2.0)
    made = make(make_show(narration={"1": empty}), tmp_path / "made", ffmpeg)
    fault = made.faults["1.wav"]
    assert fault.rule == "narration-silent"
    problem = fault.as_problem(Place("content/lessons/a/1.wav"), "1.wav")
    assert "1.wav" in problem.message("vi")
    assert made.probe.audio == ()


def test_what_is_no_recording_is_told_and_left_out(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    (tmp_path / "made").mkdir()
    text = write_tones(tmp_path / "1.wav", length_s=0.1)
    text.path.write_text("không phải tiếng")
    made = make(make_show(narration={"1": text}), tmp_path / "made", ffmpeg)
    assert list(made.faults) == ["1.wav"]
    assert len(made.slides) == 3


@pytest.mark.parametrize(("language", "voice"), [("vi", "vi"), ("en", "en-gb")])
def test_machines_voice_says_what_nobody_recorded_and_captions_follow_it(
    tmp_path: Path, ffmpeg: Ffmpeg, language: str, voice: str
) -> None:
    (tmp_path / "made").mkdir()
    recording = write_tones(tmp_path / "1.wav", (0.0, 1.0), length_s=1.0)
    show = make_show(language=language, voice=voice, narration={"1": recording})
    made = make(show, tmp_path / "made", ffmpeg)
    assert made.voice == "machine"
    assert list(check_cues(made.captions, Place("a"), made.probe.duration_s)) == []
    sound = read_sound(made.path)
    for slide in made.slides:
        for said in slide.said:
            level = measure_level(sound, said.start_s, said.duration_s)
            assert level == pytest.approx(-16, abs=6)
        last = slide.said[-1]
        after_s = last.start_s + last.duration_s + 0.15
        assert measure_level(sound, after_s, 0.4) < -60


def test_clip_without_time_left_is_ended(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    with pytest.raises(MediaFault):
        make_master(make_show(), Bench(tmp_path, ffmpeg, lambda _: None, 0.0))
