"""Every folder of `bad/` is a tiny site with its problems; every folder of `good/` has none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from runtime_cases import BAD, BAD_CLIPS, BAD_RECORDINGS, GOOD, GOOD_RECORDINGS

from hatgiong.problems import load_rules
from tiny_site import SETTINGS, Run

HERE = Path(__file__).parent
MADE = {**BAD, **BAD_CLIPS, **BAD_RECORDINGS}
BAD_CASES = sorted({path.name for path in (HERE / "bad").iterdir()} | set(MADE))
GOOD_CASES = sorted(path.name for path in (HERE / "good").iterdir())
#: Told by a build, or by a check only after one; each has a test of its own beside this file.
OF_THE_BUILD = {
    "clip-left-out",
    "clip-not-encoded",
    "clip-over-budget",
    "keep-over-budget",
    "lesson-over-budget",
    "narration-silent",
    "nothing-to-build",
    "pack-over-budget",
    "page-over-budget",
    "slide-letters-missing",
}


def _lay_out(case: Path, folder: Path) -> Path:
    folder.mkdir()
    (folder / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    if case.is_dir():
        keep_out = shutil.ignore_patterns("expected*.txt")
        shutil.copytree(case, folder, dirs_exist_ok=True, ignore=keep_out)
    if add := {**MADE, **GOOD_RECORDINGS}.get(case.name):
        add(folder)
    return folder


def _compare(found: str, golden: Path, rewrite: bool) -> None:
    if rewrite:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, "utf-8", newline="\n")
    assert found == golden.read_text("utf-8")


@pytest.mark.parametrize("name", BAD_CASES)
def test_bad_site_is_told_its_problems_in_both_languages(
    name: str, run: Run, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    case, rewrite = HERE / "bad" / name, bool(request.config.getoption("--rewrite-golden"))
    site = _lay_out(case, tmp_path / "site")
    for locale, ending in (("en", ""), ("vi", ".vi")):
        ran = run("-C", site, "--locale", locale, "check")
        _compare(ran.output + ran.errors, case / f"expected{ending}.txt", rewrite)
        wrong_settings = 2 if ran.errors else 0
        has_error = re.search(r"^\S.*: (?:error|lỗi): ", ran.output, re.MULTILINE)
        assert ran.code == (wrong_settings or int(bool(has_error)))
    assert run("-C", site, "check", "--strict").code in (1, 2)


@pytest.mark.parametrize("name", GOOD_CASES)
def test_good_site_is_passed_over_in_silence(name: str, run: Run, tmp_path: Path) -> None:
    ran = run("-C", _lay_out(HERE / "good" / name, tmp_path / "site"), "check", "--strict")
    assert (ran.output, ran.errors, ran.code) == ("", "", 0)


@pytest.mark.parametrize("name", GOOD_CASES)
@pytest.mark.parametrize("change", GOOD)
def test_good_site_stays_good_as_other_computers_store_it(
    name: str, change: str, run: Run, tmp_path: Path
) -> None:
    site = _lay_out(HERE / "good" / name, tmp_path / "site")
    for path in (*site.rglob("*.md"), *site.rglob("*.yml"), *site.rglob("*.vtt")):
        path.write_bytes(GOOD[change](path.read_text("utf-8")))
    ran = run("-C", site, "check", "--strict")
    assert (ran.output, ran.errors, ran.code) == ("", "", 0)


def test_every_rule_has_a_bad_case_that_reports_it() -> None:
    goldens = "".join(path.read_text("utf-8") for path in HERE.glob("bad/*/expected.txt"))
    reported = set(re.findall(r"^\S.* \[([a-z0-9-]+)\]$", goldens, re.MULTILINE))
    assert set(load_rules()) - OF_THE_BUILD == reported


def test_every_bad_case_is_made_of_something() -> None:
    stored = {path.parent.name for path in HERE.glob("bad/*/*") if path.is_dir()}
    settings = {path.parent.name for path in HERE.glob("bad/*/mkdocs.yml")}
    assert set(BAD_CASES) == stored | settings | set(MADE)
