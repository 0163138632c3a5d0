"""What a slideshow's master turned out to be: how long, what is said when, and by whom.

Times are known only once every recording was heard and every sentence spoken. They are kept beside
the store, so that a build that changes nothing draws, speaks and probes nothing.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from hatgiong.media.captions import Cue
from hatgiong.media.clips import Voice
from hatgiong.media.encoding.probe import Probe

_FOLDER = "timelines"


@dataclass(frozen=True, slots=True)
class Timeline:
    """A master's facts. `faults` are the recordings that were left out: name, rule and facts;
    `missing_letters` those that no font of the site has."""

    probe: Probe
    voice: Voice
    captions: tuple[Cue, ...]
    faults: tuple[tuple[str, str, dict[str, str]], ...] = ()
    missing_letters: str = ""


def read_timeline(store_dir: Path, key: str) -> Timeline | None:
    """The timeline of the master with that key; None where it was never made."""
    try:
        return _adapter().validate_json((store_dir / _FOLDER / f"{key}.json").read_bytes())
    except (OSError, ValidationError):
        return None


def write_timeline(store_dir: Path, key: str, timeline: Timeline) -> None:
    """Keeps a timeline under its master's key; whoever finds one finds it whole."""
    folder = store_dir / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".new")
    with os.fdopen(handle, "wb") as file:
        file.write(_adapter().dump_json(timeline))
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(folder / f"{key}.json")


def prune_timelines(store_dir: Path, wanted: Iterable[str]) -> None:
    """Removes the timelines of slideshows that are no more."""
    kept = {f"{key}.json" for key in wanted}
    for path in (store_dir / _FOLDER).glob("*"):
        if path.name not in kept:
            path.unlink(missing_ok=True)


@cache
def _adapter() -> TypeAdapter[Timeline]:
    return TypeAdapter(Timeline)
