"""Letters that phones lack: a font for the pages that need it, with every letter they show."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

import pytest
from built_sites import BuildOnce, BuiltSite, change_settings, copy_languages
from fontTools.ttLib import TTFont
from kiosk_server import Server
from playwright.sync_api import Browser, Page
from visiting import open_page

#: Unicode 5.2, chapter 16.15: the block has 72 letters, marks and signs.
TAI_VIET = re.compile("[\uaa80-\uaac2\uaadb-\uaadf]")
IS_READY = "letters => document.fonts.ready.then(() => document.fonts.check('1em Tavt', letters))"
LETTERS = {chr(code) for code in (*range(0xAA80, 0xAAC3), *range(0xAADB, 0xAAE0))}


@pytest.fixture(scope="session")
def plainly_named(build_once: BuildOnce) -> BuiltSite:
    """The site of many languages where even Tai Dam is named in Latin letters."""

    def prepare(project_dir: Path) -> None:
        copy_languages(project_dir)
        change_settings(project_dir, lambda settings: TAI_VIET.sub("T", settings))

    return build_once("plainly-named", prepare)


def find_fonts(site: BuiltSite, url: str) -> list[Path]:
    """The font files that a page uses."""
    html = (site.folder / url).read_text("utf-8")
    sources = re.findall(r'@font-face\{[^}]*url\("([^"]+)"\)', html)
    return [site.folder / urljoin("/" + url, one).lstrip("/") for one in sources]


def find_rare_letters(site: BuiltSite, url: str) -> set[str]:
    html = (site.folder / url).read_text("utf-8")
    return set(TAI_VIET.findall(html))


def test_a_site_in_letters_that_phones_have_ships_no_font(shipped: BuiltSite) -> None:
    assert not any(row["url"].endswith(".woff2") for row in shipped.catalogue["shared"])
    assert not any(find_fonts(shipped, page.url) for page in shipped.pages)


def test_only_languages_with_rare_letters_get_a_font(plainly_named: BuiltSite) -> None:
    with_font = {
        page.language for page in plainly_named.pages if find_fonts(plainly_named, page.url)
    }
    assert with_font == {"blt"}
    for page in plainly_named.pages:
        assert page.language == "blt" or not find_rare_letters(plainly_named, page.url), page.url


def test_where_only_a_languages_name_is_rare_the_font_has_little_more_than_that(
    languages: BuiltSite,
) -> None:
    (small,) = find_fonts(languages, "index.html")
    (whole,) = find_fonts(languages, "blt/index.html")
    assert small.stat().st_size < 1_000 < whole.stat().st_size
    assert len(TTFont(small).getBestCmap()) < 10


def test_every_page_has_a_font_with_every_rare_letter_that_it_shows(languages: BuiltSite) -> None:
    for page in languages.pages:
        (font,) = find_fonts(languages, page.url)
        letters = find_rare_letters(languages, page.url)
        assert letters
        assert letters <= {chr(code) for code in TTFont(font).getBestCmap()}, page.url


def test_all_72_letters_of_tai_viet_are_drawn_with_the_shipped_font(
    languages: BuiltSite, other_kiosk: Server, browser: Browser
) -> None:
    url = "blt/lessons/bang-chu.html"
    assert find_rare_letters(languages, url) == LETTERS
    for address in (other_kiosk.url(url), (languages.folder / url).as_uri()):
        with open_page(browser) as tab:
            tab.goto(address)
            assert tab.evaluate(IS_READY, "".join(sorted(LETTERS)))
            for words, glyphs in find_drawn(tab, ".steps p, h1"):
                common = len(TAI_VIET.sub("", words))
                assert glyphs[True], words
                assert glyphs[False] <= common, words


def find_drawn(tab: Page, selector: str) -> list[tuple[str, Counter[bool]]]:
    """Texts, and how many signs of each the browser really took from the page's own font (True)
    and from the machine's (False)."""
    session = tab.context.new_cdp_session(tab)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    found = []
    for words, node in zip(tab.locator(selector).all_inner_texts(), nodes, strict=True):
        glyphs: Counter[bool] = Counter()
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            glyphs[font["isCustomFont"]] += font["glyphCount"]
        found.append((words, glyphs))
    assert len(found) > 3
    return found
