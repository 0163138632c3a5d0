"""Light, dark, the eight colours of groups, and the reader's own colours: text can be read."""

from __future__ import annotations

import re
from io import BytesIO
from typing import get_args

import pytest
from built_sites import REPOSITORY, BuiltSite
from contrast import find_contrast, find_luminance, find_texts
from PIL import Image, ImageStat
from playwright.sync_api import Browser, Page
from visiting import SCHEMES, Scheme, open_page

from hatgiong.lessons.schema import Colour

#: WCAG 2.2, 1.4.6: for text of any size; 1.4.3 and 1.4.11: what no text and no edge goes below.
TEXT_CONTRAST, LEAST_CONTRAST, EDGE_CONTRAST = 7.0, 4.5, 3.0

CHOOSE_ALL = """number => document.querySelectorAll('div.quiz').forEach(quiz =>
  [...quiz.querySelectorAll('input')].slice(...number).forEach(one => one.checked = true))"""
DYE = """colour => document.querySelectorAll('[class*="g-"]').forEach(one =>
  one.className = one.className.replace(/\\bg-[a-z]+/, 'g-' + colour))"""


def choose(page: Page, *which: int) -> None:
    """Chooses the first or the last answer of each quiz: `0, 1` or `-1`."""
    page.evaluate(CHOOSE_ALL, list(which))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["shipped", "languages"])
def test_all_text_has_a_contrast_of_seven_to_one(
    name: str, scheme: Scheme, request: pytest.FixtureRequest, browser: Browser
) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    weak = set()
    with open_page(browser, scheme=scheme) as tab:
        for page in site.pages:
            tab.goto((site.folder / page.url).as_uri())
            for answers in ((0, 1), (-1,)):
                choose(tab, *answers)
                weak |= {(page.url, one) for one in find_texts(tab) if one.contrast < TEXT_CONTRAST}
    assert not weak


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_group_in_any_colour_has_text_of_seven_to_one_and_edges_that_are_seen(
    languages: BuiltSite, browser: Browser, scheme: Scheme
) -> None:
    weak: dict[tuple[str, str], list[object]] = {}
    with open_page(browser, scheme=scheme) as tab:
        for page in languages.page_types("vi"):
            tab.goto((languages.folder / page.url).as_uri())
            choose(tab, 0, 1)
            for colour in get_args(Colour):
                tab.evaluate(DYE, colour)
                pale = [one for one in find_texts(tab) if one.contrast < TEXT_CONTRAST]
                edges = tab.evaluate(FIND_EDGES)
                faint = [edge for edge in edges if find_contrast(*edge) < EDGE_CONTRAST]
                weak[page.url, colour] = [*pale, *faint]
    assert {where: found for where, found in weak.items() if found} == {}


#: The edges of buttons and of the pictures to tap, and what is around them.
FIND_EDGES = """() => [...document.querySelectorAll('.button,.who a')].map(one =>
  [getComputedStyle(one).borderTopColor, getComputedStyle(document.body).backgroundColor])"""


def test_colours_of_the_style_sheet_are_those_that_a_group_may_choose() -> None:
    css = (REPOSITORY / "overrides" / "learner" / "base.css").read_text("utf-8")
    for scheme_css in css.split("@media (prefers-color-scheme:dark)")[-1], css:
        assert set(re.findall(r"\.g-([a-z]+)\{", scheme_css)) == set(get_args(Colour))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_dark_scheme_is_really_dark_and_light_is_light(
    shipped: BuiltSite, browser: Browser, scheme: Scheme
) -> None:
    with open_page(browser, scheme=scheme) as tab:
        for page in shipped.page_types("vi"):
            tab.goto((shipped.folder / page.url).as_uri())
            texts = [one for one in find_texts(tab) if not re.match(r"\d+$", one.words)]
            dark_papers = [find_luminance(one.paper) < 0.05 for one in texts]
            share = sum(dark_papers) / len(dark_papers)
            assert share > 0.8 if scheme == "dark" else share < 0.2, page.url
        tab.goto((shipped.folder / "about.html").as_uri())
        picture = Image.open(BytesIO(tab.screenshot(full_page=True)))
        brightness = ImageStat.Stat(picture.convert("L")).mean[0]
        assert brightness < 80 if scheme == "dark" else brightness > 175


@pytest.mark.parametrize("scheme", SCHEMES)
def test_in_the_readers_own_colours_all_text_can_be_read(
    shipped: BuiltSite, browser: Browser, scheme: Scheme
) -> None:
    with open_page(browser, scheme=scheme) as tab:
        tab.emulate_media(forced_colors="active")
        for page in shipped.page_types("vi") + shipped.page_types("en"):
            tab.goto((shipped.folder / page.url).as_uri())
            choose(tab, 0, 1)
            weak = {one for one in find_texts(tab) if one.contrast < LEAST_CONTRAST}
            assert not weak, page.url


def test_in_the_readers_own_colours_a_chosen_answer_still_looks_chosen(
    shipped: BuiltSite, browser: Browser
) -> None:
    with open_page(browser) as tab:
        tab.emulate_media(forced_colors="active")
        tab.goto((shipped.folder / "lessons/thanh-toan-qr.html").as_uri())
        label = tab.locator(".quiz label").first
        before = label.screenshot()
        choose(tab, 0, 1)
        assert label.screenshot() != before


def test_nothing_moves_by_itself(shipped: BuiltSite, browser: Browser) -> None:
    with open_page(browser) as tab:
        for page in shipped.page_types("vi"):
            tab.goto((shipped.folder / page.url).as_uri())
            choose(tab, 0, 1)
            assert tab.evaluate(FIND_MOTION) == [], page.url


FIND_MOTION = """() => [...document.querySelectorAll(':not(source):not(track)')].filter(one => {
  const style = getComputedStyle(one);
  return style.animationName !== 'none' || style.transitionDuration !== '0s'
    || style.scrollBehavior !== 'auto';
}).map(one => one.outerHTML.slice(0, 80))"""
