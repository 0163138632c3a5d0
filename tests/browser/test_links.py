"""The same tree from a stick, at a site's root and under a sub-path: every link arrives."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from built_sites import BuiltSite
from kiosk_server import Server
from page_links import ReadPage, read_page
from playwright.sync_api import Browser
from visiting import open_page


@dataclass
class Crawl:
    """Everything that links lead to: pages as read, the addresses of other files, dead links."""

    base: str
    pages: dict[str, ReadPage] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    dead: set[tuple[str, str]] = field(default_factory=set)

    def dead_from(self, *, handbook: bool) -> set[tuple[str, str]]:
        """Dead links and the pages that they stand on."""
        return {row for row in self.dead if ("/handbook/" in row[0]) == handbook}


def crawl(base: str, read: Callable[[str], tuple[bool, str]]) -> Crawl:
    """Follows every link under `base` from its first page. `read` tells whether something is
    there, and its HTML where that is a page."""
    found = Crawl(base)
    queue = deque([("", base + "index.html")])
    while queue:
        origin, url = queue.popleft()
        if url in found.pages or url in found.files or not url.startswith(base):
            continue
        is_there, html = read(url)
        if not is_there:
            found.dead.add((origin, url))
        elif not html:
            found.files.add(url)
        else:
            found.pages[url] = read_page(url, html)
            queue.extend((url, link.url) for link in found.pages[url].links)
    return found


def read_file(url: str) -> tuple[bool, str]:
    path = Path(unquote(urlsplit(url).path))
    is_page = path.is_file() and path.suffix == ".html"
    return path.is_file(), path.read_text("utf-8") if is_page else ""


def read_answer(url: str) -> tuple[bool, str]:
    status, kind, body = ask(url)
    return status == 200, body if kind == "text/html" else ""


def ask(url: str) -> tuple[int, str, str]:
    """Status, kind and text of an answer, whatever the status."""
    try:
        answer = urllib.request.urlopen(url, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        body = answer.read().decode("utf-8", "replace")
        return int(answer.status), answer.headers.get_content_type(), body


@pytest.fixture(scope="session")
def stick(shipped: BuiltSite) -> Crawl:
    """The shipped site as found by following links from its first page, opened as files."""
    return crawl(shipped.folder.as_uri() + "/", read_file)


@pytest.mark.parametrize("handbook", [False, True], ids=["learner pages", "handbook"])
def test_from_a_stick_every_link_leads_to_a_file(stick: Crawl, handbook: bool) -> None:
    assert not stick.dead_from(handbook=handbook)


def test_from_a_stick_every_page_can_be_found(stick: Crawl, shipped: BuiltSite) -> None:
    found = {url.removeprefix(stick.base) for url in stick.pages}
    there = {path.relative_to(shipped.folder).as_posix() for path in shipped.folder.rglob("*.html")}
    unlinked = ("404.html", "offline.html")  # a server and a service worker show them
    assert {name for name in there - found if not name.endswith(unlinked)} == set()


def test_from_a_stick_nothing_leaves_the_folder(stick: Crawl) -> None:
    links = {link.url for page in stick.pages.values() for link in page.links}
    assert not {url for url in links if url.startswith("file:") and not url.startswith(stick.base)}


@pytest.mark.parametrize("handbook", [False, True], ids=["learner pages", "handbook"])
def test_every_place_within_a_page_that_is_linked_to_is_there(stick: Crawl, handbook: bool) -> None:
    pages = {url: page for url, page in stick.pages.items() if ("/handbook/" in url) == handbook}
    links = [(url, link) for url, page in pages.items() for link in page.links if link.anchor]
    for url, link in links:
        if target := stick.pages.get(link.url):
            assert unquote(link.anchor) in target.ids, (url, link)


@pytest.mark.parametrize("prefix", ["", "hoc/"])
def test_every_link_of_the_same_tree_answers_at_the_root_and_under_a_path(
    kiosk: Server, shipped: BuiltSite, stick: Crawl, prefix: str
) -> None:
    found = crawl(kiosk.url(prefix), read_answer)
    pages = {url.removeprefix(found.base) for url in found.pages}
    assert {
        page.url for page in shipped.pages if page.kind not in {"not-found", "offline"}
    } <= pages
    assert not found.dead_from(handbook=False)
    assert len(found.dead_from(handbook=True)) == len(stick.dead_from(handbook=True))


@pytest.mark.parametrize(("server_name", "site_name", "prefix"), [
    ("kiosk", "shipped", ""), ("other_kiosk", "addressed", "hoc/"),
])  # fmt: skip
def test_an_address_that_is_not_there_leads_home_in_its_own_language(
    server_name: str, site_name: str, prefix: str, request: pytest.FixtureRequest, browser: Browser
) -> None:
    server: Server = request.getfixturevalue(server_name)
    site: BuiltSite = request.getfixturevalue(site_name)
    for row in site.catalogue["languages"]:
        folder = row["home"].removesuffix("index.html")
        lost = server.url(f"{prefix}{folder}khong/co/bai-nay.html")
        status, _, html = ask(lost)
        assert status == 404
        links = {link for link in read_page(lost, html).links if link.url.startswith("http://")}
        links = {link for link in links if link.url != lost}
        assert links
        for link in links:
            assert urlsplit(link.url).path.startswith(f"/{prefix}")
            assert ask(link.url)[0] == 200, link
        with open_page(browser, scripts=False) as page:
            page.goto(lost)
            assert page.locator("html").get_attribute("lang") == row["tag"]
            page.locator("main a").first.click()
            assert page.url == server.url(prefix + row["home"])
