"""A program that is missing is a reason to skip at home, and a fault of the machine in CI."""

from __future__ import annotations

import pytest
from needed import require_program


def test_missing_program_skips_at_home_and_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt install no-such-package"):
        require_program("no-such-program", "no-such-package")


def test_missing_program_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-program is missing"):
        require_program("no-such-program", "no-such-package")
