"""Programs that these tests need. Where one is missing they skip and say so; in CI they fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Final, NoReturn

import pytest

from hatgiong.programs import ProgramFailed, run_program

CHROMIUM: Final = Path("/usr/bin/chromium")
NGINX_BROTLI: Final = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
#: From npm, pinned: another version may find other faults, and then every branch turns red at once.
NPM_PACKAGES: Final = ("vnu-jar@26.9.27", "doiuse@6.0.6", "es-check@9.8.1")
NPM_LIMIT_S: Final = 180.0


def give_up(reason: str) -> NoReturn:
    """Skips the test at home and fails it in CI, where everything is meant to be installed."""
    if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def require_chromium() -> None:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        give_up(f"{CHROMIUM} is missing: apt install chromium")


def require_nginx() -> None:
    """nginx with Debian's module for files that are compressed beforehand."""
    if shutil.which("nginx") is None:
        give_up("nginx is missing: apt install nginx")
    if not NGINX_BROTLI.exists():
        give_up("nginx cannot send brotli: apt install libnginx-mod-http-brotli-static")


def require_program(name: str, package: str) -> None:
    """A program on the path."""
    if shutil.which(name) is None:
        give_up(f"{name} is missing: apt install {package}")


def require_node_modules() -> Path:
    """The folder of the npm packages, filled on the first use on this machine."""
    require_program("npm", "npm")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "hatgiong-tests" / "-".join(NPM_PACKAGES).replace("@", "-")
    with only_one(folder):
        if not (folder / "complete").exists():
            _install(folder)
    return folder / "node_modules"


def _install(folder: Path) -> None:
    options = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)]
    try:
        command = ["npm", "install", *options, *NPM_PACKAGES]
        run_program(command, folder=folder, time_limit_s=NPM_LIMIT_S)
    except ProgramFailed as error:
        give_up(f"npm could not install {' and '.join(NPM_PACKAGES)}: {error}")
    (folder / "complete").touch()


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Makes `folder` and keeps every other process out of this block until it is left."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield
