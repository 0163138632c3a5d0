"""The learner's scripts: what every phone of 2018 understands, and how little of it there is."""

from __future__ import annotations

import gzip
from pathlib import Path

from built_sites import BuiltSite
from needed import require_node_modules

from hatgiong.programs import run_program

CHECK_LIMIT_S = 120.0


def list_scripts(site: BuiltSite) -> list[Path]:
    """Every script that a learner's phone may get, without the shards of the search's index, which
    are data; the handbook's are MkDocs' own."""
    return sorted([*(site.folder / "assets").glob("*.js"), site.folder / "sw.js"])


def test_they_are_written_in_the_language_of_2017(shipped: BuiltSite) -> None:
    scripts = list_scripts(shipped)
    assert [path.name.partition(".")[0] for path in scripts] == ["find", "learner", "sw"]
    es_check = require_node_modules() / ".bin" / "es-check"
    command = [str(es_check), "es2017", *(str(path) for path in scripts)]
    run_program(command, folder=shipped.folder, time_limit_s=CHECK_LIMIT_S)


def test_what_comes_with_a_lesson_is_small_and_so_is_all_that_may_come(shipped: BuiltSite) -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in list_scripts(shipped)}
    (core,) = (size for name, size in sizes.items() if name.startswith("learner."))
    assert core <= 2_200, sizes
    assert sum(sizes.values()) <= 11_200, sizes
