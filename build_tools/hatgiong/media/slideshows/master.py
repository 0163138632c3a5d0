"""A slideshow's master: one lossless clip, from which renditions are made as from a filmed one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ffmpeg as graph
from PIL import Image

from hatgiong.media.captions import Cue, cues_of_slides
from hatgiong.media.clips import Voice
from hatgiong.media.encoding.arguments import compile_arguments
from hatgiong.media.encoding.faults import MediaFault
from hatgiong.media.encoding.ffmpeg import Ffmpeg
from hatgiong.media.encoding.probe import Probe, probe_file
from hatgiong.media.encoding.work import Bench, Work
from hatgiong.media.slideshows.draw_slides import draw_slides
from hatgiong.media.slideshows.narration import Heard, level_recording, level_speech, write_sound
from hatgiong.media.slideshows.slide_times import (
    FADE_S,
    TICK_S,
    time_slides,
    utterances_by_narration,
)
from hatgiong.media.slideshows.slides import Slide
from hatgiong.media.slideshows.slideshow import Slideshow
from hatgiong.media.slideshows.speech import speak
from hatgiong.media.slideshows.spoken_words import say_words

#: 12.5 frames a second while one slide fades into the next: the eye sees no steps, and each frame
#: costs bytes.
FADE_FRAME_S = 0.08
#: A still picture is repeated this often, so that players find a frame wherever one jumps to.
STILL_FRAME_S = 1.0
MASTER_NAME = "master.mkv"
_FRAMES, _SOUND = "frames.txt", "sound.wav"
#: Of the work, so much goes into sound.
_SOUND_SHARE = 0.4
#: Fast, large and exact: a master is read a dozen times and never sent.
_LOSSLESS = {"c:v": "libx264", "qp": 0, "preset": "ultrafast", "pix_fmt": "yuv444p", "g": 50}
_COLOURS = {
    "colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Master:
    """The master's file, what it holds, its slides with their times, and who speaks.

    `faults` has the recordings that were left out, by their names in the lesson's folder.
    """

    path: Path
    probe: Probe
    slides: tuple[Slide, ...]
    voice: Voice
    faults: Mapping[str, MediaFault]

    @property
    def captions(self) -> tuple[Cue, ...]:
        """What the clip says, when it is said."""
        return cues_of_slides(self.slides)


def make_master(slideshow: Slideshow, bench: Bench) -> Master:
    """Draws, reads and joins a slideshow on the bench: 1280 by 720 at a varying frame rate, and
    48 kHz mono FLAC where anything is heard.

    A recording that cannot be used leaves its step silent, or to the machine's voice, and is told
    in `faults`. Raises `MediaFault` or `ProgramFailed` where there is no clip at all.
    """
    folder, ffmpeg, work = bench.folder, bench.ffmpeg, bench.begin(60.0)
    heard, faults = gather_sound(slideshow, folder, ffmpeg, work)
    times = {name: one.narration for name, one in heard.items()}
    slides = time_slides(slideshow.slides, times)
    pages = draw_slides(
        slides, slideshow.pictures, slideshow.words, slideshow.look, folder,
        language=slideshow.language, site=slideshow.site, colour=slideshow.colour,
    )  # fmt: skip
    bench.report(0.5)
    write_frames(slides, pages, folder)
    if heard:
        write_sound(slides, heard, folder / _SOUND)
    duration_s = slides[-1].start_s + slides[-1].duration_s
    work = replace(work, duration_s=duration_s)
    work.run(_plan_master(ffmpeg, has_sound=bool(heard), duration_s=duration_s), 0.6, 1.0)
    path = folder / MASTER_NAME
    return Master(path, probe_file(path), slides, _find_voice(heard), faults)


def _find_voice(heard: Mapping[str, Heard]) -> Voice:
    """A clip in which a machine says anything is told to be a machine's."""
    if not heard:
        return ""
    return "machine" if any(one.is_machine for one in heard.values()) else "recorded"


