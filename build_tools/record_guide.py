"""Records the clip of the lesson `dung-kho-bai-hoc`: this site on a phone, walked through by taps.

Run by hand when the site's looks have changed: build the site, then

    python build_tools/record_guide.py [--language vi] [--site site] [--lesson FOLDER]

It writes `clip.<language>.mp4` and `captions.<language>.vtt` into the lesson's folder. Time is
counted in frames: the page stands still while each is taken, so that a slow machine records the
same clip as a fast one. Needs Debian's Chromium and Playwright, as the browser tests do.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Final

import imageio_ffmpeg
from playwright.sync_api import Locator, Page, ViewportSize, sync_playwright

from guide_words import WORDS, Words
from hatgiong.media.captions import LETTERS_PER_S, Cue, format_vtt, wrap_caption
from hatgiong.programs import run_program

CHROMIUM: Final = "/usr/bin/chromium"
#: Nothing but this machine answers: a page of this site asks for nothing else.
ARGUMENTS: Final = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
LESSON: Final = Path("content/lessons/dung-kho-bai-hoc")
#: The smallest phone in wide use, twice as dense: 720x1280, the projector's rendition upright.
SCREEN: Final[ViewportSize] = {"width": 360, "height": 640}
SCALE: Final = 2
#: Enough for a swipe to look like one; text that moves faster is not read in any case.
FRAMES_PER_S: Final = 12
#: A source for renditions: what is lost here is lost in all of them.
CRF: Final = 18
ENCODE_LIMIT_S: Final = 600.0
#: It lies in the repository for ever, once for each recording.
MOST_BYTES: Final = 1_200_000

#: A swipe as long as a thumb makes it, in CSS pixels, and how far a flick lets the page run on.
SWIPE_PX: Final = 400
FLICK_PX: Final = 900
#: What is to be tapped is brought here when it stands higher or lower than a thumb's reach.
REACH_PX: Final = range(80, 540)
THUMB_X: Final = 285

_LOAD_PICTURES: Final = """async () => {
  for (const picture of document.images) picture.loading = 'eager';
  await Promise.all([...document.images].map(picture => picture.decode().catch(() => {})));
  await document.fonts.ready;
}"""
#: The finger: a ring that is seen on light and dark alike, and never in the way of a tap.
_DRAW_FINGER: Final = """([x, y, size, ink]) => {
  let finger = document.getElementById('recorded-finger');
  if (!finger) {
    finger = document.createElement('div');
    finger.id = 'recorded-finger';
    document.documentElement.append(finger);
  }
  finger.style.cssText = `position:fixed;z-index:9999;pointer-events:none;border-radius:50%;
    left:${x - size / 2}px;top:${y - size / 2}px;width:${size}px;height:${size}px;
    border:3px solid #fff;box-shadow:0 0 0 2px #10202e, 0 2px 8px #0008;
    background:rgba(16,32,46,${ink});display:${size ? 'block' : 'none'}`;
}"""


@dataclass
class Recording:
    """Pictures of a page, one after another, each with the number of frames that it stands."""

    page: Page
    folder: Path
    pictures: list[bytes] = field(default_factory=list)
    lasting: list[int] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)

    @property
    def now_s(self) -> float:
        return sum(self.lasting) / FRAMES_PER_S

    def take(self, frames: int = 1) -> None:
        """Takes the page as it is; a picture that is the last one again lets that one stand."""
        picture = self.page.screenshot(animations="disabled", caret="hide")
        if self.pictures and self.pictures[-1] == picture:
            self.lasting[-1] += frames
            return
        (self.folder / f"{len(self.pictures):05d}.png").write_bytes(picture)
        self.pictures.append(picture)
        self.lasting.append(frames)

    def hold(self, seconds: float) -> None:
        """The page stands still, rounded up to whole frames."""
        if seconds > 0:
            self.take(math.ceil(round(seconds * FRAMES_PER_S, 6)))

    @contextmanager
    def saying(self, sentence: str) -> Iterator[None]:
        """Everything within is shown under a caption, which stands as long as reading takes."""
        (words,) = wrap_caption(sentence)
        start_s = self.now_s
        yield
        self.hold(start_s + len(sentence) / LETTERS_PER_S + 0.3 - self.now_s)
        self.cues.append(Cue(round(start_s, 3), round(self.now_s, 3), words))

    def draw_finger(self, x: float, y: float, size: float, ink: float = 0.25) -> None:
        """Draws the finger at a place of the screen, in CSS pixels; size 0 takes it away."""
        self.page.evaluate(_DRAW_FINGER, [x, y, size, ink])

    def tap(self, target: Locator, *, leads_away: bool = True) -> None:
        """The finger comes, rests, presses; the tap itself is a real one."""
        self.bring(target)
        box = target.bounding_box()
        assert box, f"not seen: {target}"
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for part in (0.4, 0.75, 0.95):
            self.draw_finger(x + 60 * (1 - part), y + 80 * (1 - part), 48)
            self.take()
        self.draw_finger(x, y, 48)
        self.take(6)
        self.draw_finger(x, y, 38, ink=0.6)
        self.take(4)
        self.draw_finger(x, y, 0)
        if leads_away:
            with self.page.expect_navigation(wait_until="load"):
                target.tap()
            self.page.evaluate(_LOAD_PICTURES)
        else:
            target.tap()

    def bring(self, target: Locator, *, middle_px: int = 330) -> None:
        """Flicks the page until a thing is within the thumb's reach."""
        box = target.bounding_box()
        assert box, f"not there: {target}"
        middle = box["y"] + box["height"] / 2
        if int(middle) not in REACH_PX:
            self.flick(round(middle) - middle_px)

    def flick(self, distance_px: int) -> None:
        """Moves the page on, down or (negative) up, by as many flicks as that takes."""
        flicks = math.ceil(abs(distance_px) / FLICK_PX)
        for _ in range(flicks):
            self.swipe(round(distance_px / flicks), seconds=0.75)
            self.take(2)

    def swipe(self, distance_px: int, *, seconds: float) -> None:
        """One movement of the thumb: the page follows it, and runs on where it was flicked."""
        start_px = self.page.evaluate("() => Math.round(scrollY)")
        from_y = 470 if distance_px > 0 else 170
        frames = round(seconds * FRAMES_PER_S)
        for frame in range(1, frames + 1):
            moved = round(distance_px * _eased(frame / frames))
            self.page.evaluate("y => scrollTo(0, y)", start_px + moved)
            is_down = abs(moved) <= SWIPE_PX and frame < frames
            self.draw_finger(THUMB_X, from_y - moved, 48 if is_down else 0)
            self.take()


