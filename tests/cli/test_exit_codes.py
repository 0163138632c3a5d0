"""0 good, 1 problems in content, 2 wrong settings or command line, 3 a program failed, 70 a bug."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import hatgiong.cli
from hatgiong import __version__
from tiny_site import FACTS, SETTINGS, Run, TinySite


def test_check_of_a_good_site_says_nothing_and_ends_with_0(tiny_site: TinySite, run: Run) -> None:
    ran = run("-C", tiny_site.folder, "check")
    assert (ran.code, ran.output, ran.errors) == (0, "", "")


def test_check_with_a_warning_ends_with_0_and_strictly_with_1(
    tiny_site: TinySite, run: Run
) -> None:
    tiny_site.write("content/lessons/bai-tot/lesson.yml", FACTS + "review_by: 2020-01-01\n")
    gentle, strict = (run("-C", tiny_site.folder, "check", *more) for more in ((), ("--strict",)))
    assert (gentle.code, strict.code) == (0, 1)
    assert gentle.output == strict.output
    assert "[review-overdue]" in gentle.output


def test_check_with_an_error_ends_with_1(tiny_site: TinySite, run: Run) -> None:
    tiny_site.add_lesson("hong", "hỏng\n")
    assert run("-C", tiny_site.folder, "check").code == 1


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 0), ("ignore", 0)])
def test_level_of_the_settings_decides_the_code(
    level: str, code: int, tiny_site: TinySite, run: Run
) -> None:
    tiny_site.write("mkdocs.yml", f"{SETTINGS}      levels: {{review-overdue: {level}}}\n")
    tiny_site.write("content/lessons/bai-tot/lesson.yml", FACTS + "review_by: 2020-01-01\n")
    ran = run("-C", tiny_site.folder, "check")
    assert ran.code == code
    assert ("[review-overdue]" in ran.output) == (level != "ignore")


@pytest.mark.parametrize("command", [("check",), ("build",), ("translate", "status")])
@pytest.mark.parametrize(
    "settings",
    [
        None,
        b"",
        b"site_name: [\n",
        b"- a\n",
        b"\xff\xfe",
        b"plugins: [hatgiong: {languages: [{tag: xx}]}]\n",
        b"plugins: [hatgiong: {languages: []}]\n",
        b"plugins: [hatgiong: [a]]\n",
        b"plugins: {hatgiong: {title: [a]}}\n",
        b"docs_dir: /etc\n",
        b"docs_dir: ..\n",
        b"site_dir: ..\n",
        b"site_dir: docs\n",
        b"site_dir: docs/site\n",
        b"site_name: a\nsite_name: b\n",
        b"plugins: [hatgiong: {guide: &a b, title: *a}]\n",
    ],
)
def test_wrong_settings_end_with_2_and_a_problem_at_their_file(
    settings: bytes | None, command: tuple[str, ...], tmp_path: Path, run: Run
) -> None:
    if settings is not None:
        (tmp_path / "mkdocs.yml").write_bytes(settings)
    ran = run("-C", tmp_path, *command)
    assert (ran.code, ran.output) == (2, "")
    assert ran.errors.startswith("mkdocs.yml:" if settings is not None else ".:1:1: error:")
    assert "\n    fix: " in ran.errors
    assert [path.name for path in tmp_path.iterdir()] in ([], ["mkdocs.yml"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["check", "--nothing"],
        ["check", "--format", "xml"],
        ["--locale", "fr", "check"],
        ["new"],
        ["new", "lesson"],
        ["new", "course", "hoc-sinhh"],
        ["translate", "done", "vi"],
        ["translate", "done", "vi", "bai-tott"],
        ["translate", "done", "xx", "bai-tot"],
    ],
)
def test_wrong_command_line_ends_with_2(
    arguments: list[str], tiny_site: TinySite, run: Run
) -> None:
    ran = run("-C", tiny_site.folder, *arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.errors


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["check", "--help"], ["--version"]])
def test_help_ends_with_0(arguments: list[str], run: Run) -> None:
    assert run(*arguments).code == 0


def test_version_is_that_of_the_package(run: Run) -> None:
    assert __version__ in run("--version").output


def test_program_that_fails_ends_with_3_and_its_last_lines(tiny_site: TinySite, run: Run) -> None:
    tiny_site.write("content/handbook/index.md", "# Sổ tay\n")
    tiny_site.write("mkdocs.yml", SETTINGS + "theme: {name: nobody-made-this}\n")
    ran = run("-C", tiny_site.folder, "build")
    assert ran.code == 3
    assert "nobody-made-this" in ran.errors
    assert not (tiny_site.folder / "site").exists()


def test_bug_of_ours_ends_with_70_and_one_line(
    tiny_site: TinySite, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hatgiong.cli, "read_content", lambda *_, **__: 1 / 0)
    ran = run("-C", tiny_site.folder, "check")
    words = "this is a bug in hatgiong, not in your content: ZeroDivisionError: division by zero\n"
    assert (ran.code, ran.output, ran.errors) == (70, "", words)
    monkeypatch.setenv("HATGIONG_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        hatgiong.cli.main(["-C", str(tiny_site.folder), "check"])


@pytest.mark.parametrize("style", ["text", "json", "github"])
def test_every_format_ends_with_the_same_code(style: str, tiny_site: TinySite, run: Run) -> None:
    tiny_site.add_lesson("hong", "hỏng\n")
    ran = run("-C", tiny_site.folder, "check", "--format", style)
    assert ran.code == 1
    assert "content/lessons/hong/index.vi.md" in ran.output


def test_json_of_a_good_site_is_an_empty_list(tiny_site: TinySite, run: Run) -> None:
    assert json.loads(run("-C", tiny_site.folder, "check", "--format", "json").output) == []


def test_command_runs_as_a_program_of_its_own_from_any_folder(tiny_site: TinySite) -> None:
    tiny_site.add_lesson("hong", "hỏng\n")
    command = [sys.executable, "-m", "hatgiong", "check"]
    here = tiny_site.folder
    done = subprocess.run(
        command, cwd=here, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    assert done.returncode == 1
    assert done.stdout.decode().startswith("content/lessons/hong/index.vi.md:4:1: error: ")