def gather_sound(
    slideshow: Slideshow, folder: Path, ffmpeg: Ffmpeg, work: Work
) -> tuple[dict[str, Heard], dict[str, MediaFault]]:
    """What is heard under each narration's name, and the recordings that cannot be used."""
    heard: dict[str, Heard] = {}
    faults: dict[str, MediaFault] = {}
    sections = utterances_by_narration(slideshow.slides)
    recorded = [(name, one) for name, one in slideshow.narration.items() if name in sections]
    for index, (name, source) in enumerate(recorded):
        first, last = (_SOUND_SHARE * at / (len(recorded) + 1) for at in (index, index + 1))
        run = work.part(first, last)
        try:
            heard[name] = level_recording(source, folder, f"narration-{name}", ffmpeg, run)
        except MediaFault as fault:
            faults[source.name] = fault
    unread = {
        name: [say_words(text, slideshow.voice.split("-")[0], slideshow.said) for text in texts]
        for name, texts in sections.items()
        if name not in heard
    }
    if slideshow.voice and unread:
        speech = speak(unread, slideshow.voice, folder)
        run = work.part(_SOUND_SHARE * len(recorded) / (len(recorded) + 1), _SOUND_SHARE)
        heard |= level_speech(speech, folder, ffmpeg, run)
    return heard, faults


def write_frames(slides: Sequence[Slide], pages: Sequence[Path], folder: Path) -> None:
    """Draws the fades, and writes the list of frames and their times that ffmpeg joins.

    Frames are Targa files with run lengths: of what Pillow writes and every ffmpeg reads, they
    take a fifth of PNG's time, and not a tenth of the room of plain pixels.
    """
    rows = ["ffconcat version 1.0"]
    frames = list(_list_frames(slides, pages))
    # A frame's time ends where the next one begins: the last picture is said twice.
    last, rest_s = frames.pop()
    for name, duration_s in (*frames, (last, rest_s - TICK_S), (last, TICK_S)):
        rows += [f"file {name}", f"duration {duration_s:.2f}"]
    (folder / _FRAMES).write_text("\n".join(rows) + "\n", encoding="utf-8")


def _list_frames(slides: Sequence[Slide], pages: Sequence[Path]) -> Iterator[tuple[str, float]]:
    before: Image.Image | None = None
    for slide, page in zip(slides, pages, strict=True):
        rest_s = slide.duration_s
        with Image.open(page) as opened:
            image = opened.convert("RGB")
        if before is not None:
            for name in _fade(before, image, page):
                yield name, FADE_FRAME_S
                rest_s -= FADE_FRAME_S
        name = _write_frame(image, page.with_suffix(".tga"))
        while rest_s > 1.5 * STILL_FRAME_S:
            yield name, STILL_FRAME_S
            rest_s -= STILL_FRAME_S
        yield name, rest_s
        before = image


def _fade(before: Image.Image, after: Image.Image, page: Path) -> Iterator[str]:
    """The frames between two slides, written beside the second."""
    count = round(FADE_S / FADE_FRAME_S)
    for number in range(1, count + 1):
        mixed = Image.blend(before, after, number / (count + 1))
        yield _write_frame(mixed, page.with_name(f"{page.stem}-fade-{number}.tga"))


def _write_frame(image: Image.Image, path: Path) -> str:
    image.save(path, compression="tga_rle")
    return path.name


def _plan_master(ffmpeg: Ffmpeg, *, has_sound: bool, duration_s: float) -> list[str]:
    """A command that joins the frames, exactly but for the change to YCbCr of BT.709."""
    frames = graph.input(_FRAMES, f="concat", safe=1)
    video = frames.video.filter(
        "scale", out_color_matrix="bt709", out_range="tv", flags="accurate_rnd+full_chroma_int"
    ).filter("format", "yuv444p")
    options = {**_LOSSLESS, **_COLOURS, "fps_mode": "vfr", "t": f"{duration_s:.2f}", "threads": 1}
    streams = [video]
    if has_sound:
        streams.append(graph.input(f"file:{_SOUND}").audio)
        options |= {"c:a": "flac"}
    made = graph.output(*streams, f"file:{MASTER_NAME}", **options, fflags="+bitexact")
    return compile_arguments(made, ffmpeg)
