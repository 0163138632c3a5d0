"""What the browser tests share: built sites, Chromium, and a kiosk's server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from built_sites import BuildOnce, BuiltSite, build, change_settings, copy_languages, copy_shipped
from kiosk_server import KIOSK, Server, serve
from needed import CHROMIUM, only_one, require_chromium, require_nginx, require_program
from offline_site import Releases, build_releases
from playwright.sync_api import Browser, sync_playwright
from tls_server import TlsServer, open_tls_server

#: Nothing but this machine can be reached: a page that asks for more is found by its failure.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--host-resolver-rules=MAP {KIOSK} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost",
]


@pytest.fixture(scope="session")
def shared_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this test run that all of pytest-xdist's processes see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def build_once(shared_dir: Path) -> BuildOnce:
    """Builds a named site, or gives the one that another process has built."""

    def get(name: str, prepare: Callable[[Path], None]) -> BuiltSite:
        room = shared_dir / f"site-{name}"
        with only_one(room):
            if not (room / "complete").exists():
                prepare(room / "project")
                build(room / "project")
                (room / "complete").touch()
        return BuiltSite(room / "project")

    return get


@pytest.fixture(scope="session")
def shipped(build_once: BuildOnce) -> BuiltSite:
    """The repository's own site, with its handbook."""
    return build_once("shipped", copy_shipped)


@pytest.fixture(scope="session")
def languages(build_once: BuildOnce) -> BuiltSite:
    """The small site in Vietnamese, easy Vietnamese, Hmong and Tai Dam."""
    return build_once("languages", copy_languages)


@pytest.fixture(scope="session")
def addressed(build_once: BuildOnce) -> BuiltSite:
    """The repository's site, told that it will stand at https://example.org/hoc/."""

    def prepare(project_dir: Path) -> None:
        copy_shipped(project_dir, handbook=False)
        line = "site_url: https://example.org/hoc/\n"
        change_settings(project_dir, lambda settings: line + settings)

    return build_once("addressed", prepare)


@pytest.fixture(scope="session")
def kiosk(shipped: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The shipped site at `/` and at `/hoc/`."""
    require_nginx()
    folders = {"/": shipped.folder, "/hoc/": shipped.folder}
    with serve(folders, shipped.languages, tmp_path_factory.mktemp("nginx") / "state") as server:
        yield server


@pytest.fixture(scope="session")
def other_kiosk(
    languages: BuiltSite, addressed: BuiltSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The site of many languages at `/`, the one with an address at `/hoc/`."""
    require_nginx()
    folders = {"/": languages.folder, "/hoc/": addressed.folder}
    tags = ["vi", *{*languages.languages, *addressed.languages} - {"vi"}]
    with serve(folders, tags, tmp_path_factory.mktemp("nginx") / "state") as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    require_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def releases(build_once: BuildOnce) -> Releases:
    """A small site in two releases."""
    return build_releases(build_once)


@pytest.fixture
def server(releases: Releases, tmp_path: Path) -> Iterator[TlsServer]:
    """The first release on HTTPS."""
    require_nginx()
    require_program("openssl", "openssl")
    with open_tls_server(tmp_path / "tls", releases.first) as running:
        yield running
