"""What only a build can tell of clips: each problem is seen in a site that is really built."""

from __future__ import annotations

from pathlib import Path

import pytest
from runtime_cases import write_clip, write_tone

from hatgiong.content import read_content
from hatgiong.media.encoding.ffmpeg import find_ffmpeg
from hatgiong.media.stage import check_clips
from hatgiong.problems import Problem
from hatgiong.project import Project, read_project
from hatgiong.site.assemble import Outcome
from tiny_site import FACTS, GROUPS, SETTINGS, Run, TinySite, build_lessons

LESSON = "content/lessons/bai"
#: Written for 5,000 years ago: no font of the site has it.
HIEROGLYPH = "\U00013000"


def _lay_out(folder: Path, clip: str, body: str, settings: str = "") -> TinySite:
    site = TinySite(folder)
    site.write("mkdocs.yml", f"{SETTINGS}{settings}")
    site.write("content/groups.yml", GROUPS)
    site.add_lesson("bai", body)
    site.write(f"{LESSON}/lesson.yml", f"{FACTS}clip: {clip}\n")
    return site


def _tell(problems: tuple[Problem, ...], rule: str) -> list[str]:
    return [f"{one.place.file}: {one.message('en')}" for one in problems if one.rule == rule]


@pytest.fixture(scope="module")
def slideshow(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Outcome]:
    """A slideshow in which there is everything that a build warns of."""
    folder = tmp_path_factory.mktemp("site")
    budgets = "      budgets: {clip_bytes_a_minute: 10000, lesson_bytes: 10000}\n"
    site = _lay_out(folder, "slideshow", f"## Một\n\nChữ {HIEROGLYPH}.\n", budgets)
    write_tone(site.folder / LESSON / "narration.vi/1.wav", volume=0)
    project = read_project(folder)
    return project, build_lessons(project)


def test_lesson_that_costs_too_much_is_told_with_its_page(
    slideshow: tuple[Project, Outcome],
) -> None:
    (told,) = _tell(slideshow[1].problems, "lesson-over-budget")
    assert told.startswith("content/lessons/bai: the lesson lessons/bai.html takes ")
    assert told.endswith(" bytes with its pictures and clip, more than 10000")


def test_clip_that_costs_too_much_is_told_with_its_bytes_a_minute(
    slideshow: tuple[Project, Outcome],
) -> None:
    (told,) = _tell(slideshow[1].problems, "clip-over-budget")
    assert told.startswith("content/lessons/bai: the clip bai (vi) takes ")
    assert told.endswith(" bytes a minute in its cheapest quality, more than 10000")


def test_letters_that_no_font_has_are_told_at_their_text(
    slideshow: tuple[Project, Outcome],
) -> None:
    (told,) = _tell(slideshow[1].problems, "slide-letters-missing")
    assert told.startswith("content/lessons/bai/index.vi.md: no font that slides are set in")
    assert told.endswith(f"these letters of vi: {HIEROGLYPH}")


def test_narration_in_which_nothing_is_heard_is_told_at_its_file(
    slideshow: tuple[Project, Outcome],
) -> None:
    (told,) = _tell(slideshow[1].problems, "narration-silent")
    assert told == (
        "content/lessons/bai/narration.vi/1.wav: "
        "nothing can be heard in the narration narration.vi/1.wav"
    )


def test_clip_with_warnings_is_built_all_the_same(slideshow: tuple[Project, Outcome]) -> None:
    project, outcome = slideshow
    assert outcome.is_published
    assert not outcome.has_errors
    assert list((project.site_dir / "lessons").glob("bai/clip.vi.240p.*.mp4"))


def test_check_tells_what_a_build_has_found_in_a_slideshow(
    slideshow: tuple[Project, Outcome],
) -> None:
    project, _ = slideshow
    found = check_clips(project, read_content(project).catalogue)
    assert {one.rule for one in found} == {"narration-silent", "slide-letters-missing"}


def test_clip_that_ffmpeg_cannot_write_is_told_once_and_its_lesson_built_without_it(
    tmp_path: Path,
) -> None:
    # The real program, kept from writing a single byte, as by a full disk.
    real = find_ffmpeg(None, cache_dir=tmp_path).path
    program = tmp_path / "ffmpeg"
    program.write_text(f'#!/bin/sh\nulimit -f 0\nexec "{real}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    settings = f"      media: {{ffmpeg: {program}}}\n"
    site = _lay_out(tmp_path / "site", "clip.mp4", "## Một\n\nChữ.\n", settings)
    write_clip(site.folder / LESSON / "clip.mp4", "testsrc=size=64x48:duration=0.5")
    outcome = build_lessons(read_project(site.folder))
    (told,) = _tell(outcome.problems, "clip-not-encoded")
    assert told.startswith("content/lessons/bai/lesson.yml: bai could not be made: ")
    page = (site.folder / "site/lessons/bai.html").read_text("utf-8")
    assert "<video" not in page
    assert outcome.is_published


def test_quick_build_leaves_out_what_is_not_made_and_a_whole_one_brings_it(
    tmp_path: Path, run: Run
) -> None:
    site = _lay_out(tmp_path / "site", "slideshow", "## Một\n\nChữ.\n")
    project = read_project(site.folder)
    page = project.site_dir / "lessons/bai.html"
    quick = run("-C", site.folder, "--locale", "en", "build", "--quick")
    assert quick.code == 0
    assert "clips that are not made yet were left out: 1 (bai vi)" in quick.errors
    assert "<video" not in page.read_text("utf-8")
    assert not list(project.cache_dir.rglob("*.mp4"))
    strict = run("-C", site.folder, "build", "--quick", "--strict")
    assert strict.code == 1

    assert build_lessons(project).is_published
    assert "<video" in page.read_text("utf-8")
    again = run("-C", site.folder, "build", "--quick", "--strict")
    assert (again.code, again.errors) == (0, "")
    assert "<video" in page.read_text("utf-8")
