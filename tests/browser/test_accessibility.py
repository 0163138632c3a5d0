"""axe's rules for WCAG 2.2 AA and good practice, on every kind of page as people see it."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from built_sites import BuiltSite
from playwright.sync_api import Browser, Page
from visiting import SCHEMES, Scheme, open_page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
}
#: The first answer of one quiz, the last of the next: right ones and wrong ones.
CHOOSE = """() => document.querySelectorAll('.quiz').forEach((quiz, number) => {
  const answers = [...quiz.querySelectorAll('input')];
  answers.slice(...(number % 2 ? [-1] : [0, 1])).forEach(one => one.checked = true);
})"""


def find_violations(tab: Page) -> list[tuple[str, str]]:
    """Rule and first place of each violation."""
    found = Axe().run(tab, options=OPTIONS).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in found]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("name", "language"), [
    ("shipped", "vi"), ("shipped", "en"), ("languages", "vi"), ("languages", "blt"),
])  # fmt: skip
def test_axe_finds_nothing_on_any_kind_of_page(
    name: str, language: str, scheme: Scheme, request: pytest.FixtureRequest, browser: Browser
) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    found: dict[str, list[tuple[str, str]]] = {}
    with open_page(browser, scheme=scheme) as tab:
        for page in site.page_types(language):
            tab.goto((site.folder / page.url).as_uri())
            found[page.url] = find_violations(tab)
            if tab.locator(".quiz input").count():
                tab.evaluate(CHOOSE)
                found[page.url] += find_violations(tab)
    assert {url: rows for url, rows in found.items() if rows} == {}


def test_axe_does_find_what_is_wrong(shipped: BuiltSite, browser: Browser) -> None:
    with open_page(browser) as tab:
        tab.goto((shipped.folder / "index.html").as_uri())
        tab.evaluate("() => document.documentElement.removeAttribute('lang')")
        tab.evaluate("() => { document.querySelector('h1').style.color = '#e8e4da' }")
        assert {rule for rule, _ in find_violations(tab)} == {"html-has-lang", "color-contrast"}
