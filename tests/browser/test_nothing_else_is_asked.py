"""A walk through every page: no other host, no foreign script, no complaint in the console."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from built_sites import BuiltSite
from kiosk_server import KIOSK, Server
from playwright.sync_api import Browser
from visiting import watch

SITES = [("shipped", "kiosk"), ("languages", "other_kiosk")]


def walk(browser: Browser, base: str, site: BuiltSite) -> tuple[dict[str, list[str]], set[str]]:
    """What the browser said of each page, and every address that it asked for. A 404 page's
    links start at the server's root, so it is no page of a stick."""
    pages = [one for one in site.pages if one.kind != "not-found" or base.startswith("http")]
    with watch(browser) as tab:
        said = {page.url: tab.visit(base + page.url) for page in pages}
        return {url: words for url, words in said.items() if words}, set(tab.asked)


@pytest.mark.parametrize(("site_name", "server_name"), SITES)
def test_over_http_pages_ask_only_their_own_host_and_nothing_is_complained_of(
    site_name: str, server_name: str, request: pytest.FixtureRequest, browser: Browser
) -> None:
    site: BuiltSite = request.getfixturevalue(site_name)
    server: Server = request.getfixturevalue(server_name)
    base = server.url(host=KIOSK)
    said, asked = walk(browser, base, site)
    assert not said
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith("data:")}
    assert hosts == {urlsplit(base).netloc}
    assert "/favicon.ico" not in server.asked_paths()


@pytest.mark.parametrize(("site_name", "server_name"), SITES)
def test_from_a_stick_pages_ask_only_for_files_and_nothing_is_complained_of(
    site_name: str, server_name: str, request: pytest.FixtureRequest, browser: Browser
) -> None:
    site: BuiltSite = request.getfixturevalue(site_name)
    base = site.folder.as_uri() + "/"
    said, asked = walk(browser, base, site)
    assert not said
    assert {url for url in asked if not url.startswith((base, "data:"))} == set()


def test_security_policy_lets_nothing_run_but_the_sites_own_scripts(shipped: BuiltSite) -> None:
    for page in shipped.pages:
        html = (shipped.folder / page.url).read_text("utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        assert policy, page.url
        rules = {rule.split()[0]: rule.split()[1:] for rule in unescape(policy[1]).split(";")}
        assert rules["default-src"] == ["'none'"]
        hashes = [find_hash(code) for code in re.findall(r"<script[^>]*>([^<]+)</script>", html)]
        assert rules["script-src"] == ["'self'", *hashes]
        assert len(hashes) <= 1
        assert all(source.startswith("'sha256-") for source in rules["style-src"])


def find_hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def test_no_learner_page_has_a_handler_or_a_style_sheet_to_fetch(
    shipped: BuiltSite,
) -> None:
    for page in shipped.pages:
        html = (shipped.folder / page.url).read_text("utf-8")
        assert not re.search(r"javascript:|<[^>]*\son[a-z]+=", html, re.IGNORECASE), page.url
        assert "stylesheet" not in html, page.url
