"""How a clip stands on a page: what it costs in words, its files, its captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hatgiong.media.captions import format_vtt
from hatgiong.media.clips import Clip, Quality, Track
from hatgiong.pages.list_view import link
from hatgiong.pages.plan import Page, Site
from hatgiong.pages.words import Words

#: A button tells one size where a clip's codings differ by less: sizes are true within 5 %.
_SAME_SIZE = 1.05
#: A title that is too long for one caption goes on in those that follow.
_TITLE_CUES = 4
#: What may not stand in an address, or not in a data: one (RFC 3986, 2.2; letters beyond ASCII may:
#: RFC 3987, and as themselves they are three times shorter).
_TO_QUOTE = re.compile(r"[\x00-\x20\"#%<>\[\\\]^`{|}]")


def view_clip(
    site: Site, page: Page, clip: Clip, words: Words, title: str, steps: Sequence[str] = ()
) -> dict[str, Any]:
    """The clip as `media.html` draws it; `words` are those of the clip's own language, `steps` the
    titles of the steps that it may say one after the other."""
    names = {language.tag: language.name for language in site.catalogue.languages}
    qualities = [_view_quality(site, page, one, words) for one in clip.qualities]
    posters = [_view_track(site, page, one) for one in clip.posters]
    sound = Quality("audio", clip.sounds)
    return {
        "title": f"{words.plain('watch')}: {title}",
        "listen_title": f"{words.plain('listen')}: {title}",
        "language": clip.language,
        "language_name": names.get(clip.language, clip.language),
        "length": format_length(clip.duration_s),
        "voice": clip.voice,
        "default": qualities[0] if qualities else None,
        "others": qualities[1:],
        "poster": posters[-1] if posters else None,  # JPEG: every browser shows it
        "posters": posters[:-1],
        "sound": _view_quality(site, page, sound, words) if clip.sounds else None,
        "captions": write_captions(clip) if clip.captions else "",
        "step_times": " ".join(f"{start_s:g}" for start_s in find_step_times(clip, steps)),
    }


def _view_quality(site: Site, page: Page, quality: Quality, words: Words) -> dict[str, Any]:
    sizes = [track.size_bytes for track in quality.tracks]
    older = words.megabytes(max(sizes)) if max(sizes) > sizes[0] * _SAME_SIZE else ""
    return {
        "name": quality.name,
        "size": words.megabytes(sizes[0]),
        "older": older,
        "width": quality.tracks[0].width_px,
        "height": quality.tracks[0].height_px,
        "tracks": [_view_track(site, page, track) for track in quality.tracks],
    }


def _view_track(site: Site, page: Page, track: Track) -> dict[str, Any]:
    return {
        "src": link(site, page, track.uri),
        "mime": track.mime,
        "width": track.width_px,
        "height": track.height_px,
    }


def format_length(duration_s: float) -> str:
    """Minutes and seconds, as players write them."""
    minutes, seconds = divmod(round(duration_s), 60)
    return f"{minutes}:{seconds:02d}"


def find_step_times(clip: Clip, steps: Sequence[str]) -> list[float]:
    """When the clip begins to say each step, in seconds: a slideshow says each step's title first.
    Nothing where it does not say them all in their order."""
    times: list[float] = []
    cues = list(clip.captions)
    for step in steps:
        title = _plain(step)
        while cues and not _plain(" ".join(cue.text for cue in cues[:_TITLE_CUES])).startswith(
            title
        ):
            del cues[0]
        if not cues:
            return []
        times.append(round(cues.pop(0).start_s, 1))
    return times


def _plain(text: str) -> str:
    return " ".join(text.split())


def write_captions(clip: Clip) -> str:
    """The captions as an address that holds them: a page that was opened from a stick may not
    load a caption file (HTML standard, 4.8.11.11.3: another origin), and nothing is fetched."""
    text = _TO_QUOTE.sub(lambda sign: f"%{ord(sign[0]):02X}", format_vtt(clip.captions))
    return "data:text/vtt;charset=utf-8," + text
