"""What is not translated is shown in another language, says so, and is marked as what it is."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from built_sites import REPOSITORY, BuiltSite, SitePage
from page_links import read_page
from playwright.sync_api import Browser
from visiting import open_page

from hatgiong.interface import read_strings

#: Letters that no Hmong in Latin letters and no Tai Viet text has.
VIETNAMESE = "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]"
FIND_MISMARKED = """letters => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) {
    const text = texts.currentNode, lang = text.parentElement.closest('[lang]').lang;
    if (new RegExp(letters, 'i').test(text.data) && !lang.startsWith('vi'))
      found.push(text.data.trim());
  }
  return found;
}"""


def read_head(site: BuiltSite, url: str) -> tuple[set[str], str]:
    """The languages of a page's alternates, and its canonical address (`""` for none)."""
    html = (site.folder / url).read_text("utf-8").partition("</head>")[0]
    alternates = set(re.findall(r'<link rel="alternate" hreflang="([^"]+)"', html))
    canonical = re.search(r'<link rel="canonical" href="([^"]+)"', html)
    return alternates, urljoin("/" + url, canonical[1]).lstrip("/") if canonical else ""


def fallbacks(site: BuiltSite) -> list[SitePage]:
    """Lesson pages whose text is in another language than the page."""
    pages = [page for page in site.lessons if page.shown_language != page.language]
    assert {page.language for page in pages} == {"hmn", "blt"}
    return pages


def test_fallback_page_says_in_words_what_language_it_is_in(
    languages: BuiltSite, browser: Browser
) -> None:
    names = {row["tag"]: row["name"] for row in languages.catalogue["languages"]}
    with open_page(browser) as tab:
        for page in fallbacks(languages):
            tab.goto((languages.folder / page.url).as_uri())
            notice = tab.locator("main .note").first
            assert notice.is_visible()
            assert names[page.language] in notice.inner_text()
            assert names[page.shown_language] in notice.inner_text()


def test_fallback_page_has_the_true_language_on_its_article(
    languages: BuiltSite, browser: Browser
) -> None:
    with open_page(browser) as tab:
        for page in fallbacks(languages):
            tab.goto((languages.folder / page.url).as_uri())
            assert tab.locator("html").get_attribute("lang") == page.language
            true = f"{page.shown_language}-{page.variant}".strip("-")
            assert tab.locator("article").get_attribute("lang") == true, page.url


def test_fallback_page_is_no_alternate_and_names_its_original_as_canonical(
    languages: BuiltSite,
) -> None:
    for page in fallbacks(languages):
        original = page.url.partition("/")[2]
        assert read_head(languages, page.url) == (set(), original)
        assert page.language not in read_head(languages, original)[0]


def test_real_translations_are_alternates_of_each_other(languages: BuiltSite) -> None:
    for folder in ("", "hmn/", "blt/"):
        url = f"{folder}lessons/bang-chu.html"
        assert read_head(languages, url) == ({"vi", "hmn", "blt"}, "")


def test_untranslated_lessons_say_so_in_lists_and_in_the_language_switch(
    languages: BuiltSite, browser: Browser
) -> None:
    with open_page(browser) as tab:
        tab.goto((languages.folder / "hmn/topics.html").as_uri())
        card = tab.locator("a[href='lessons/rua-tay.html']")
        assert card.locator("b").get_attribute("lang") == "vi"
        assert "chưa dịch" in card.inner_text()
        tab.goto((languages.folder / "lessons/rua-tay.html").as_uri())
        assert "chưa dịch" in (tab.locator(".langs a[lang=hmn]").text_content() or "")
        tab.goto((languages.folder / "lessons/bang-chu.html").as_uri())
        assert "chưa dịch" not in (tab.locator(".langs a[lang=hmn]").text_content() or "")


@pytest.fixture(scope="session")
def mismarked(languages: BuiltSite, browser: Browser) -> set[str]:
    """Vietnamese texts on pages of other languages that are marked as something else."""
    found: set[str] = set()
    with open_page(browser) as tab:
        for page in languages.pages:
            if page.language != "vi":
                tab.goto((languages.folder / page.url).as_uri())
                found |= set(tab.evaluate(FIND_MISMARKED, VIETNAMESE))
    return found


def test_borrowed_words_of_the_interface_are_marked_with_their_own_language(
    mismarked: set[str],
) -> None:
    phrases = read_strings((REPOSITORY / "overrides",), "vi").values()
    patterns = [re.sub(r"\\\{[a-z-]+\\\}", ".+", re.escape(phrase)) for phrase in phrases]
    words = re.compile("|".join(patterns))
    assert not {text for text in mismarked if words.fullmatch(text)}


def test_borrowed_names_are_marked_with_their_own_language(mismarked: set[str]) -> None:
    assert not mismarked


def test_easy_version_is_marked_as_easy_and_linked_with_the_full_one(
    languages: BuiltSite, browser: Browser
) -> None:
    with open_page(browser, scripts=False) as tab:
        tab.goto((languages.folder / "lessons/rua-tay.html").as_uri())
        assert tab.locator("article").get_attribute("lang") is None
        tab.locator("article > [data-simple]").click()
        assert tab.url.endswith("/lessons/rua-tay.simple.html")
        assert tab.locator("article").get_attribute("lang") == "vi-simple"
        tab.locator("article > [data-simple]").click()
        assert tab.url.endswith("/lessons/rua-tay.html")


def test_easy_version_is_offered_only_where_its_language_is_read(languages: BuiltSite) -> None:
    html = (languages.folder / "blt/lessons/bang-chu.html").read_text("utf-8")
    links = {link.url for link in read_page("/blt/lessons/bang-chu.html", html).links}
    assert not {url for url in links if url.endswith(".simple.html")}
