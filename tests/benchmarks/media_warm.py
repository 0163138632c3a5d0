"""Time what clips cost a build that changes nothing: `hatgiong build` asks this each time.

python tests/benchmarks/media_warm.py [SITE] [--runs 5]
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from hatgiong.content import read_content
from hatgiong.media.clips import Clips
from hatgiong.media.running.runner import use_local_workers
from hatgiong.media.stage import make_clips
from hatgiong.project import read_project
from hatgiong.site.linked_files import place_clips


def main() -> None:
    """Make what is missing once, then time planning, looking up and linking."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=Path())
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    project = read_project(arguments.site)
    catalogue = read_content(project).catalogue
    workers = use_local_workers(os.cpu_count() or 1)
    clips, problems = make_clips(project, catalogue, workers)
    assert not problems, problems
    times = [_time(lambda: make_clips(project, catalogue, workers)) for _ in range(arguments.runs)]
    links = [_time(lambda: _place(clips, project.site_dir.parent)) for _ in range(arguments.runs)]
    count = sum(len(found) for found in clips.values())
    files = sum(len(clip.tracks()) for found in clips.values() for clip in found)
    for name, found in (("planned and looked up", times), ("linked into the site", links)):
        middle = statistics.median(found) * 1000
        print(f"{name}: {middle:.1f} ms for {count} clips ({files} files), "
              f"{middle * 100 / count:.1f} ms for 100 clips")  # fmt: skip


def _time(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _place(clips: Clips, beside: Path) -> None:
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        place_clips((clip for found in clips.values() for clip in found), Path(folder))


if __name__ == "__main__":
    main()
