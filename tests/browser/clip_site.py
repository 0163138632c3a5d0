"""A small site whose one lesson was filmed in two languages."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import imageio_ffmpeg
from built_sites import BuildOnce, BuiltSite

from hatgiong.programs import run_program
from tiny_site import TinySite

#: One is large enough for two qualities, which is dear to encode, and one for the cheapest alone.
FILMED: Final = {
    "vi": "testsrc2=s=426x240:r=15:d=3",
    "en": "testsrc2=s=640x360:r=10:d=2",
}
#: A lesson of an hour in small: far more than a player fetches ahead.
LONG_S: Final = 40
LONG: Final = f"testsrc2=s=640x360:r=15:d={LONG_S},noise=alls=9:allf=t"
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
        cue = f"WEBVTT\n\n00:00.000 --> 00:02.000\n{CUES[language].replace('&', '&amp;')}\n"
        path = site.write(f"content/lessons/quay-phim/captions.{language}.vtt", cue)
        film(path.with_name(f"clip.{language}.mp4"), picture)


def film(path: Path, picture: str) -> None:
    """A moving picture with a tone that lasts as long, ready to be played while it is fetched."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "lavfi", "-i", picture]
    command += ["-f", "lavfi", "-i", "sine=440", "-shortest", "-c:v", "libx264"]
    command += ["-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "30", "-c:a", "aac"]
    command += ["-movflags", "+faststart", path.name]
    run_program(command, folder=path.parent, time_limit_s=60)
