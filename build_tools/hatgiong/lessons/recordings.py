"""What was recorded for a lesson: clips, narration and captions in its folder, by their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

#: What phones, cameras and old handsets write.
CLIP_ENDINGS = (".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".3gp", ".3g2", ".mpg", ".mts")
SOUND_ENDINGS = (".m4a", ".mp3", ".wav", ".opus", ".ogg", ".oga", ".flac", ".aac", ".amr")
CAPTION_ENDINGS = (".vtt", ".srt")
_ENDINGS = (*CLIP_ENDINGS, *SOUND_ENDINGS, *CAPTION_ENDINGS)
_NARRATION = re.compile(r"^narration\.([A-Za-z0-9-]+)$")
_CAPTIONS = re.compile(r"^[^/]+\.([A-Za-z0-9-]+)\.(?:vtt|srt)$")

#: `clip: slideshow` in lesson.yml: the clip is made from the lesson's own steps.
SLIDESHOW = "slideshow"
#: The narration of a slideshow's first card, beside those named by a step's number.
TITLE = "title"
#: And of its last one, which gives the helper's number.
HELPER = "helper"


def is_clip(name: str) -> bool:
    """Whether a name in a text is a clip's and not a picture's."""
    return name.lower().endswith(CLIP_ENDINGS)


def list_recordings(folder: Path) -> tuple[str, ...]:
    """The clips, narration and captions of a lesson's folder, as `/`-paths within it, sorted."""
    return tuple(sorted(_list(folder)))


def _list(folder: Path) -> Iterator[str]:
    for path in folder.iterdir():
        name = unicodedata.normalize("NFC", path.name)
        if _NARRATION.match(name) and path.is_dir():
            for sound in path.iterdir():
                if sound.name.lower().endswith((*SOUND_ENDINGS, *CLIP_ENDINGS)):
                    yield f"{name}/{unicodedata.normalize('NFC', sound.name)}"
        elif name.lower().endswith(_ENDINGS):
            yield name


def find_narration(recordings: tuple[str, ...], language: str) -> dict[str, str]:
    """The narration in one language: the file's path by step number (`"1"`…) or `TITLE`."""
    start = f"narration.{language}/"
    files = (name for name in recordings if name.startswith(start))
    return {name[len(start) :].rpartition(".")[0]: name for name in files}


def find_captions(recordings: tuple[str, ...], language: str, stem: str) -> str | None:
    """The editor's captions of a clip in one language: `<stem>.<language>.vtt` or `.srt`; `stem`
    is `captions` for the lesson's own clip, the file's name without its ending for another."""
    wanted = [f"{stem}.{language}{ending}" for ending in CAPTION_ENDINGS]
    return next((name for name in wanted if name in recordings), None)


def languages_of(recordings: tuple[str, ...]) -> dict[str, str]:
    """The language tags that narration and captions name, each with a path that names it."""
    found: dict[str, str] = {}
    for name in recordings:
        match = _NARRATION.match(name.partition("/")[0]) or _CAPTIONS.match(name)
        if match:
            found.setdefault(match[1], name)
    return found
