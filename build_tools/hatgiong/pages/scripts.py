"""The learner's scripts: one small file each, named by what is in it, so that a phone keeps it.

`overrides/learner/NAME.js` becomes `assets/NAME.<hash>.js`. A page loads `learner` after its text;
every other script is fetched only when somebody taps what needs it, or on a page that is made of
it. Plain scripts and no modules: browsers refuse modules from `file://`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import rjsmin

from hatgiong.interface import find_files
from hatgiong.pages.policy import name_code

#: What every learner page loads.
CORE = "learner"


@dataclass(frozen=True, slots=True)
class Script:
    """A script of the site: its address from the site's root, and its bytes."""

    name: str
    uri: str
    content: bytes


def make_scripts(dirs: tuple[Path, ...]) -> Mapping[str, Script]:
    """Every script by its name, a site's own before the packaged ones, without comments."""
    files = find_files(dirs, "learner", ".js")
    return {name: _make_script(name, path) for name, path in sorted(files.items())}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What stands in a page and brings its scripts once somebody begins to use it."""

    code: str

    @property
    def hash(self) -> str:
        """Its name in the page's policy."""
        return name_code(self.code)


def read_waiting(dirs: tuple[Path, ...]) -> Waiting:
    """`overrides/learner/waiting/wait.js`, which pages carry in themselves."""
    path = find_files(dirs, "learner/waiting", ".js")["wait"]
    return Waiting(rjsmin.jsmin(path.read_text("utf-8")).strip())


def _make_script(name: str, path: Path) -> Script:
    content = rjsmin.jsmin(path.read_text("utf-8")).strip().encode()
    digest = hashlib.sha256(content).hexdigest()[:8]
    return Script(name, f"assets/{name}.{digest}.js", content)
