"""Time what clips cost a build that changes nothing: `hatgiong build` asks this each time.

python tests/benchmarks/media_warm.py [SITE] [--runs 5]
python tests/benchmarks/media_warm.py --lessons 50

With `--lessons` a made-up site gets a slideshow for each lesson in two languages. One of them is
made; the store is then filled with its files under the keys of all others, which is all that
planning, looking up and linking see of a clip.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus import make_lessons
from generators import GENERATORS

from hatgiong.catalogue import Catalogue
from hatgiong.content import read_content
from hatgiong.media.clips import Clips
from hatgiong.media.running.runner import use_local_workers
from hatgiong.media.slideshows.timeline import read_timeline, write_timeline
from hatgiong.media.stage import make_clips, make_plan, open_store
from hatgiong.project import Project, read_project
from hatgiong.site.linked_files import place_clips

WORKERS = use_local_workers(os.cpu_count() or 1)


def main() -> None:
    """Make what is missing once, then time planning, looking up and linking."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=Path())
    parser.add_argument("--lessons", type=int, default=0)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = arguments.site
        if arguments.lessons:
            site = Path(folder)
            write_site(site, arguments.lessons)
        measure(site, arguments.runs)


def write_site(folder: Path, lessons: int) -> None:
    """A made-up site whose store holds a slideshow for each lesson in each language."""
    GENERATORS["hatgiong"].write_project(make_lessons(lessons), folder)
    for path in folder.glob("content/lessons/*/lesson.yml"):
        path.write_text(path.read_text("utf-8") + "clip: slideshow\n", "utf-8")
    project = read_project(folder)
    fill_store(project, read_content(project).catalogue)


def fill_store(project: Project, catalogue: Catalogue) -> None:
    """Makes the first lesson's clips, and keeps their files under all other keys too."""
    slug, lesson = next(iter(catalogue.lessons.items()))
    one = replace(catalogue, lessons={slug: lesson})
    clips, problems = make_clips(project, one, WORKERS)
    assert not problems, problems
    store = open_store(project)
    first = make_plan(project, one, store).clips[0]
    assert first.master is not None
    assert clips[slug]
    timeline = read_timeline(store.folder, first.master.job.key)
    assert timeline is not None
    for master in make_plan(project, catalogue, store).unknown_masters():
        write_timeline(store.folder, master.job.key, timeline)
    made = {task.job.rendition.name: task.job.key for task in first.tasks}
    for clip in make_plan(project, catalogue, store).clips:
        for task in clip.tasks:
            stored = store.find(made[task.job.rendition.name])
            assert stored is not None
            with store.open_working() as working:
                copy = shutil.copy(stored.path, working)
                store.add(task.job.key, Path(copy), stored.encoded)


def measure(site: Path, runs: int) -> None:
    """Print the medians."""
    project = read_project(site)
    catalogue = read_content(project).catalogue
    clips, problems = make_clips(project, catalogue, WORKERS)
    assert not problems, problems
    times = [_time(lambda: make_clips(project, catalogue, WORKERS)) for _ in range(runs)]
    links = [_time_links(clips, project.site_dir.parent) for _ in range(runs)]
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


def _time_links(clips: Clips, beside: Path) -> float:
    files = [clip for found in clips.values() for clip in found]
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        return _time(lambda: place_clips(files, Path(folder)))


if __name__ == "__main__":
    main()
