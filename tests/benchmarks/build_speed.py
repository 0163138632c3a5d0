"""Time cold builds of the same lessons by several generators, side by side in one run.

python tests/benchmarks/build_speed.py --lessons 1000 --runs 3 --only hatgiong,material
"""

import argparse
import os
import platform
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from builds import Build, build_cold, install_generators
from corpus import LANGUAGES, make_lessons
from generators import GENERATORS
from tables import markdown_table, ratio, thousands

DEFAULT_NAMES: Final = ("hatgiong", "material", "zensical", "starlight")
BASE: Final = "hatgiong"
BEGIN, END = "<!-- begin build-speed -->\n", "<!-- end build-speed -->\n"


def main() -> None:
    """Install, build, print the table, and write it where the command line says."""
    arguments = read_arguments()
    with tempfile.TemporaryDirectory() as temporary:
        work_dir = arguments.work or Path(temporary)
        install_generators(arguments.only, work_dir, arguments.hugo_theme)
        builds = _build_all(arguments, work_dir)
    report = speed_report(builds, arguments.lessons, arguments.runs)
    print(report)
    if arguments.write:
        write_report(arguments.write, report)


def _build_all(arguments: argparse.Namespace, work_dir: Path) -> list[Build]:
    """Build in turns, so that a busy moment of the machine hits every generator alike."""
    lessons, builds = make_lessons(arguments.lessons), []
    for run in range(arguments.runs):
        for name in arguments.only:
            builds.append(build_cold(name, lessons, work_dir))
            print(f"run {run + 1}: {name} {builds[-1].wall_s:.1f} s", flush=True)
    return builds


def speed_report(builds: Sequence[Build], lessons: int, runs: int) -> str:
    """Write the conditions and the table; times are medians of the runs."""
    names = list(dict.fromkeys(build.generator for build in builds))
    base_s = _median_wall_s(builds, BASE)
    head = ["generator", "wall s", f"to {BASE}", "peak MB", "pages", "pages/s", "site MB"]
    rows = [_speed_row(name, builds, base_s) for name in names]
    conditions = (
        f"{lessons} lessons in {len(LANGUAGES)} languages, cold builds, median of {runs}; "
        f"Python {platform.python_version()}, {os.cpu_count()} cores. Site MB without "
        f"compressed copies; {BASE} alone makes those too, within its time.\n"
    )
    return f"{conditions}\n{markdown_table(head, rows)}\n{versions_table(names)}"


def _speed_row(name: str, builds: Sequence[Build], base_s: float | None) -> list[str]:
    own = [build for build in builds if build.generator == name]
    wall_s = statistics.median(build.wall_s for build in own)
    return [
        name,
        f"{wall_s:.1f}",
        ratio(wall_s, base_s),
        thousands(max(build.peak_memory_bytes for build in own) / 1e6),
        thousands(own[0].pages),
        f"{own[0].pages / wall_s:.1f}",
        f"{own[0].site_bytes / 1e6:.1f}",
    ]


def _median_wall_s(builds: Sequence[Build], name: str) -> float | None:
    times = [build.wall_s for build in builds if build.generator == name]
    return statistics.median(times) if times else None


def versions_table(names: Sequence[str]) -> str:
    """Write the pinned versions of every generator."""
    rows = [
        [name, ", ".join(f"{package} {version}" for package, version in pins.items())]
        for name in names
        if (pins := GENERATORS[name].PINS)
    ]
    return markdown_table(["generator", "versions"], rows) if rows else ""


def write_report(path: Path, report: str) -> None:
    """Put the report between its two marks in `path`, or at the end with marks of its own."""
    text = path.read_text("utf-8") if path.exists() else ""
    if BEGIN in text and END in text:
        before, after = text.split(BEGIN, 1)[0], text.split(END, 1)[1]
    else:
        before, after = f"{text.rstrip()}\n\n" if text.strip() else "", ""
    path.write_text(f"{before}{BEGIN}\n{report}\n{END}{after}", encoding="utf-8")


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lessons", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--write", type=Path, help="a Markdown file to put the report into")
    add_generator_options(parser, DEFAULT_NAMES)
    return parser.parse_args()


def add_generator_options(parser: argparse.ArgumentParser, default: Sequence[str]) -> None:
    """Add the options that choose generators and the folder to work in."""
    parser.add_argument("--only", type=_generator_names, default=list(default), metavar="A,B")
    parser.add_argument("--work", type=Path, help="a folder that keeps the installed generators")
    parser.add_argument("--hugo-theme", type=Path, help="a folder with the theme hugo-book")


def _generator_names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in GENERATORS]:
        raise argparse.ArgumentTypeError(f"{unknown} not among {', '.join(GENERATORS)}")
    return names


if __name__ == "__main__":
    main()
