"""The learner's scripts: what every phone of 2018 understands, and how little of it there is."""

from __future__ import annotations

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


def test_all_that_a_phone_can_get_is_small(shipped: BuiltSite) -> None:
    """The worker comes with HTTPS alone, where brotli does too."""
    files = {path.name.partition(".")[0]: path for path in list_scripts(shipped)}
    sizes = {name: path.with_name(path.name + ".gz").stat().st_size for name, path in files.items()}
    brotli = [path.with_name(path.name + ".br").stat().st_size for path in files.values()]
    assert sizes["learner"] <= 4_400, sizes
    assert sizes["learner"] + sizes["find"] <= 6_000, sizes
    assert sum(brotli) <= 7_100, brotli
