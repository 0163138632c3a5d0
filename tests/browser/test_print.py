"""A lesson on paper: all its steps and pictures, nothing that only works on a screen."""

from __future__ import annotations

import re

import pytest
from built_sites import REPOSITORY, BuiltSite
from contrast import find_luminance, find_texts
from playwright.sync_api import Browser
from visiting import open_page

FIND_SHOWN = """selector => [...document.querySelectorAll(selector)]
  .filter(one => one.getClientRects().length && !one.closest('.vh'))
  .map(one => one.innerText.trim()).filter(words => words)"""
NAVIGATION = "nav, nav *, .top *, .skip, main .button, .back"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_printed_lesson_has_all_steps_and_no_navigation(
    shipped: BuiltSite, browser: Browser, language: str
) -> None:
    with open_page(browser, width=794) as tab:
        tab.emulate_media(media="print")
        for page in (one for one in shipped.lessons if one.language == language):
            tab.goto((shipped.folder / page.url).as_uri())
            steps = tab.evaluate(FIND_SHOWN, ".step")
            assert len(steps) == page.steps, page.url
            numbers = [re.search(r"\d+", one) for one in steps]
            assert [one and int(one[0]) for one in numbers] == list(range(1, page.steps + 1))
            assert tab.evaluate(FIND_SHOWN, NAVIGATION) == [], page.url
            assert tab.evaluate(FIND_SHOWN, ".quiz .box") == [], "the answers are not printed"


def test_helpers_number_is_on_the_paper(shipped: BuiltSite, browser: Browser) -> None:
    phone = re.search(r'phone: "([^"]+)"', (REPOSITORY / "mkdocs.yml").read_text("utf-8"))
    assert phone
    with open_page(browser, width=794) as tab:
        tab.emulate_media(media="print")
        for page in shipped.page_types("vi"):
            tab.goto((shipped.folder / page.url).as_uri())
            assert phone[1] in tab.locator("footer").inner_text(), page.url


def test_ink_is_dark_on_paper(shipped: BuiltSite, browser: Browser) -> None:
    with open_page(browser, width=794) as tab:
        tab.emulate_media(media="print")
        for page in shipped.page_types("vi"):
            tab.goto((shipped.folder / page.url).as_uri())
            pale = [one for one in find_texts(tab) if one.contrast < 4.5]
            assert not pale, page.url
            paper = tab.evaluate("() => getComputedStyle(document.body).backgroundColor")
            assert find_luminance(paper) == 1


def test_pictures_that_were_never_scrolled_to_are_printed(
    shipped: BuiltSite, browser: Browser
) -> None:
    with open_page(browser) as tab:
        tab.goto((shipped.folder / "lessons/thanh-toan-qr.html").as_uri())
        printed = tab.pdf(format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 2
        seen = "() => [...document.images].filter(one => !one.complete || !one.naturalWidth).length"
        assert tab.evaluate(seen) == 0
