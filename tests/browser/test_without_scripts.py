"""Scripts off, as in some captive windows and saving browsers: everything still works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from built_sites import BuiltSite, SitePage
from kiosk_server import Server
from playwright.sync_api import Browser, Locator, Page
from visiting import open_page

FIND_UNREADABLE = """() => {
  const texts = document.createTreeWalker(document.querySelector('.steps'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const text = texts.currentNode, range = document.createRange();
    if (!text.data.trim()) continue;
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    const seen = getComputedStyle(text.parentElement).visibility === 'visible';
    if (!seen || box.width < 1 || box.height < 1) found.push(text.data.trim());
  }
  return found;
}"""


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with open_page(browser, scripts=False) as page:
        yield page


def read_titles(site: BuiltSite, page: SitePage) -> list[str]:
    """The titles of a lesson's steps as its author wrote them, without Markdown's marks."""
    folder = site.project_dir / "content" / "lessons" / page.slug
    text = (folder / f"{page.variant or 'index'}.{page.shown_language}.md").read_text("utf-8")
    return [re.sub(r"[*_`]", "", title).strip() for title in re.findall(r"(?m)^## (.+)$", text)]


def find_quiz(site: BuiltSite, language: str) -> SitePage:
    """A lesson of a language that has a quiz."""
    pages = (page for page in site.lessons if page.language == language)
    return next(
        one for one in pages if 'class="quiz"' in (site.folder / one.url).read_text("utf-8")
    )


def shown(box: Locator) -> list[bool]:
    """Which of the answers' explanations can be seen."""
    return [one.is_visible() for one in box.all()]


@pytest.mark.parametrize("name", ["shipped", "languages"])
def test_every_step_that_its_author_wrote_can_be_read(
    name: str, request: pytest.FixtureRequest, tab: Page
) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    for page in site.lessons:
        tab.goto((site.folder / page.url).as_uri())
        titles = tab.locator(".step h2 > span:last-child").all_inner_texts()
        assert [one.replace("\u2011", "-") for one in titles] == read_titles(site, page), page.url
        assert len(titles) == page.steps
        assert tab.evaluate(FIND_UNREADABLE) == [], page.url


def test_every_answer_chosen_by_mouse_is_answered_at_once(shipped: BuiltSite, tab: Page) -> None:
    for page in shipped.lessons:
        tab.goto((shipped.folder / page.url).as_uri())
        for quiz in tab.locator("div.quiz").all():
            labels, boxes = quiz.locator("label").all(), quiz.locator(".box")
            assert not any(shown(boxes)), page.url
            verdicts = set(quiz.locator(".box h3").all_text_contents())
            assert len(verdicts) == 2, "there is a right answer and a wrong one"
            for number, label in enumerate(labels):
                label.click()
                assert shown(boxes)[number], (page.url, number)
                assert boxes.nth(number).inner_text().strip()
            if quiz.locator("[type=radio]").count():
                assert sum(shown(boxes)) == 1, page.url


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_answer_chosen_by_keyboard_is_answered_at_once(
    shipped: BuiltSite, tab: Page, language: str
) -> None:
    tab.goto((shipped.folder / find_quiz(shipped, language).url).as_uri())
    quiz = tab.locator("div.quiz").first
    answers, boxes = quiz.locator("input"), quiz.locator(".box")
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate("() => document.activeElement.matches('.quiz input')"):
            break
    tab.keyboard.press("Space")
    assert answers.first.is_checked()
    assert shown(boxes)[0]
    tab.keyboard.press("ArrowDown")
    assert shown(boxes)[:2] == [False, True]
    ring = "one => getComputedStyle(one.nextElementSibling).outlineStyle"
    assert answers.nth(1).evaluate(ring) == "solid"


def test_language_switch_leads_to_the_same_page_in_the_other_language(
    shipped: BuiltSite, kiosk: Server, tab: Page
) -> None:
    for page in shipped.page_types("vi"):
        if page.kind == "not-found":
            continue
        tab.goto(kiosk.url(page.url))
        tab.locator(".langs a").click()
        assert tab.locator("html").get_attribute("lang") == "en"
        assert tab.url == kiosk.url(f"en/{page.url}")
        tab.locator(".langs a").click()
        assert tab.url == kiosk.url(page.url)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_next_and_previous_lead_through_a_course_in_its_order(
    shipped: BuiltSite, kiosk: Server, tab: Page, language: str
) -> None:
    folder = "" if language == "vi" else f"{language}/"
    for course in shipped.catalogue["courses"]:
        tab.goto(kiosk.url(f"{folder}courses/{course['group']}.html"))
        pages = [kiosk.url(f"{folder}lessons/{slug}.html") for slug in course["lessons"]]
        cards = tab.locator(".lessons a")
        assert [kiosk.url(one) for one in find_paths(cards)] == pages
        for here, after in pairwise(pages):
            tab.goto(here)
            assert after in [kiosk.url(one) for one in find_paths(tab.locator(".on a.button"))]
    tab.goto(pages[0])
    tab.locator(".on a.button").first.click()
    assert tab.locator("h1").is_visible()


def find_paths(links: Locator) -> list[str]:
    """Where links lead, without the first slash."""
    return [str(one.evaluate("one => one.pathname"))[1:] for one in links.all()]