def _eased(part: float) -> float:
    """Starts and ends gently, as a thumb does (smoothstep)."""
    return part * part * (3 - 2 * part)


def walk(recording: Recording, words: Words) -> None:
    """What the lesson's steps teach, from the home page to the helper's number."""
    page, saying = recording.page, recording.saying

    def link(ending: str, within: str = "main") -> Locator:
        return page.locator(f"{within} a[href$='{ending}']").first

    with saying(words.who):
        recording.hold(1.6)
        recording.tap(link("courses/hoc-sinh.html"))
        recording.hold(0.6)
    with saying(words.back):
        recording.tap(link("index.html"))
    with saying(words.again):
        recording.tap(link("courses/nguoi-dan.html"))
    with saying(words.choose):
        recording.hold(1.4)
        recording.tap(link("lessons/ket-noi-wifi.html"))
    with saying(words.easy):
        recording.hold(1)
        recording.tap(link("ket-noi-wifi.simple.html"))
    with saying(words.language):
        recording.hold(0.4)
        recording.tap(page.locator(f"header a[hreflang='{words.other_language}']"))
        recording.hold(1)
        recording.tap(page.locator(f"header a[hreflang='{words.tag}']"))
    with saying(words.read):
        for _ in range(3):
            recording.swipe(SWIPE_PX, seconds=1)
            recording.hold(0.7)
    with saying(words.answer):
        recording.tap(page.locator("main input[type=radio] + label").first, leads_away=False)
        recording.hold(1.8)
    with saying(words.call):
        recording.bring(page.locator("a[href^='tel:']").first, middle_px=240)
        recording.hold(1.2)
    with saying(words.find):
        recording.tap(link("topics.html", within="footer"))
        recording.hold(1.2)
    with saying(words.offline):
        recording.swipe(SWIPE_PX, seconds=1)
        recording.hold(2)


