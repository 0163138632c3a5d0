"""A small site whose one lesson was filmed in two languages, and how its pages are played."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import imageio_ffmpeg
from built_sites import BuildOnce, BuiltSite
from playwright.sync_api import Locator

from hatgiong.programs import run_program
from tiny_site import TinySite

#: In Vietnamese long enough for a jump to its end to leave most of the file out; in English short,
#: and large enough for two qualities. Together they are encoded in a few seconds.
LENGTH_S: Final = 20
FILMED: Final = {
    "vi": f"testsrc2=s=426x240:r=15:d={LENGTH_S},noise=alls=20:allf=t",
    "en": "testsrc2=s=640x360:r=15:d=3",
}
CUES: Final = {
    "vi": "Bà con vuốt lên, rồi bấm số 1: “100% đúng rồi” & xong.",
    "en": "Swipe up and tap number 1: “100% right” & done.",
}
SETTINGS: Final = """\
site_name: Tiny
docs_dir: content
use_directory_urls: false
plugins:
  - hatgiong:
      languages:
        - {tag: vi, name: Tiếng Việt}
        - {tag: en, name: English, fallback: vi}
"""
GROUPS: Final = "nguoi-dan: {name: {vi: Người dân, en: Citizens}}\n"
FACTS: Final = "groups: [nguoi-dan]\nclip: {vi: clip.vi.mp4, en: clip.en.mp4}\n"
TEXT: Final = "---\ntitle: {title}\n---\n## Một\n\nChữ.\n"
PAGES: Final = {"vi": "lessons/quay-phim.html", "en": "en/lessons/quay-phim.html"}

#: Plays until half a second was shown; says what was, in the browser's own numbers.
_PLAY: Final = """async player => {
  const until = performance.now() + 10000;
  player.muted = false;
  await player.play();
  while (player.currentTime < 0.5 && !player.error && performance.now() < until)
    await new Promise(done => setTimeout(done, 20));
  player.pause();
  const track = player.textTracks[0];
  return {
    file: player.currentSrc.split('/').pop(),
    shown_s: player.currentTime,
    frames: player.getVideoPlaybackQuality ? player.getVideoPlaybackQuality().totalVideoFrames : 0,
    sound_bytes: player.webkitAudioDecodedByteCount,
    fault: player.error ? player.error.message : '',
    captions: track ? track.mode : '',
    language: track ? track.language : '',
    words: track ? [...track.activeCues].map(cue => cue.getCueAsHTML().textContent).join(' ') : '',
  };
}"""
_SIZE: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*MB")


@dataclass(frozen=True)
class Played:
    """What a player had shown when half a second of its clip was over."""

    file: str
    shown_s: float
    frames: int
    sound_bytes: int
    fault: str
    captions: str
    language: str
    words: str


def play(player: Locator) -> Played:
    """Plays a `<video>` or `<audio>` of a page."""
    facts: dict[str, Any] = player.evaluate(_PLAY)
    return Played(**facts)


def read_sizes(words: str) -> list[float]:
    """The sizes in bytes that a button's words tell."""
    return [float(size.replace(",", ".")) * 1e6 for size in _SIZE.findall(words)]


def build_clip_site(build_once: BuildOnce) -> BuiltSite:
    """The small site, built once for all tests."""
    return build_once("clips", _write_project)


def _write_project(folder: Path) -> None:
    site = TinySite(folder)
    site.write("mkdocs.yml", SETTINGS)
    site.write("content/groups.yml", GROUPS)
    site.write("content/lessons/quay-phim/lesson.yml", FACTS)
    for language, picture in FILMED.items():
        own = f"content/lessons/quay-phim/index.{language}.md"
        site.write(own, TEXT.format(title=f"Quay phim {language}"))
        cue = f"WEBVTT\n\n00:00.000 --> 00:03.000\n{CUES[language].replace('&', '&amp;')}\n"
        path = site.write(f"content/lessons/quay-phim/captions.{language}.vtt", cue)
        _film(path.with_name(f"clip.{language}.mp4"), picture)


def _film(path: Path, picture: str) -> None:
    """A moving picture with a tone that lasts as long."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "lavfi", "-i", picture]
    command += ["-f", "lavfi", "-i", "sine=440", "-shortest", "-c:v", "libx264"]
    command += ["-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", path.name]
    run_program(command, folder=path.parent, time_limit_s=60)
