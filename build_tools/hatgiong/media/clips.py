"""What the media stage gives to pages: a lesson's clips, ready to be linked, with their sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hatgiong.media.captions import Cue
from hatgiong.media.encoding.renditions import Kind

#: Where a clip's sound comes from: people, a machine's voice, or nothing is said.
Voice = Literal["recorded", "machine", ""]
#: The name of the clip that stands for the whole lesson; others are named by their files.
MAIN = "clip"


@dataclass(frozen=True, slots=True)
class Track:
    """One file of a clip: its rendition, its address in the site, where the store keeps it.

    `mime` is what `<source type>` takes, codecs included (RFC 6381). Sizes are 0 for sound.
    """

    rendition: str
    kind: Kind
    uri: str
    path: Path
    mime: str
    size_bytes: int
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Quality:
    """One picture size of a clip in every coding that it has, the lightest first: a phone takes
    the first that it can show."""

    name: str
    tracks: tuple[Track, ...]


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip in one language: posters, sound alone, and qualities from the cheapest on."""

    slug: str
    name: str
    language: str
    duration_s: float
    posters: tuple[Track, ...]
    sounds: tuple[Track, ...]
    qualities: tuple[Quality, ...]
    captions: tuple[Cue, ...]
    voice: Voice

    def tracks(self) -> tuple[Track, ...]:
        """Every file of the clip."""
        videos = (track for quality in self.qualities for track in quality.tracks)
        return (*self.posters, *self.sounds, *videos)


#: By the lesson's slug. What could not be made is not there: the page shows its pictures.
Clips = Mapping[str, tuple[Clip, ...]]
