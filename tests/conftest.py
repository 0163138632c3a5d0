"""What the tests of checks, lessons and the command share: a tiny site, and the command itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from hatgiong.cli import main
from tiny_site import GROUPS, SETTINGS, TODAY, Ran, Run, TinySite


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the expected files anew")


@pytest.fixture
def empty_site(tmp_path: Path) -> TinySite:
    """A site with settings and one group, without a lesson."""
    site = TinySite(tmp_path / "tiny")
    site.write("mkdocs.yml", SETTINGS)
    site.write("content/groups.yml", GROUPS)
    return site


@pytest.fixture
def tiny_site(empty_site: TinySite) -> TinySite:
    """A site with one good lesson, `bai-tot`."""
    empty_site.add_lesson("bai-tot")
    return empty_site


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `hatgiong` in this process, on the tests' day, in English."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    monkeypatch.delenv("HATGIONG_TRACEBACK", raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)

    def run_command(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        output, errors = capsys.readouterr()
        return Ran(int(ended.value.code or 0), output, errors)

    return run_command
