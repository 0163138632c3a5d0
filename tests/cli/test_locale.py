"""Messages are in the author's language."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from hatgiong.cli import find_locale, find_today
from tiny_site import Run, TinySite


@pytest.mark.parametrize(
    ("environment", "locale"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "VI"}, "vi"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "vi_VN", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "vi_VN"}, "vi"),
        ({"LANG": "en_US", "LC_MESSAGES": "en_US", "LC_ALL": "vi_VN"}, "vi"),
        ({"LANG": "vi_VN", "LC_ALL": ""}, "vi"),
    ],
)
def test_locale_is_found_as_every_program_finds_it(
    environment: dict[str, str], locale: str
) -> None:
    assert find_locale(environment) == locale


@pytest.mark.parametrize(
    ("system", "locale"),
    [("vi_VN", "vi"), ("Vietnamese_Vietnam", "vi"), ("English_United States", "en"), (None, "en")],
)
def test_computer_is_asked_where_no_variable_tells(
    system: str | None, locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hatgiong.cli.locale.getlocale", lambda: (system, "UTF-8"))
    assert find_locale({}) == locale


@pytest.mark.parametrize(
    ("variable", "option", "word"),
    [
        ("en_US", None, "error"),
        ("vi_VN", None, "lỗi"),
        ("vi_VN", "en", "error"),
        ("C", "vi", "lỗi"),
    ],
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_option_wins_over_the_environment(
    command: str,
    variable: str,
    option: str | None,
    word: str,
    tiny_site: TinySite,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANG", variable)
    tiny_site.add_lesson("hong", "hỏng\n")
    options = ["--locale", option] if option else []
    ran = run("-C", tiny_site.folder, *options, command)
    assert f"index.vi.md:4:1: {word}: " in ran.output + ran.errors


@pytest.mark.parametrize(("locale", "word"), [("vi", "ở đây chưa có"), ("en", "there is no")])
def test_wrong_settings_are_told_in_the_chosen_language_too(
    locale: str, word: str, tiny_site: TinySite, run: Run
) -> None:
    (tiny_site.folder / "mkdocs.yml").unlink()
    assert word in run("-C", tiny_site.folder, "--locale", locale, "check").errors


@pytest.mark.parametrize(
    ("environment", "today"),
    [
        ({"SOURCE_DATE_EPOCH": "0"}, "1970-01-01"),
        ({"SOURCE_DATE_EPOCH": "1795219200"}, "2026-11-21"),
    ],
)
def test_day_of_a_build_can_be_given(environment: dict[str, str], today: str) -> None:
    assert find_today(environment).isoformat() == today


@pytest.mark.parametrize("epoch", ["", "soon", "-5", "²", "9" * 30])
def test_day_that_is_no_number_is_the_computers_own(epoch: str) -> None:
    before = datetime.now(UTC).date()
    assert before <= find_today({"SOURCE_DATE_EPOCH": epoch}) <= datetime.now(UTC).date()


@pytest.mark.parametrize("encoding", ["cp1252", "cp1258", "ascii", "utf-8"])
def test_vietnamese_is_printed_whole_whatever_the_computer_writes_files_in(
    encoding: str, tiny_site: TinySite
) -> None:
    tiny_site.add_lesson("hong", "hỏng\n")
    command = [sys.executable, "-m", "hatgiong", "-C", str(tiny_site.folder), "--locale", "vi"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([*command, "check"], capture_output=True, check=False, env=environment)
    assert done.returncode == 1
    assert "lỗi: bài này chưa có bước nào" in done.stdout.decode()
