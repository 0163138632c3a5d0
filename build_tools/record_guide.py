"""Records the clip of the lesson `dung-kho-bai-hoc`: this site on a phone, walked through by taps.

Run by hand when the site's looks have changed: build the site, then

    python build_tools/record_guide.py [--language vi] [--site site] [--lesson FOLDER]

It writes `clip.<language>.mp4` and `captions.<language>.vtt` into the lesson's folder. Time is
counted in frames: the page stands still while each is taken, so that a slow machine records the
same clip as a fast one. Needs Debian's Chromium and Playwright, as the browser tests do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Final

import imageio_ffmpeg
from playwright.sync_api import Locator, ViewportSize, sync_playwright

from guide_camera import FRAMES_PER_S, SWIPE_PX, Recording
from guide_words import WORDS, Words
from hatgiong.media.captions import format_vtt
from hatgiong.programs import run_program

CHROMIUM: Final = "/usr/bin/chromium"
#: Nothing but this machine answers: a page of this site asks for nothing else.
ARGUMENTS: Final = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
LESSON: Final = Path("content/lessons/dung-kho-bai-hoc")
#: The smallest phone in wide use, twice as dense: 720x1280, the projector's rendition upright.
SCREEN: Final[ViewportSize] = {"width": 360, "height": 640}
SCALE: Final = 2
#: A source for renditions: what is lost here is lost in all of them. At 23 letters are still clean;
#: 21 adds a tenth to the bytes.
CRF: Final = 23
#: What screens expect of a clip of this size (ITU-R BT.709), said in the stream as well.
COLOURS: Final = (
    "scale=out_color_matrix=bt709:out_range=tv,"
    "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709"
)
ENCODE_LIMIT_S: Final = 600.0
#: It lies in the repository for ever, once for each recording.
MOST_BYTES: Final = 1_200_000


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
    if page.locator("main video").count():
        with saying(words.cost):
            recording.swipe(SWIPE_PX, seconds=1)
            recording.hold(0.7)
    with saying(words.read):
        for _ in range(2):
            recording.swipe(SWIPE_PX, seconds=1)
            recording.hold(1.3)
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
        recording.hold(3)


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
        recording = Recording(page, folder)
        recording.settle()
        yield recording
        browser.close()


def encode(recording: Recording, clip_path: Path) -> None:
    """Pictures with the time that each stands: a picture that does not move costs nothing."""
    # The last picture twice: a clip ends where its last frame begins.
    lasting = [*enumerate(recording.lasting)]
    number, frames = lasting.pop()
    lasting += [(number, max(frames - 1, 1)), (number, 1)]
    rows = ["ffconcat version 1.0"]
    for number, frames in lasting:
        rows += [f"file {number:05d}.png", f"option framerate {FRAMES_PER_S}"]
        rows.append(f"duration {frames / FRAMES_PER_S:.6f}")
    (recording.folder / "pictures.txt").write_text("\n".join(rows) + "\n", "utf-8")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error"]
    command += ["-f", "concat", "-safe", "0", "-i", "pictures.txt", "-vf", COLOURS]
    command += ["-fps_mode", "vfr", "-c:v", "libx264", "-profile:v", "high", "-preset", "veryslow"]
    # Without B-frames, whose order would make MP4 say too early an end where times are uneven.
    command += ["-tune", "animation", "-bf", "0", "-crf", str(CRF), "-pix_fmt", "yuv420p"]
    # One thread, and no word of the encoder: the same pictures make the same bytes.
    command += ["-threads", "1", "-bsf:v", "filter_units=remove_types=6", "-map_metadata", "-1"]
    command += ["-metadata:s:v:0", "encoder=", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
    command += ["-movflags", "+faststart", "clip.mp4"]
    run_program(command, folder=recording.folder, time_limit_s=ENCODE_LIMIT_S)
    # Read to its end before it takes the old one's place.
    check = [command[0], "-v", "error", "-xerror", "-i", "clip.mp4", "-f", "null", "-"]
    run_program(check, folder=recording.folder, time_limit_s=ENCODE_LIMIT_S)
    part = clip_path.with_suffix(".part")
    part.write_bytes((recording.folder / "clip.mp4").read_bytes())
    part.replace(clip_path)


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
