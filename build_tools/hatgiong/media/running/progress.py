"""How far the encoding is: bars on a terminal, and a line for each clip that is done."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from hatgiong.media.running.runner import Task, find_cost
from hatgiong.media.storage.store import Stored
from hatgiong.problems import Locale

_MB = 1_000_000


def format_mb(size_bytes: float, locale: Locale) -> str:
    """Megabytes with two decimals, as a phone's shop counts them."""
    text = f"{size_bytes / _MB:.2f}"
    return text.replace(".", ",") if locale == "vi" else text


def name_clip(task: Task) -> str:
    """The clip that a job is for: its label without the rendition."""
    return task.job.label.rpartition(" ")[0] or task.job.label


@contextmanager
def show_progress(console: Console, locale: Locale) -> Iterator[EncodingProgress]:
    """Shows a run on the console; without a terminal only the lines of finished clips."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}", markup=False),
    )
    bars = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    try:
        yield EncodingProgress(bars, console, locale)
    finally:
        bars.stop()


@dataclass
class _ClipTally:
    source_bytes: int
    is_filmed: bool
    left: int = 0
    made: int = 0
    made_bytes: int = 0

    def saved_bytes(self) -> int:
        """What a phone no longer fetches, once there is anything; 0 where nothing was filmed."""
        return self.source_bytes - self.made_bytes if self.is_filmed and self.made else 0


@dataclass
class EncodingProgress:
    """A bar for each job under way, one for all of them, and a line for each finished clip."""

    bars: Progress
    console: Console
    locale: Locale
    clips: dict[str, _ClipTally] = field(default_factory=dict)
    rows: dict[str, TaskID] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    costs: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    total: TaskID | None = None

    def begin(self, tasks: Sequence[Task]) -> None:
        """All that is to be made; a second run after the first adds to it."""
        if not tasks:
            return
        self.bars.start()
        for task in tasks:
            facts = (task.job.probe.size_bytes, not task.after and not task.make)
            self.clips.setdefault(name_clip(task), _ClipTally(*facts)).left += 1
        self.costs |= {task.job.key: find_cost(task) for task in tasks}
        words = _WORDS[self.locale]["all"].format(count=len(self.costs), clips=len(self.clips))
        if self.total is None:
            self.total = self.bars.add_task("", note="")
        self.bars.update(self.total, description=words, total=sum(self.costs.values()))

    def report(self, task: Task, share: float) -> None:
        """A job's share done, from 0 to 1."""
        key = task.job.key
        with self.lock:
            if key not in self.rows:
                self.rows[key] = self.bars.add_task(task.job.label, total=1.0, note="")
            self.bars.update(self.rows[key], completed=share)
            self._advance(key, share)

    def finish(self, task: Task, stored: Stored | None) -> None:
        """A job's end; None where it failed."""
        key, clip = task.job.key, self.clips[name_clip(task)]
        clip.left -= 1
        if stored and not task.make:  # a slideshow's master is nobody's file
            clip.made += 1
            clip.made_bytes += stored.encoded.size_bytes
        with self.lock:
            if key in self.rows:
                self.bars.remove_task(self.rows.pop(key))
            self._advance(key, 1.0)
        saved = sum(one.saved_bytes() for one in self.clips.values())
        if self.total is not None and saved > 0:
            note = _WORDS[self.locale]["saved"].format(mb=format_mb(saved, self.locale))
            self.bars.update(self.total, note=note)
        if not clip.left and clip.made:
            self._tell(name_clip(task), clip)

    def _advance(self, key: str, share: float) -> None:
        step = share - self.shares.get(key, 0.0)
        if step > 0 and self.total is not None:
            self.shares[key] = share
            self.bars.update(self.total, advance=step * self.costs[key])

    def _tell(self, name: str, clip: _ClipTally) -> None:
        mb = format_mb(clip.made_bytes, self.locale)
        kind = "filmed" if clip.is_filmed else "drawn"
        source = format_mb(clip.source_bytes, self.locale)
        words = _WORDS[self.locale][kind].format(name=name, made=clip.made, mb=mb, source=source)
        self.console.print(Text(words), soft_wrap=True)


_WORDS: dict[Locale, dict[str, str]] = {
    "en": {
        "all": "{clips} clips, {count} files",
        "saved": "{mb} MB saved",
        "filmed": "{name}: {made} files, {mb} MB, from a recording of {source} MB",
        "drawn": "{name}: {made} files, {mb} MB",
    },
    "vi": {
        "all": "{clips} video, {count} tệp",
        "saved": "bớt được {mb} MB",
        "filmed": "{name}: {made} tệp, {mb} MB, từ bản quay {source} MB",
        "drawn": "{name}: {made} tệp, {mb} MB",
    },
}
