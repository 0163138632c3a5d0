"""Small screens, big text, thick fingers: nothing sticks out, is cut off, or is hard to hit."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations

import pytest
from built_sites import BuiltSite
from layout import Survey, Target, survey_page
from playwright.sync_api import Browser
from visiting import open_page

TARGET_PX = 48
#: Browsers' own choice is 16; a reader who sets it to 32 wants text of twice the size.
DOUBLE_FONT = {"standard": 32, "fixed": 26}

Surveys = dict[str, Survey]
MakeSurvey = Callable[[str, int, bool], Surveys]


@pytest.fixture(scope="session")
def survey(browser: Browser, shipped: BuiltSite, languages: BuiltSite) -> MakeSurvey:
    """Measures every page of a site at a width, with text as it is or twice the size, once."""
    sites = {"shipped": shipped, "languages": languages}

    @cache
    def measure(name: str, width: int, is_double: bool) -> Surveys:
        site = sites[name]
        with open_page(browser, width=width) as tab:
            if is_double:
                session = tab.context.new_cdp_session(tab)
                session.send("Page.setFontSizes", {"fontSizes": DOUBLE_FONT})
            return {
                page.url: survey_page(tab, (site.folder / page.url).as_uri()) for page in site.pages
            }

    return measure


each_site = pytest.mark.parametrize("name", ["shipped", "languages"])
each_width = pytest.mark.parametrize("width", [320, 360, 1280])


@each_site
@each_width
def test_no_page_scrolls_sideways(survey: MakeSurvey, name: str, width: int) -> None:
    found = survey(name, width, False)
    assert {url: one.outside for url, one in found.items() if one.outside} == {}


@each_site
@each_width
def test_no_text_is_cut_off(survey: MakeSurvey, name: str, width: int) -> None:
    found = survey(name, width, False)
    assert {url: one.cut for url, one in found.items() if one.cut} == {}


@each_site
def test_text_of_twice_the_size_loses_nothing(survey: MakeSurvey, name: str) -> None:
    found = survey(name, 640, True)
    assert {one.font_px for one in found.values()} == {36}
    assert {url: one.outside for url, one in found.items() if one.outside} == {}
    assert {url: one.cut for url, one in found.items() if one.cut} == {}


@each_site
def test_lines_leave_room_for_stacked_vietnamese_marks(survey: MakeSurvey, name: str) -> None:
    found = survey(name, 320, False)
    assert {url: one.tight for url, one in found.items() if one.tight} == {}


@each_site
@each_width
def test_everything_to_tap_is_48_pixels_large(survey: MakeSurvey, name: str, width: int) -> None:
    small = {
        (url, target)
        for url, one in survey(name, width, False).items()
        for target in one.targets
        if not target.is_in_sentence and min(target.width, target.height) < TARGET_PX - 0.1
    }
    assert not small


@each_site
@each_width
def test_nothing_to_tap_lies_upon_another(survey: MakeSurvey, name: str, width: int) -> None:
    pairs: list[tuple[str, Target, Target]] = [
        (url, *pair)
        for url, one in survey(name, width, False).items()
        for pair in combinations(one.targets, 2)
        if pair[0].overlaps(pair[1])
    ]
    assert not pairs


def test_skip_link_shows_itself_when_it_is_reached_and_leads_to_the_text(
    shipped: BuiltSite, browser: Browser
) -> None:
    with open_page(browser) as tab:
        tab.goto((shipped.folder / "index.html").as_uri())
        tab.keyboard.press("Tab")
        skip = tab.locator(".skip").bounding_box()
        assert skip is not None
        assert skip["x"] == 0
        assert min(skip["width"], skip["height"]) >= TARGET_PX
        tab.keyboard.press("Enter")
        assert tab.url.endswith("#main")
