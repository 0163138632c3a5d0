"""A small site to carry lessons from, and what stands in a file that was made of one."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import imageio_ffmpeg
from PIL import Image

from hatgiong.programs import run_program
from tiny_site import FACTS, GROUPS, TinySite

SETTINGS: Final = """\
site_name: Tiny
docs_dir: content
{more}plugins:
  - hatgiong:
      helper: {{name: Mai, phone: "0213 000 000"}}
      languages:
        - {{tag: vi, name: Tiếng Việt}}
        - {{tag: en, name: English, fallback: vi}}
"""
DRAWING: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200"><path d="M0 0h9v9z"/></svg>'
)
FILMED: Final = """\
---
title: Quay phim
---
## Một

![Hình vẽ](a.svg)

Xem [bài chỉ có chữ](../bai-chu/index.vi.md) trước.

## Hai

![Ảnh chụp](b.jpg)

/// quiz
Đúng chưa?

- [x] Đúng
- [ ] Sai
///
"""
RENDITIONS: Final = {
    "240p": ["video/mp4", "avc1"],
    "240p.av1": ["video/mp4", "av01"],
    "audio": ["audio/mp4", "mp4a"],
    "none": [],
}


def write_site(folder: Path, *, more: str = "") -> TinySite:
    """Two lessons: `quay-phim` with a clip, a drawing, a photograph and an easy version, and
    `bai-chu` with words alone."""
    site = TinySite(folder)
    site.write("mkdocs.yml", SETTINGS.format(more=more))
    site.write("content/groups.yml", GROUPS)
    site.add_lesson("bai-chu")
    site.write("content/lessons/quay-phim/lesson.yml", FACTS + "clip: {vi: clip.vi.mp4}\n")
    site.write("content/lessons/quay-phim/index.vi.md", FILMED)
    easy = "---\ntitle: Quay phim\n---\n## Một\n\nDễ.\n"
    site.write("content/lessons/quay-phim/simple.vi.md", easy)
    site.write("content/lessons/quay-phim/a.svg", DRAWING)
    photo = io.BytesIO()
    Image.effect_noise((320, 200), 20).convert("RGB").save(photo, "JPEG", quality=60)
    site.write("content/lessons/quay-phim/b.jpg", photo.getvalue())
    _film(site.folder / "content/lessons/quay-phim/clip.vi.mp4")
    return site


def _film(path: Path) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "lavfi", "-i"]
    command += ["testsrc2=s=320x240:r=10:d=2", "-f", "lavfi", "-i", "sine=440:d=2", "-c:v"]
    command += ["libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", path.name]
    run_program(command, folder=path.parent, time_limit_s=60)


@dataclass
class ReadFile(HTMLParser):
    """A file's addresses, links with their words, scripts and style sheets."""

    html: str
    addresses: list[tuple[str, str, str]] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    codes: dict[str, list[str]] = field(default_factory=lambda: {"script": [], "style": []})

    def __post_init__(self) -> None:
        super().__init__()
        self._inside = ""
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in self.codes else ""
        if self._inside:
            self.codes[tag].append("")
        self.tags.append((tag, dict(attrs)))
        for name, value in attrs:
            if name in {"href", "src", "srcset", "poster", "action", "data"}:
                self.addresses.append((tag, name, value or ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.codes[self._inside][-1] += data

    @property
    def text(self) -> str:
        """Its words without its code."""
        code = re.sub(r"<(script|style)\b.*?</\1>", "", self.html, flags=re.DOTALL)
        return re.sub(r"<[^>]*>", "", code)

    def find(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def links(self) -> list[str]:
        return [value for tag, name, value in self.addresses if (tag, name) == ("a", "href")]

    @property
    def asks(self) -> list[tuple[str, str, str]]:
        """What the file would fetch, or lead to, beside it."""
        return [
            row
            for row in self.addresses
            if not row[2].startswith(("data:", "#"))
            and not (row[0] == "a" and re.match(r"[a-z]+:", row[2]))
        ]

    def unpack(self, tag: str) -> list[tuple[str, bytes]]:
        """Kind and bytes of everything that elements of that name hold."""
        found = [value for name, key, value in self.addresses if (name, key) == (tag, "src")]
        rows = [re.fullmatch(r"data:([\w/+-]+);base64,(.*)", one) for one in found]
        return [(row[1], base64.b64decode(row[2])) for row in rows if row]

    @cached_property
    def policy(self) -> dict[str, list[str]]:
        """The security policy by its rules' names."""
        (text,) = [one["content"] for one in self.find("meta") if one.get("http-equiv")]
        rules = [rule.split() for rule in (text or "").split(";")]
        return {name: sources for name, *sources in rules}

    def hashes(self, kind: str) -> list[str]:
        """What the policy has to name for its scripts, or its style sheets, to be run."""
        digests = (hashlib.sha256(code.encode()).digest() for code in self.codes[kind])
        return [f"'sha256-{base64.b64encode(one).decode()}'" for one in digests]


def read_file(path: Path) -> ReadFile:
    """Reads a file that was made."""
    return ReadFile(path.read_text("utf-8"))
