"""The same tree from a stick, at a site's root and under a sub-path: every link arrives."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from built_sites import BuiltSite
from kiosk_server import Server
from page_links import ReadPage, read_page
from playwright.sync_api import Browser
from visiting import open_page


def crawl(start: str, base: str, read: Callable[[str], str | None]) -> dict[str, ReadPage | None]:
    """Everything under `base` that links lead to from `start`; `read` gives a page's HTML, None
    for a file that is no page, and raises where nothing is."""
    found: dict[str, ReadPage | None] = {}
    queue = deque([start])
    while queue:
        url = queue.popleft()
        if url in found or not url.startswith(base):
            continue
        html = read(url)
        found[url] = None if html is None else read_page(url, html)
        if page := found[url]:
            queue.extend(link.url for link in page.links)
    return found


def read_file(url: str) -> str | None:
    path = Path(unquote(urlsplit(url).path))
    assert path.is_file(), f"{url} is no file"
    return path.read_text("utf-8") if path.suffix == ".html" else None


def read_answer(url: str) -> str | None:
    with urllib.request.urlopen(url, timeout=10) as answer:
        assert answer.status == 200
        is_page = answer.headers.get_content_type() == "text/html"
        return answer.read().decode("utf-8") if is_page else None


@pytest.fixture(scope="session")
def stick(shipped: BuiltSite) -> dict[str, ReadPage | None]:
    """The shipped site as found by following links from its first page, opened as files."""
    base = shipped.folder.as_uri() + "/"
    return crawl(base + "index.html", base, read_file)


def test_from_a_stick_every_link_leads_to_a_file_and_every_page_is_found(
    stick: dict[str, ReadPage | None], shipped: BuiltSite
) -> None:
    base = shipped.folder.as_uri() + "/"
    found = {url.removeprefix(base) for url, page in stick.items() if page}
    there = {path.relative_to(shipped.folder).as_posix() for path in shipped.folder.rglob("*.html")}
    lonely = there - found
    assert all(name.endswith("404.html") for name in lonely), lonely


def test_from_a_stick_nothing_leaves_the_folder(stick: dict[str, ReadPage | None]) -> None:
    links = {link.url for page in stick.values() if page for link in page.links}
    outside = {url for url in links if url.startswith("file:") and url not in stick}
    assert not outside


def test_every_place_within_a_page_that_is_linked_to_is_there(
    stick: dict[str, ReadPage | None],
) -> None:
    links = [(url, link) for url, page in stick.items() if page for link in page.links]
    for url, link in links:
        target = stick.get(link.url)
        if link.anchor and target:
            assert unquote(link.anchor) in target.ids, (url, link)


@pytest.mark.parametrize("prefix", ["", "hoc/"])
def test_every_link_of_the_same_tree_answers_at_the_root_and_under_a_path(
    kiosk: Server, shipped: BuiltSite, prefix: str
) -> None:
    base = kiosk.url(prefix)
    found = crawl(base + "index.html", base, read_answer)
    pages = {url.removeprefix(base) for url, page in found.items() if page}
    learner_pages = {page.url for page in shipped.pages if page.kind != "not-found"}
    assert learner_pages <= pages


def ask(url: str) -> tuple[int, str]:
    """Status and body, whatever the status."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8")


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
        status, html = ask(lost)
        assert status == 404
        links = [link for link in read_page(lost, html).links if link.url.startswith("http://")]
        assert links
        for link in links:
            assert urlsplit(link.url).path.startswith(f"/{prefix}")
            assert ask(link.url)[0] == 200, link
        with open_page(browser, scripts=False) as page:
            page.goto(lost)
            assert page.locator("html").get_attribute("lang") == row["tag"]
            page.locator("main a").first.click()
            assert page.url == server.url(prefix + row["home"])