@contextmanager
def serve(site_dir: Path) -> Iterator[str]:
    """The built site on a free port of this machine; gives its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its own name)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site_dir)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def open_phone(address: str, folder: Path) -> Iterator[Recording]:
    """A phone that shows a page, ready to be recorded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(
            viewport=SCREEN, device_scale_factor=SCALE, is_mobile=True, has_touch=True
        )
        page.goto(address, wait_until="load")
        page.evaluate(_LOAD_PICTURES)
        yield Recording(page, folder)
        browser.close()


def encode(recording: Recording, clip_path: Path) -> None:
    """Pictures with the time that each stands: a picture that does not move costs nothing."""
    rows = ["ffconcat version 1.0"]
    for number, frames in enumerate(recording.lasting):
        rows += [f"file {number:05d}.png", f"option framerate {FRAMES_PER_S}"]
        rows.append(f"duration {frames / FRAMES_PER_S:.6f}")
    (recording.folder / "pictures.txt").write_text("\n".join(rows) + "\n", "utf-8")
    colours = ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"]
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-y",
        "-loglevel",
        "error",
        "-f",
        "concat",
        "-safe",
        "0",
    ]
    command += ["-i", "pictures.txt", "-vf", "scale=out_color_matrix=bt709:out_range=tv"]
    command += ["-fps_mode", "vfr", "-c:v", "libx264", "-profile:v", "high", "-preset", "veryslow"]
    command += ["-tune", "animation", "-crf", str(CRF), "-pix_fmt", "yuv420p", *colours]
    # One thread, and no word of the encoder: the same pictures make the same bytes.
    command += ["-threads", "1", "-bsf:v", "filter_units=remove_types=6", "-map_metadata", "-1"]
    command += ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart"]
    command.append(str(clip_path.absolute()))
    run_program(command, folder=recording.folder, time_limit_s=ENCODE_LIMIT_S)


def record(language: str, site_dir: Path, lesson_dir: Path) -> None:
    """Walks, encodes and writes the captions in one language."""
    own = f"{language}/" if (site_dir / language / "index.html").exists() else ""
    clip_path = lesson_dir / f"clip.{language}.mp4"
    with TemporaryDirectory() as folder, serve(site_dir) as address:
        with open_phone(f"{address}{own}index.html", Path(folder)) as recording:
            walk(recording, WORDS[language])
        encode(recording, clip_path)
    (lesson_dir / f"captions.{language}.vtt").write_text(format_vtt(recording.cues), "utf-8")
    size_bytes = clip_path.stat().st_size
    print(f"{clip_path}: {recording.now_s:.1f} s, {size_bytes / 1e6:.2f} MB")
    if size_bytes > MOST_BYTES:
        print(f"  more than {MOST_BYTES / 1e6:.1f} MB: swipe less", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--language", choices=sorted(WORDS), help="only this one; both if left out")
    parser.add_argument("--site", type=Path, default=Path("site"), help="the folder of the site")
    parser.add_argument("--lesson", type=Path, default=LESSON, help="where the clip is written")
    chosen = parser.parse_args(arguments)
    for language in [chosen.language] if chosen.language else WORDS:
        record(language, chosen.site, chosen.lesson)


if __name__ == "__main__":
    main()
