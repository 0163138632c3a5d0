"""Practices: a picture story without scripts, a rehearsal by finger, keys or ear with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from built_sites import REPOSITORY, BuiltSite
from kiosk_server import KIOSK, Server
from playwright.sync_api import Browser, Locator, Page
from test_accessibility import find_violations
from visiting import SCHEMES, Scheme, open_page

#: Every shipped lesson with a practice.
SLUGS = sorted(
    path.parent.name
    for path in REPOSITORY.glob("content/lessons/*/index.vi.md")
    if "\n/// practice" in path.read_text("utf-8")
)
LANGUAGES = ("vi", "en")
SMALLEST_PX, TARGET_PX = 320, 48
#: Whether the page remembers that somebody came to a practice's end.
PRACTISED = "() => Object.values(hatgiong.people[hatgiong.who].done).some(one => one.p)"

_PRACTICE = re.compile(r"^/// practice.*?^///$", re.MULTILINE | re.DOTALL)
_AREA = re.compile(r"^- \[([ x])\] ([\d. ]+?) \*\*(.+?)\*\* (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Area:
    """A place to tap, as its author wrote it."""

    is_right: bool
    name: str
    words: str


def read_scenes(site: BuiltSite, slug: str, language: str) -> list[list[Area]]:
    """The scenes of a lesson's practice as its author wrote them."""
    path = site.project_dir / "content" / "lessons" / slug / f"index.{language}.md"
    practice = _PRACTICE.search(path.read_text("utf-8"))
    assert practice, path
    return [
        [Area(match[1] == "x", match[3], match[4]) for match in _AREA.finditer(scene)]
        for scene in practice[0].split("![")[1:]
    ]


def name_page(slug: str, language: str) -> str:
    return f"{'' if language == 'vi' else language + '/'}lessons/{slug}.html"


@contextmanager
def begin(browser: Browser, address: str, *, scheme: Scheme = "light") -> Iterator[Page]:
    """A lesson on a small phone whose practice has been begun by a tap."""
    with open_page(browser, width=SMALLEST_PX, height=640, scheme=scheme) as tab:
        tab.goto(address)
        tab.locator(".try>.button").click()
        hots(tab).first.wait_for()
        yield tab


def hots(tab: Page) -> Locator:
    """The places that can be tapped now."""
    return tab.locator(".try .spot button")


def control(tab: Page, number: int) -> Locator:
    """Next, again, leave."""
    return tab.locator(".panel button").nth(number)


def read(it: Locator) -> str:
    """Its words as they were written: pages set short ones with signs that do not break."""
    return it.inner_text().replace("\u2011", "-").replace("\xa0", " ")


