"""The learner's scripts, each named by what is in it, so that a phone keeps it.

`overrides/learner/script/` holds the parts of one script, `assets/learner.<hash>.js`, which every
page brings when somebody begins to use it; `overrides/learner/NAME.js` is a script of its own, for
the one kind of page that is made of it. Plain scripts and no modules: browsers refuse modules from
`file://`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hatgiong.interface import find_files
from hatgiong.pages.policy import name_code
from hatgiong.pages.short_script import shorten_script

#: What every learner page loads, and the part of it that comes first: all others use it.
LEARNER, _CORE = "learner", "core"


@dataclass(frozen=True, slots=True)
class Script:
    """A script of the site: its address from the site's root, its bytes, and its parts as they are
    written."""

    name: str
    uri: str
    content: bytes
    parts: Mapping[str, str]


def make_scripts(dirs: tuple[Path, ...]) -> Mapping[str, Script]:
    """Every script by its name, a site's own parts before the packaged ones."""
    parts = _read(dirs, "learner/script")
    scripts = {LEARNER: _make_script(LEARNER, _put_together(parts), parts)}
    for name, text in _read(dirs, "learner").items():
        scripts[name] = _make_script(name, text, {name: text})
    return scripts


def make_worker_code(dirs: tuple[Path, ...]) -> str:
    """`overrides/learner/worker/sw.js` as phones get it."""
    return shorten_script(_enclose([_read(dirs, "learner/worker")["sw"]]))


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
    return Waiting(shorten_script(_read(dirs, "learner/waiting")["wait"]))


def _read(dirs: tuple[Path, ...], folder: str) -> dict[str, str]:
    files = find_files(dirs, folder, ".js")
    return {name: path.read_text("utf-8") for name, path in sorted(files.items())}


def _put_together(parts: Mapping[str, str]) -> str:
    """The core, and each part as a function that uses it and may end where it has nothing to do;
    the core's `run` sees to it that a part which fails stops no other."""
    others = (f"run(() => {{\n{text}}});\n" for name, text in parts.items() if name != _CORE)
    return _enclose(["'use strict';\n", parts[_CORE], *others])


def _enclose(texts: Iterable[str]) -> str:
    return f"(() => {{\n{''.join(texts)}}})();\n"


def _make_script(name: str, text: str, parts: Mapping[str, str]) -> Script:
    content = shorten_script(text).encode()
    digest = hashlib.sha256(content).hexdigest()[:8]
    return Script(name, f"assets/{name}.{digest}.js", content, parts)
