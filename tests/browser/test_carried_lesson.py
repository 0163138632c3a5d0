"""A lesson as one file, opened from a phone's folder without any network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import playing
import pytest
from built_sites import BuildOnce, BuiltSite, SitePage
from clip_site import build_clip_site
from kiosk_server import KIOSK, Server
from playwright.sync_api import Browser, Page
from test_accessibility import find_violations
from test_markup import require_vnu
from visiting import SCHEMES, Scheme, open_page

from hatgiong.programs import run_program

LIMIT_BYTES = 2_000_000
#: The lesson whose clip the copy of the shipped site keeps.
FILMED = "dung-kho-bai-hoc"
LANGUAGES = ["vi", "en"]
#: The right answer of the first quiz, then the wrong one: what is seen of each.
_ANSWER = """() => [...document.querySelector('.quiz[role]').querySelectorAll('input')].map(one => {
  one.click();
  const box = one.parentNode.querySelector('.box');
  return getComputedStyle(box).display !== 'none' && box.textContent.trim().length > 0;
})"""
_PICTURES = """async () => {
  const all = [...document.images];
  for (const one of all) one.loading = 'eager';
  await Promise.all(all.map(one => one.decode()));
  return all.map(one => one.naturalWidth);
}"""
_POLICY = """addEventListener('securitypolicyviolation', event => {
  window.broken = (window.broken || []).concat(event.violatedDirective + ' ' + event.blockedURI);
});"""


@pytest.fixture(scope="session")
def clips(build_once: BuildOnce) -> BuiltSite:
    """A lesson filmed in two languages, with a tone."""
    return build_clip_site(build_once)


def find_keep(site: BuiltSite, lesson: SitePage) -> Path:
    """The file of a lesson's page, by the site's catalogue."""
    texts = (text for row in site.catalogue["lessons"] for text in row["texts"])
    row = next(text["keep"] for text in texts if text["page"]["url"] == lesson.url)
    return site.folder / str(row["url"])


def list_lessons(site: BuiltSite) -> list[SitePage]:
    """The pages that have such a file."""
    return [one for one in site.lessons if not one.variant]


@contextmanager
def carried(browser: Browser, path: Path, folder: Path, **look: Scheme) -> Iterator[Page]:
    """The file alone in a folder, opened in a tab without network. Whatever it asks for beside
    itself, and whatever its policy forbids, fails the test."""
    folder.mkdir(exist_ok=True)
    copy = folder / "bai học.html"
    shutil.copy(path, copy)
    with open_page(browser, **look) as page:
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.add_init_script(_POLICY)
        page.context.set_offline(True)
        page.goto(copy.as_uri(), wait_until="load")
        yield page
        assert {url for url in asked if not url.startswith("data:")} == {copy.as_uri()}
        assert page.evaluate("() => window.broken || []") == []
        assert said == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_opens_by_itself_with_its_pictures_and_its_quiz(
    language: str, browser: Browser, shipped: BuiltSite, tmp_path: Path
) -> None:
    for lesson in list_lessons(shipped):
        if lesson.language != language:
            continue
        path = find_keep(shipped, lesson)
        assert path.stat().st_size < LIMIT_BYTES
        with carried(browser, path, tmp_path) as page:
            assert page.locator("h1").inner_text()
            assert page.locator(".steps > .step").count() == lesson.steps
            widths = page.evaluate(_PICTURES)
            assert len(widths) >= lesson.steps
            assert min(widths) > 0, lesson.url
            if page.locator(".quiz[role]").count():
                assert all(page.evaluate(_ANSWER)), lesson.url


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["shipped", "clips"])
def test_clip_plays_with_its_captions(
    name: str, language: str, browser: Browser, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    filmed = {row["slug"] for row in site.catalogue["lessons"] if row["clips"]}
    lessons = [one for one in list_lessons(site) if one.slug in filmed]
    lesson = next(one for one in lessons if one.language == language)
    with carried(browser, find_keep(site, lesson), tmp_path) as page:
        kinds = [one.get_attribute("type") for one in page.locator("video source").all()]
        played = playing.play(page.locator("video"))
    assert [str(kind).partition(".")[0] for kind in kinds] == ['video/mp4; codecs="avc1']
    assert (played.fault, played.captions) == ("", "showing")
    assert played.language == lesson.shown_language
    assert played.words
    assert played.frames > 0
    # The shipped clip begins in silence, and what was filmed for the test with a tone.
    assert name == "shipped" or played.sound_bytes > 0


def test_scripts_inside_are_there_without_being_fetched(
    browser: Browser, shipped: BuiltSite, tmp_path: Path
) -> None:
    lesson = next(one for one in list_lessons(shipped) if one.slug == FILMED)
    with carried(browser, find_keep(shipped, lesson), tmp_path) as page:
        page.locator(".step .did").first.click()
        assert page.locator(".step .did").first.get_attribute("aria-pressed") == "true"
        page.reload()
        assert page.locator(".step .did").first.get_attribute("aria-pressed") == "true"


def test_practice_can_be_tried(browser: Browser, shipped: BuiltSite, tmp_path: Path) -> None:
    found = 0
    for lesson in list_lessons(shipped):
        with carried(browser, find_keep(shipped, lesson), tmp_path) as page:
            start = page.locator(".try>.button")
            if start.count():
                found += 1
                before = page.locator("main").inner_html()
                start.first.click()
                page.wait_for_function(
                    "before => document.querySelector('main').innerHTML !== before", arg=before
                )
    assert found >= 4


def test_file_reads_without_scripts(browser: Browser, shipped: BuiltSite) -> None:
    lesson = next(one for one in list_lessons(shipped) if one.slug == FILMED)
    with open_page(browser, scripts=False) as page:
        page.goto(find_keep(shipped, lesson).as_uri())
        assert page.locator(".steps > .step").count() == lesson.steps
        assert page.locator(".quiz input").count()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_a_file(
    scheme: Scheme, browser: Browser, shipped: BuiltSite, tmp_path: Path
) -> None:
    for lesson in [one for one in list_lessons(shipped) if one.slug == FILMED]:
        path = find_keep(shipped, lesson)
        with carried(browser, path, tmp_path, scheme=scheme) as page:
            assert find_violations(page) == [], lesson.url


def test_nu_html_checker_finds_no_error_in_any_file(shipped: BuiltSite) -> None:
    files = [str(find_keep(shipped, one)) for one in list_lessons(shipped)]
    options = ["--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]
    command = ["java", "-jar", str(require_vnu()), *options, *files]
    output = run_program(command, folder=shipped.folder, time_limit_s=240).output
    messages = json.loads(output[output.index("{") :])["messages"]
    assert {one["message"]: one["url"].rpartition("/")[2] for one in messages} == {}


@pytest.mark.parametrize("width", [320, 1280])
def test_file_fits_the_screen(width: int, browser: Browser, shipped: BuiltSite) -> None:
    lesson = next(one for one in list_lessons(shipped) if one.slug == FILMED)
    with open_page(browser, width=width) as page:
        page.goto(find_keep(shipped, lesson).as_uri())
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_button_downloads_the_file_with_the_size_that_it_tells(
    browser: Browser, shipped: BuiltSite, kiosk: Server
) -> None:
    for lesson in list_lessons(shipped):
        with open_page(browser) as page:
            page.goto(kiosk.url(lesson.url, host=KIOSK))
            button = page.locator("a[download]")
            (told,) = playing.read_sizes(button.inner_text())
            with page.expect_download() as download:
                button.click()
            got = Path(download.value.path())
            assert got.read_bytes() == find_keep(shipped, lesson).read_bytes()
            assert told == pytest.approx(got.stat().st_size, rel=0.05)
            assert download.value.suggested_filename == f"{lesson.slug}.keep.html"
