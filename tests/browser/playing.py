"""Playing what stands on a page, and what its buttons say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Locator, Page

TRUE_WITHIN: Final = 0.05
MEDIA_ENDINGS: Final = (".mp4", ".opus", ".m4a", ".vtt")
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
_JUMP: Final = """async (player, to) => {
  const there = new Promise(done => player.addEventListener('seeked', done, {once: true}));
  player.currentTime = to;
  await there;
  return player.currentTime;
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


def jump(player: Locator, to_s: float) -> float:
    """Goes to another place of a clip; returns where that is once it is shown, in seconds."""
    return float(player.evaluate(_JUMP, to_s))


def read_shown_s(player: Locator) -> float:
    """How far a clip was played, in seconds."""
    return float(player.evaluate("player => player.currentTime"))


def list_media(addresses: Iterable[str]) -> list[str]:
    """Those that hold a clip, its sound or its captions."""
    return [one for one in addresses if urlsplit(one).path.endswith(MEDIA_ENDINGS)]


def add_range(event: dict[str, Any], answers: list[tuple[int, int]]) -> None:
    """Keeps an answer's status, and at which byte of the file its part begins."""
    answer = event["response"]
    if answer["mimeType"].startswith("video/"):
        headers = {key.lower(): value for key, value in answer["headers"].items()}
        first = re.match(r"bytes (\d+)-", headers.get("content-range", ""))
        answers.append((answer["status"], int(first[1]) if first else 0))


def read_sizes(words: str) -> list[float]:
    """The sizes in bytes that a button's words tell."""
    return [float(size.replace(",", ".")) * 1e6 for size in _SIZE.findall(words)]


def read_rendition(file: str) -> str:
    """`240p.av1` of `clip.vi.240p.av1.0a1b2c3d.mp4`."""
    match = re.search(r"\.(240p|360p|720p|audio)(\.av1)?\.[0-9a-f]{8}\.", file)
    assert match, file
    return match[1] + (match[2] or "")


def forget_codec(page: Page, kind: str, codec: str) -> None:
    """The page as a phone sees it that cannot show a coding: without the sources in it."""
    page.evaluate(
        """([kind, codec]) => {
          for (const source of document.querySelectorAll(`${kind} source`))
            if (source.type.includes(codec)) source.remove();
          for (const player of document.querySelectorAll(kind)) player.load();
        }""",
        [kind, codec],
    )


def find_untrue_sizes(page: Page) -> list[str]:
    """Words beside a player that are not true of its files; the page was opened from a folder."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('video, audio')].map(player => {
          const fold = player.closest('details');
          const words = (fold || player.closest('.see')).querySelector(fold ? 'summary' : 'h2');
          return [words.textContent, [...player.querySelectorAll('source')].map(one => one.src)];
        })"""
    )
    wrong = []
    for words, addresses in found:
        sizes = [Path(unquote(urlsplit(one).path)).stat().st_size for one in addresses]
        told = read_sizes(words)
        # One size for all codings, or the lightest and that for older phones; of sounds the first.
        true = [sizes[0], max(sizes)][: len(told)]
        if not told or any(abs(a - b) > b * TRUE_WITHIN for a, b in zip(told, true, strict=True)):
            wrong.append(f"{words.strip()} {sizes}")
    return wrong
