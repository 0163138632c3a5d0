"""A phone's screen, recorded picture by picture: taps, swipes, and the captions beside them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, Position

from hatgiong.media.captions import LETTERS_PER_S, Cue, wrap_caption

#: Enough for a swipe to look like one; text that moves faster is not read in any case.
FRAMES_PER_S: Final = 12
#: Chromium turns a ring in a player for two seconds after its page was opened.
RING_MS: Final = 3000
#: A caption stands this much longer than reading it takes.
GRACE_S: Final = 0.3

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
  document.documentElement.style.setProperty('-webkit-tap-highlight-color', 'transparent');
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

    def settle(self) -> None:
        """Waits, unseen, until a page that was opened stands still."""
        self.page.evaluate(_LOAD_PICTURES)
        if self.page.locator("video").count():
            self.page.wait_for_timeout(RING_MS)

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
        self.hold(start_s + len(sentence) / LETTERS_PER_S + GRACE_S - self.now_s)
        self.cues.append(Cue(round(start_s, 3), round(self.now_s, 3), words))

    def draw_finger(self, x: float, y: float, size: float, ink: float = 0.25) -> None:
        """Draws the finger at a place of the screen, in CSS pixels; size 0 takes it away."""
        self.page.evaluate(_DRAW_FINGER, [x, y, size, ink])

    def tap(self, target: Locator, *, leads_away: bool = True) -> None:
        """The finger comes, rests, presses; the tap itself is a real one."""
        self.bring(target)
        box = target.bounding_box()
        assert box, f"not seen: {target}"
        # Below the middle and to the right of it, so that the words stay readable.
        place = Position(x=box["width"] * 0.7, y=box["height"] * 0.75)
        x, y = box["x"] + place["x"], box["y"] + place["y"]
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
                target.tap(position=place)
            self.settle()
        else:
            target.tap(position=place)

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
            self.swipe(round(distance_px / flicks), seconds=0.5)
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
