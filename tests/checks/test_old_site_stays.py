"""A build that fails leaves the site that was there as it is, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tiny_site import SETTINGS, Run, TinySite

Break = Callable[[TinySite], tuple[str, ...]]


def _remember(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def _add_a_problem(site: TinySite) -> tuple[str, ...]:
    site.add_lesson("hong", "Không có bước.\n")
    return ("--strict",)


def _add_a_warning(site: TinySite) -> tuple[str, ...]:
    site.write("content/lessons/bai-tot/lesson.yml", "groups: [nguoi-dan]\nreview_by: 2020-01-01\n")
    return ("--strict",)


def _make_pages_heavy(site: TinySite) -> tuple[str, ...]:
    site.write("mkdocs.yml", f"{SETTINGS}      budgets: {{page_bytes: 1000}}\n")
    return ("--strict",)


def _break_groups(site: TinySite) -> tuple[str, ...]:
    site.write("content/groups.yml", "nguoi-dan: {name: [}\n")
    return ()


def _remove_groups(site: TinySite) -> tuple[str, ...]:
    (site.folder / "content/groups.yml").unlink()
    return ()


def _break_the_only_lesson(site: TinySite) -> tuple[str, ...]:
    site.write("content/lessons/bai-tot/index.vi.md", "không có gì\n")
    return ()


def _rename_all_groups(site: TinySite) -> tuple[str, ...]:
    site.write("content/groups.yml", "hoc-sinh: {name: Học sinh}\n")
    return ()


def _break_settings(site: TinySite) -> tuple[str, ...]:
    site.write("mkdocs.yml", SETTINGS.replace("tag: vi", "tag: xx"))
    return ()


def _lose_settings(site: TinySite) -> tuple[str, ...]:
    (site.folder / "mkdocs.yml").unlink()
    return ()


def _put_the_site_over_the_sources(site: TinySite) -> tuple[str, ...]:
    site.write("mkdocs.yml", SETTINGS + "site_dir: .\n")
    return ()


def _break_a_template(site: TinySite) -> tuple[str, ...]:
    site.write("overrides/learner/lesson.html", "{{ lesson.nothing.of.this }}")
    site.write("mkdocs.yml", SETTINGS + "theme: {name: material, custom_dir: overrides}\n")
    return ()


def _break_the_handbook(site: TinySite) -> tuple[str, ...]:
    site.write("content/handbook/index.md", "# Sổ tay\n")
    site.write("mkdocs.yml", SETTINGS + "theme: {name: a-theme-that-nobody-made}\n")
    return ()


WAYS: dict[str, tuple[Break, int, str]] = {
    "strict, with an error": (_add_a_problem, 1, "no-step"),
    "strict, with a warning": (_add_a_warning, 1, "review-overdue"),
    "strict, with a heavy page": (_make_pages_heavy, 1, "page-over-budget"),
    "groups that cannot be read": (_break_groups, 1, "nothing-to-build"),
    "groups that are gone": (_remove_groups, 1, "nothing-to-build"),
    "groups of other names": (_rename_all_groups, 1, "nothing-to-build"),
    "no lesson left": (_break_the_only_lesson, 1, "nothing-to-build"),
    "wrong settings": (_break_settings, 2, "language-tag-invalid"),
    "no settings": (_lose_settings, 2, "file-missing"),
    "a site over the sources": (_put_the_site_over_the_sources, 2, "value-wrong"),
    "a handbook that MkDocs cannot build": (_break_the_handbook, 3, "a-theme-that-nobody-made"),
    "a template that raises": (_break_a_template, 70, "this is a bug in hatgiong"),
}


@pytest.mark.parametrize("way", WAYS)
def test_old_site_stays_byte_for_byte(way: str, tiny_site: TinySite, run: Run) -> None:
    spoil, code, words = WAYS[way]
    assert run("-C", tiny_site.folder, "build").code == 0
    before, old = _remember(tiny_site.folder / "site"), (tiny_site.folder / "site").stat()
    options = spoil(tiny_site)
    sources = _remember(tiny_site.folder / "content")
    ran = run("-C", tiny_site.folder, "build", *options)
    assert ran.code == code
    assert words in ran.errors
    assert "Traceback" not in ran.errors
    assert _remember(tiny_site.folder / "site") == before
    assert (tiny_site.folder / "site").stat().st_ino == old.st_ino
    assert _remember(tiny_site.folder / "content") == sources
    assert list(tiny_site.folder.glob(".site*")) == []


def test_build_that_is_not_strict_leaves_out_what_is_wrong_and_publishes_the_rest(
    tiny_site: TinySite, run: Run
) -> None:
    tiny_site.add_lesson("hong", "Không có bước.\n")
    ran = run("-C", tiny_site.folder, "build")
    pages = {path.name for path in (tiny_site.folder / "site/lessons").glob("*.html")}
    assert ran.code == 1
    assert "no-step" in ran.errors
    assert pages == {"bai-tot.html", "bai-tot.keep.html"}


def test_page_over_budget_is_a_warning_that_names_its_lesson(tiny_site: TinySite, run: Run) -> None:
    _make_pages_heavy(tiny_site)
    ran = run("-C", tiny_site.folder, "build")
    assert ran.code == 0
    assert "content/lessons/bai-tot:1:1: warning: the page lessons/bai-tot.html takes" in ran.errors


def test_same_content_built_twice_keeps_every_file_and_its_time(
    tiny_site: TinySite, run: Run
) -> None:
    assert run("-C", tiny_site.folder, "build").code == 0
    before = _remember(tiny_site.folder / "site")
    assert run("-C", tiny_site.folder, "build", "--strict").code == 0
    assert _remember(tiny_site.folder / "site") == before