def is_in_sight(it: Locator) -> bool:
    """Whether all of it lies on the screen as it is scrolled now."""
    return bool(
        it.evaluate("""one => {
          const box = one.getBoundingClientRect();
          return box.top >= 0 && box.bottom <= innerHeight && box.height > 0;
        }""")
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_without_scripts_it_is_a_story_with_the_right_place_ringed(
    slug: str, language: str, shipped: BuiltSite, browser: Browser
) -> None:
    scenes = read_scenes(shipped, slug, language)
    assert len(scenes) in (3, 4)
    with open_page(browser, width=SMALLEST_PX, scripts=False) as tab:
        tab.goto((shipped.folder / name_page(slug, language)).as_uri())
        shown = tab.locator(".try li")
        assert shown.count() == len(scenes)
        for scene, areas in zip(shown.all(), scenes, strict=True):
            (ring,), text = scene.locator(".here").all(), read(scene)
            outer, inner = scene.locator("img").bounding_box(), ring.bounding_box()
            assert outer
            assert inner
            assert ring.evaluate("one => getComputedStyle(one).stroke") != "none"
            assert outer["x"] <= inner["x"] < inner["x"] + inner["width"]
            assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
            assert outer["y"] <= inner["y"]
            assert inner["y"] + inner["height"] <= outer["y"] + outer["height"]
            for area in areas:
                assert (area.words in text) == area.is_right
                assert area.name in text or not area.is_right
        assert not any(one.is_visible() for one in tab.locator(".try button").all())
        assert not tab.locator(".unreal").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_by_taps_from_a_stick_to_its_end(
    slug: str, language: str, shipped: BuiltSite, browser: Browser
) -> None:
    scenes = read_scenes(shipped, slug, language)
    with begin(browser, (shipped.folder / name_page(slug, language)).as_uri()) as tab:
        tap_through(tab, scenes)
        control(tab, 1).click()
        hots(tab).first.wait_for()
        assert hots(tab).count() == len(scenes[0])


def test_by_taps_at_a_kiosk_to_its_end(kiosk: Server, shipped: BuiltSite, browser: Browser) -> None:
    for path in ("", "hoc/"):
        address = kiosk.url(path + name_page(SLUGS[0], "vi"), host=KIOSK)
        with begin(browser, address) as tab:
            tap_through(tab, read_scenes(shipped, SLUGS[0], "vi"))


def tap_through(tab: Page, scenes: list[list[Area]]) -> None:
    """Taps every right place; the frame, the sizes and the words are looked at on the way."""
    for areas in scenes:
        hots(tab).first.wait_for()
        assert is_in_sight(tab.locator(".unreal"))
        assert tab.locator(".try li:visible").count() == 1
        assert tab.evaluate("document.documentElement.scrollWidth") == SMALLEST_PX
        for hot in hots(tab).all():
            box = hot.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= TARGET_PX
        assert not tab.evaluate(PRACTISED)
        (right,) = (number for number, area in enumerate(areas) if area.is_right)
        hots(tab).nth(right).click()
        assert areas[right].words in read(tab.locator(".panel [role=status]"))
        assert hots(tab).count() == 0
        assert is_in_sight(control(tab, 0))
        control(tab, 0).click()
    control(tab, 1).wait_for()
    assert tab.evaluate(PRACTISED)
    assert tab.locator(".panel [role=status]").inner_text().strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_by_keys_alone_to_its_end_and_out_again(
    language: str, shipped: BuiltSite, browser: Browser
) -> None:
    scenes = read_scenes(shipped, SLUGS[1], language)
    with open_page(browser) as tab:
        tab.goto((shipped.folder / name_page(SLUGS[1], language)).as_uri())
        start = tab.locator(".try>.button")
        start.focus()
        tab.keyboard.press("Enter")
        tab.locator(".now").wait_for()
        for areas in scenes:
            hots(tab).first.wait_for()
            for area in areas:
                tab.keyboard.press("Tab")
                focused = tab.evaluate("document.activeElement.getAttribute('aria-label')")
                assert focused == area.name
                if area.is_right:
                    break
            tab.keyboard.press("Enter")
            assert control(tab, 0).evaluate("one => one === document.activeElement")
            tab.keyboard.press("Enter")
        control(tab, 1).wait_for()
        assert tab.evaluate(PRACTISED)
        assert control(tab, 1).evaluate("one => one === document.activeElement")
        tab.keyboard.press("Escape")
        assert start.evaluate("one => one === document.activeElement")
        assert tab.locator(".try li:visible").count() == len(scenes)
        assert tab.locator(".try .here").first.is_visible()
        assert not tab.locator(".unreal").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_taps_are_answered_and_the_second_rings_the_right_place(
    language: str, shipped: BuiltSite, browser: Browser
) -> None:
    areas = read_scenes(shipped, SLUGS[0], language)[0]
    wrong = next(number for number, area in enumerate(areas) if not area.is_right)
    right = next(area for area in areas if area.is_right)
    with begin(browser, (shipped.folder / name_page(SLUGS[0], language)).as_uri()) as tab:
        answer, ring = tab.locator(".panel [role=status]"), tab.locator(".now li .here").first
        hots(tab).nth(wrong).click()
        first = read(answer)
        assert areas[wrong].words in first
        assert is_in_sight(answer)
        assert right.name not in first.replace(areas[wrong].words, "")
        assert not ring.is_visible()
        tab.locator(".spot:visible").click(position={"x": 5, "y": 5})
        assert ring.is_visible()
        assert right.name in read(answer)
        assert areas[wrong].words not in read(answer)
        assert not control(tab, 0).is_visible()
        assert tab.locator(".now li:visible").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_who_cannot_see_hears_what_can_be_chosen_and_nothing_is_asked_for(
    slug: str, language: str, shipped: BuiltSite, browser: Browser
) -> None:
    areas = read_scenes(shipped, slug, language)[0]
    with begin(browser, (shipped.folder / name_page(slug, language)).as_uri()) as tab:
        box = tab.locator(".try")
        for area in areas:
            assert box.get_by_role("button", name=area.name, exact=True).count() == 1
        assert box.get_by_role("status").count() == 1
        assert box.locator("input, textarea, select, form, [contenteditable]").count() == 0
        task = tab.locator(".now li:visible .do")
        assert task.evaluate("one => one === document.activeElement")
        assert tab.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_a_rehearsal(
    scheme: Scheme, shipped: BuiltSite, browser: Browser
) -> None:
    areas = read_scenes(shipped, SLUGS[3], "vi")[0]
    address = (shipped.folder / name_page(SLUGS[3], "vi")).as_uri()
    with begin(browser, address, scheme=scheme) as tab:
        for number in sorted(range(len(areas)), key=lambda number: areas[number].is_right):
            assert find_violations(tab) == []
            hots(tab).nth(number).click()
        assert find_violations(tab) == []
