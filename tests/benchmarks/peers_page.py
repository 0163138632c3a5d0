"""Compare what one lesson page costs as several generators build it, measured in one run.

python tests/benchmarks/peers_page.py --lessons 1000
"""

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from build_speed import BASE, DEFAULT_NAMES, add_generator_options, versions_table
from builds import build_cold, install_generators
from corpus import LANGUAGES, Lesson, make_lessons
from generators import COMPRESSES_ITSELF, GENERATORS
from page_weight import KIND_ORDER, PageWeight, measure_site
from tables import markdown_table, ratio, thousands

from browser import BITS_PER_SECOND, CPU_SLOWDOWN, HOSTS, LATENCY_MS

HEAD: Final = (
    "generator",
    "lessons",
    "first visit B",
    f"to {BASE}",
    "requests",
    *(f"{kind} B" for kind in KIND_ORDER),
    "lazy B",
    "all B",
    f"all to {BASE}",
    "foreign",
    "first paint s",
)


@dataclass(frozen=True)
class PageResult:
    """The same page of one generator, weighed as often as there were runs."""

    generator: str
    lessons: int
    weights: tuple[PageWeight, ...]

    @property
    def first_paint_s(self) -> float:
        """The median of the runs."""
        return statistics.median((item.first_paint_ms or 0) / 1000 for item in self.weights)


def main() -> None:
    """Build a site of one lesson (and a large one if asked), weigh its first lesson, print."""
    arguments = _read_arguments()
    sizes = [1] + ([arguments.lessons] if arguments.lessons > 1 else [])
    with tempfile.TemporaryDirectory() as temporary:
        work_dir = arguments.work or Path(temporary)
        install_generators(arguments.only, work_dir, arguments.hugo_theme)
        results = [
            weigh_lesson_page(name, make_lessons(size), work_dir, arguments)
            for size in sizes
            for name in arguments.only
        ]
    print(page_report(results, arguments.encoding))


def weigh_lesson_page(
    name: str, lessons: Sequence[Lesson], work_dir: Path, arguments: argparse.Namespace
) -> PageResult:
    """Build `lessons` with one generator and weigh the first one's page in Vietnamese."""
    build = build_cold(name, lessons, work_dir)
    page = GENERATORS[name].page_path(lessons[0], LANGUAGES[0])
    weights = [
        measure_site(
            build.site_dir,
            [page],
            throttled=True,
            encoding=arguments.encoding,
            peer=name not in COMPRESSES_ITSELF,
        )[0]
        for _ in range(arguments.runs)
    ]
    print(f"{name}, {len(lessons)} lessons: {weights[0].first_visit_bytes} B", flush=True)
    return PageResult(name, len(lessons), tuple(weights))


def page_report(results: Sequence[PageResult], encoding: str) -> str:
    """Write the conditions and the table."""
    bases = {result.lessons: result.weights[0] for result in results if result.generator == BASE}
    rows = [_result_row(result, bases.get(result.lessons)) for result in results]
    conditions = (
        f"First visit of one lesson page in Vietnamese, empty cache, {encoding} for everyone "
        "(gzip 9 or brotli 11), bytes on the wire with response headers. First visit leaves "
        "pictures with loading=lazy out, all has them. First paint at "
        f"{BITS_PER_SECOND // 1000} kbit/s, {LATENCY_MS} ms latency, processor "
        f"{CPU_SLOWDOWN} times slower.\n"
    )
    names = list(dict.fromkeys(result.generator for result in results))
    return f"{conditions}\n{markdown_table(HEAD, rows)}\n{versions_table(names)}"


def _result_row(result: PageResult, base: PageWeight | None) -> list[str]:
    weight = result.weights[0]
    return [
        result.generator,
        str(result.lessons),
        thousands(weight.first_visit_bytes),
        ratio(weight.first_visit_bytes, base.first_visit_bytes if base else None),
        str(weight.requests),
        *(thousands(weight.bytes_by_kind[kind]) for kind in KIND_ORDER),
        thousands(weight.lazy_bytes),
        thousands(weight.all_bytes),
        ratio(weight.all_bytes, base.all_bytes if base else None),
        str(len(weight.foreign_urls)),
        f"{result.first_paint_s:.2f}",
    ]


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lessons", type=int, default=1, help="weigh it in a large site too")
    parser.add_argument("--runs", type=int, default=1, help="first paints to take the median of")
    parser.add_argument("--encoding", choices=sorted(HOSTS), default="gzip")
    add_generator_options(parser, DEFAULT_NAMES)
    return parser.parse_args()


if __name__ == "__main__":
    main()
